import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeepingPace } from '../../www/src/element/keeping-pace.js';

const SECOND = 1000;

/**
 * The greatest age of what is kept when the page crashes just before the next is kept, and the number
 * of times at which a run is kept.
 *
 * @param {import('node:test').TestContext} t
 * @param {number[]} checkpoints their times in seconds
 * @param {number} [megabytes] of the run
 */
function keep(t, checkpoints, megabytes = 0) {
  let now = 0;
  const mock = t.mock.method(performance, 'now', () => now);
  const pace = new KeepingPace();
  /** @type {number[]} */
  const kept = [];
  for (const seconds of checkpoints) {
    now = SECOND * seconds;
    if (!pace.isDue()) continue;
    pace.note();
    kept.push(now);
    pace.bytes = 1e6 * megabytes;
  }
  mock.mock.restore();
  const ages = kept.slice(1).map((at, i) => at - kept[i]);
  return { age: Math.max(...ages), times: kept.length };
}

/**
 * Times that lie this far apart, for ten minutes.
 *
 * @param {number} seconds
 */
const every = (seconds) => Array.from({ length: Math.floor(600 / seconds) }, (_, i) => i * seconds);

test('a run that costs little is kept at every checkpoint of its training', (t) => {
  for (const seconds of [5, 5.2, 7, 9.9]) {
    const { age, times } = keep(t, every(seconds), 5);
    assert.ok(age <= 10 * SECOND, `${age} ms`);
    assert.equal(times, every(seconds).length);
  }
});

test('checkpoints that come in rapid succession are not kept one by one', (t) => {
  const { age, times } = keep(t, every(0.1), 5);
  assert.ok(age <= 10 * SECOND, `${age} ms`);
  assert.ok(times <= 600 / 5, `${times} times`);
});

test('checkpoints that come at any time leave nothing older than ten seconds', (t) => {
  let seconds = 0;
  let seed = 1;
  const times = Array.from({ length: 300 }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    seconds += (5 * seed) / 2_147_483_647;
    return seconds;
  });
  const { age } = keep(t, times);
  assert.ok(age <= 10 * SECOND, `${age} ms`);
});

test('a run that costs much is kept as often as a second for each megabyte allows', (t) => {
  for (const megabytes of [12, 20, 60]) {
    const { age, times } = keep(t, every(5), megabytes);
    assert.ok(age <= megabytes * SECOND, `${age} ms for ${megabytes} MB`);
    assert.ok(times <= 1 + 600 / (megabytes - 5), `${times} times for ${megabytes} MB`);
  }
});

test('another run is kept at its first checkpoint', () => {
  const pace = new KeepingPace();
  assert.equal(pace.isDue(), true);
  pace.note();
  assert.equal(pace.isDue(), false);
  pace.bytes = 60e6;
  pace.begin();
  assert.equal(pace.isDue(), true);
  assert.equal(pace.bytes, 0, 'the size of the run before tells nothing of this one');
});
