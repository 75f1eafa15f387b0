import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gradientHalfLife } from '../../www/src/inspection/gradient-half-life.js';
import {
  activity,
  descending,
  halfLives,
  meanChange,
  settled,
} from '../../www/src/inspection/unit-statistics.js';
import { SteadyOrder } from '../../www/src/views/inspection/unit-orders.js';

test('units are ordered by their activity and by their half-life', () => {
  // Rows of three units.
  const numbers = Float32Array.of(0, 1, 5, 0.5, -1, 5, 0, 1, 5, 0.5, -1, 5);
  assert.deepEqual(activity(numbers, 3), [0.25, 1, 0]);
  assert.deepEqual(descending(activity(numbers, 3)), [1, 0, 2]);
  const forget = Float32Array.of(0.5, 1, 0.25, 0.5, 1, 1);
  assert.deepEqual(halfLives(forget, 3), [1, Infinity, 1]);
  assert.deepEqual(descending([1, Infinity, 1]), [1, 0, 2]);
});

test('the order by change leaves out the first twelve letters', () => {
  // The first of two units changes in the first letters alone, the second by a half at each later one.
  const numbers = Float32Array.from({ length: 2 * 20 }, (_, at) => {
    const letter = Math.floor(at / 2);
    if (at % 2 === 0) return letter < 12 ? 9 * (letter % 2) : 0;
    return letter < 12 ? 0 : 0.5 * (letter % 2);
  });
  assert.deepEqual(descending(meanChange(numbers, 2)), [0, 1]);
  assert.equal(settled(numbers, 2).length, 2 * 8);
  assert.deepEqual(meanChange(settled(numbers, 2), 2), [0, 0.5]);
  assert.deepEqual(descending(meanChange(settled(numbers, 2), 2)), [1, 0]);
  const short = numbers.subarray(0, 2 * 13);
  assert.equal(settled(short, 2), short, 'one letter has no change');
  assert.deepEqual(meanChange(Float32Array.of(0.3, 0.4), 2), [0, 0]);
});

test('the half-life of a gradient comes from the line through its logarithms', () => {
  const falling = Array.from({ length: 60 }, (_, k) => 3 * 2 ** (-k / 7));
  assert.ok(Math.abs(Number(gradientHalfLife(falling)) - 7) < 1e-9);
  const wavy = falling.map((value, k) => value * (k % 2 ? 1.2 : 0.8));
  assert.ok(Math.abs(Number(gradientHalfLife(wavy)) - 7) < 0.2);
  const gone = falling.map((value, k) => (k > 40 ? 0 : value));
  assert.ok(Math.abs(Number(gradientHalfLife(gone)) - 7) < 1e-9, 'zeros are left out');
  assert.equal(gradientHalfLife([1, 2, 3, 4, 5, 6]), Infinity, 'it rises');
  assert.equal(gradientHalfLife([1, 0.5]), undefined, 'too few values');
  const short = [9, 3, 1, 0.3, 0.1, 0, 0, 0, 0, 0, 0, 0];
  assert.equal(gradientHalfLife(short), undefined, 'too many zeros');
});

test('units keep their rows while the network trains', () => {
  const order = new SteadyOrder();
  let newest = [0];
  /**
   * @param {unknown[]} choices
   * @param {number} step
   * @param {boolean} isTraining
   */
  const take = (choices, step, isTraining) => {
    newest = [step];
    return order.take(choices, { step, isTraining }, () => newest);
  };
  const run = {};
  assert.deepEqual(take(['change', run], 0, true), [0]);
  assert.deepEqual(take(['change', run], 7, true), [0], 'a later step of the training');
  assert.deepEqual(take(['change', run], 9, false), [9], 'the training pauses');
  assert.deepEqual(take(['change', run], 11, true), [9], 'it goes on');
  assert.deepEqual(take(['life', run], 12, true), [12], 'another order is chosen');
  assert.deepEqual(take(['life', {}], 12, true), [12]);
  assert.deepEqual(take(['life', run], 15, true), [15], 'another run');
});
