import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellOf, cells } from '../../www/src/cells/cells.js';
import { quantitiesOf } from '../../www/src/cells/quantities.js';
import { notations } from '../../www/src/cells/gate-names.js';
import { guessesOf } from '../../www/src/views/live/guesses.js';
import { barsOf, lanesOf, ofUnit } from '../../www/src/views/live/lanes.js';
import { guessedInWords, lanesInWords, unitInWords } from '../../www/src/views/live/words.js';

/** @typedef {import('../../www/src/cells/cells.js').Cell} Cell */

/** @param {string} name */
const cell = (name) => /** @type {Cell} */ (cellOf(name));

test('the guess for a letter is the likeliest letter after those before it', () => {
  const probabilities = [0.1, 0.2, 0.7, /**/ 0.5, 0.3, 0.2, /**/ 0.1, 0.8, 0.1, /**/ 1, 0, 0];
  const guesses = guessesOf(probabilities, ['a', 'b', '\n'], [...'b\nab']);
  assert.deepEqual(guesses.letters, [undefined, '\n', 'a', 'b']);
  assert.deepEqual(guesses.areRight, [false, true, true, true]);
  assert.deepEqual([guesses.right, guesses.count], [3, 3]);
  assert.equal(guessedInWords(guesses, true), '3 of 3 letters guessed.');
  assert.equal(guessedInWords(guesses, false), 'Not trained yet: 3 of 3 letters guessed.');
});

test('a letter alone has no guess', () => {
  assert.deepEqual(guessesOf([0.5, 0.5], ['a', 'b'], ['a']).letters, [undefined]);
});

/** The quantities of the lanes of each kind of cell. */
const LANES = {
  lstm: 'f i o cell',
  peephole: 'f i o cell',
  'four-gate': 'f i o cell',
  'no-input-gate': 'f o cell',
  'no-forget-gate': 'i o cell',
  'no-output-gate': 'f i cell',
  'linear-input': 'f i o cell',
  'linear-output': 'f i o cell',
  'coupled-gates': 'i o cell',
  'full-gate-recurrence': 'f i o cell',
  gru: 'z r n hidden',
  rnn: 'hidden',
};

test('each cell has the lanes of its gates and of its memory', () => {
  const found = cells.map((row) => [
    row.name,
    lanesOf(row)
      .map(({ quantity }) => quantity)
      .join(' '),
  ]);
  assert.deepEqual(Object.fromEntries(found), LANES);
});

test('a unit has one number for each letter', () => {
  assert.deepEqual(ofUnit(Float32Array.of(1, 2, 3, 4, 5, 6), 3, 1), [2, 5]);
});

test('bars have the height of their gate; the tallest bar of a state fills its lane', () => {
  assert.deepEqual(barsOf([0, 0.25, 1], true), [0, 0.25, 1]);
  assert.deepEqual(barsOf([3, -6, 1.5], false), [0.5, -1, 0.25]);
  assert.deepEqual(barsOf([0.1, 0], false), [0.2, 0], 'little stays little');
});

test('a unit in words, for every cell in both notations', () => {
  const numbers = { f: 0.26, i: 0.03, g: 0.7, o: 0.891, z: 0.9, r: 0.4, n: 0.1, m: 2, u: 0.2 };
  const values = Object.fromEntries(
    Object.entries({ ...numbers, cell: -0.15, hidden: 0.31 }).map(([name, number]) => [
      name,
      Float32Array.of(9, number),
    ]),
  );
  /**
   * @param {string} name
   * @param {import('../../www/src/cells/gate-names.js').Notation} notation
   */
  const words = (name, notation) => {
    const own = quantitiesOf({ cell: name }).map((quantity) => [quantity, values[quantity]]);
    return unitInWords(cell(name), Object.fromEntries(own), 1, notation);
  };
  const end = 'and remembers −0.15';
  assert.equal(words('lstm', 'textbook'), `keeps 26 %, lets in 3 %, shows 89 % ${end}`);
  assert.equal(words('lstm', 'article'), `keeps 26 %, learns 3 %, uses 89 % ${end}`);
  assert.equal(words('coupled-gates', 'textbook'), `keeps 97 %, lets in 3 %, shows 89 % ${end}`);
  assert.equal(words('no-forget-gate', 'textbook'), `lets in 3 %, shows 89 % ${end}`);
  assert.equal(words('gru', 'textbook'), 'keeps 90 %, looks back at 40 % and remembers 0.31');
  assert.equal(words('rnn', 'article'), 'remembers 0.31');
  for (const { name } of cells) {
    for (const notation of notations) {
      assert.match(words(name, notation), /remembers/);
      assert.doesNotMatch(
        `${words(name, notation)} ${lanesInWords(cell(name), notation)}`,
        /undef/,
      );
    }
  }
});
