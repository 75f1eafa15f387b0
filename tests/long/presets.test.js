import assert from 'node:assert/strict';
import { test } from 'node:test';
import { longestCopied } from '../../www/src/lib/longest-copied.js';
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
