import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { activity, descending, halfLives } from '../../www/src/inspection/unit-statistics.js';
import { Selection, PAGE, SHOWN } from '../../www/src/inspection/selection.js';

let changes = 0;
/** @type {Selection} */
let selection;
beforeEach(() => {
  changes = 0;
  selection = new Selection(() => changes++);
});

const SIZES = { numLayers: 2, hiddenSize: 16 };
const QUANTITIES = ['i', 'f', 'g', 'o', 'cell', 'hidden'];

/** The chosen character is where the worker will look, and nothing lies outside of the text. */
function assertConsistent() {
  const { start, count, from, shown, index } = /** @type {NonNullable<Selection['request']>} */ (
    selection.request
  );
  assert.ok(start >= 0 && start + count <= selection.chars, `page ${start} to ${start + count}`);
  assert.ok(from >= 0 && from + shown <= count, `shown ${from} to ${from + shown} of ${count}`);
  assert.ok(index >= 0 && index < shown, `index ${index} of ${shown}`);
  assert.equal(start + from + index, selection.index);
}

test('before there is a text there is nothing to watch', () => {
  assert.equal(selection.request, undefined);
});

for (const chars of [2, SHOWN - 1, SHOWN, SHOWN + 1, PAGE, PAGE + 1, 100_000]) {
  test(`of ${chars} characters each can be chosen`, () => {
    selection.begin(chars, SIZES, QUANTITIES);
    assertConsistent();
    for (const index of [0, 1, 50, 99, 333, 1199, 1200, 1201, 5000, chars - 2, chars - 1]) {
      selection.choose({ index });
      assert.equal(selection.index, Math.min(index, chars - 1));
      assertConsistent();
    }
    for (let step = 0; step < 300; step++) {
      selection.choose({ index: selection.index - 1 });
      assertConsistent();
    }
  });
}

test('another text is read, and the one that is learnt again', () => {
  selection.begin(5000, SIZES, QUANTITIES);
  selection.choose({ index: 4000, unit: 7 });
  selection.read('äh, 👩‍🚀!');
  assert.deepEqual([selection.chars, selection.index, selection.unit], [8, 7, 7]);
  assert.equal(selection.request?.text, 'äh, 👩‍🚀!');
  assertConsistent();
  selection.read(undefined);
  assert.deepEqual([selection.chars, selection.request?.text], [5000, undefined]);
  assertConsistent();
  selection.read('another');
  selection.begin(300, SIZES, QUANTITIES);
  assert.deepEqual(
    [selection.chars, selection.request?.text],
    [300, undefined],
    'of another model',
  );
});

test('a page can begin with any character', () => {
  selection.begin(5000, SIZES, QUANTITIES);
  for (const index of [0, 4, 1234, 4901, 4999]) {
    selection.beginAt(index);
    assert.deepEqual([selection.request?.start, selection.index], [index, index]);
    assert.equal(selection.request?.count, Math.min(PAGE, 5000 - index));
    assertConsistent();
  }
});

test('what lies outside becomes the nearest there is', () => {
  selection.begin(500, SIZES, QUANTITIES);
  selection.choose({ index: -3, unit: 99, layer: 5 });
  assert.deepEqual([selection.index, selection.unit, selection.layer], [0, 15, 1]);
  selection.choose({ unit: -1, layer: -1 });
  assert.deepEqual([selection.unit, selection.layer], [0, 0]);
  assert.equal(changes, 3);
});

test('another model takes over what it can', () => {
  selection.begin(500, SIZES, QUANTITIES);
  selection.choose({
    index: 400,
    unit: 12,
    layer: 1,
    quantity: 'f',
    clamps: [{ layer: 1, part: 'f', value: 0 }],
  });
  selection.begin(100, { numLayers: 1, hiddenSize: 4 }, ['hidden']);
  assert.deepEqual(
    [selection.index, selection.unit, selection.layer, selection.quantity],
    [99, 3, 0, 'hidden'],
  );
  assert.deepEqual(selection.clamps, [], 'what was held was of the other one');
  assertConsistent();
});

test('units are ordered by how much they vary and by how long they remember', () => {
  // Rows of three units.
  const numbers = Float32Array.of(0, 1, 5, 0.5, -1, 5, 0, 1, 5, 0.5, -1, 5);
  assert.deepEqual(activity(numbers, 3), [0.25, 1, 0]);
  assert.deepEqual(descending(activity(numbers, 3)), [1, 0, 2]);
  const forget = Float32Array.of(0.5, 1, 0.25, 0.5, 1, 1);
  assert.deepEqual(halfLives(forget, 3), [1, Infinity, 1]);
  assert.deepEqual(descending([1, Infinity, 1]), [1, 0, 2]);
});
