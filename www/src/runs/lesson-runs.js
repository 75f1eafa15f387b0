/**
 * The runs of lessons. Anybody can make them again within seconds: the browser keeps none, and a lesson
 * leaves none to Undo.
 */

/** @typedef {import('./run.js').Run} Run */

/** @type {WeakSet<Run>} */
const runs = new WeakSet();

/**
 * Notes whether a run was made from the text and the settings of a lesson.
 *
 * @param {Run} run
 * @param {boolean} isLessons
 */
export function noteRun(run, isLessons) {
  if (isLessons) runs.add(run);
  else runs.delete(run);
}

/**
 * True for the run of a lesson, unless the reader has trained it further than the lesson asks for.
 *
 * @param {Run} run
 */
export const isOfLesson = (run) => runs.has(run) && run.record.position.step <= run.config.maxSteps;
