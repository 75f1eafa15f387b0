import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { presetModel, validationBits } from '../www/support/preset-model.js';

const page = readFileSync(new URL('../../www/embed.html', import.meta.url), 'utf8');
/** A tag and what stands in it for readers without script. */
const TAG = /<lstm-playground preset="(\w+)"[^>]*>(.*?)<\/lstm-playground>/gs;
const FIGURES =
  /After (\d+) steps it needs ([\d.]+) bits a letter, where pure guessing needs ([\d.]+)/;
const HASH = /Its weights after (\d+) steps have the hash (\w+), on every machine/;

for (const [, preset, fallback] of page.matchAll(TAG)) {
  test(`${preset}: the text for readers without script tells what the network does`, () => {
    const content = fallback.replaceAll(/\s+/g, ' ');
    const [, steps, bits, guessing] = FIGURES.exec(content) ?? assert.fail(content);
    const [, last, hash] = HASH.exec(content) ?? assert.fail(content);
    const { playground, text } = presetModel(preset);
    playground.trainSteps(Number(steps));
    assert.deepEqual([last, playground.weightsHash()], [steps, hash]);
    assert.equal(Math.log2(new Set(text).size).toFixed(2), guessing);
    assert.equal(validationBits(playground).toFixed(2), bits);
  });
}
