import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Series } from '../../www/src/lib/series.js';

test('a short curve keeps all its points', () => {
  const series = new Series(4);
  for (const x of [1, 2, 3, 4]) series.push(x, 10 * x);
  assert.deepEqual(series.x, [1, 2, 3, 4]);
  assert.deepEqual(series.y, [10, 20, 30, 40]);
});

test('a full curve covers the same steps at half the resolution', () => {
  const series = new Series(4);
  for (const x of [1, 2, 3, 4, 5]) series.push(x, 10 * x);
  assert.deepEqual(series.x, [2, 4, 5]);
  assert.deepEqual(series.y, [15, 35, 50]);
  for (const x of [6, 7, 8]) series.push(x, 10 * x);
  assert.deepEqual(series.x, [2, 4, 6, 8]);
  assert.deepEqual(series.y, [15, 35, 55, 75]);
});

test('a long curve stays bounded, ordered and averaged', () => {
  const series = new Series(100);
  for (let x = 1; x <= 12_345; x++) series.push(x, x);
  assert.ok(series.x.length <= 100 && series.x.length >= 50);
  assert.ok(series.x.every((x, i) => i === 0 || x > series.x[i - 1]));
  assert.equal(series.x.at(-1), 12_345);
  assert.equal(series.y[0], 64.5); // the mean of 1 to 128: the curve was halved seven times
});
