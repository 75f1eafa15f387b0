/** The rows and columns that are copied together, so that both sides stay in the cache. */
const TILE = 32;

/**
 * Copies a matrix of `rows` contiguous rows, or some of them, to one whose columns are contiguous.
 *
 * @param {Float32Array} from
 * @param {Float32Array} to
 * @param {number} rows
 * @param {number} [first] the index of the first row to be copied
 * @param {number} [end] the index after the last one
 */
export function transpose(from, to, rows, first = 0, end = rows) {
  const columns = from.length / rows;
  for (let top = first; top < end; top += TILE) {
    const bottom = Math.min(end, top + TILE);
    for (let left = 0; left < columns; left += TILE) {
      const right = Math.min(columns, left + TILE);
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) {
          to[column * rows + row] = from[row * columns + column];
        }
      }
    }
  }
}
