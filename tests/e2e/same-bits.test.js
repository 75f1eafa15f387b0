import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { openPage, serve } from './support/browser.js';

/** @param {string} path relative to this file */
const read = (path) => readFile(new URL(path, import.meta.url), 'utf8');
/** @param {string} name */
const fixture = (name) => read(`../fixtures/${name}`);

const BLANK = '<!doctype html><link rel="icon" href="data:," />';

test('200 steps in a browser give the weights that they give everywhere', async (t) => {
  const { url } = await serve({ '/blank.html': BLANK });
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

/** A worker that follows, as the page's do; its parts are served as they are in the source. */
const HELPER = `
  import init, { Playground } from '/pkg/lstm_playground.js';
  import { follow } from '/worker/helper.js';
  addEventListener('message', async ({ data: { text, config, port } }) => {
    await init({ module_or_path: '/pkg/lstm_playground_bg.wasm' });
    follow(new Playground(text, config), port);
    postMessage('ready');
  });
`;

for (const workers of [1, 2, 4]) {
  test(`200 steps of ${workers} workers in a browser give the same weights`, async (t) => {
    const source = (/** @type {string} */ name) => read(`../../www/src/worker/${name}`);
    const { url } = await serve({
      '/blank.html': BLANK,
      '/follower.js': HELPER,
      '/worker/helper.js': await source('helper.js'),
      '/worker/pace.js': await source('pace.js'),
      '/lib/median.js': await source('../lib/median.js'),
      '/worker/team.js': await source('team.js'),
    });
    const page = await openPage(t, `${url}/blank.html`);
    const { hash, size } = await page.evaluate(
      async ({ url, text, helpers }) => {
        const { default: init, Playground } = await import(`${url}/pkg/lstm_playground.js`);
        const { DataParallel } = await import(`${url}/worker/team.js`);
        const { alwaysShared } = await import(`${url}/worker/pace.js`);
        await init({ module_or_path: `${url}/pkg/lstm_playground_bg.wasm` });
        const config = { hiddenSize: 48, numLayers: 2, dropout: 0.1, seqLen: 8, batchSize: 32 };
        const playground = new Playground(text, config);
        const team = new DataParallel(playground, () => {}, alwaysShared);
        for (let i = 0; i < helpers; i++) {
          const worker = new Worker(`${url}/follower.js`, { type: 'module' });
          const { port1, port2 } = new MessageChannel();
          worker.postMessage({ text, config, port: port1 }, [port1]);
          await new Promise((resolve) => worker.addEventListener('message', resolve));
          team.add(port2);
        }
        for (let step = 0; step < 200; step++) await team.trainFor(0);
        return { hash: playground.weightsHash(), size: team.size };
      },
      { url, text: await fixture('weights_hash_text.txt'), helpers: workers - 1 },
    );
    assert.equal(hash, (await fixture('shared_weights_hash.txt')).trim());
    assert.equal(size, workers, 'every helper was in step to the end');
  });
}
