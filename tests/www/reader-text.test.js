import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { initSync, Playground } from '../../www/pkg/lstm_playground.js';
import { InspectionReader } from '../../www/src/worker/inspection.js';

initSync({
  module: readFileSync(new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url)),
});

const CONFIG = { hiddenSize: 12, seqLen: 8, batchSize: 2 };
const LEARNT = 'abc;\r\nbca;\r\n'.repeat(40);

for (const [separator, opening] of /** @type {const} */ ([
  [';\r\n', '\n'],
  ['', ''],
])) {
  test(`a text of the reader is read after ${JSON.stringify(opening)}, as a prompt is`, async () => {
    const playground = new Playground(LEARNT, { ...CONFIG, separator });
    playground.trainSteps(40);
    const network = playground.network();
    const text = 'bcab';
    const all = playground.inspect(opening + text);
    const skipped = opening.length * playground.vocabulary().length;
    const expected = all.probabilities.slice(skipped);

    const reader = new InspectionReader(playground);
    const reading = await reader.readText(network, text);
    assert.equal(reading.chars, 4);
    assert.deepEqual(reading.probabilities, expected);
    assert.deepEqual(reading.surprise, all.surprise.slice(opening.length));

    const unit = { layer: 0, unit: 0, quantity: 'hidden', index: 0, lags: 0, clamps: [] };
    for (const [wrong, message] of /** @type {[any, RegExp][]} */ ([
      ['bx', /^character 2 is 'x'/],
      ['', /^text must be a text of 1 to 100000 characters/],
      [5, /^text must be a string, got 5/],
    ])) {
      await assert.rejects(reader.readText(network, wrong), { message });
    }
    reader.request = { start: 0, count: 4, from: 0, shown: 4, text, ...unit };
    const page = await reader.look(network, 40);
    assert.equal(page?.text, text);
    assert.deepEqual(page?.reading.probabilities, expected);

    const likeliest = expected.slice(-playground.vocabulary().length);
    const next = playground.vocabulary()[likeliest.indexOf(Math.max(...likeliest))];
    assert.equal(playground.generate({ prompt: text, length: 1, temperature: 0 }), next);
  });
}

test('the path back of the gradient ends where a document or the text begins', async () => {
  const playground = new Playground(LEARNT, { ...CONFIG, separator: ';\r\n' });
  playground.trainSteps(40);
  const network = playground.network();
  const reader = new InspectionReader(playground);
  const shown = { count: 12, from: 0, shown: 12, layer: 0, unit: 0, quantity: 'hidden' };
  /** @param {object} choice */
  const reachOf = async (choice) => {
    reader.request = /** @type {any} */ ({ start: 0, ...shown, lags: 9, clamps: [], ...choice });
    const reach = (await reader.look(network, 40))?.reach;
    return reach && [reach.text, reach.inputs.length, reach.beginning];
  };
  assert.equal(await reachOf({ index: 0 }), undefined, 'nothing is read before it');
  assert.deepEqual(await reachOf({ index: 2 }), ['abc', 2, 'text']);
  assert.deepEqual(await reachOf({ index: 4 }), ['abc;\n', 4, 'text']);
  assert.deepEqual(await reachOf({ index: 5 }), ['\nb', 1, 'document']);
  assert.deepEqual(await reachOf({ start: 60, index: 2 }), ['\nabc', 3, 'document']);
  assert.deepEqual(await reachOf({ start: 60, index: 2, lags: 1 }), [
    'c;\nbca;\nabc',
    2,
    undefined,
  ]);

  // A text of the reader begins like a document.
  assert.deepEqual(await reachOf({ text: 'bcabcabcabca', index: 0 }), ['\nb', 1, 'document']);
  assert.deepEqual(await reachOf({ text: 'bcabcabcabca', index: 3 }), ['\nbcab', 4, 'document']);
});
