/** Numbers beyond which nothing counts, and those that it takes. */
const [FAR, LEAST] = [100, 5];

/**
 * After how many numbers a sequence has fallen to a half, on average: by the line through its logarithms with the least
 * squares. What is not above zero is left out.
 *
 * @param {number[]} values
 * @returns {number | undefined} infinite where it does not fall; undefined where too few are above zero to tell
 */
export function halvesEvery(values) {
  const points = values
    .slice(0, FAR)
    .map((value, k) => [k, Math.log2(value)])
    .filter(([, height]) => Number.isFinite(height));
  if (points.length < LEAST || points.length < values.slice(0, FAR).length / 2) return undefined;
  const mean = (/** @type {number} */ which) =>
    points.reduce((sum, point) => sum + point[which], 0) / points.length;
  const [k0, height0] = [mean(0), mean(1)];
  const [up, along] = points.reduce(
    ([up, along], [k, height]) => [up + (k - k0) * (height - height0), along + (k - k0) ** 2],
    [0, 0],
  );
  return up < 0 ? -along / up : Infinity;
}
