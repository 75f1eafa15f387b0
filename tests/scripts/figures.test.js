import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atLeast, Figures, mebibytes } from '../long/support/figures.js';

const newFigures = () =>
  new Figures('a page', [
    ['steps', 'steps', atLeast(10)],
    ['memory', 'memory', mebibytes(2)],
  ]);

const MEMORY = 2 ** 20;

test('a figure outside its bound, or one that is not there, is an error; memory may be missing', () => {
  const figures = newFigures();
  figures.add('Chromium', { steps: 10 });
  assert.throws(() => figures.add('Firefox', { steps: 9 }), /steps: 9, not at least 10/);
  assert.throws(() => figures.add('Firefox', { step: 20 }), /steps: —, not at least 10/);
  assert.throws(() => figures.add('Firefox', { steps: null }), /steps: —, not at least 10/);
  assert.throws(() => figures.add('Firefox', { steps: 10, memory: 3 * MEMORY }), /memory: 3 MiB/);
});

/** @param {Figures} figures */
const reached = (figures) => figures.rows('npm run large').map((row) => row.split(' | ')[2]);

test('every browser has its place in a row, and equal figures of all are one', () => {
  const figures = newFigures();
  assert.deepEqual(reached(figures), []);
  figures.add('WebKit', { steps: 20, memory: MEMORY });
  assert.deepEqual(reached(figures), ['—, —, 20', '—, —, 1 MiB']);
  figures.add('Chromium', { steps: 20 });
  figures.add('Firefox', { steps: 20 });
  assert.deepEqual(reached(figures), ['20', '—, —, 1 MiB']);
});
