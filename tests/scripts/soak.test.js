import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growthIn, slopeOf } from '../../scripts/soak/slope.mjs';

/** @param {number} value */
const rounded = (value) => Number(value.toFixed(6));

test('the slope and its standard error are those of least squares', () => {
  // By hand: the sum of (i - 1.5)(y - 6) is 16.5 over 5, the residuals 0.95, -1.35, -0.15, 0.55... .
  const { level, slope, error } = slopeOf([2, 3, 7.5, 11.5]);
  assert.equal(level, 6);
  assert.equal(rounded(slope), 3.3);
  const residuals = [0.95, -1.35, -0.15, 0.55];
  const squares = residuals.reduce((sum, residual) => sum + residual ** 2, 0);
  assert.equal(rounded(error), rounded(Math.sqrt(squares / 2 / 5)));
  assert.deepEqual(slopeOf([4, 4, 4]), { level: 4, slope: 0, error: 0 });
});

test('a line needs three values', () => {
  assert.throws(() => slopeOf([1, 2]), /at least three values, got 2/);
});

test('a count that must stay equal grows with a single other value', () => {
  assert.equal(growthIn([3, 3, 3, 3], 0), '');
  assert.equal(growthIn([3, 3, 4, 3], 0), 'must stay 3, got 4');
  assert.equal(growthIn([3, 2, 3, 3], 0), 'must stay 3, got 2');
});

test('a count of what must be gone grows also where it stays the same', () => {
  assert.equal(growthIn([0, 0, 0, 0], 0, true), '');
  assert.equal(growthIn([1, 1, 1, 1], 0, true), 'must be 0, got 1, 1, 1, 1');
});

test('an amount grows where its slope is neither small nor chance', () => {
  const noise = [0.3, -0.2, 0.1, -0.3, 0.2, -0.1];
  const line = (/** @type {number} */ slope, /** @type {number} */ loud) =>
    noise.map((value, i) => 100 + slope * i + loud * value);
  assert.match(growthIn(line(2, 1), 1), /^grows by .* a cycle, at most 1 allowed$/);
  assert.equal(growthIn(line(0.5, 1), 1), '', 'too little to matter');
  assert.equal(growthIn(line(2, 13), 1), '', 'within the noise');
  assert.match(growthIn(line(2, 40), 1), /let it run longer/, 'too noisy to be judged');
  assert.equal(growthIn(line(-5, 1), 1), '', 'it falls');
});
