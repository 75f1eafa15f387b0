/**
 * @typedef {object} Guesses
 * @property {(string | undefined)[]} letters the likeliest letter at each position, read before it;
 *   undefined at the first, which nothing was read before
 * @property {boolean[]} areRight
 * @property {number} right the number of right ones
 * @property {number} count
 */

/**
 * The network's guess for each letter of a text.
 *
 * @param {ArrayLike<number>} probabilities of every next letter, a row of the vocabulary's size for
 *   each letter
 * @param {string[]} vocabulary
 * @param {string[]} chars
 * @returns {Guesses}
 */
export function guessesOf(probabilities, vocabulary, chars) {
  const size = vocabulary.length;
  /** @type {Guesses['letters']} */
  const letters = [undefined];
  for (let row = 0; row + 1 < chars.length; row++) {
    let best = row * size;
    for (let at = best + 1; at < (row + 1) * size; at++) {
      if (probabilities[at] > probabilities[best]) best = at;
    }
    letters.push(vocabulary[best - row * size]);
  }
  const areRight = chars.map((char, at) => char === letters[at]);
  const right = areRight.filter(Boolean).length;
  return { letters, areRight, right, count: chars.length - 1 };
}
