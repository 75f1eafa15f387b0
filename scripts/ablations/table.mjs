// The tables of `npm run ablations`.

import { meansOf } from '../../www/src/lib/means.js';

/**
 * @typedef {object} Result of a run
 * @property {string} cell
 * @property {number} hiddenSize
 * @property {number} weights
 * @property {number} rate
 * @property {number} seed
 * @property {number} bits a letter of the unseen text, the lowest; Infinity where the run failed
 */

/**
 * A variant with its best learning rate, that of the lowest mean over the seeds.
 *
 * @param {Result[]} results of one cell
 */
export function bestOf(results) {
  const rates = [...new Set(results.map(({ rate }) => rate))];
  const lists = rates.map((rate) => results.filter((one) => one.rate === rate));
  const { y, band } = meansOf(lists.map((list) => list.map(({ bits }) => bits)));
  const index = y.indexOf(Math.min(...y));
  const [low, high] = [band.low[index], band.high[index]];
  return { rates, means: y, index, rate: rates[index], mean: y[index], low, high };
}

/**
 * The comparison of two ranges over the seeds: those that overlap tell nothing.
 *
 * @param {{low: number, high: number}} one
 * @param {{low: number, high: number}} vanilla
 */
export function compare(one, vanilla) {
  if (one.low > vanilla.high) return 'worse';
  return one.high < vanilla.low ? 'better' : 'no difference';
}

/**
 * A table in Markdown: a row for each variant, the bits a letter at every rate, and at the best one
 * the range over the seeds.
 *
 * @param {Result[]} results
 * @param {Record<string, string>} variants abbreviations by cell; the first is the vanilla LSTM
 */
export function table(results, variants) {
  const rates = [...new Set(results.map(({ rate }) => rate))];
  const [first] = Object.keys(variants);
  const than = `than \`${first}\``;
  const head = ['cell', 'in the paper', 'units', 'weights', ...rates, 'range at its best', than];
  const vanilla = bestOf(results.filter(({ cell }) => cell === first));
  const rows = Object.entries(variants).map(([cell, abbreviation]) => {
    const own = results.filter((one) => one.cell === cell);
    const best = bestOf(own);
    const means = best.means.map((mean, i) =>
      i === best.index ? `**${bits(mean)}**` : bits(mean),
    );
    const range = `${bits(best.low)} to ${bits(best.high)}`;
    const verdict = cell === first ? '' : compare(best, vanilla);
    const weights = own[0].weights.toLocaleString('en');
    return [`\`${cell}\``, abbreviation, own[0].hiddenSize, weights, ...means, range, verdict];
  });
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** @param {number} number */
const bits = (number) => (number < 100 ? number.toFixed(number < 10 ? 2 : 0) : '> 100');
