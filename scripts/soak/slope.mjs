/** Straight lines through counts, and the judgement on their slopes. */

/**
 * The slope of the least-squares line through values at 0, 1, 2 …, with its standard error.
 *
 * @param {number[]} values at least three
 * @returns {{level: number, slope: number, error: number}} level: the mean
 */
export function slopeOf(values) {
  const n = values.length;
  if (n < 3) throw new Error(`a slope needs at least three values, got ${n}: let it run longer`);
  const middle = (n - 1) / 2;
  const level = values.reduce((sum, value) => sum + value, 0) / n;
  const spread = values.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  const slope = values.reduce((sum, value, i) => sum + (i - middle) * (value - level), 0) / spread;
  const residuals = values.map((value, i) => value - level - slope * (i - middle));
  const squares = residuals.reduce((sum, residual) => sum + residual ** 2, 0);
  return { level, slope, error: Math.sqrt(squares / (n - 2) / spread) };
}

/** A slope above so many standard errors is no chance. */
const ERRORS = 3;

/**
 * The reason why values count as growing; empty where they do not.
 *
 * @param {number[]} values after warm-up
 * @param {number} most the greatest slope that does not matter; 0 for counts that are equal each time
 * @param {boolean} [isNone] true for counts that are 0 each time
 * @returns {string}
 */
export function growthIn(values, most, isNone = false) {
  if (isNone && values.some((value) => value !== 0)) return `must be 0, got ${values.join(', ')}`;
  if (most === 0) {
    const others = values.filter((value) => value !== values[0]);
    return others.length > 0 ? `must stay ${values[0]}, got ${others.join(', ')}` : '';
  }
  const { slope, error } = slopeOf(values);
  if (error > most) return `varies by more than is allowed to grow: let it run longer`;
  if (slope <= most || slope <= ERRORS * error) return '';
  return `grows by ${slope.toPrecision(3)} ± ${error.toPrecision(2)} a cycle, at most ${most} allowed`;
}
