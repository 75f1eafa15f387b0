import { formatBits, formatWhole } from '../../lib/format.js';
import { table } from '../charts/table.js';

/** @typedef {import('../../experiments/race-results.js').Standing} Standing */

/** @param {Standing} standing */
const spreadOf = ({ y, band }) => [y, band.low, band.high].map((all) => all.at(-1));

/** Characters of the longest piece of its sample that is copied. @param {Standing} standing */
const copiedOf = ({ sample }) => sample?.copied?.chars;

/** How the entrants stand, for people. @param {readonly Standing[]} standings */
export function raceTable(standings) {
  const rows = standings.map((standing) => {
    const [bits, low, high] = spreadOf(standing);
    const spread = low === high ? '' : ` (${formatBits(low)} to ${formatBits(high)})`;
    return [
      standing.name,
      formatWhole(standing.weights),
      standing.lowest ? `${formatBits(bits)}${spread}` : '–',
      standing.lowest
        ? `${formatBits(standing.lowest.bits)}, step ${formatWhole(standing.lowest.step)}`
        : '–',
      known(standing.charsPerSecond, formatWhole),
      known(standing.milliseconds, (time) => `${(time / 1000).toFixed(1)} s`),
      known(copiedOf(standing), formatWhole),
    ];
  });
  return table(
    'Results',
    [
      ...['Model', 'Weights', 'Bits per character', 'Lowest', 'Characters a second', 'Time'],
      'Longest copy',
    ],
    rows,
  );
}

/** @param {number | undefined} value @param {(value: number) => string} format */
const known = (value, format) => (value === undefined || Number.isNaN(value) ? '–' : format(value));

/** The same with all digits, for a file. @param {readonly Standing[]} standings @returns {(string | number)[][]} */
export function raceRows(standings) {
  const heads = ['model', 'weights', 'bits_per_char', 'least', 'greatest', 'lowest', 'lowest_step'];
  const rows = standings.map((standing) => [
    ...[standing.name, standing.weights],
    ...spreadOf(standing).map((bits) => bits ?? ''),
    ...[standing.lowest?.bits ?? '', standing.lowest?.step ?? ''],
    ...[standing.charsPerSecond, standing.milliseconds / 1000, copiedOf(standing) ?? ''],
    standing.problem ?? '',
  ]);
  return [[...heads, 'chars_per_second', 'seconds', 'longest_copy', 'problem'], ...rows];
}
