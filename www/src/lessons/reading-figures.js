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
