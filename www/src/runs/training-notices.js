/** The sentences about the training of a session. */

import { formatCount } from '../lib/format.js';
import { AFTER_ROLLBACK, adviceOn } from './training-advice.js';

/** @typedef {import('./session.js').Session} Session */

/**
 * The advice when training goes wrong.
 *
 * @param {Session} session
 */
export function adviceFor({ error, model, draft, modelChoice }) {
  if (error?.name === 'NotFiniteError') return AFTER_ROLLBACK;
  if (!model?.textReport) return undefined;
  return adviceOn(model.record, {
    textReport: model.textReport,
    config: model.config,
    suggestedRate: Number(draft.settings.defaults.learningRate),
    showsBest: modelChoice.value === 'best',
  });
}

/**
 * The end of the training by itself; empty without one.
 *
 * @param {Session} session
 */
export function endedNotice({ status, record, model }) {
  if (!record.ended || !model || status !== 'paused') return '';
  const { reason, step } = record.ended;
  const why =
    reason === 'patience'
      ? `: the unseen text has not improved for ${formatCount(model.config.patience, 'step')}`
      : ` after ${formatCount(step, 'step')}, as set`;
  return `Training stopped${why}. Train goes on.`;
}
