import { formatBits, formatPercent, formatWhole } from '../../lib/format.js';
import { table } from '../charts/table.js';

/** @typedef {import('../../experiments/race-results.js').EntryResult} EntryResult */

/**
 * The last bits per character: mean, lowest and highest.
 *
 * @param {EntryResult} result
 */
const lastBits = ({ y, band }) => [y, band.low, band.high].map((all) => all.at(-1));

/**
 * Characters of the longest copied piece of the sample.
 *
 * @param {EntryResult} result
 */
const copiedChars = ({ sample }) => sample?.copied?.chars;

/**
 * The results as a table on the page.
 *
 * @param {readonly EntryResult[]} results
 */
export function raceTable(results) {
  const hasRecall = results.some(({ recalled }) => recalled !== undefined);
  const rows = results.map((result) => {
    const { lowest } = result;
    const [bits, low, high] = lastBits(result);
    const spread = low === high ? '' : ` (${formatBits(low)} to ${formatBits(high)})`;
    return [
      result.name,
      formatWhole(result.weights),
      lowest ? `${formatBits(bits)}${spread}` : '–',
      lowest ? `${formatBits(lowest.bits)}, step ${formatWhole(lowest.step)}` : '–',
      ...(hasRecall ? [orDash(result.recalled, formatPercent)] : []),
      orDash(result.charsPerSecond, formatWhole),
      orDash(result.milliseconds, (time) => `${(time / 1000).toFixed(1)} s`),
      orDash(copiedChars(result), formatWhole),
    ];
  });
  const heads = ['Network', 'Weights', 'Bits a letter', 'Lowest'];
  if (hasRecall) heads.push('Recalled');
  return table('Results', [...heads, 'Letters a second', 'Time', 'Longest copy'], rows);
}

/**
 * @param {number | undefined} value
 * @param {(value: number) => string} format
 */
const orDash = (value, format) =>
  value === undefined || Number.isNaN(value) ? '–' : format(value);

/**
 * The results with all their digits, for a file.
 *
 * @param {readonly EntryResult[]} results
 * @returns {(string | number)[][]}
 */
export function raceRows(results) {
  const heads = ['model', 'weights', 'bits_per_char', 'least', 'greatest', 'lowest', 'lowest_step'];
  const rows = results.map((result) => [
    result.name,
    result.weights,
    ...lastBits(result).map((bits) => bits ?? ''),
    result.lowest?.bits ?? '',
    result.lowest?.step ?? '',
    result.charsPerSecond,
    result.milliseconds / 1000,
    copiedChars(result) ?? '',
    result.recalled ?? '',
    result.problem ?? '',
  ]);
  return [
    [...heads, 'chars_per_second', 'seconds', 'longest_copy', 'recalled', 'problem'],
    ...rows,
  ];
}
