/** Numbers beyond which nothing counts. */
const FAR = 100;

/**
 * After how many numbers a sequence has fallen to a half, on average: by the line through its logarithms with the least
 * squares. What is not above zero is left out, and the first, at which nothing has fallen yet.
 *
 * @param {number[]} values
 * @returns {number | undefined} undefined where it does not fall, or too few are known
 */
export function halvesEvery(values) {
  const points = values
    .slice(0, FAR)
    .map((value, k) => [k, Math.log2(value)])
    .filter(([k, height]) => k > 0 && Number.isFinite(height));
  const mean = (/** @type {number} */ which) =>
    points.reduce((sum, point) => sum + point[which], 0) / points.length;
  const [k0, height0] = [mean(0), mean(1)];
  const [up, along] = points.reduce(
    ([up, along], [k, height]) => [up + (k - k0) * (height - height0), along + (k - k0) ** 2],
    [0, 0],
  );
  return points.length > 2 && up < 0 ? -along / up : undefined;
}
