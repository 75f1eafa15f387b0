import { CoreBudget } from '../../../www/src/runs/core-budget.js';
import { Session } from '../../../www/src/runs/session.js';
import { FakeWorker } from './fake-worker.js';

export const textReport = {
  chars: 20,
  distinctChars: 2,
  vocabSize: 2,
  trainChars: 18,
  validationChars: 2,
  validationBlocks: [9, 11],
  batchSize: 2,
  seqLen: 4,
};

/** Waits until all pending work has run. */
export const settle = () => new Promise(setImmediate);

/** A session whose workers the test answers for. */
export class FakeSession {
  /** @type {FakeWorker[]} */
  workers = [];
  /** @type {string[]} the messages of the error events */
  errors = [];
  /** True while no worker can be started. */
  isRefused = false;
  /** @type {Promise<any>} */
  wasm = Promise.resolve('wasm');

  session;

  /** @param {CoreBudget} [cores] */
  constructor(cores = new CoreBudget(() => 1)) {
    this.session = new Session({
      createWorker: () => {
        if (this.isRefused) throw new Error('workers are forbidden');
        this.workers.push(new FakeWorker());
        return this.newest.asWorker();
      },
      loadWasm: () => this.wasm,
      cores,
    });
    Object.assign(globalThis, { requestAnimationFrame: () => 1, cancelAnimationFrame() {} });
    this.session.addEventListener('error', (event) => {
      this.errors.push(/** @type {CustomEvent} */ (event).detail.message);
    });
  }

  /** The newest worker. */
  get newest() {
    return this.workers[this.workers.length - 1];
  }

  /**
   * Answers that the newest worker has the model.
   *
   * @param {number} [step]
   * @param {number} [learningRate] by default the one in the settings
   * @param {object} [more] of the answer
   */
  async make(step = 0, learningRate = this.session.draft.config.learningRate, more = {}) {
    await settle();
    const report = { textReport, vocabulary: 'ab', mostWorkers: 1, step, learningRate, ...more };
    this.newest.answer('create', report);
    await settle();
  }

  /**
   * Answers the newest request of this type.
   *
   * @param {string} type
   * @param {unknown} [result]
   */
  async answer(type, result) {
    await settle();
    this.newest.answer(type, result);
    await settle();
  }

  /** Waits until the text is counted, which takes several tasks for a long one, and what follows. */
  async count() {
    do await settle();
    while (!this.session.draft.counts);
    await settle();
  }

  async train() {
    this.session.setText('ab'.repeat(10));
    const training = this.session.train();
    await this.make();
    await this.answer('train');
    await training;
  }

  async pause() {
    const pausing = this.session.pause();
    await this.answer('pause');
    await pausing;
  }

  /**
   * Restores the model in the worker that replaces a dead one.
   *
   * @param {number} step
   */
  async restore(step) {
    await this.make(step);
    if (this.session.status === 'training') await this.answer('train');
  }

  /** @param {number} step */
  report(step) {
    this.newest.say({ push: 'progress', value: { step, bitsPerChar: 1, learningRate: 0.005 } });
  }

  /** @param {number} step */
  save(step) {
    const value = { counters: Float64Array.of(step), values: new Float32Array(1) };
    this.newest.say({ push: 'checkpoint', value });
  }

  async die() {
    this.newest.say({ fatal: 'unreachable' });
    await settle();
  }

  /**
   * The payloads of the requests of this type to the newest worker.
   *
   * @param {string} type
   */
  sent(type) {
    return this.newest.sent.filter((message) => message.type === type).map((m) => m.payload);
  }
}
