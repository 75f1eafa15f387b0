/** How the entrants of a race stand: runs of one entrant, with a seed each, taken together. */

import { meansOf, sumOf } from '../lib/means.js';

/**
 * @typedef {import('../shared/protocol.js').Turn} Turn
 *
 * @typedef {object} Run
 * @property {number} entrant
 * @property {Record<string, any>} config
 * @property {number} weights
 * @property {Turn[]} turns
 * @property {import('../shared/protocol.js').Sample} [sample]
 * @property {string} [problem]
 *
 * @typedef {object} Standing
 * @property {string} name
 * @property {number} weights
 * @property {number[]} x steps
 * @property {number[]} y bits per character, the mean over the runs that are through; of the one on its way before that
 * @property {{low: number[], high: number[]}} band the least and the greatest of them
 * @property {boolean} isValidation whether that is on text that is not learnt
 * @property {{step: number, bits: number} | undefined} lowest of `y`
 * @property {number} charsPerSecond
 * @property {number} milliseconds of training, the mean
 * @property {import('../shared/protocol.js').Sample} [sample] of its first run
 * @property {string} [problem]
 */

/** Bits per character after a turn: of the validation text where there is any. @param {Turn} turn */
const bitsOf = ({ bitsPerChar, validationBits }) => validationBits ?? bitsPerChar;

/**
 * @param {readonly Run[]} runs
 * @param {(config: Record<string, any>) => string} nameOf
 * @returns {Standing[]} in the order of the entrants
 */
export function standings(runs, nameOf) {
  const count = runs.reduce((most, { entrant }) => Math.max(most, entrant + 1), 0);
  return Array.from({ length: count }, (_, entrant) => {
    const own = runs.filter((run) => run.entrant === entrant);
    return { ...standingOf(own), name: nameOf(own[0].config) };
  });
}

/** @param {Run[]} own all runs of an entrant @returns {Omit<Standing, 'name'>} */
function standingOf(own) {
  const through = own.filter(({ sample }) => sample);
  // A mean over runs that have come to different steps would bend where one ends.
  const shown =
    through.length > 0 ? through : own.filter(({ turns }) => turns.length > 0).slice(0, 1);
  const turns = (shown[0]?.turns ?? []).map((_, at) => shown.map((run) => run.turns[at]));
  const x = turns.map(([turn]) => turn.step);
  const { y, band } = meansOf(turns.map((all) => all.map(bitsOf)));
  const least = y.reduce((a, b) => Math.min(a, b), Infinity);
  const milliseconds = sumOf(turns.flat().map((turn) => turn.milliseconds));
  const chars = sumOf(turns.flat().map((turn) => turn.chars));
  return {
    weights: own[0].weights,
    ...{ x, y, band },
    isValidation: turns.flat().some(({ validationBits }) => validationBits !== undefined),
    lowest: y.length > 0 ? { step: x[y.indexOf(least)], bits: least } : undefined,
    charsPerSecond: milliseconds > 0 ? (1000 * chars) / milliseconds : NaN,
    milliseconds: shown.length > 0 ? milliseconds / shown.length : NaN,
    sample: through[0]?.sample,
    problem: own.find(({ problem }) => problem)?.problem,
  };
}
