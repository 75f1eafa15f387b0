/**
 * The learning-rate schedule as its three parts; the model takes them as one string.
 *
 * @typedef {object} Schedule
 * @property {'constant' | 'cosine'} shape
 * @property {number} warmup steps over which the rate rises
 * @property {number} total steps after which it has fallen
 */

const COSINE = { warmup: 100, total: 5000 };
const MAX_TOTAL = 10_000_000;

/**
 * @param {unknown} value `constant`, `cosine` or `cosine:WARMUP:TOTAL`
 * @returns {Schedule | undefined} nothing when it is none of them
 */
export function parseSchedule(value) {
  if (value === 'constant' || value === 'cosine') return { shape: value, ...COSINE };
  const match = /^cosine:(\d+):(\d+)$/.exec(String(value));
  if (!match) return undefined;
  const [warmup, total] = [Number(match[1]), Number(match[2])];
  return warmup < total && total <= MAX_TOTAL ? { shape: 'cosine', warmup, total } : undefined;
}

/** @param {{shape: string, warmup: number | string, total: number | string}} schedule */
export function formatSchedule({ shape, warmup, total }) {
  return shape === 'constant' ? shape : `cosine:${warmup}:${total}`;
}
