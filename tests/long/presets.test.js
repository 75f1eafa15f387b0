import assert from 'node:assert/strict';
import { test } from 'node:test';
import { longestCopied } from '../../www/src/lib/longest-copied.js';
import { seededIntegers } from '../../www/src/lib/random.js';
import { presets } from '../../www/src/texts/presets.js';
import { presetModel, trainUntil } from '../www/support/preset-model.js';

/** @param {string} text */
const wordsOf = (text) => text.match(/\p{L}+/gu) ?? [];

test('tales: after the steps of 60 s the samples are made of words, and copy little', async (t) => {
  const model = presetModel('tales');
  trainUntil(model, 60, () => false);
  const known = new Set(wordsOf(model.text));
  const words = [];
  let longest = 0;
  for (let seed = 1; seed <= 5; seed++) {
    const sample = model.playground.generate({ length: 1000, temperature: 0.7, seed });
    // The last word may be cut.
    words.push(...wordsOf(sample).slice(0, -1));
    longest = Math.max(longest, (await longestCopied(sample, model.text)).chars);
  }
  const share = words.filter((word) => known.has(word)).length / words.length;
  t.diagnostic(`${(100 * share).toFixed(1)} % are words, ${longest} letters are copied at most`);
  assert.ok(share >= 0.95, `${share} of the words stand in the text`);
  assert.ok(longest < 60, `a piece of ${longest} letters is copied`);
});

const MONTHS =
  'January February March April May June July August September October November December';

/**
 * Days of the twentieth century that the text does not have, in words and in figures.
 *
 * @param {string} text
 * @param {number} count
 */
function unseenDates(text, count) {
  const next = seededIntegers(1);
  /** @type {Map<string, string>} */
  const dates = new Map();
  while (dates.size < count) {
    const day = new Date(Date.UTC(1900, 0, 1 + (next() % 36_525)));
    const month = MONTHS.split(' ')[day.getUTCMonth()];
    const words = `${day.getUTCDate()} ${month} ${day.getUTCFullYear()}`;
    if (!`\n${text}`.includes(`\n${words} `)) dates.set(words, day.toISOString().slice(0, 10));
  }
  return [...dates];
}

test('dates: nine of ten unseen dates are converted within the steps of 120 s', (t) => {
  const model = presetModel('dates');
  const dates = unseenDates(model.text, 200);
  /** @param {[string, string]} date */
  const isConverted = ([words, figures]) => {
    const options = { prompt: `${words} = `, length: 10, temperature: 0, stop: '\n' };
    return model.playground.generate(options) === figures;
  };
  let converted = 0;
  const done = trainUntil(model, 120, () => {
    converted = dates.filter(isConverted).length;
    return converted >= 0.9 * dates.length;
  });
  const steps = model.playground.steps();
  t.diagnostic(`${converted} of ${dates.length} at step ${steps}`);
  assert.ok(done, `${converted} of ${dates.length} dates were converted at step ${steps}`);
});

/** Seconds of one worker within which training stops by itself. */
const LONGEST = 600;

for (const { id } of presets) {
  test(`${id}: training stops by itself, with the best weights at hand`, (t) => {
    const model = presetModel(id);
    const { playground, baseline } = model;
    assert.ok(trainUntil(model, LONGEST, () => playground.stopReason() === 'patience'));
    const { step, bitsPerChar, bestStep, bestBitsPerChar } =
      playground.validation() ?? assert.fail();
    const rise = 100 * (bitsPerChar / bestBitsPerChar - 1);
    const found =
      `best ${bestBitsPerChar.toFixed(3)} at step ${bestStep}, ${rise.toFixed(1)} % more at step ` +
      `${step}, counting ${baseline.toFixed(3)}`;
    t.diagnostic(found);
    if (id === 'rhyme') return; // too short to be more than learnt by heart
    assert.ok(bestBitsPerChar < baseline, found);
    assert.ok(rise <= 2, found);
  });
}
