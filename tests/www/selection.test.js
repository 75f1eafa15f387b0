import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { activity, descending, halfLives } from '../../www/src/inspection/unit-statistics.js';
import { Selection, PAGE, SHOWN } from '../../www/src/inspection/selection.js';

let changes = 0;
/** @type {Selection} */
let look;
beforeEach(() => {
  changes = 0;
  look = new Selection(() => changes++);
});

const SIZES = { numLayers: 2, hiddenSize: 16 };
const PARTS = ['i', 'f', 'g', 'o', 'cell', 'hidden'];

/** The chosen character is where the worker will look, and nothing lies outside of the text. */
function assertConsistent() {
  const { start, count, from, shown, place } = /** @type {NonNullable<Selection['watch']>} */ (
    look.watch
  );
  assert.ok(start >= 0 && start + count <= look.chars, `page ${start} to ${start + count}`);
  assert.ok(from >= 0 && from + shown <= count, `shown ${from} to ${from + shown} of ${count}`);
  assert.ok(place >= 0 && place < shown, `place ${place} of ${shown}`);
  assert.equal(start + from + place, look.place);
}

test('before there is a text there is nothing to watch', () => {
  assert.equal(look.watch, undefined);
});

for (const chars of [2, SHOWN - 1, SHOWN, SHOWN + 1, PAGE, PAGE + 1, 100_000]) {
  test(`of ${chars} characters each can be chosen`, () => {
    look.begin(chars, SIZES, PARTS);
    assertConsistent();
    for (const place of [0, 1, 50, 99, 333, 1199, 1200, 1201, 5000, chars - 2, chars - 1]) {
      look.choose({ place });
      assert.equal(look.place, Math.min(place, chars - 1));
      assertConsistent();
    }
    for (let step = 0; step < 300; step++) {
      look.choose({ place: look.place - 1 });
      assertConsistent();
    }
  });
}

test('another text is read, and the one that is learnt again', () => {
  look.begin(5000, SIZES, PARTS);
  look.choose({ place: 4000, unit: 7 });
  look.read('äh, 👩‍🚀!');
  assert.deepEqual([look.chars, look.place, look.unit], [8, 7, 7]);
  assert.equal(look.watch?.text, 'äh, 👩‍🚀!');
  assertConsistent();
  look.read(undefined);
  assert.deepEqual([look.chars, look.watch?.text], [5000, undefined]);
  assertConsistent();
  look.read('another');
  look.begin(300, SIZES, PARTS);
  assert.deepEqual([look.chars, look.watch?.text], [300, undefined], 'of another model');
});

test('a page can begin with any character', () => {
  look.begin(5000, SIZES, PARTS);
  for (const place of [0, 4, 1234, 4901, 4999]) {
    look.beginAt(place);
    assert.deepEqual([look.watch?.start, look.place], [place, place]);
    assert.equal(look.watch?.count, Math.min(PAGE, 5000 - place));
    assertConsistent();
  }
});

test('what lies outside becomes the nearest there is', () => {
  look.begin(500, SIZES, PARTS);
  look.choose({ place: -3, unit: 99, layer: 5 });
  assert.deepEqual([look.place, look.unit, look.layer], [0, 15, 1]);
  look.choose({ unit: -1, layer: -1 });
  assert.deepEqual([look.unit, look.layer], [0, 0]);
  assert.equal(changes, 3);
});

test('another model takes over what it can', () => {
  look.begin(500, SIZES, PARTS);
  look.choose({
    place: 400,
    unit: 12,
    layer: 1,
    part: 'f',
    holds: [{ layer: 1, part: 'f', value: 0 }],
  });
  look.begin(100, { numLayers: 1, hiddenSize: 4 }, ['hidden']);
  assert.deepEqual([look.place, look.unit, look.layer, look.part], [99, 3, 0, 'hidden']);
  assert.deepEqual(look.holds, [], 'what was held was of the other one');
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
