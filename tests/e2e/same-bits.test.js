import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { openPage, serve } from './support/browser.js';

/** @param {string} path relative to this file */
const read = (path) => readFile(new URL(path, import.meta.url), 'utf8');
/** @param {string} name */
const fixture = (name) => read(`../fixtures/${name}`);

const BLANK = '<!doctype html><link rel="icon" href="data:," />';

test('200 steps in a browser give the same weights as on every machine', async (t) => {
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

/** A replica as the page starts it; its modules are served as they are in the source. */
const REPLICA = `
  import init, { Playground } from '/pkg/lstm_playground.js';
  import { Replica } from '/worker/replica.js';
  import { Replicas } from '/worker/replicas.js';
  let replicas;
  addEventListener('message', async ({ data: { text, config, port, below } }) => {
    if (below) return replicas.attach(below, port);
    await init({ module_or_path: '/pkg/lstm_playground_bg.wasm' });
    const playground = new Playground(text, config);
    replicas = new Replicas(playground);
    new Replica(playground, replicas).follow(port);
    postMessage('ready');
  });
`;

/** The modules of the source that a replica and the leading worker need. */
const MODULES = [
  'lib/median.js',
  'lib/next-task.js',
  'lib/one-by-one.js',
  'worker/awaited-answers.js',
  'worker/data-parallel.js',
  'worker/joined-reports.js',
  'worker/replica.js',
  'worker/replicas.js',
  'worker/speed-probe.js',
  'worker/step-division.js',
];

/**
 * Trains with several workers, for some steps or until the run stops by itself.
 *
 * @param {import('node:test').TestContext} t
 * @param {number} workers
 * @param {import('../../www/pkg/lstm_playground.js').PlaygroundConfig} config
 * @param {number} [steps]
 */
async function train(t, workers, config, steps) {
  const modules = await Promise.all(
    MODULES.map(async (path) => [`/${path}`, await read(`../../www/src/${path}`)]),
  );
  const { url } = await serve({
    '/blank.html': BLANK,
    '/replica.js': REPLICA,
    ...Object.fromEntries(modules),
  });
  const page = await openPage(t, `${url}/blank.html`);
  return page.evaluate(
    async ({ url, text, replicas, config, steps }) => {
      const { default: init, Playground } = await import(`${url}/pkg/lstm_playground.js`);
      const { DataParallel } = await import(`${url}/worker/data-parallel.js`);
      const { alwaysShared } = await import(`${url}/worker/speed-probe.js`);
      await init({ module_or_path: `${url}/pkg/lstm_playground_bg.wasm` });
      const playground = new Playground(text, config);
      const dataParallel = new DataParallel(playground, () => {}, alwaysShared);
      const workers = [];
      for (let id = 1; id <= replicas; id++) {
        const worker = new Worker(`${url}/replica.js`, { type: 'module' });
        const { port1, port2 } = new MessageChannel();
        worker.postMessage({ text, config, port: port1 }, [port1]);
        await new Promise((resolve) => worker.addEventListener('message', resolve));
        workers[id] = worker;
        const above = id & (id - 1); // the tree of the page
        if (above === 0) dataParallel.replicas.attach(id, port2);
        else workers[above].postMessage({ below: id, port: port2 }, [port2]);
      }
      const isAtEnd = () =>
        steps === undefined ? playground.stopReason() : playground.steps() === steps;
      while (!isAtEnd()) await dataParallel.trainFor(0);
      const { bestStep, bestBitsPerChar } = playground.validation();
      const hash = playground.weightsHash();
      const outcome = `${playground.steps()} ${hash} ${bestStep} ${bestBitsPerChar}`;
      return { hash, outcome, size: dataParallel.replicas.size };
    },
    { url, text: await fixture('weights_hash_text.txt'), replicas: workers - 1, config, steps },
  );
}

for (const workers of [1, 2, 4]) {
  test(`200 steps of ${workers} workers in a browser give the same weights`, async (t) => {
    const config = { hiddenSize: 48, numLayers: 2, dropout: 0.1, seqLen: 8, batchSize: 32 };
    const { hash, size } = await train(t, workers, config, 200);
    assert.equal(hash, (await fixture('shared_weights_hash.txt')).trim());
    assert.equal(size, workers, 'every replica is in step at the end');
  });
}

for (const workers of [1, 3]) {
  test(`${workers} workers in a browser stop at the same step, with the same best`, async (t) => {
    const sizes = { hiddenSize: 20, numLayers: 1, dropout: 0.2, seqLen: 8, batchSize: 32 };
    const { outcome } = await train(t, workers, { ...sizes, learningRate: 0.02, patience: 60 });
    assert.equal(outcome, (await fixture('stopped_run.txt')).trim());
  });
}
