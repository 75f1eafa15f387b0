/** A unit in words, while it reads a letter. */

import { titleOf } from '../../cells/gate-names.js';
import { keepGateOf } from '../../cells/quantities.js';
import { formatCount, formatPercent, formatSigned } from '../../lib/format.js';
import { lanesOf } from './lanes.js';

/**
 * @typedef {import('../../cells/cells.js').Cell} Cell
 * @typedef {import('../../cells/gate-names.js').Notation} Notation
 */

const KEEPS = 'keeps';

/**
 * The work of a gate.
 *
 * @type {Record<string, Record<Notation, string>>}
 */
const VERBS = {
  f: { textbook: KEEPS, article: KEEPS },
  z: { textbook: KEEPS, article: KEEPS },
  i: { textbook: 'lets in', article: 'learns' },
  r: { textbook: 'looks back at', article: 'looks back at' },
  o: { textbook: 'shows', article: 'uses' },
};

/**
 * "keeps 26 %, lets in 3 %, shows 89 % and remembers −0.15".
 *
 * @param {Cell} cell
 * @param {Record<string, Float32Array>} values of a layer
 * @param {number} at index of the unit's numbers at the letter
 * @param {Notation} notation
 */
export function unitInWords(cell, values, at, notation) {
  const kept = keepGateOf(cell, values);
  const lanes = lanesOf(cell);
  const verbs = lanes
    .filter(({ isGate, quantity }) => isGate && values[quantity] !== kept)
    .map(({ quantity }) => `${VERBS[quantity][notation]} ${formatPercent(values[quantity][at])}`);
  if (kept) verbs.unshift(`${KEEPS} ${formatPercent(kept[at])}`);
  const memory = values[lanes[lanes.length - 1].quantity][at];
  const end = `remembers ${formatSigned(memory)}`;
  return verbs.length > 0 ? `${verbs.join(', ')} and ${end}` : end;
}

/**
 * @param {import('./guesses.js').Guesses} guesses
 * @param {boolean} isTrained
 */
export const guessedInWords = ({ right, count }, isTrained) =>
  `${isTrained ? '' : 'Not trained yet: '}${right} of ${formatCount(count, 'letter')} guessed.`;

/**
 * The description of the lanes for a reader who does not see them.
 *
 * @param {Cell} cell
 * @param {Notation} notation
 */
export function lanesInWords(cell, notation) {
  const names = lanesOf(cell).map(({ quantity, isGate }) => {
    const title = titleOf(quantity, notation);
    return isGate ? `${title} from 0 to 1` : `${title} above or below a middle line`;
  });
  return `Each letter has a column: the network’s guess for it, then bars of one unit: ${names.join(', ')}. Left and right choose a letter, up and down a unit, Enter the letter being read.`;
}
