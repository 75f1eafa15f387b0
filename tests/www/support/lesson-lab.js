/** Lessons without a browser: the same acts and figures, on a session whose workers are threads of Node. */

import { existsSync, readFileSync } from 'node:fs';
import { makeTaskText } from '../../../www/src/experiments/lag-text.js';
import { LearningRateTest } from '../../../www/src/experiments/learning-rate-test.js';
import { Race } from '../../../www/src/experiments/race.js';
import { WorkerPool } from '../../../www/src/experiments/worker-pool.js';
import { writeModel } from '../../../www/src/files/model-file.js';
import { Lab } from '../../../www/src/lessons/lab.js';
import { LessonRun } from '../../../www/src/lessons/lesson-run.js';
import { lessonOf, lessons, numberOf } from '../../../www/src/lessons/lessons.js';
import { CoreBudget } from '../../../www/src/runs/core-budget.js';
import { nodeLoaders, nodeSession } from './node-session.js';

/**
 * @typedef {import('../../../www/src/lessons/lesson.js').Act} Act
 * @typedef {import('../../../www/src/lessons/lesson.js').Lesson} Lesson
 * @typedef {import('../../../www/src/shared/protocol.js').Config} Config
 *
 * @typedef {object} Options
 * @property {Partial<Config>} [overrides] settings in place of the lesson's
 * @property {boolean} [isUntrained] leaves out all training
 * @property {boolean} [isAnew] trains where a model file would do
 */

/** @param {string} name of a model file */
export const modelFile = (name) =>
  new URL(`../../../www/src/lessons/models/${name}.safetensors`, import.meta.url);

/** Frames come at once, because nothing is drawn. */
function withFrames() {
  Object.assign(globalThis, {
    requestAnimationFrame: (/** @type {() => void} */ draw) => setTimeout(draw),
    cancelAnimationFrame: (/** @type {NodeJS.Timeout} */ frame) => clearTimeout(frame),
  });
}

/**
 * A lab whose session is its own; `end` ends its workers.
 *
 * @param {Lesson} lesson
 * @param {Partial<Config>} [overrides]
 */
export function nodeLab(lesson, overrides) {
  withFrames();
  /** @type {import('./node-worker.js').NodeWorker[]} */
  const workers = [];
  const session = nodeSession(workers);
  const loaders = nodeLoaders(workers);
  const resources = { ...loaders, pool: new WorkerPool(new CoreBudget(() => 1)) };
  let opened = lesson.tab ?? '';
  /** @type {import('../../../www/src/lessons/measurements.js').LabTools} */
  const tools = {
    race: new Race(resources, () => {}),
    rates: new LearningRateTest(resources, () => {}),
    makeTask: (source) => makeTaskText(loaders, source),
    loadModel: async (name) => new Uint8Array(readFileSync(modelFile(name))).buffer,
    open: (tab) => void (opened = tab),
    tab: () => opened,
  };
  const lab = new Lab(session, lesson, tools, overrides);
  const end = () => {
    lab.stop();
    session.drop();
    for (const worker of workers) worker.terminate();
  };
  return { lab, session, workers, end };
}

/**
 * @param {Lesson} lesson
 * @param {Options} options
 * @returns {Lesson} with other acts
 */
const changed = (lesson, { isUntrained, isAnew }) => ({
  ...lesson,
  steps: lesson.steps.map((step) => ({
    ...step,
    do: step.do?.map((act) => {
      if (isUntrained && 'race' in act) return { race: { ...act.race, steps: 1 } };
      if (!('train' in act)) return act;
      if (isUntrained) return { train: 0 };
      return isAnew || ('model' in act && !existsSync(modelFile(act.model)))
        ? { train: act.train }
        : act;
    }),
  })),
});

/** The names of the model files of all lessons. */
export const modelNames = [
  ...new Set(
    lessons.flatMap(({ steps }) =>
      steps.flatMap((step) => step.do ?? []).flatMap((act) => ('model' in act ? [act.model] : [])),
    ),
  ),
];

/**
 * Trains a network for a model file, as the first lesson that has it.
 *
 * @param {string} name
 * @returns {Promise<ArrayBuffer>}
 */
export async function makeModel(name) {
  const isOfModel = (/** @type {Act} */ act) => 'model' in act && act.model === name;
  const has = (/** @type {Lesson['steps'][number]} */ step) => step.do?.some(isOfModel);
  const lesson = /** @type {Lesson} */ (lessons.find(({ steps }) => steps.some(has)));
  const { lab, session, end } = nodeLab(changed(lesson, { isAnew: true }));
  try {
    await lab.begin();
    await lab.perform(lesson.steps.findIndex(has));
    const charModel = await (await lab.engine()).charModel('now');
    const { config } = session.draft;
    return writeModel({ config, separator: config.separator, ...charModel });
  } finally {
    end();
  }
}

/**
 * Goes through a lesson from its start to its end, as Show me does.
 *
 * @param {string} id
 * @param {Options} [options]
 */
export async function runLesson(id, options = {}) {
  const lesson = /** @type {Lesson} */ (lessonOf(id));
  const { lab, end } = nodeLab(changed(lesson, options), options.overrides);
  const run = new LessonRun(lab, numberOf(id));
  try {
    await run.begin();
    await run.showMe();
    if (run.problem) throw new Error(`${id}: ${run.problem}`);
    const { verdict, figures, weights, line } = run;
    return { verdict, figures, weights, line };
  } finally {
    run.stop();
    end();
  }
}
