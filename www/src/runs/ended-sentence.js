import { formatCount, formatWhole } from '../lib/format.js';

/**
 * The end of the training by itself; empty without one.
 *
 * @param {import('./coach-facts.js').Facts} facts
 */
export function endedSentence({ status, record, config, showsBest }) {
  if (!record.ended || !config || status !== 'paused') return '';
  const { reason, step } = record.ended;
  const uses =
    showsBest && record.best
      ? ` You see it at its best, after step ${formatWhole(record.best.step)}.`
      : '';
  return reason === 'patience'
    ? `It stopped: no better on unseen text in ${formatCount(config.patience, 'step')}.${uses}`
    : `It stopped after ${formatCount(step, 'step')}, as set.${uses}`;
}
