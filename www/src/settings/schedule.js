import { scheduleForm } from './settings.js';

/**
 * The learning-rate schedule as its three parts; the model takes them as one string.
 *
 * @typedef {object} Schedule
 * @property {string} shape
 * @property {number} warmup steps over which the rate rises
 * @property {number} total steps after which it has fallen
 */

const { shapes, maxTotal } = scheduleForm;
const [CONSTANT] = shapes;

/**
 * Reads a schedule: a shape, or SHAPE:WARMUP:TOTAL.
 *
 * @param {unknown} value
 * @returns {Schedule | undefined} nothing for any other value
 */
export function parseSchedule(value) {
  if (typeof value !== 'string') return undefined;
  const [shape, ...lengths] = value.split(':');
  if (!shapes.includes(shape)) return undefined;
  if (lengths.length === 0) {
    return { shape, warmup: scheduleForm.warmup, total: scheduleForm.total };
  }
  if (shape === CONSTANT || lengths.length !== 2) return undefined;
  if (!lengths.every((length) => /^\d+$/.test(length))) return undefined;
  const [warmup, total] = lengths.map(Number);
  return warmup < total && total <= maxTotal ? { shape, warmup, total } : undefined;
}

/**
 * Writes a schedule as the model takes it.
 *
 * @param {{shape: string, warmup: number | string, total: number | string}} schedule
 */
export function formatSchedule({ shape, warmup, total }) {
  return shape === CONSTANT ? shape : `${shape}:${warmup}:${total}`;
}
