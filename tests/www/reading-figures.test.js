import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  meanAt,
  rangeOf,
  shareBetween,
  whatFollows,
} from '../../www/src/lessons/reading-figures.js';

/** Two letters, read by two units; after the second the likeliest letter is the third of three. */
const reading = /** @type {any} */ ({
  chars: 2,
  layers: [{ values: { i: Float32Array.of(0, 0.5, 1, 0.5) } }],
  probabilities: Float32Array.of(0.5, 0.25, 0.25, 0.25, 0.25, 0.5),
});

test('the mean of a gate is over all units at the letters that are asked for, and no others', () => {
  assert.equal(meanAt(reading, 'i', [0]), 0.25);
  assert.equal(meanAt(reading, 'i', [1]), 0.75);
  assert.equal(meanAt(reading, 'i', [0, 1]), 0.5);
  assert.ok(Number.isNaN(meanAt(reading, 'i', [])));
});

test('what follows is the likeliest letter after the last one; a line break has a sign', () => {
  assert.equal(whatFollows(reading, 'abc'), 'c');
  assert.equal(whatFollows(reading, 'ab\n'), '↵');
});

test('a quantity that the cell lacks is named, with those that it has', () => {
  const message = 'this lesson looks at f, and the cell has i: start it with its own cell';
  for (const measure of [
    () => meanAt(reading, 'f', [0]),
    () => rangeOf(reading, 'f'),
    () => shareBetween(reading, 'f', 0, 1),
  ]) {
    assert.throws(measure, { message });
  }
});
