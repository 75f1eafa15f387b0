import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { serveRecorded, testInEveryBrowser } from './support/every-browser.js';

/** @param {string} path relative to this file */
const read = (path) => readFile(new URL(path, import.meta.url), 'utf8');
/** @param {string} name */
const fixture = (name) => read(`../fixtures/${name}`);

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
  'lib/heartbeat-monitor.js',
  'lib/median.js',
  'lib/next-task.js',
  'lib/one-by-one.js',
  'worker/awaited-answers.js',
  'worker/data-parallel.js',
  'worker/joined-reports.js',
  'worker/long-work.js',
  'worker/replica.js',
  'worker/replicas.js',
  'worker/speed-probe.js',
  'worker/step-division.js',
  'worker/worker-count.js',
];

const modules = await Promise.all(
  MODULES.map(async (path) => [`/${path}`, await read(`../../www/src/${path}`)]),
);
const { url } = await serveRecorded({
  '/blank.html': '<!doctype html><head></head><link rel="icon" href="data:," />',
  '/replica.js': REPLICA,
  ...Object.fromEntries(modules),
});
const text = await fixture('weights_hash_text.txt');

/**
 * Trains with several workers, for some steps or until the run stops by itself.
 *
 * @param {import('./support/page.js').Page} page
 * @param {number} workers
 * @param {import('../../www/pkg/lstm_playground.js').PlaygroundConfig} config
 * @param {number} [steps]
 */
async function train(page, workers, config, steps) {
  await page.goto(`${url}/blank.html`);
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
    { url, text, replicas: workers - 1, config, steps },
  );
}

testInEveryBrowser('200 steps give the same weights as on every machine', async (page) => {
  await page.goto(`${url}/blank.html`);
  const hash = await page.evaluate(
    async ({ pkg, text }) => {
      const { default: init, Playground } = await import(`${pkg}/lstm_playground.js`);
      await init({ module_or_path: `${pkg}/lstm_playground_bg.wasm` });
      const config = { hiddenSize: 48, numLayers: 2, dropout: 0.1, seqLen: 16, batchSize: 4 };
      const playground = new Playground(text, config);
      playground.trainSteps(200);
      return playground.weightsHash();
    },
    { pkg: `${url}/pkg`, text },
  );
  assert.equal(hash, (await fixture('weights_hash.txt')).trim());
});

testInEveryBrowser('200 steps of 1, 2 and 4 workers give the same weights', async (page) => {
  const config = { hiddenSize: 48, numLayers: 2, dropout: 0.1, seqLen: 8, batchSize: 32 };
  for (const workers of [1, 2, 4]) {
    const { hash, size } = await train(page, workers, config, 200);
    assert.equal(hash, (await fixture('shared_weights_hash.txt')).trim(), `${workers} workers`);
    assert.equal(size, workers, 'every replica is in step at the end');
  }
});

testInEveryBrowser('1 and 3 workers stop at the same step, with the same best', async (page) => {
  const sizes = { hiddenSize: 20, numLayers: 1, dropout: 0.2, seqLen: 8, batchSize: 32 };
  const config = { ...sizes, learningRate: 0.02, patience: 60 };
  for (const workers of [1, 3]) {
    const { outcome } = await train(page, workers, config);
    assert.equal(outcome, (await fixture('stopped_run.txt')).trim(), `${workers} workers`);
  }
});
