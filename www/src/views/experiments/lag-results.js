/** The results of a lag experiment: figures by lag, and a sentence. */

import { formatPercent } from '../../lib/format.js';
import { meansOf } from '../../lib/means.js';
import { countedLags } from '../../texts/lag-tasks.js';

/**
 * @typedef {import('../../experiments/lag-experiment.js').LagRun} LagRun
 * @typedef {import('../../shared/protocol.js').Recall} Recall
 */

/** @param {readonly LagRun[]} runs */
export const lagsOf = (runs) =>
  [...new Set(runs.map(({ source }) => source.lag))].sort((a, b) => a - b);

/**
 * A figure by lag: the mean and the band over the seeds.
 *
 * @param {readonly LagRun[]} runs complete ones
 * @param {keyof Recall} figure
 */
export function byLag(runs, figure) {
  const x = lagsOf(runs);
  const all = x.map((lag) =>
    runs.flatMap(({ source, recall }) => (recall && source.lag === lag ? [recall[figure]] : [])),
  );
  return { x, ...meansOf(all) };
}

/**
 * The recall of each network at the greatest lag that all have reached; empty while there is none.
 *
 * @param {readonly LagRun[]} runs complete ones
 * @param {readonly string[]} names of the networks
 */
export function lagVerdict(runs, names) {
  const lag = lagsOf(runs).findLast((lag) => {
    const own = runs.filter(({ source }) => source.lag === lag);
    return names.every((name) => own.some(({ entry }) => entry.name === name));
  });
  if (lag === undefined) return '';
  /**
   * @param {readonly LagRun[]} own
   * @param {keyof Recall} figure
   */
  const share = (own, figure) => {
    const { x, y } = byLag(own, figure);
    return formatPercent(y[x.indexOf(lag)]);
  };
  const shares = names.map((name) => {
    const own = runs.filter(({ entry }) => entry.name === name);
    return `${name} ${share(own, 'accuracy')}`;
  });
  const guess = share(runs, 'mostFrequent');
  return `Over ${countedLags(lag)} guessing recalls ${guess}, ${shares.join(', ')}.`;
}
