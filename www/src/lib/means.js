/** @param {number[]} numbers */
export const sumOf = (numbers) => numbers.reduce((sum, x) => sum + x, 0);

/**
 * The mean of each list, and the band from its least to its greatest number.
 *
 * @param {number[][]} lists none of them empty
 */
export const meansOf = (lists) => ({
  y: lists.map((numbers) => sumOf(numbers) / numbers.length),
  band: {
    low: lists.map((numbers) => Math.min(...numbers)),
    high: lists.map((numbers) => Math.max(...numbers)),
  },
});
