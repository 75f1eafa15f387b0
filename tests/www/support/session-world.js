/** A session in a simulated page, with the experiments beside it. */

import { TextSource } from '../../../www/src/element/text-source.js';
import { LearningRateTest } from '../../../www/src/experiments/learning-rate-test.js';
import { Race } from '../../../www/src/experiments/race.js';
import { WorkerPool } from '../../../www/src/experiments/worker-pool.js';
import { CoreBudget } from '../../../www/src/runs/core-budget.js';
import { factsOf } from '../../../www/src/runs/coach-facts.js';
import { lineOn } from '../../../www/src/runs/coach-rules.js';
import { Session } from '../../../www/src/runs/session.js';
import { Simulation } from './simulation.js';
import { SMALL, TEXTS } from './session-values.js';

/** Errors that the page tells, each with a sentence; any other is a fault. */
const TOLD = new Set([
  ...['AbortError', 'SettingError', 'TextTooShortError', 'TextTooLongError', 'WorkerDiedError'],
  ...['UnknownCharError', 'UnknownCharsError', 'RunFileError', 'NotFiniteError', 'MemoryError'],
]);
/** Sentences that have no name of their own. */
const SENTENCES = [
  /^There is no network yet: press Train or Step\.$/,
  /^The browser starts no worker\.$/,
  /^there is no checkpoint of step \d+/,
];

/** @param {any} error */
export const isTold = (error) =>
  error instanceof Error &&
  (TOLD.has(error.name) || SENTENCES.some((sentence) => sentence.test(error.message)));

export class SessionWorld {
  simulation;
  session;
  source;
  experiments;
  /** The `change` events of the session. */
  changes = 0;
  /** A view of the network's inside. */
  view = {};
  /** @type {ArrayBuffer} a saved run */
  file;
  /** @type {ArrayBuffer} a model without a text */
  model;
  /** @type {import('./simulated-worker.js').SimulatedWorker[]} the session's own */
  #workers = [];

  /**
   * @param {() => number} random
   * @param {{run: ArrayBuffer, model: ArrayBuffer}} files
   */
  constructor(random, { run, model }) {
    this.file = run;
    this.model = model;
    const simulation = (this.simulation = new Simulation(random));
    simulation.begin();
    const { loadWasm } = simulation;
    this.session = new Session({
      createWorker: () => {
        const worker = simulation.createWorker();
        this.#workers.push(/** @type {any} */ (worker));
        return worker;
      },
      loadWasm,
      cores: new CoreBudget(() => 1),
    });
    const { createWorker } = simulation;
    const pool = new WorkerPool(new CoreBudget(() => 1));
    const resources = { createWorker, loadWasm, pool };
    this.experiments = {
      race: new Race(resources, () => {}),
      rates: new LearningRateTest(resources, () => {}),
    };
    this.source = new TextSource(this.session);
    this.session.useConfig({ ...SMALL });
    this.source.set(TEXTS[0]);
    this.session.addEventListener('change', () => {
      this.changes++;
      void this.line; // as the view asks for it
    });
  }

  /** The worker that leads the session's run. */
  get worker() {
    return this.#workers.findLast(({ isTerminated }) => !isTerminated);
  }

  /** The session's workers that live. */
  get living() {
    return this.#workers.filter(({ isTerminated }) => !isTerminated);
  }

  /** The coach's line. */
  get line() {
    return lineOn(factsOf(this.session));
  }

  /** The state as the model of the page sees it. */
  get state() {
    const { session } = this;
    const { draft, status } = session;
    let canLearn = true;
    try {
      draft.check();
    } catch {
      canLearn = false;
    }
    return { status, canLearn, hasText: draft.text !== '' };
  }

  race() {
    const { draft } = this.session;
    if (!draft.counts || draft.settings.problems.size > 0) return;
    const configs = [draft.config, { ...draft.config, cell: /** @type {const} */ ('rnn') }];
    const options = { text: draft.text, counts: draft.counts, configs, steps: 40, seeds: 1 };
    const sampling = { prompt: '', length: 5, temperature: 1, topK: 0, topP: 1 };
    return this.experiments.race.start({ ...options, isEqual: false, sampling });
  }

  testRates() {
    const { model } = this.session;
    if (!model?.textReport) return;
    const { text, config, checkpoint } = model;
    return this.experiments.rates.start({ text, config, checkpoint });
  }

  /** Ends everything. */
  async end() {
    const { session, experiments } = this;
    experiments.race.stop();
    experiments.rates.stop();
    session.earlier.clear();
    session.drop();
    session.draft.stop();
    session.restarts.stop();
    await this.simulation.end();
  }
}
