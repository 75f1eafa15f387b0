/** The numbers that the sentences of lessons have in so many words. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languages, loadStrings } from '../../www/src/lessons/lesson-text.js';
import { lessons } from '../../www/src/lessons/lessons.js';
import { rhyme } from '../../www/src/texts/rhyme.js';
import { textsOf } from './support/texts-of.js';

/**
 * The numbers of a text; names of buttons have them in English in every language.
 *
 * @param {string} text
 * @param {string} language
 */
function numbersOf(text, language) {
  const group = language === 'de' ? /\.(?=\d{3}(?!\d))/g : /,(?=\d{3}(?!\d))/g;
  const numbers = text.match(/\d+(?:[.,]\d+)*/g) ?? [];
  return numbers.map((number) => Number(number.replaceAll(group, '').replace(',', '.')));
}

/**
 * Without examples, which stand between quotation marks.
 *
 * @param {string} text
 */
const withoutExamples = (text) => text.replaceAll(/“[^”]*”/g, '');

/**
 * All numbers within a value, such as the acts of a step.
 *
 * @param {unknown} value
 * @returns {number[]}
 */
function within(value) {
  if (typeof value === 'number') return [value];
  if (typeof value === 'string') return (value.match(/\d+/g) ?? []).map(Number);
  return typeof value === 'object' && value ? Object.values(value).flatMap(within) : [];
}

/** @param {number} bias of a gate that adds nothing else up */
const openness = (bias) => Number((1 / (1 + Math.exp(-bias))).toFixed(2));

/**
 * Numbers that are no settings of a lesson.
 *
 * @type {Record<string, number[]>}
 */
const others = {
  gate: [0.05], // what counts as near an end
  'input-gate': [60, 0.1], // letters whose predictions are compared, and a gate that its figures hold
  'output-gate': [60],
  'long-term': [21], // the longest lags are from here on
  'vanishing-gradient': [openness(0), openness(1), openness(3), 5],
  peepholes: [20, 95],
  'by-heart': [100 * Math.round([...rhyme].length / 100), 300],
  'better-models': [0.1 / 10], // the end of a schedule
  bits: [1951, 0.6, 1.3, 1, 2, 4, 3, 6],
};

const [english, ...translations] = await Promise.all(
  languages.map(async (language) => ({ language, ...(await loadStrings(language)).strings })),
);

for (const { id, config, task, steps } of lessons) {
  const words = english.lessons[id];

  test(`${id} names only numbers that its settings and acts have`, () => {
    const known = [...within([config, task, steps]), ...(others[id] ?? [])];
    const { caption, names } = words.picture;
    const told = Object.values(words.steps).map(({ say }) => say);
    const all = [...told, words.holds, words.fails, caption, ...Object.values(names)];
    for (const text of all) {
      for (const number of numbersOf(withoutExamples(text), 'en'))
        assert.ok(known.includes(number), text);
    }
  });

  for (const translation of translations) {
    const { language } = translation;

    test(`${id} has the same numbers in ${language}`, () => {
      const translated = new Map(textsOf(translation.lessons[id]));
      for (const [path, text] of textsOf(words)) {
        const numbers = numbersOf(translated.get(path) ?? '', language);
        assert.deepEqual(new Set(numbers), new Set(numbersOf(text, 'en')), path);
      }
    });
  }
}
