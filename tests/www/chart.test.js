import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsOf, toCsv } from '../../www/src/lib/chart-file.js';
import { ticks } from '../../www/src/lib/chart-scales.js';

test('ticks are 1, 2 or 5 times a power of ten apart', () => {
  assert.deepEqual(ticks(0, 200, 8), [0, 50, 100, 150, 200]);
  assert.deepEqual(ticks(0, 1, 6), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(ticks(-7, 1, 6), [-6, -4, -2, 0]);
  assert.deepEqual(ticks(3, 3, 5), [3]);
  assert.ok(ticks(0, 1e7, 7).length <= 8);
});

test('rows hold every x of every line, and CSV quotes the names', () => {
  const chart = {
    xName: 'step',
    yName: 'bits',
    lines: [
      { name: 'lstm, 64', x: [10, 20], y: [4, 3.5] },
      { name: 'a "plain" rnn', x: [5, 20], y: [5, NaN] },
    ],
  };
  const rows = rowsOf(chart);
  assert.deepEqual(rows, [
    ['step', 'lstm, 64', 'a "plain" rnn'],
    [5, '', 5],
    [10, 4, ''],
    [20, 3.5, NaN],
  ]);
  assert.equal(toCsv(rows.slice(0, 3)), 'step,"lstm, 64","a ""plain"" rnn"\r\n5,,5\r\n10,4,\r\n');
});

test('no text of a CSV is a formula for a spreadsheet', () => {
  const cells = ['=1+1', '+1', '-a', '@a', '\ta', '\ra', '=cmd|"/c calc"!A0', 'a=1'];
  assert.equal(
    toCsv([cells, [-1, '', -0.5]]),
    `'=1+1,'+1,'-a,'@a,'\ta,"'\ra","'=cmd|""/c calc""!A0",a=1\r\n-1,,-0.5\r\n`,
  );
});

test('further columns stand beside those of the lines', () => {
  const chart = {
    ...{ xName: 'step', yName: 'bits' },
    lines: [{ name: 'loss', x: [10, 20], y: [4, 3] }],
    levels: [{ name: 'guess', y: 5 }],
    more: () => [{ name: 'norm', x: [10, 30], y: [0.5, 0.25] }],
  };
  assert.deepEqual(rowsOf(chart), [
    ['step', 'loss', 'norm', 'guess'],
    [10, 4, 0.5, 5],
    [20, 3, '', 5],
    [30, '', 0.25, 5],
  ]);
});
