/** How the entrants of a race stand: runs of one entrant, with a seed each, taken together. */

/**
 * @typedef {import('./protocol.js').Turn} Turn
 *
 * @typedef {object} Run
 * @property {number} entrant
 * @property {Record<string, any>} config
 * @property {number} weights
 * @property {Turn[]} turns
 * @property {import('./protocol.js').Sample} [sample]
 * @property {string} [problem]
 *
 * @typedef {object} Standing
 * @property {string} name
 * @property {number} weights
 * @property {number[]} x steps that all its runs have reached
 * @property {number[]} y bits per character, the mean over its runs
 * @property {{low: number[], high: number[]}} band the least and the greatest of them
 * @property {number} charsPerSecond
 * @property {number} milliseconds of training, the mean
 * @property {import('./protocol.js').Sample} [sample] of its first run
 * @property {string} [problem]
 */

/** Bits per character after a turn: of the validation text where there is any. @param {Turn} turn */
export const bitsOf = ({ bitsPerChar, validationBits }) => validationBits ?? bitsPerChar;

/** Milliseconds of training. @param {Run} run */
export const spentOf = ({ turns }) => turns.reduce((sum, turn) => sum + turn.milliseconds, 0);

/** @param {number[]} numbers */
const mean = (numbers) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

/**
 * @param {readonly Run[]} runs
 * @param {(config: Record<string, any>) => string} nameOf
 * @returns {Standing[]} in the order of the entrants
 */
export function standings(runs, nameOf) {
  const count = runs.reduce((most, { entrant }) => Math.max(most, entrant + 1), 0);
  return Array.from({ length: count }, (_, entrant) => {
    const own = runs.filter((run) => run.entrant === entrant);
    const [first] = own;
    // Seeds run one after the other: those that have not begun do not count yet.
    const begun = own.filter(({ turns }) => turns.length > 0);
    const longest = begun.reduce((most, { turns }) => Math.max(most, turns.length), 0);
    const turns = Array.from({ length: longest }, (_, at) =>
      begun.flatMap(({ turns }) => (turns[at] ? [turns[at]] : [])),
    );
    const bits = turns.map((all) => all.map(bitsOf));
    const milliseconds = begun.map(spentOf);
    const chars = begun.flatMap(({ turns }) => turns).reduce((sum, turn) => sum + turn.chars, 0);
    const spent = milliseconds.reduce((sum, time) => sum + time, 0);
    return {
      name: nameOf(first.config),
      weights: first.weights,
      x: turns.map(([turn]) => turn.step),
      y: bits.map(mean),
      band: {
        low: bits.map((all) => all.reduce((a, b) => Math.min(a, b))),
        high: bits.map((all) => all.reduce((a, b) => Math.max(a, b))),
      },
      charsPerSecond: spent > 0 ? (1000 * chars) / spent : NaN,
      milliseconds: begun.length > 0 ? mean(milliseconds) : NaN,
      sample: first.sample,
      problem: own.find(({ problem }) => problem)?.problem,
    };
  });
}
