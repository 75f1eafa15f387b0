import assert from 'node:assert/strict';
import { test } from 'node:test';
import { points, stepsAt } from '../../scripts/defaults/points.mjs';
import { stepSeconds } from '../../scripts/defaults/reference-speed.mjs';
import { rowsOf } from '../../scripts/defaults/table.mjs';
import { sources } from '../../scripts/defaults/texts.mjs';
import json from '../../www/pkg/settings.json' with { type: 'json' };
import { settingProblem } from '../../www/src/settings/setting.js';
import { settings, suggestedConfig } from '../../www/src/settings/settings.js';

const config = suggestedConfig(10_000, 60);
const text = { chars: 10_000, distinctChars: 60 };

test('the texts are the same at every call, and reach from 1,000 to 1,000,000 characters', () => {
  const lengths = sources.map(({ text }) => [...text()].length);
  assert.deepEqual([Math.min(...lengths), Math.max(...lengths)], [1_000, 1_000_000]);
  const distinct = sources.map(({ text }) => new Set(text()).size);
  assert.ok(Math.min(...distinct) <= 32 && Math.max(...distinct) >= 5_000, String(distinct));
  for (const { name, text } of sources.slice(0, 2)) assert.equal(text(), text(), name);
});

test('the points are allowed settings, and the same for the same seed', () => {
  const found = points(40, 7, config, text);
  assert.deepEqual(points(40, 7, config, text), found);
  assert.notDeepEqual(points(40, 8, config, text), found);
  for (const point of found) {
    /** @type {Record<string, unknown>} */
    const values = { ...point };
    for (const known of settings) assert.equal(settingProblem(known, values[known.name]), '');
  }
});

test('a reading comes after more steps where a step has less to compute', () => {
  const [ten, thirty, sixty] = stepsAt(config, text);
  assert.ok(Math.abs(thirty / ten - 3) < 0.01 && Math.abs(sixty / ten - 6) < 0.01);
  const large = { ...config, hiddenSize: 2 * config.hiddenSize };
  assert.ok(stepsAt(large, text)[0] < ten);
  assert.ok(stepsAt(config, { ...text, distinctChars: 5_000 })[0] < ten);
});

test('a step of a suggestion takes less than 80 ms of one worker, so that Pause waits no longer', () => {
  const lengths = [...json.suggestions.map(({ fromChars }) => fromChars), 5_000_000];
  for (const chars of lengths) {
    for (const distinctChars of [2, 60, 200, 499, 999, 1_999, 3_000, 5_000, 5_400]) {
      const seconds = stepSeconds(suggestedConfig(chars, distinctChars), { chars, distinctChars });
      assert.ok(seconds < 0.08, `${chars}, ${distinctChars}: ${seconds}`);
    }
  }
});

test('a row compares the suggestion with the best found at each reading', () => {
  const file = 'a.txt';
  const jobs = ['suggestion', 'point-1'].map((name) => ({ name, config, steps: [10, 30, 60] }));
  /** @param {string} name @param {number} step @param {number} bits */
  const reading = (name, step, bits) => ({ text: file, name, step, best: { step, bits } });
  const readings = [
    { text: file, baseline: 2.5, name: '', step: 0, best: { step: 0, bits: 0 } },
    ...[reading('suggestion', 10, 2.1), reading('suggestion', 30, 2), reading('suggestion', 60, 2)],
    ...[reading('point-1', 10, 2), reading('point-1', 30, 2.5)],
  ];
  const [row] = rowsOf({ name: 'a', file, ...text, jobs }, readings);
  assert.deepEqual(row, [
    ...['a', 10_000, 60, '2.500', '2.100 / 2.000, 5.0 %'],
    ...['2.000 / 2.000, 0.0 %', '2.000 / 2.000, 0.0 %'],
  ]);
});
