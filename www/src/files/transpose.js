/** The rows and columns that are copied together, so that both sides stay in the cache. */
const TILE = 32;

/**
 * Copies a matrix of `rows` contiguous rows to one whose columns are contiguous.
 *
 * @param {Float32Array} from
 * @param {Float32Array} to
 * @param {number} rows
 */
export function transpose(from, to, rows) {
  const columns = from.length / rows;
  for (let top = 0; top < rows; top += TILE) {
    const bottom = Math.min(rows, top + TILE);
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
