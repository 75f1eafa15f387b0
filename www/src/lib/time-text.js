import { formatCount } from './format.js';

/**
 * The time left, in words.
 *
 * @param {number | undefined} milliseconds undefined at the start
 */
export function timeText(milliseconds) {
  if (milliseconds === undefined) return 'starting';
  return `about ${formatCount(Math.ceil(milliseconds / 1000), 'second')} left`;
}
