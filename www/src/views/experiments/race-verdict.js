import { formatBits, formatCount } from '../../lib/format.js';

/** A lead of less than this share is none. */
const LEAD = 0.05;

/**
 * The result of a race in a sentence or two; empty while no two networks can be compared.
 *
 * @param {readonly {x: readonly number[], y: readonly number[]}[]} results steps, and bits a letter
 * @param {readonly string[]} names of the networks
 * @param {number} seeds over which the figures are means
 */
export function raceVerdict(results, names, seeds) {
  const last = Math.min(...results.map(({ x }) => x.length).filter(Boolean)) - 1;
  const ends = results
    .map(({ y }, index) => ({ name: names[index], bits: y[last] }))
    .filter(({ bits }) => Number.isFinite(bits));
  if (ends.length < 2) return '';
  const [first, ...others] = ends;
  const rest = others.map(({ name, bits }) => `the ${name} at ${formatBits(bits)}`);
  const { x } = /** @type {{x: readonly number[]}} */ (results.find(({ x }) => x.length > last));
  const means = seeds > 1 ? ` (means of ${seeds} seeds)` : '';
  const figures =
    `After ${formatCount(x[last], 'step')} the ${first.name} is at ` +
    `${[`${formatBits(first.bits)} bits a letter`, ...rest].join(', ')}${means}.`;
  const [best, second] = [...ends].sort((a, b) => a.bits - b.bits);
  const isAhead = second.bits - best.bits > LEAD * second.bits;
  const lead = `The ${best.name} guesses ${others.length > 1 ? 'best' : 'better'}.`;
  return `${figures} ${isAhead ? lead : 'None is clearly ahead.'}`;
}
