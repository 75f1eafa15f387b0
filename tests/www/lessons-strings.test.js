import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import {
  formatFigure,
  languages,
  loadStrings,
  plainFigure,
} from '../../www/src/lessons/lesson-text.js';
import { lessons } from '../../www/src/lessons/lessons.js';
import { textsOf } from './support/texts-of.js';

const { strings: english } = await loadStrings('en');
const translations = languages.filter((language) => language !== 'en');

/** @param {string} text */
const figuresIn = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);

test('each language is a file, and each file a language', () => {
  const files = readdirSync(new URL('../../www/src/lessons/strings/', import.meta.url));
  assert.deepEqual(files.sort(), languages.map((language) => `${language}.json`).sort());
});

test('every lesson has strings, for each of its steps and no others', () => {
  assert.deepEqual(Object.keys(english.lessons).sort(), lessons.map(({ id }) => id).sort());
  for (const { id, steps } of lessons) {
    const told = english.lessons[id].steps;
    assert.deepEqual(
      Object.keys(told),
      steps.map(({ say }) => say),
      id,
    );
    for (const { say, ask } of steps) {
      const { question, answers } = told[say];
      assert.equal(question !== undefined, ask !== undefined, `${id} ${say} asks`);
      assert.equal(answers?.length, ask && 3, `${id} ${say} has answers`);
    }
  }
});

test('every figure in a text of a lesson has a format', () => {
  for (const { id, figures } of lessons) {
    for (const [path, text] of textsOf(english.lessons[id])) {
      for (const name of figuresIn(text)) assert.ok(name in figures, `${id} ${path} {${name}}`);
    }
  }
});

test('no result says that the claim comes true: the heading above it does', async () => {
  for (const language of languages) {
    const { strings } = await loadStrings(language);
    for (const [id, { holds, fails }] of Object.entries(strings.lessons)) {
      assert.doesNotMatch(`${holds} ${fails}`, /\bcomes? true\b|\bstimmt\b/, id);
    }
  }
});

for (const language of translations) {
  test(`${language}: the same texts as in English, with the same figures`, async () => {
    const translated = new Map(textsOf((await loadStrings(language)).strings));
    for (const [path, text] of textsOf(english)) {
      const other = translated.get(path) ?? assert.fail(`${path} is not translated`);
      assert.notEqual(other.trim(), '', path);
      assert.deepEqual(new Set(figuresIn(other)), new Set(figuresIn(text)), path);
      translated.delete(path);
    }
    assert.deepEqual([...translated.keys()], [], 'texts of nothing');
  });

  test(`${language}: no sentence was left in English`, async () => {
    const translated = new Map(textsOf((await loadStrings(language)).strings));
    for (const [path, text] of textsOf(english)) {
      if (/\w+ \w+ \w+ \w+/.test(text)) assert.notEqual(translated.get(path), text, path);
    }
  });
}

test('figures are written as the language writes numbers', () => {
  const cases = /** @type {const} */ ([
    [0.516, 'share', '52%', '52 %'],
    [0.999, 'share', '99.9%', '99,9 %'],
    [-1.5, 'number', '−1.50', '−1,50'],
    [21361, 'count', '21,361', '21.361'],
    [0.000123, 'power', '1.2 × 10⁻⁴', '1,2 × 10⁻⁴'],
    [NaN, 'bits', '–', '–'],
    ['27 May', 'letter', '27 May', '27 May'],
  ]);
  for (const [value, format, en, de] of cases) {
    assert.equal(formatFigure(value, format, 'en'), en);
    assert.equal(formatFigure(value, format, 'de').replace('\u00a0', ' '), de);
  }
});

test('the line to copy has the digits of the sentences', () => {
  assert.equal(formatFigure(0.825, 'share'), '83%');
  assert.equal(plainFigure(0.825, 'share'), '0.83');
  assert.equal(plainFigure(-1234.5, 'number'), '-1234.50', 'in no language');
});
