/** Summaries of repeated measurements, and the two tables of docs/figures.md. */

import { spread } from '../www/src/lib/spread.js';
import { usefulWork } from '../www/src/shared/benchmark.js';
import { contenders } from './contenders.mjs';
import { BUSY } from './quiet.mjs';

/**
 * @typedef {import('./jobs.mjs').Cell} Cell
 * @typedef {import('../www/src/lib/spread.js').Spread} Spread over the launches
 * @typedef {import('./measure.js').Speed} Speed
 * @typedef {import('./measure.js').Learning} Learning
 * @typedef {Cell & {othersBusy: number, error?: string} & Partial<Speed & Learning>} Raw
 *
 * @typedef {object} Summary
 * @property {import('./jobs.mjs').Table} table
 * @property {string} name
 * @property {number} hidden
 * @property {number} batch
 * @property {boolean} [disturbed] true if another program was busy during any launch
 * @property {string} [error] a contender that failed in any launch has no numbers
 * @property {Spread} [charsPerSecond]
 * @property {Spread} [peakGflops]
 * @property {Spread} [share] of the peak
 * @property {{seconds: number, bitsPerChar: Spread, chars: Spread}[]} [points]
 */

/**
 * @param {Raw[]} raw
 * @param {number} vocab distinct characters of the text by which the speed was measured
 * @returns {Summary[]}
 */
export function summaries(raw, vocab) {
  return raw
    .filter(({ launch }) => launch === 1)
    .map(({ table, name, hidden, batch }) => {
      const cell = { table, name, hidden, batch };
      const same = raw.filter((one) => isSame(one, cell));
      const error = same.find((one) => one.error)?.error;
      if (error !== undefined) return { ...cell, error };
      const disturbed = same.some(({ othersBusy }) => othersBusy >= BUSY);
      const measured = table === 'speed' ? speedOf(same, usefulWork(hidden, vocab)) : bitsOf(same);
      return { ...cell, disturbed, ...measured };
    });
}

/**
 * @param {Pick<Cell, 'table' | 'name' | 'hidden' | 'batch'>} one
 * @param {Pick<Cell, 'table' | 'name' | 'hidden' | 'batch'>} other
 */
function isSame(one, { table, name, hidden, batch }) {
  return one.table === table && one.name === name && one.hidden === hidden && one.batch === batch;
}

/**
 * @param {Raw[]} launches
 * @param {number} work FLOP per character
 */
function speedOf(launches, work) {
  const charsPerSecond = spread(launches.map((one) => Number(one.charsPerSecond)));
  if (!launches[0].peaks) return { charsPerSecond };
  const peaks = launches.map(({ peaks = [] }) => spread(peaks).median);
  const shares = launches.map((one, i) => (Number(one.charsPerSecond) * work) / (1e9 * peaks[i]));
  return { charsPerSecond, peakGflops: spread(peaks), share: spread(shares) };
}

/** @param {Raw[]} launches */
function bitsOf(launches) {
  const [{ points = [] }] = launches;
  return {
    points: points.map(({ seconds }, i) => {
      const same = launches.map(({ points = [] }) => points[i]);
      return {
        seconds,
        bitsPerChar: spread(same.map(({ bitsPerChar }) => bitsPerChar)),
        chars: spread(same.map(({ chars }) => chars)),
      };
    }),
  };
}

/**
 * @param {number} value
 * @returns {string} with three significant figures
 */
function figures(value) {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}

/**
 * The median, and in brackets the extremes, if there are several launches.
 *
 * @param {Spread} spread
 * @param {boolean} [disturbed]
 * @param {(value: number) => string} [show]
 */
function withRange({ median, least, greatest }, disturbed = false, show = figures) {
  const range = least < greatest ? ` (${show(least)} to ${show(greatest)})` : '';
  return `${show(median)}${disturbed ? '*' : ''}${range}`;
}

/** @param {string} error */
const inCell = (error) => error.replaceAll('|', '/');

/**
 * @param {string[]} head
 * @param {string[][]} rows
 */
function markdown(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/**
 * A row for every contender and batch size, a column for every hidden size: characters a second,
 * and for other projects the factor by which one worker of this project is faster.
 *
 * @param {Summary[]} all
 * @returns {string} Markdown
 */
export function speedTable(all) {
  const table = all.filter((one) => one.table === 'speed');
  const sizes = [...new Set(table.map(({ hidden }) => hidden))];
  /** @param {Pick<Summary, 'name' | 'hidden' | 'batch'>} cell */
  const find = (cell) => table.find((one) => isSame(one, { table: 'speed', ...cell }));

  /** @param {Pick<Summary, 'name' | 'hidden' | 'batch'>} cell */
  function speed(cell) {
    const { charsPerSecond, disturbed, error = '' } = find(cell) ?? {};
    if (!charsPerSecond) return inCell(error);
    const shown = withRange(charsPerSecond, disturbed);
    const ours = find({ ...cell, name: 'ours' });
    if (!ours?.charsPerSecond || !contenders[cell.name].compare) return shown;
    const factor = figures(ours.charsPerSecond.median / charsPerSecond.median);
    return `${shown}, ${factor}×${disturbed || ours.disturbed ? '*' : ''}`;
  }

  /** @param {Pick<Summary, 'name' | 'hidden' | 'batch'>} cell */
  function share(cell) {
    const { share, peakGflops, disturbed } = find(cell) ?? {};
    if (!share || !peakGflops) return '';
    const percent = withRange(share, disturbed, (value) => `${Math.round(100 * value)} %`);
    return `${percent} of ${figures(peakGflops.median)} GFLOP/s`;
  }

  const rows = [];
  for (const batch of new Set(table.map((one) => one.batch))) {
    for (const name of new Set(
      table.filter((one) => one.batch === batch).map(({ name }) => name),
    )) {
      const cells = sizes.map((hidden) => ({ name, hidden, batch }));
      rows.push([contenders[name].label, String(batch), ...cells.map(speed)]);
      const shares = cells.map(share);
      if (shares.some(Boolean)) rows.push(['its share of the peak', String(batch), ...shares]);
    }
  }
  return markdown(['', 'batch', ...sizes.map((size) => `hidden ${size}`)], rows);
}

/**
 * A row for every contender, a column for every moment: bits per character of the validation text.
 *
 * @param {Summary[]} all
 * @returns {string} Markdown
 */
export function learningTable(all) {
  const table = all.filter((one) => one.table === 'learning');
  const moments = table.find(({ points }) => points)?.points?.map(({ seconds }) => seconds) ?? [];
  const rows = table.map(({ name, points = [], disturbed, error = '' }) => {
    const cells = moments.map((_, i) =>
      points[i]
        ? withRange(points[i].bitsPerChar, disturbed, (bits) => bits.toFixed(2))
        : inCell(error),
    );
    const chars = points.at(-1)?.chars;
    return [contenders[name].label, ...cells, chars ? withRange(chars, disturbed) : ''];
  });
  const head = ['', ...moments.map((seconds) => `${seconds} s`), 'characters read'];
  return markdown(head, rows);
}

/**
 * @param {Raw} raw
 * @returns {string} one line
 */
export function describe({ table, launch, name, hidden, batch, othersBusy, ...measured }) {
  const { error, charsPerSecond = 0, points } = measured;
  const bits = points?.map(({ bitsPerChar }) => bitsPerChar.toFixed(2)).join(', ');
  const result = error ?? (bits ? `${bits} bits` : Math.round(charsPerSecond));
  const disturbed =
    othersBusy >= BUSY ? `, with ${othersBusy.toFixed(1)} cores busy elsewhere` : '';
  return `${table} ${launch}: ${name}, hidden ${hidden}, batch ${batch}: ${result}${disturbed}`;
}
