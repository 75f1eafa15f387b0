/** The network of a lesson: how far it is, how it goes on, and how it makes way for another. */

import { isOfLesson } from '../runs/lesson-runs.js';
import { haveSameEffect } from './lesson-settings.js';

/**
 * @typedef {import('../runs/session.js').Session} Session
 * @typedef {import('./lab.js').Lab} Lab
 */

/**
 * The step of the run, if it was made from the draft and does not train; undefined otherwise.
 *
 * @param {Lab} lab
 */
export function stepOf({ session }) {
  const { run, status, record, draft } = session;
  if (!run?.textReport || status !== 'paused' || run.text !== draft.text) return undefined;
  // A learning rate that was changed on the way makes another training.
  const configs = [run.source.config, run.config];
  if (!configs.every((config) => haveSameEffect(config, draft.config))) return undefined;
  return record.progress?.step ?? 0;
}

/**
 * Ends the run. A text and a run that are not the lesson's stay for Undo.
 *
 * @param {Lab} lab
 */
export function endRun(lab) {
  const { session, hasOtherText } = lab;
  const { run, draft, earlier } = session;
  lab.claim();
  const isKept = run !== undefined && !isOfLesson(run);
  // Undo leads to what the reader had, not to a lesson's network of before.
  while ((isKept || hasOtherText) && earlier.newest?.run && isOfLesson(earlier.newest.run)) {
    earlier.take()?.run?.stop();
  }
  if (hasOtherText) earlier.addText(draft.save());
  session.kept.value = undefined;
  session.drop({ isKept });
  session.tellStatus();
  session.changed();
}

/**
 * Makes Train stop at a step: the network of the lesson goes on to it where it can, and otherwise makes
 * way for one that begins anew.
 *
 * @param {Lab} lab
 * @param {number} goal the step; 0 for a network that does not train
 */
export async function aim(lab, goal) {
  const { session } = lab;
  if (goal > 0) session.choose('maxSteps', goal);
  const { run } = session;
  const step = stepOf(lab);
  if (!run || step === undefined || step >= goal || run.source.kept) endRun(lab);
  else if (run.config.maxSteps !== goal) await raise(session, run, goal);
}

/**
 * Lets a run stop at a later step: its workers begin again from its checkpoint.
 *
 * @param {Session} session
 * @param {import('../runs/run.js').Run} run
 * @param {number} maxSteps
 */
async function raise(session, run, maxSteps) {
  await run.leave();
  run.source.config.maxSteps = maxSteps;
  run.source.draft = session.draft.save();
  if (session.run === run && !session.isAway) run.comeBack(true);
}
