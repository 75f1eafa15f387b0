import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timeAgo } from '../../www/src/lib/time-ago.js';

const NOW = new Date(2026, 4, 20, 12).getTime();
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

for (const [past, words] of /** @type {[number, string][]} */ ([
  [-5 * MINUTE, 'just now'],
  [MINUTE - 1, 'just now'],
  [MINUTE, '1 minute ago'],
  [3.9 * MINUTE, '3 minutes ago'],
  [59.9 * MINUTE, '59 minutes ago'],
  [60 * MINUTE, '1 hour ago'],
  [DAY - 1, '23 hours ago'],
  [DAY, '1 day ago'],
  [7 * DAY - 1, '6 days ago'],
  [7 * DAY, 'May 13'],
  [365 * DAY, 'May 20, 2025'],
])) {
  test(`${past} milliseconds: ${words}`, () => assert.equal(timeAgo(NOW - past, NOW), words));
}
