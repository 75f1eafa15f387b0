/** The number of lags that the fit uses. */
const MAX_LAGS = 100;
/** The least number of positive values for a fit. */
const MIN_POINTS = 5;

/**
 * The number of lags over which gradients halve, by the least-squares line through the logarithms
 * of the positive values.
 *
 * @param {number[]} values by lag
 * @returns {number | undefined} infinite where the line does not fall; undefined with too few
 *   positive values
 */
export function gradientHalfLife(values) {
  const near = values.slice(0, MAX_LAGS);
  const points = near
    .map((value, lag) => [lag, Math.log2(value)])
    .filter(([, log]) => Number.isFinite(log));
  if (points.length < MIN_POINTS || points.length < near.length / 2) return undefined;
  const mean = (/** @type {number} */ axis) =>
    points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const meanLag = mean(0);
  const meanLog = mean(1);
  const [covariance, variance] = points.reduce(
    ([xy, xx], [lag, log]) => [xy + (lag - meanLag) * (log - meanLog), xx + (lag - meanLag) ** 2],
    [0, 0],
  );
  return covariance < 0 ? -variance / covariance : Infinity;
}
