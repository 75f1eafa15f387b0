/** Figures of a reading: what the gates, the memory and the predictions of a network did over a text. */

/** @typedef {import('../shared/protocol.js').TextReading} TextReading */

/**
 * The values of a quantity, layer by layer.
 *
 * @param {TextReading} reading
 * @param {string} quantity
 */
const valuesOf = ({ layers }, quantity) =>
  layers.map(({ values }) => {
    if (values[quantity]) return values[quantity];
    const known = Object.keys(values).join(', ');
    throw new Error(
      `this lesson looks at ${quantity}, and the cell has ${known}: start it with its own cell`,
    );
  });

/**
 * The least and the greatest of the values of a quantity in all layers.
 *
 * @param {TextReading} reading
 * @param {string} quantity
 */
export function rangeOf(reading, quantity) {
  let [low, high] = [Infinity, -Infinity];
  for (const values of valuesOf(reading, quantity)) {
    for (const value of values) {
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
export function shareBetween(reading, quantity, from, to) {
  const values = valuesOf(reading, quantity).flatMap((layer) => [...layer]);
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
export function meanAt(reading, quantity, indices) {
  const values = valuesOf(reading, quantity).flatMap((layer) => {
    const size = layer.length / reading.chars;
    return indices.flatMap((at) => [...layer.subarray(at * size, (at + 1) * size)]);
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
