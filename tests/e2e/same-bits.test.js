import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { openPage, serve } from './support.js';

/** @param {string} name */
const fixture = (name) => readFile(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');

test('200 steps in a browser give the weights that they give everywhere', async (t) => {
  const { url } = await serve({
    '/blank.html': '<!doctype html><link rel="icon" href="data:," />',
  });
  const page = await openPage(t, `${url}/blank.html`);
  const hash = await page.evaluate(
    async ({ pkg, text }) => {
      const { default: init, Playground } = await import(`${pkg}/lstm_playground.js`);
      await init({ module_or_path: `${pkg}/lstm_playground_bg.wasm` });
      const config = { hiddenSize: 48, numLayers: 2, dropout: 0.1, seqLen: 16, batchSize: 4 };
      const playground = new Playground(text, config);
      playground.trainSteps(200);
      return playground.weightsHash();
    },
    { pkg: `${url}/pkg`, text: await fixture('weights_hash_text.txt') },
  );
  assert.equal(hash, (await fixture('weights_hash.txt')).trim());
});
