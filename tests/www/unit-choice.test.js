import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { cellOf, cells } from '../../www/src/cells/cells.js';
import { quantitiesOf } from '../../www/src/cells/quantities.js';
import { Selection } from '../../www/src/inspection/selection.js';
import { keptShares, tellingUnit, UnitChoice } from '../../www/src/inspection/unit-choice.js';

/** @typedef {import('../../www/src/cells/cells.js').Cell} Cell */

const LETTERS = 60;

/** @param {string} name */
const cell = (name) => /** @type {Cell} */ (cellOf(name));

/**
 * Numbers of three units at each letter.
 *
 * @param {((at: number) => number)[]} units
 */
function rows(units) {
  return Float32Array.from({ length: LETTERS * units.length }, (_, at) =>
    units[at % units.length](Math.floor(at / units.length)),
  );
}

/** Keeps everything; lets go at every twelfth letter; keeps little, and changes most. */
const constant = () => 0.99;
const telling = (/** @type {number} */ at) => (at % 12 === 0 ? 0.02 : 0.97);
const restless = (/** @type {number} */ at) => (at % 2 === 0 ? 0.75 : 0);

test('a unit is told that mostly keeps its memory, and sometimes lets go', () => {
  const f = rows([constant, telling, restless]);
  assert.equal(tellingUnit(cell('lstm'), { f }, 3), 1);
  assert.equal(tellingUnit(cell('gru'), { z: f, r: rows([restless, restless, telling]) }, 3), 1);
  const i = f.map((x) => 1 - x);
  assert.equal(tellingUnit(cell('coupled-gates'), { i }, 3), 1, 'it keeps what it does not let in');
});

test('a unit without a gate that keeps is told by the changes of its hidden state', () => {
  const steps = (/** @type {number} */ at) => (Math.floor(at / 12) % 2 === 0 ? 0.9 : -0.9);
  const wild = (/** @type {number} */ at) => (at % 2 === 0 ? 0.9 : -0.9);
  const hidden = rows([constant, steps, wild]);
  for (const name of ['rnn', 'no-forget-gate']) {
    assert.equal(tellingUnit(cell(name), { hidden }, 3), 1, name);
  }
});

test('the first letters, where every unit settles, are left out', () => {
  const settling = (/** @type {number} */ at) => (at < 12 ? at % 2 : 0.97);
  const little = (/** @type {number} */ at) => (at % 30 === 29 ? 0.8 : 0.97);
  assert.equal(tellingUnit(cell('lstm'), { f: rows([settling, little]) }, 2), 1);
});

test('every cell has shares that are kept, also for the shortest text', () => {
  for (const { name } of cells) {
    const values = Object.fromEntries(
      quantitiesOf({ cell: name }).map((quantity) => [quantity, Float32Array.of(0.5, 0.25)]),
    );
    const shares = keptShares(cell(name), values, 2);
    assert.ok(shares.every((share) => share >= 0 && share <= 1) && shares.length === 2, name);
    assert.equal(tellingUnit(cell(name), values, 2), 0, name);
  }
});

/** @type {Selection} */
let selection;
/** @type {UnitChoice} */
let choice;
const model = {};
beforeEach(() => {
  selection = new Selection(() => {});
  selection.begin(LETTERS, { numLayers: 2, hiddenSize: 3 }, ['f', 'cell']);
  choice = new UnitChoice();
});

/**
 * Inspects a network at a step, in both layers of which one unit tells most.
 *
 * @param {number} step
 * @param {number} unit
 */
function inspect(step, unit, of = model) {
  const units = [0, 1, 2].map((at) => (at === unit ? telling : constant));
  const layer = { values: { f: rows(units) } };
  const inspection = /** @type {any} */ ({ step, reading: { layers: [layer, layer] } });
  choice.update(selection, inspection, cell('lstm'), of);
  return selection.unit;
}

test('the unit is chosen anew when the steps have grown by the factor 1.6', () => {
  assert.deepEqual(
    [inspect(0, 1), inspect(1, 2), inspect(2, 2), inspect(3, 1), inspect(4, 1), inspect(100, 2)],
    [1, 1, 2, 2, 1, 2],
  );
  assert.equal(inspect(159, 0), 2);
  assert.equal(inspect(160, 0), 0);
  assert.equal(inspect(10, 1), 0, 'an earlier step changes nothing');
  assert.equal(inspect(10, 1, {}), 1, 'another network has other units');
});

test('the unit of a reader stays', () => {
  assert.equal(inspect(1, 1), 1);
  selection.choose({ index: 7 });
  assert.equal(inspect(10, 2), 2, 'a letter is no unit');
  selection.choose({ unit: 0 });
  assert.equal(inspect(100, 1), 0);
  selection.begin(LETTERS, { numLayers: 2, hiddenSize: 3 }, ['f', 'cell']);
  assert.equal(inspect(0, 1, {}), 1, 'another network has other units');
  selection.choose({ layer: 1 });
  assert.equal(inspect(10, 2), 1, 'the layer was chosen with its unit');
});

test('a step of the history changes no unit', () => {
  inspect(10, 1);
  selection.selectStep(200);
  assert.equal(inspect(200, 2), 1);
});
