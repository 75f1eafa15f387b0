import { formatCount } from './format.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const sameYear = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' });
const otherYear = new Intl.DateTimeFormat('en', {
  ...{ day: 'numeric', month: 'short', year: 'numeric' },
});

/**
 * A time in the past: "just now", "3 minutes ago", "2 days ago"; a date beyond a week.
 *
 * @param {number} time in milliseconds since 1970
 * @param {number} now
 */
export function timeAgo(time, now) {
  const past = now - time;
  if (past < MINUTE) return 'just now'; // also where the clock was set back
  if (past < HOUR) return `${formatCount(Math.floor(past / MINUTE), 'minute')} ago`;
  if (past < DAY) return `${formatCount(Math.floor(past / HOUR), 'hour')} ago`;
  if (past < 7 * DAY) return `${formatCount(Math.floor(past / DAY), 'day')} ago`;
  const isSameYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return (isSameYear ? sameYear : otherYear).format(time);
}
