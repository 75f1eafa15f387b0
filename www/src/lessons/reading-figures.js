/** Figures of a reading: what the gates, the memory and the predictions of a network did over a text. */

/** @typedef {import('../shared/protocol.js').TextReading} TextReading */

/**
 * The least and the greatest of the values of a quantity in all layers.
 *
 * @param {TextReading} reading
 * @param {string} quantity
 */
export function rangeOf({ layers }, quantity) {
  let [low, high] = [Infinity, -Infinity];
  for (const { values } of layers) {
    for (const value of values[quantity]) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return { low, high };
}

/**
 * The share of the values of a quantity that are between two numbers.
 *
 * @param {TextReading} reading
 * @param {string} quantity
 * @param {number} from
 * @param {number} to
 */
export function shareBetween({ layers }, quantity, from, to) {
  const values = layers.flatMap((layer) => [...layer.values[quantity]]);
  return values.filter((value) => value > from && value < to).length / values.length;
}

/**
 * The number of letters after which the network predicts otherwise than after the first one, to the last
 * bit.
 *
 * @param {TextReading} reading
 */
export function otherPredictions({ probabilities, chars }) {
  const letters = probabilities.length / chars;
  const [first, ...others] = Array.from({ length: chars }, (_, t) =>
    probabilities.slice(t * letters, (t + 1) * letters).join(),
  );
  return others.filter((row) => row !== first).length;
}

/**
 * The mean of a quantity of all units at some letters; NaN without any.
 *
 * @param {TextReading} reading
 * @param {string} quantity
 * @param {number[]} indices of the letters
 */
export function meanAt({ layers, chars }, quantity, indices) {
  const values = layers.flatMap((layer) => {
    const size = layer.values[quantity].length / chars;
    return indices.flatMap((at) => [
      ...layer.values[quantity].subarray(at * size, (at + 1) * size),
    ]);
  });
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The likeliest letter after the last one that was read, as a text shows it.
 *
 * @param {TextReading} reading
 * @param {string} vocabulary
 */
export function whatFollows({ probabilities, chars }, vocabulary) {
  const letters = [...vocabulary];
  const row = probabilities.subarray((chars - 1) * letters.length);
  return letters[row.indexOf(Math.max(...row))].replace('\n', '↵');
}
