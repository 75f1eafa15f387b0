import assert from 'node:assert/strict';
import { inspect as inspected } from 'node:util';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { below, fuzz, pick } from './support/fuzz.js';
import { prepareWorkers, wasm } from './support/simulated-worker.js';
import { Simulation } from './support/simulation.js';
import { corrupted, strangeValue } from './support/strange-values.js';

const TEXT = 'a worker that is asked for strange things, and goes on. '.repeat(6);
const CONFIG = { hiddenSize: 3, seqLen: 5, batchSize: 2, patience: 0, seed: 4 };
const SAMPLING = { prompt: '', length: 5, temperature: 1, topK: 0, topP: 1 };
const CREATE = { wasm, text: TEXT, config: CONFIG, sampling: SAMPLING };
const SOURCE = { task: 'recall', lag: 3, chars: 60, seed: 1 };
const CLAMPS = [{ layer: 0, quantity: 'f', value: 0 }];
const SELECTION = {
  ...{ start: 0, count: 20, from: 0, shown: 10, layer: 0, unit: 1, index: 3, quantity: 'f' },
  ...{ lags: 2, clamps: CLAMPS },
};
const checkpoint = (() => {
  const playground = new Playground(TEXT, CONFIG);
  playground.trainSteps(3);
  return playground.snapshot();
})();

/**
 * Requests and their good payloads. Requests that connect workers with each other are left out: their
 * ports come from the page's own code.
 *
 * @type {Record<string, unknown[]>}
 */
const REQUESTS = {
  create: [CREATE, { ...CREATE, checkpoint }, { ...CREATE, text: SOURCE }],
  train: [undefined],
  setShare: [0.3, 1],
  pause: [undefined],
  step: [undefined],
  trainTo: [1, 5],
  checkpoint: [undefined],
  restore: [{ checkpoint, learningRate: 0.01 }],
  makeText: [{ wasm, source: SOURCE }],
  recall: [{ source: SOURCE, clamps: CLAMPS }],
  reach: [{ text: 'strange', lags: 3 }],
  generate: [
    { ...SAMPLING, id: 3 },
    { ...SAMPLING, model: 'best' },
  ],
  stopWriting: [{ id: 3, isDiscarded: true }],
  write: [{ ...SAMPLING, clamps: CLAMPS }],
  charModel: ['now', 'best'],
  setLearningRate: [0.02],
  setSampling: [SAMPLING],
  select: [SELECTION, undefined],
  selectStep: ['now', 1],
  goBack: [1, 3],
  baselines: [undefined],
  findUnits: [{ start: 0, count: 30 }],
  inspect: [{ text: 'strange', model: 'now', clamps: CLAMPS }],
  weightsHash: [undefined],
};

const inspect = (/** @type {unknown} */ value) =>
  inspected(value, { depth: 2, maxStringLength: 60, maxArrayLength: 9 });

/** Payloads that are allowed, and keep a worker busy for long. */
const isLong = (/** @type {any} */ value) => value > 1000 || value?.length > 1000;

/**
 * A payload that can cross between threads.
 *
 * @param {() => number} random
 * @param {unknown} good
 */
function payloadFrom(random, good) {
  if (random() < 0.4) return good;
  for (;;) {
    try {
      const value = random() < 0.6 ? corrupted(good, random) : strangeValue(random);
      if (isLong(value) || isLong(value?.text) || isLong(value?.prompt)) continue;
      return structuredClone(value);
    } catch {
      // A function, a symbol, or one that throws.
    }
  }
}

const counts = { answered: 0, refused: 0 };

fuzz(
  'requests',
  'a worker answers requests with any payload, and makes and trains the next model with its own bits',
  async (random) => {
    await prepareWorkers(2);
    const simulation = new Simulation(random);
    simulation.begin();
    try {
      const worker = simulation.createWorker();
      /** @type {Map<number, any>} */
      const answers = new Map();
      /** @type {string[]} */
      const deaths = [];
      worker.addEventListener('message', ({ data }) => {
        if ('id' in data) answers.set(data.id, data);
        if ('push' in data) worker.postMessage({ ack: data.push });
        if ('fatal' in data) deaths.push(data.fatal);
      });
      let id = 0;
      const ask = (/** @type {string} */ type, /** @type {unknown} */ payload) =>
        worker.postMessage({ id: ++id, type, payload });
      /** @type {string[]} */
      const sent = [];
      ask('create', CREATE);
      for (let i = 0; i < 15; i++) {
        const type = pick(random, Object.keys(REQUESTS));
        const payload = payloadFrom(random, pick(random, REQUESTS[type]));
        sent.push(`${type}(${inspect(payload)})`);
        ask(type, payload);
        for (let turns = below(random, 20); turns > 0; turns--) await simulation.turn();
      }
      ask('pause', undefined);
      const what = () => `after ${sent.join(', ')}`;
      const areAnswered = await simulation.until(
        () => answers.size === id || deaths.length > 0,
        20_000,
      );
      assert.deepEqual(simulation.uncaught, [], what());
      assert.deepEqual(deaths, [], what());
      const missing = sent.filter((_, index) => !answers.has(index + 2));
      assert.ok(areAnswered, `${missing} has no answer ${what()}`);
      for (const { error } of answers.values()) {
        if (error) assert.match(String(error.message), /\S \S/, what());
        counts[error ? 'refused' : 'answered']++;
      }
      for (const [type, payload] of [['create', CREATE], ['trainTo', 5], ['weightsHash']]) {
        ask(String(type), payload);
        assert.ok(await simulation.until(() => answers.has(id), 2000), `${type} ${what()}`);
      }
      const whole = new Playground(TEXT, CONFIG);
      whole.trainSteps(5);
      assert.equal(answers.get(id).result, whole.weightsHash(), what());
      whole.free();
    } finally {
      await simulation.end();
    }
  },
  {
    end(count, t) {
      t.diagnostic(JSON.stringify(counts));
      assert.ok(Math.min(counts.answered, counts.refused) > count, JSON.stringify(counts));
    },
  },
);
