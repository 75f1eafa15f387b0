import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { formatSchedule, parseSchedule } from '../../www/src/settings/schedule.js';
import {
  labelledSamplingOptions,
  labelledSettings,
} from '../../www/src/settings/labelled-settings.js';
import json from '../../www/pkg/settings.json' with { type: 'json' };
import { settingProblem } from '../../www/src/settings/setting.js';
import { parseSetting } from '../../www/src/settings/written-setting.js';
import { writtenValue } from '../../www/src/settings/written-value.js';
import { SettingsValues } from '../../www/src/settings/settings-values.js';
import {
  attributeOf,
  samplingOptions,
  settings,
  suggestedConfig,
} from '../../www/src/settings/settings.js';

/** @type {{suggestions: import('../../www/pkg/lstm_playground.js').Suggestion[]}} */
const table = /** @type {any} */ (json);

/** @param {string} name */
const setting = (name) => {
  const found = settings.find((known) => known.name === name);
  assert.ok(found, name);
  return found;
};

for (const known of settings) {
  const { name, kind, min, max } = known;

  test(`${name}: the default and the limits are allowed`, () => {
    const allowed = [known.default, ...(min === undefined ? [] : [min, max])];
    for (const value of allowed) assert.equal(settingProblem(known, value), '');
  });

  test(`${name}: a value out of range is refused by name and value`, () => {
    const numbers = min === undefined ? [] : [min - 1, Number(max) + 1];
    const others = [NaN, Infinity, undefined, null, ...(kind === 'integer' ? [1.5] : [])];
    const texts = name === 'separator' ? [] : ['foo']; // a separator may be any short text
    for (const value of [...numbers, ...others, ...texts]) {
      const problem = settingProblem(known, value);
      const given = typeof value === 'string' ? `"${value}"` : String(value);
      assert.equal(problem, `${name} must be ${known.allowed}, got ${given}`);
    }
  });
}

test('a value whose text cannot be told is refused by its kind, without a call of its code', () => {
  const foreign = () => assert.fail('it was called');
  for (const [value, kind] of /** @type {[unknown, string][]} */ ([
    [{ toString: foreign, valueOf: foreign, [Symbol.toPrimitive]: foreign }, 'object'],
    [Object.create(null), 'object'],
    [Object(Symbol('x')), 'object'],
    [foreign, 'function'],
    [['constant'], 'object'],
    [Symbol('x'), 'Symbol(x)'],
  ])) {
    for (const known of settings) {
      const problem = `${known.name} must be ${known.allowed}, got ${kind}`;
      assert.equal(settingProblem(known, value), problem);
    }
  }
});

for (const known of [...settings, ...samplingOptions].filter(({ kind }) => kind === 'text')) {
  const most = { separator: 100, prompt: 100_000, stop: 100_000 }[known.name];
  if (most === undefined) continue; // a schedule

  test(`${known.name}: as many letters as the model takes are allowed, and no more`, () => {
    for (const letter of ['x', '😀', '\ud800']) {
      assert.equal(settingProblem(known, letter.repeat(most)), '');
      assert.match(
        settingProblem(known, letter.repeat(most + 1)),
        / must be a text of at most \d+ /,
      );
    }
  });
}

test('a long value is cut in a message', () => {
  const problem = settingProblem(setting('cell'), 'x'.repeat(1_000_000));
  assert.match(problem, /, got "x{200}…"$/);
  for (const [text, shown] of [
    ['😀'.repeat(200), '😀'.repeat(200)],
    [`x${'😀'.repeat(300)}`, `x${'😀'.repeat(199)}…`],
  ]) {
    assert.ok(settingProblem(setting('cell'), text).endsWith(`, got "${shown}"`), shown);
  }
});

test('every setting and sampling option has a label and a sentence of help', () => {
  for (const { label, help } of [...labelledSettings, ...labelledSamplingOptions]) {
    assert.match(label, /^[A-Z]/);
    assert.match(help, /\.$/);
  }
});

test('numbers are parsed from text, and other text stays text', () => {
  assert.equal(parseSetting(setting('hiddenSize'), ' 64 '), 64);
  assert.equal(parseSetting(setting('learningRate'), '1e-3'), 0.001);
  assert.equal(parseSetting(setting('hiddenSize'), 'many'), 'many');
  assert.equal(parseSetting(setting('hiddenSize'), ''), '');
  assert.equal(parseSetting(setting('optimizer'), 'adam'), 'adam');
});

test('attributes are spelt with hyphens', () => {
  assert.equal(attributeOf('validationFraction'), 'validation-fraction');
  assert.equal(attributeOf('cell'), 'cell');
});

test('a suggestion is a complete and valid configuration, the last row that a text reaches', () => {
  for (const chars of [0, ...table.suggestions.map(({ fromChars }) => fromChars), 100_000_000]) {
    for (const distinctChars of [0, 60, ...table.suggestions.map((row) => row.fromDistinct)]) {
      /** @type {Record<string, unknown>} */
      const config = { ...suggestedConfig(chars, distinctChars) };
      for (const known of settings) assert.equal(settingProblem(known, config[known.name]), '');
      const reached = table.suggestions.filter(
        (row) => row.fromChars <= chars && row.fromDistinct <= distinctChars,
      );
      assert.deepEqual({ ...config, ...reached.at(-1)?.config }, config);
    }
  }
});

test('a schedule is parsed and formatted', () => {
  const cosine = { shape: /** @type {const} */ ('cosine'), warmup: 10, total: 2000 };
  assert.deepEqual(parseSchedule('cosine:10:2000'), cosine);
  assert.equal(formatSchedule(cosine), 'cosine:10:2000');
  assert.equal(parseSchedule('constant')?.shape, 'constant');
  assert.equal(formatSchedule({ ...cosine, shape: 'constant' }), 'constant');
  assert.deepEqual(parseSchedule('cosine'), { shape: 'cosine', warmup: 100, total: 5000 });
});

test('a schedule in any other form is refused', () => {
  for (const value of [
    'cosine:5:5',
    'cosine:-1:5',
    'cosine::',
    'cosine:1',
    'linear',
    '',
    3,
    null,
  ]) {
    assert.equal(parseSchedule(value), undefined, String(value));
  }
});

for (const { written, value } of [
  { written: '\\n\\n', value: '\n\n' },
  { written: '\\f', value: '\f' },
  { written: ' \\t ', value: ' \t ' },
  { written: 'C:\\\\new', value: 'C:\\new' },
  { written: '', value: '' },
  { written: '***', value: '***' },
]) {
  test(`the separator ${written} is read and written`, () => {
    const separator = /** @type {any} */ ({ name: 'separator', kind: 'text' });
    assert.equal(parseSetting(separator, written), value);
    assert.equal(writtenValue(separator, value), written);
  });
}

test('an unknown escape stays as it is written', () => {
  const separator = /** @type {any} */ ({ name: 'separator', kind: 'text' });
  assert.equal(parseSetting(separator, '\\d\\'), '\\d\\');
});

test('an unknown name is refused, and leaves no problem that would prevent a run', () => {
  const values = new SettingsValues(settings, {});
  assert.match(values.choose('hidenSize', 5), /^there is no setting "hidenSize"; .*hiddenSize/);
  assert.match(values.choose('hiddenSize', 0), /^hiddenSize must be/);
  assert.deepEqual([...values.problems.keys()], ['hiddenSize']);
  assert.deepEqual(values.chosen, { hiddenSize: 0 });
});

test('docs/defaults.md has the suggestions in force', () => {
  const docs = readFileSync(new URL('../../docs/defaults.md', import.meta.url), 'utf8');
  const [, section] = docs.split('## The suggestions\n');
  const rows = [...section.matchAll(/^\|.*\|$/gm)].map(([row]) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  const inForce = table.suggestions.map(({ fromChars, fromDistinct, config }) => [
    fromChars.toLocaleString('en'),
    fromDistinct.toLocaleString('en'),
    String(config.hiddenSize),
    `${config.batchSize} × ${config.seqLen}`,
    String(config.learningRate),
    ...[config.schedule, config.dropout, config.weightDecay, config.validationFraction].map(String),
  ]);
  assert.ok(inForce.length > 1);
  assert.deepEqual(rows.slice(2, 2 + inForce.length), inForce);
  assert.notEqual(rows[2 + inForce.length]?.length, inForce[0].length, 'no further row');
});
