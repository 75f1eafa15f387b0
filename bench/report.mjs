/** Medians of the measurements, and the table of docs/figures.md. */

import { median } from '../www/src/lib/median.js';
import { usefulWork } from '../www/src/shared/benchmark.js';
import { contenders } from './contenders.mjs';
import { BUSY } from './quiet.mjs';

/**
 * @typedef {{name: string, hidden: number, batch: number}} Cell
 * @typedef {import('./measure.js').Measurement} Measurement
 * @typedef {Partial<Measurement> & {version?: string, error?: string}} Outcome
 * @typedef {Cell & {launch: number, othersBusy: number} & Outcome} Raw
 *
 * @typedef {object} Speed
 * @property {number} [charsPerSecond]
 * @property {number} [peakGflops]
 * @property {number} [share] of the peak
 * @property {boolean} [disturbed]
 * @property {string} [error]
 *
 * @typedef {Cell & Speed} Median
 */

/**
 * The medians over the launches. A contender that failed in any launch has no number.
 *
 * @param {Raw[]} raw
 * @param {number} vocab
 * @returns {Median[]}
 */
export function medians(raw, vocab) {
  return raw
    .filter(({ launch }) => launch === 1)
    .map(({ name, hidden, batch }) => {
      const same = raw.filter(
        (one) => one.name === name && one.hidden === hidden && one.batch === batch,
      );
      const error = same.find((one) => one.error)?.error;
      if (error !== undefined) return { name, hidden, batch, error };
      const charsPerSecond = median(same.map((one) => Number(one.charsPerSecond)));
      const disturbed = same.some(({ othersBusy }) => othersBusy >= BUSY);
      const peaks = same.flatMap((one) => one.peaks ?? []);
      if (peaks.length === 0) return { name, hidden, batch, charsPerSecond, disturbed };
      const peakGflops = median(peaks);
      const share = (charsPerSecond * usefulWork(hidden, vocab)) / (1e9 * peakGflops);
      return { name, hidden, batch, charsPerSecond, disturbed, peakGflops, share };
    });
}

/**
 * @param {number} value
 * @returns {string} with three significant figures
 */
function figures(value) {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}

/** @param {string[]} cells */
const row = (cells) => `| ${cells.join(' | ')} |`;

/**
 * A row for every contender and batch size, a column for every hidden size: characters a second,
 * and in brackets the factor by which one worker of this project is faster.
 *
 * @param {Median[]} all
 * @returns {string} Markdown
 */
export function table(all) {
  const sizes = [...new Set(all.map(({ hidden }) => hidden))];
  /** @param {Partial<Cell>} wanted */
  const find = ({ name, hidden, batch }) =>
    all.find((one) => one.name === name && one.hidden === hidden && one.batch === batch);

  /** @param {Partial<Cell>} cell */
  function speed(cell) {
    const { charsPerSecond, disturbed, error = '' } = find(cell) ?? {};
    if (charsPerSecond === undefined) return error.replaceAll('|', '/');
    const shown = figures(charsPerSecond) + (disturbed ? '*' : '');
    const ours = find({ ...cell, name: 'ours' });
    if (!ours?.charsPerSecond || !contenders[String(cell.name)].compare) return shown;
    const mark = disturbed || ours.disturbed ? '*' : '';
    return `${shown} (${figures(ours.charsPerSecond / charsPerSecond)}×${mark})`;
  }

  /** @param {Partial<Cell>} cell */
  function share(cell) {
    const { share, peakGflops, disturbed } = find(cell) ?? {};
    if (!share || !peakGflops) return '';
    return `${Math.round(100 * share)} %${disturbed ? '*' : ''} of ${figures(peakGflops)} GFLOP/s`;
  }

  const lines = [row(['', 'batch', ...sizes.map((size) => `hidden ${size}`)])];
  lines.push(row(['---', '---', ...sizes.map(() => '---')]));
  for (const batch of new Set(all.map((one) => one.batch))) {
    for (const name of new Set(all.filter((one) => one.batch === batch).map((one) => one.name))) {
      const { label } = contenders[name];
      const cells = sizes.map((hidden) => ({ name, hidden, batch }));
      lines.push(row([label, String(batch), ...cells.map(speed)]));
      const shares = cells.map(share);
      if (shares.some(Boolean)) lines.push(row(['share of the peak', String(batch), ...shares]));
    }
  }
  return lines.join('\n');
}
