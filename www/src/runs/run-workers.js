import { heartbeatTimeout } from './heartbeat-timeout.js';
import { WorkerGroup } from './worker-group.js';

/**
 * @typedef {import('../shared/protocol.js').Checkpoint} Checkpoint
 * @typedef {import('../shared/protocol.js').Config} Config
 * @typedef {import('../shared/protocol.js').CreateAnswer} CreateAnswer
 * @typedef {import('../shared/protocol.js').CreateRequest} CreateRequest
 * @typedef {import('./worker-group.js').Listeners} Listeners
 *
 * @typedef {object} ModelSource
 * @property {CreateRequest & {config: Config}} request for the model with the current settings,
 *   without a checkpoint
 * @property {{chars: number, distinctChars: number}} counts of the text
 *
 * @typedef {object} Restart
 * @property {string} reason of the death
 * @property {CreateAnswer} answer
 * @property {WorkerGroup['engine']} engine the functions of the leading worker
 *
 * @typedef {object} Options
 * @property {() => Worker} createWorker
 * @property {() => number} spareCores the default number of workers
 * @property {Listeners} listeners to the leading worker
 * @property {() => Promise<ModelSource>} source asked before every start
 * @property {() => number} step of the model, as far as the page knows it
 * @property {(answer: CreateAnswer) => void} onMade called when the first workers have the model
 * @property {() => void} onRefused called when no model can be made
 * @property {(restart: Restart) => Promise<void>} onRestart called when other workers have the
 *   model, after the leading one has died
 * @property {(error: Error) => void} onFailure called after a death without a restart
 */

/** Deaths less than this many steps apart have one cause: another restart would fail too. */
const SAME_STEPS = 20;

/**
 * @param {string} name
 * @param {string} message
 */
const namedError = (name, message) => Object.assign(new Error(message), { name });

/**
 * The workers of a run. When the leading one dies, new ones continue from its newest checkpoint, or
 * from step 0 where there is none.
 */
export class RunWorkers {
  #options;
  /** @type {WorkerGroup | undefined} */
  #group;
  /**
   * Settles when the workers have the model; replaced by every restart.
   *
   * @type {Promise<void>}
   */
  #made;
  #isMade = false;
  /**
   * The newest checkpoint.
   *
   * @type {Checkpoint | undefined}
   */
  #checkpoint;
  /**
   * The steps at which leading workers have died.
   *
   * @type {number[]}
   */
  #deaths = [];
  /**
   * The error of every request after the end.
   *
   * @type {Error | undefined}
   */
  #ended;

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
    this.#made = this.#make();
    this.#made.catch(() => {}); // every command tells
  }

  /** Resolves with the worker's functions once it has the model, also after a restart. */
  async ready() {
    for (;;) {
      const made = this.#made;
      try {
        await made;
      } catch (error) {
        if (!this.#ended && made === this.#made) throw error;
      }
      if (this.#ended) throw this.#ended;
      if (made === this.#made && this.#group) return this.#group.engine;
    }
  }

  /** Ends the workers; pending requests reject with an `AbortError`. */
  stop() {
    this.#ended = namedError('AbortError', 'the model was reset');
    this.#group?.stop();
  }

  async #make() {
    try {
      const { answer } = await this.#start();
      this.#options.onMade(answer);
      this.#isMade = true;
    } catch (error) {
      this.#group?.stop();
      if (!this.#ended) this.#options.onRefused();
      throw error;
    }
  }

  /** @param {string} reason of the death */
  async #restart(reason) {
    const { answer, engine } = await this.#start();
    await this.#options.onRestart({ reason, answer, engine });
  }

  /** Starts workers that continue from the checkpoint. */
  async #start() {
    const { createWorker, listeners, source } = this.#options;
    const { request, counts } = await source();
    if (this.#ended) throw this.#ended;
    const { config } = request;
    let mostWorkers = 1;
    let hasReplicas = false;
    const group = new WorkerGroup({
      createWorker,
      listeners: {
        ...listeners,
        progress: (progress) => {
          listeners.progress?.(progress);
          // Replicas started earlier would delay the first step.
          if (!hasReplicas) group.addReplicas(this.#replicas(config, mostWorkers), request);
          hasReplicas = true;
        },
        checkpoint: (checkpoint) => (this.#checkpoint = checkpoint),
      },
      onDeath: (reason) => this.#onDeath(reason),
    });
    this.#group = group;
    const { batchSize, seqLen } = config;
    group.heartbeatTimeout = heartbeatTimeout(config, { batchSize, seqLen, ...counts });
    group.start();
    const answer = await group.engine.create({ ...request, checkpoint: this.#checkpoint });
    group.heartbeatTimeout = heartbeatTimeout(config, answer.textReport);
    mostWorkers = answer.mostWorkers;
    return { answer, engine: group.engine };
  }

  /**
   * @param {Config} config
   * @param {number} mostWorkers
   * @returns {number}
   */
  #replicas({ workers }, mostWorkers) {
    return Math.min(workers || this.#options.spareCores(), mostWorkers) - 1;
  }

  /** @param {string} reason */
  #onDeath(reason) {
    const step = this.#options.step();
    const isRepeated = this.#deaths.some((earlier) => Math.abs(earlier - step) < SAME_STEPS);
    this.#deaths.push(step);
    if (this.#isMade && !isRepeated) {
      this.#made = this.#restart(reason);
      this.#made.catch(() => {}); // every command tells
      return;
    }
    const stopped = isRepeated ? 'stopped again at about the same step' : 'stopped';
    const message = `The training worker ${stopped}: ${reason}. Your text and settings are kept; Train starts a new one from step 0.`;
    this.#ended = namedError('WorkerDiedError', message);
    this.#options.onFailure(this.#ended);
  }
}
