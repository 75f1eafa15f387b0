/** Statistics of a layer's units along a text, and the orders of units that they give. */

/**
 * The standard deviation of each unit.
 *
 * @param {ArrayLike<number>} numbers a row of `units` numbers for every character
 * @param {number} units
 * @returns {number[]}
 */
export function activity(numbers, units) {
  const rows = numbers.length / units;
  return Array.from({ length: units }, (_, unit) => {
    let mean = 0;
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      const x = numbers[row * units + unit];
      const deviation = x - mean;
      mean += deviation / (row + 1);
      sum += deviation * (x - mean);
    }
    return Math.sqrt(sum / rows);
  });
}

/** Characters at the beginning, where every unit still settles. */
const SETTLING = 12;

/**
 * The numbers without those of the first characters, unless too few would be left.
 *
 * @param {Float32Array} numbers a row of `units` numbers for every character
 * @param {number} units
 */
export function settled(numbers, units) {
  const rest = numbers.subarray(SETTLING * units);
  return rest.length >= 2 * units ? rest : numbers;
}

/**
 * The mean change of each unit from one character to the next.
 *
 * @param {ArrayLike<number>} numbers a row of `units` numbers for every character
 * @param {number} units
 * @returns {number[]}
 */
export function meanChange(numbers, units) {
  const changes = Math.max(1, numbers.length / units - 1);
  return Array.from({ length: units }, (_, unit) => {
    let sum = 0;
    for (let at = unit + units; at < numbers.length; at += units) {
      sum += Math.abs(numbers[at] - numbers[at - units]);
    }
    return sum / changes;
  });
}

/**
 * The number of characters after which half of a unit's cell state is left: ln ½ / ln f̄, with f̄
 * the geometric mean of its forget gate.
 *
 * @param {ArrayLike<number>} forget a row of `units` numbers for every character
 * @param {number} units
 * @returns {number[]}
 */
export function halfLives(forget, units) {
  const rows = forget.length / units;
  return Array.from({ length: units }, (_, unit) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += Math.log(forget[row * units + unit]);
    return sum === 0 ? Infinity : (Math.LN2 * rows) / -sum;
  });
}

/**
 * @param {number[]} values one for each unit
 * @returns {number[]} the units, the greatest value first
 */
export function descending(values) {
  return values.map((_, unit) => unit).sort((a, b) => values[b] - values[a] || a - b);
}
