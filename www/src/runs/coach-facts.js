import { presets } from '../texts/presets.js';

/**
 * @typedef {import('./session.js').Session} Session
 *
 * @typedef {object} Facts
 * @property {import('./run-holder.js').Status} status
 * @property {import('./training-record.js').TrainingRecord} record
 * @property {{name: string, message: string}} [error] of the last command
 * @property {import('./coach-rules.js').Said} [aside] a sentence until the run trains
 * @property {string} notice about a recovery after a death; empty without one
 * @property {number} [chars] of the draft; undefined during counting
 * @property {boolean} hasProblem true while a setting has a value that is not allowed
 * @property {boolean} isPending true from the reader's change to the restart
 * @property {{step?: number, by: string, canKeep?: boolean}} [undo] the state that can be brought
 *   back: the step of its run, if it has one, what the draft has instead of its text or settings, and
 *   true where that can be learnt with its weights
 * @property {boolean} isStale true when the draft differs from what the run was made from
 * @property {boolean} [lacksText] true for a model that was opened without a text
 * @property {boolean} [isKept] true for a run that began with the weights of another
 * @property {string} [keepProblem] the reason why a reset cannot keep what was learnt, empty when it
 *   can; undefined while that is not offered
 * @property {import('./training-advice.js').Facts['textReport']} [textReport] of a made model
 * @property {import('../shared/protocol.js').Config} [config] in force
 * @property {number} suggestedRate the learning rate suggested for the text
 * @property {boolean} showsBest true when the page shows the best weights
 */

/**
 * The facts that the coach's rules look at.
 *
 * @param {Session} session
 * @returns {Facts}
 */
export function factsOf(session) {
  const { status, record, error, aside, notice, draft, model, isStale, modelChoice } = session;
  const { counts, settings } = draft;
  const { newest } = session.earlier;
  return {
    ...{ status, record, error, aside, notice, isStale },
    isPending: session.restarts.isPending,
    undo: newest && undoOf(session, newest),
    chars: counts?.chars,
    hasProblem: settings.problems.size > 0,
    lacksText: model?.source.lacksText,
    isKept: model?.source.kept !== undefined,
    keepProblem: keepProblemOf(session),
    textReport: model?.textReport,
    config: model?.textReport && model.config,
    suggestedRate: Number(settings.defaults.learningRate),
    showsBest: modelChoice.value === 'best',
  };
}

/** @param {Session} session */
function keepProblemOf({ model, isStale, kept, draft }) {
  if (model?.source.lacksText) return draft.counts?.chars ? kept.problem : undefined;
  return isStale && model ? kept.problemOf(model) : undefined;
}

/**
 * @param {Session} session
 * @param {import('./earlier-states.js').Earlier} state
 * @returns {Facts['undo']}
 */
function undoOf({ draft, kept }, { draft: { text }, run }) {
  const isOtherText = draft.text !== text;
  const title = presets.find(({ is }) => is(draft.text))?.title;
  const by = isOtherText
    ? `with ${title ?? 'the new text'}`
    : run && draft.differsFrom(run)
      ? 'with the new settings'
      : '';
  if (!run) return isOtherText ? { by } : undefined;
  const canKeep = isOtherText && !kept.value && kept.problemOf(run) === '';
  return { step: run.record.position.step, by, canKeep };
}
