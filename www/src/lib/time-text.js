import { formatCount } from './format.js';

/** How much longer something takes. @param {number | undefined} milliseconds */
export function timeText(milliseconds) {
  if (milliseconds === undefined) return 'starting';
  return `about ${formatCount(Math.ceil(milliseconds / 1000), 'second')} left`;
}
