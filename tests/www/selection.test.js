import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { DETAIL_CHARS, PAGE_CHARS, Selection } from '../../www/src/inspection/selection.js';

let changes = 0;
/** @type {Selection} */
let selection;
beforeEach(() => {
  changes = 0;
  selection = new Selection(() => changes++);
});

const SIZES = { numLayers: 2, hiddenSize: 16 };
const QUANTITIES = ['i', 'f', 'g', 'o', 'cell', 'hidden'];

/** The request includes the chosen character, and nothing outside the text. */
function assertConsistent() {
  const { start, count, from, shown, index } = /** @type {NonNullable<Selection['request']>} */ (
    selection.request
  );
  assert.ok(start >= 0 && start + count <= selection.chars, `page ${start} to ${start + count}`);
  assert.ok(from >= 0 && from + shown <= count, `shown ${from} to ${from + shown} of ${count}`);
  assert.ok(index >= 0 && index < shown, `index ${index} of ${shown}`);
  assert.equal(start + from + index, selection.index);
}

test('a selection without a text makes no request', () => {
  assert.equal(selection.request, undefined);
});

for (const chars of [
  2,
  DETAIL_CHARS - 1,
  DETAIL_CHARS,
  DETAIL_CHARS + 1,
  PAGE_CHARS,
  PAGE_CHARS + 1,
  100_000,
]) {
  test(`each of ${chars} characters can be selected`, () => {
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

test('the selection reads another text, then the training text again', () => {
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
    'a new model reads its own text',
  );
});

test('a page can begin with any character', () => {
  selection.begin(5000, SIZES, QUANTITIES);
  for (const index of [0, 4, 1234, 4901, 4999]) {
    selection.beginAt(index);
    assert.deepEqual([selection.request?.start, selection.index], [index, index]);
    assert.equal(selection.request?.count, Math.min(PAGE_CHARS, 5000 - index));
    assertConsistent();
  }
});

test('the letters in detail can be requested without the rest of their page', () => {
  assert.equal(selection.detailRequest, undefined);
  selection.begin(5000, SIZES, QUANTITIES);
  selection.lags = 200;
  for (const index of [0, 99, 700, 4999]) {
    selection.choose({ index });
    const { request, detailRequest } = selection;
    const count = Number(request?.from) + Number(request?.shown);
    assert.deepEqual(detailRequest, { ...request, count, lags: 0, clamps: [] });
  }
});

test('an index out of range becomes the nearest in range', () => {
  selection.begin(500, SIZES, QUANTITIES);
  selection.choose({ index: -3, unit: 99, layer: 5 });
  assert.deepEqual([selection.index, selection.unit, selection.layer], [0, 15, 1]);
  selection.choose({ unit: -1, layer: -1 });
  assert.deepEqual([selection.unit, selection.layer], [0, 0]);
  assert.equal(changes, 3);
});

test('the forget gate is looked at first, and h of a cell without one, until the reader chooses', () => {
  const seen = [QUANTITIES, ['i', 'g', 'o', 'cell', 'hidden'], QUANTITIES].map((quantities) => {
    selection.begin(500, SIZES, quantities);
    return selection.quantity;
  });
  assert.deepEqual(seen, ['f', 'hidden', 'f']);
  selection.choose({ quantity: 'cell' });
  const chosen = [QUANTITIES, ['hidden'], QUANTITIES].map((quantities) => {
    selection.begin(500, SIZES, quantities);
    return selection.quantity;
  });
  assert.deepEqual(chosen, ['cell', 'hidden', 'cell']);
});

test('a new model keeps the choices that are valid for it', () => {
  selection.begin(500, SIZES, QUANTITIES);
  selection.choose({
    index: 400,
    unit: 12,
    layer: 1,
    quantity: 'f',
    clamps: [{ layer: 1, quantity: 'f', value: 0 }],
  });
  selection.begin(100, { numLayers: 1, hiddenSize: 4 }, ['hidden']);
  assert.deepEqual(
    [selection.index, selection.unit, selection.layer, selection.quantity],
    [99, 3, 0, 'hidden'],
  );
  assert.deepEqual(selection.clamps, [], 'the clamps belonged to the last model');
  assertConsistent();
});
