import { formatWhole } from '../lib/format.js';
import { Deaths } from './deaths.js';
import { RunCores } from './run-cores.js';
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
 *
 * @typedef {object} Recovery
 * @property {string} [reason] of the death; absent after `resume`
 * @property {CreateAnswer} answer
 * @property {WorkerGroup['engine']} engine the functions of the leading worker
 *
 * @typedef {object} Options
 * @property {() => Worker} createWorker
 * @property {import('./core-budget.js').CoreBudget} cores
 * @property {Listeners} listeners to the leading worker
 * @property {Checkpoint} [checkpoint] to begin from; by default the model begins at step 0
 * @property {() => Promise<ModelSource>} source asked before every start
 * @property {() => import('./deaths.js').Death} position of the model, as far as the page knows it
 * @property {(answer: CreateAnswer) => void} onMade called when the first workers have the model
 * @property {() => void} onRefused called when no model can be made
 * @property {(recovery: Recovery) => Promise<void>} onRecovery called when other workers have the
 *   model, after the leading one has died
 * @property {(death: {isTraining: boolean, isLast: boolean}) => void} onDeath called when the
 *   leading worker has died; after the last death there is no recovery
 * @property {(error: Error) => void} onFailure called when the workers have ended for good
 */

/** The number of workers that training begins with; the leading one finds out what more are worth. */
const FIRST_WORKERS = 2;

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
   * Settles when the workers have the model; replaced by every recovery.
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
  #deaths = new Deaths();
  /** True while the leading worker has the model. */
  #hasModel = false;
  #recoveries = 0;
  #cores;
  /**
   * The error of every request after the end.
   *
   * @type {Error | undefined}
   */
  #ended;

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
    this.#cores = new RunCores(options.cores, () => this.#divideCores());
    this.#checkpoint = options.checkpoint;
    this.#made = this.#make();
    this.#made.catch(() => {}); // every command reports it
  }

  /** Resolves with the worker's functions once it has the model, also after a recovery. */
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
    this.#end();
  }

  /** True after `stop` and after a failure. */
  get hasEnded() {
    return this.#ended !== undefined;
  }

  /** The newest checkpoint, from which `resume` restores the model. */
  get checkpoint() {
    return this.#checkpoint;
  }

  /** Starts workers from the checkpoint after a failure, with a clean count of deaths. */
  resume() {
    this.#ended = undefined;
    this.#cores.begin();
    this.#deaths.clear();
    this.#remake();
  }

  /** @param {import('./run.js').RunStatus} status of the run, which says how many cores it wants */
  set status(status) {
    this.#cores.status = status;
  }

  /** Records a command of the user. */
  attend() {
    this.#deaths.attend();
  }

  async #make() {
    try {
      const { answer } = await this.#start();
      this.#options.onMade(answer);
      this.#isMade = true;
    } catch (error) {
      this.#end();
      if (!this.#ended) this.#options.onRefused();
      throw error;
    }
  }

  /** @param {string} [reason] of the death */
  #remake(reason) {
    this.#made = this.#recover(reason);
    this.#made.catch(() => {}); // every command reports it
  }

  /** @param {string} [reason] of the death */
  async #recover(reason) {
    const recovery = ++this.#recoveries;
    try {
      const { answer, engine } = await this.#start();
      await this.#options.onRecovery({ reason, answer, engine });
    } catch (thrown) {
      const { message } = /** @type {Error} */ (thrown);
      // Another death has already begun another recovery.
      if (recovery === this.#recoveries && !this.#ended) {
        const death = reason === undefined ? '' : ` ${this.#stopped('stopped', reason)}`;
        this.#fail(`No training worker could start: ${message.replace(/\.$/, '')}.${death}`);
      }
      throw this.#ended ?? thrown;
    }
  }

  /** Starts workers that continue from the checkpoint. */
  async #start() {
    const { createWorker, listeners, source } = this.#options;
    const { request } = await source();
    if (this.#ended) throw this.#ended;
    const { config } = request;
    let mostWorkers = 1;
    const group = new WorkerGroup({
      createWorker,
      listeners: {
        ...listeners,
        progress: (progress) => {
          listeners.progress?.(progress);
          // Replicas started earlier would delay the first step.
          group.addReplicas(this.#cores.replicas, request);
        },
        wantedWorkers: (count) => this.#cores.limit(Math.min(count, mostWorkers)),
        checkpoint: (checkpoint) => {
          this.#checkpoint = checkpoint;
          this.#deaths.save(checkpoint.counters[0]);
          listeners.checkpoint?.(checkpoint);
        },
      },
      onDeath: (reason) => this.#onDeath(reason),
    });
    this.#group = group;
    this.#hasModel = false;
    group.start();
    this.#divideCores();
    const answer = await group.engine.create({ ...request, checkpoint: this.#checkpoint });
    this.#hasModel = true;
    ({ mostWorkers } = answer);
    this.#cores.limit(
      config.workers ? mostWorkers : Math.min(FIRST_WORKERS, mostWorkers),
      config.workers,
    );
    return { answer, engine: group.engine };
  }

  #divideCores() {
    this.#group?.keepReplicas(this.#cores.replicas);
    if (this.#group) this.#group.share = this.#cores.share;
  }

  /** @param {string} reason */
  #onDeath(reason) {
    const position = this.#options.position();
    const isTraining = position.isTraining && this.#hasModel;
    const isLast = this.#deaths.add({ ...position, isTraining }) || !this.#isMade;
    this.#options.onDeath({ isTraining, isLast });
    if (!isLast) this.#remake(reason);
    else this.#fail(this.#stopped(this.#isMade ? 'stopped again' : 'stopped', reason));
  }

  /**
   * @param {string} stopped
   * @param {string} reason of the death
   */
  #stopped(stopped, reason) {
    const near = this.#isMade ? ` near step ${formatWhole(this.#options.position().step)}` : '';
    return `The training worker ${stopped}${near}: ${reason}.`;
  }

  /** @param {string} problem */
  #fail(problem) {
    const remedy = this.#checkpoint
      ? `Train tries again from step ${formatWhole(this.#checkpoint.counters[0])}; Reset starts over.`
      : 'Your text and settings are kept; Train starts a new one from step 0.';
    this.#ended = namedError('WorkerDiedError', `${problem} ${remedy}`);
    this.#end();
    this.#options.onFailure(this.#ended);
  }

  #end() {
    this.#group?.stop();
    this.#cores.end();
  }
}
