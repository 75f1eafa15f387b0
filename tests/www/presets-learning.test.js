import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededIntegers } from '../../www/src/lib/random.js';
import { presetModel, trainUntil, validationBits } from './support/preset-model.js';

for (const { id, seconds, share } of [
  { id: 'tales', seconds: 15, share: 0.9 },
  { id: 'sums', seconds: 20, share: 1 },
  { id: 'brackets', seconds: 20, share: 1 },
  { id: 'names', seconds: 20, share: 1 },
  { id: 'program', seconds: 20, share: 1 },
  { id: 'tunes', seconds: 20, share: 1 },
  { id: 'dates', seconds: 20, share: 1 },
]) {
  test(`${id}: the network beats counting within the steps of ${seconds} s`, (t) => {
    const model = presetModel(id);
    const bound = model.baseline * share;
    const isBetter = () => validationBits(model.playground) < bound;
    const wasBetter = trainUntil(model, seconds, isBetter);
    const bits = validationBits(model.playground).toFixed(3);
    const steps = model.playground.steps();
    const time = (steps / model.stepsPerSecond).toFixed(1);
    const found = `${bits} bits at step ${steps} (${time} s), the bound is ${bound.toFixed(3)}`;
    t.diagnostic(found);
    assert.ok(wasBetter, found);
  });
}

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
