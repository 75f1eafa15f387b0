import { quantitiesOf } from '../cells/quantities.js';
import { countWeights } from '../settings/settings.js';
import { formatWhole } from '../lib/format.js';
import { heartbeatTimeout } from './heartbeat-timeout.js';
import { TrainingAdvisor } from './training-advice.js';
import { TrainingRecord } from './training-record.js';
import { WorkerGroup } from './worker-group.js';

/**
 * @typedef {import('../shared/protocol.js').Checkpoint} Checkpoint
 * @typedef {import('../shared/protocol.js').Config} Config
 * @typedef {import('../shared/protocol.js').CreateRequest} CreateRequest
 * @typedef {import('../shared/protocol.js').Progress} Progress
 * @typedef {import('../shared/protocol.js').Sampling} Sampling
 * @typedef {import('./draft.js').Draft} Draft
 * @typedef {'starting' | 'training' | 'paused' | 'failed'} RunStatus
 *
 * @typedef {object} Page what a run needs, and what it tells
 * @property {() => Worker} createWorker
 * @property {() => Promise<WebAssembly.Module>} loadWasm
 * @property {() => number} spareCores the number of workers when nobody chooses one
 * @property {() => Sampling} sampling the options in force
 * @property {import('../inspection/inspector.js').Inspector} inspector
 * @property {() => void} onChange
 * @property {() => void} onStatus
 * @property {(progress: Progress) => void} onStep
 * @property {(rate: number) => void} onLearningRate called when the learning rate in force has
 *   changed without a choice
 * @property {(error: {name: string, message: string}) => void} onError called with an error that
 *   stops the training
 * @property {(error: {name: string, message: string}) => void} onRestart called with the death that
 *   a restart has mended
 * @property {() => void} onRefused called when no model can be made
 */

/** Deaths less than this many steps apart have one cause: another restart would end alike. */
const SAME_STEPS = 20;

/** What a person may change without another model. */
const CHANGEABLE = ['learningRate'];

const nothing = () => {};

/** The page of a run that was stopped. */
const NOBODY = {
  onChange: nothing,
  onStatus: nothing,
  onStep: nothing,
  onLearningRate: nothing,
  onError: nothing,
  onRestart: nothing,
  onRefused: nothing,
};

/**
 * One model's life, from Train to Reset: its workers, its settings in force, its record. A run that
 * was stopped tells nothing any more, whatever still reaches it.
 */
export class Run {
  /** Undefined while something is missing that a model is made from. @type {RunStatus | undefined} */
  status;
  record = new TrainingRecord();
  text = '';
  /** The settings in force. */
  config = /** @type {Config} */ ({});
  /** Undefined before the model is made. @type {import('../shared/protocol.js').TextReport | undefined} */
  textReport;
  vocabulary = '';
  /** The sentence about the last restart. */
  notice = '';

  #page;
  #advisor = new TrainingAdvisor();
  /** @type {WorkerGroup | undefined} */
  #group;
  /** Settles when the workers have the model; replaced by every restart. @type {Promise<void>} */
  #made;
  /** @type {CreateRequest | undefined} */
  #request;
  /** Starts the replicas; to be called after the first step, which they would delay. @type {(() => void) | undefined} */
  #addReplicas;
  #wantsTraining = false;
  /** A chosen learning rate that the worker has not confirmed yet. @type {{rate: number} | undefined} */
  #chosen;
  /** The newest one that the worker has sent. @type {Checkpoint | undefined} */
  #checkpoint;
  /** The steps at which workers have died. @type {number[]} */
  #deaths = [];
  #isStopped = false;
  /** @type {Required<Omit<import('./worker-group.js').Listeners, 'notShared'>>} */
  #listeners = {
    ...this.record.listeners,
    progress: (progress) => {
      this.record.listeners.progress(progress);
      this.#addReplicas?.();
      this.#addReplicas = undefined;
      this.#advisor.look(progress, this.config);
      this.#takeLearningRate(progress.learningRate);
      this.#page.onStep(progress);
    },
    inspection: (inspection) => (this.#page.inspector.selection.inspection = inspection),
    rolledBack: (step) => {
      this.record.goBackTo(step);
      this.#page.inspector.selection.backTo(step);
    },
    stopped: (error) => {
      this.#wantsTraining = false;
      this.#page.onError(error); // first: it is also announced first
      this.#setStatus('paused');
    },
    checkpoint: (checkpoint) => (this.#checkpoint = checkpoint),
  };

  /** @param {Draft} draft @param {Page} page */
  constructor(draft, page) {
    this.#page = page;
    this.#made = this.#make(draft);
    this.#made.catch(nothing); // every command tells
  }

  /** Resolves with the worker's functions once it has the model, also after a restart. */
  async ready() {
    for (;;) {
      const made = this.#made;
      try {
        await made;
      } catch (error) {
        if (made === this.#made) throw error;
      }
      if (made === this.#made) return /** @type {WorkerGroup} */ (this.#group).engine;
    }
  }

  /** The learning rate in force, or chosen. */
  get learningRate() {
    return this.#chosen?.rate ?? this.config.learningRate;
  }

  /** True when the model was made from another text or other settings. @param {Draft} draft */
  differsFrom({ text, settings }) {
    if (!this.textReport) return false;
    const changed = Object.entries(this.config).some(
      ([name, value]) => !CHANGEABLE.includes(name) && value !== settings.values[name],
    );
    return changed || text !== this.text;
  }

  /** The advice about the training so far. */
  get advice() {
    if (!this.textReport) return undefined;
    return this.#advisor.advise(this.record, this.config, this.textReport.distinctChars);
  }

  train() {
    this.#wantsTraining = true;
    return this.#trainOrPause();
  }

  pause() {
    this.#wantsTraining = false;
    return this.#trainOrPause();
  }

  /** Makes one optimiser update. */
  async step() {
    await this.pause();
    const engine = await this.ready();
    this.#listeners.progress(await engine.step());
  }

  /** Pauses, and continues from an earlier step. @param {number} step of the history */
  async goBack(step) {
    this.#wantsTraining = false;
    const engine = await this.ready();
    const { learningRate } = await engine.goBack(step);
    this.#backTo(step, learningRate);
    this.#setStatus('paused');
  }

  /** A chosen learning rate applies at once, and after a restart. @param {number} rate */
  async setLearningRate(rate) {
    const chosen = { rate };
    this.#chosen = chosen;
    const engine = await this.ready();
    const learningRate = await engine.setLearningRate(rate);
    if (this.#chosen !== chosen) return; // another one was chosen meanwhile, or a restart applied it
    this.#chosen = undefined;
    this.config = { ...this.config, learningRate: rate };
    this.#takeLearningRate(learningRate); // another one after going back meanwhile
  }

  /** @param {Sampling} sampling for the samples drawn while training */
  async setSampling(sampling) {
    const engine = await this.ready();
    await engine.setSampling(sampling);
  }

  /** @param {Sampling} sampling @returns {Promise<string>} the continuation alone */
  async generate(sampling) {
    const engine = await this.ready();
    const sample = await engine.generate(sampling);
    this.#listeners.sample(sample);
    return sample.text;
  }

  /** Records how the model's gradients compare with difference quotients. @param {WebAssembly.Module} wasm */
  async checkGradients(wasm) {
    const engine = await this.ready();
    try {
      await engine.checkGradients(wasm);
    } finally {
      // Half a comparison says nothing.
      if (this.record.gradientCheck?.report.entriesLeft) this.record.gradientCheck = undefined;
      this.#page.onChange();
    }
  }

  /** A model that was made for something else than training waits. */
  async settle() {
    await this.ready();
    if (this.status === 'starting') this.#setStatus('paused');
  }

  /** Ends the workers; pending commands reject with an `AbortError`. */
  stop() {
    this.#isStopped = true;
    this.#page = { ...this.#page, ...NOBODY };
    this.#made = Promise.reject(aborted());
    this.#made.catch(nothing);
    this.#group?.stop();
  }

  /** Repeats the request when the worker dies, unless the run has failed. */
  async #trainOrPause() {
    for (let isTold = false; !isTold;) {
      const engine = await this.ready();
      try {
        await (this.#wantsTraining ? engine.train() : engine.pause());
        isTold = true;
      } catch (error) {
        if (/** @type {Error} */ (error).name !== 'WorkerDiedError') throw error;
      }
    }
    this.#setStatus(this.#wantsTraining ? 'training' : 'paused');
  }

  /** @param {Draft} draft */
  async #make(draft) {
    try {
      const counts = await draft.ready();
      this.#checkStopped();
      this.record.floor = draft.task?.bitsPerChar;
      this.#setStatus('starting');
      const wasm = await this.#page.loadWasm();
      this.#checkStopped();
      const { text, recallText, task } = draft;
      this.text = text;
      this.config = draft.config;
      this.#request = {
        wasm,
        text,
        recallText,
        config: this.config,
        sampling: this.#page.sampling(),
      };
      const { textReport } = await this.#start(counts);
      const weights = countWeights(this.config, textReport.distinctChars);
      const { selection } = this.#page.inspector;
      selection.begin(textReport.chars, this.config, quantitiesOf(this.config), weights);
      if (task && task.text === text) selection.choose({ index: task.index });
    } catch (error) {
      this.#group?.stop();
      if (this.status !== 'failed') this.#page.onRefused();
      throw error;
    }
  }

  /**
   * Starts workers that go on from the checkpoint, if there is one.
   *
   * @param {{chars: number, distinctChars: number}} counts of the text
   */
  async #start(counts) {
    const group = new WorkerGroup({
      createWorker: this.#page.createWorker,
      listeners: followedBy(this.#listeners, () => this.#page.onChange()),
      onDeath: (reason) => this.#onDeath(reason),
    });
    this.#group = group;
    const { batchSize, seqLen } = this.config;
    group.heartbeatTimeout = heartbeatTimeout(this.config, { batchSize, seqLen, ...counts });
    group.start();
    const request = {
      .../** @type {CreateRequest} */ (this.#request),
      sampling: this.#page.sampling(),
    };
    const chosen = this.#chosen;
    const answer = await group.engine.create({
      ...request,
      checkpoint: this.#checkpoint,
      learningRate: chosen?.rate,
    });
    if (this.#chosen === chosen) this.#chosen = undefined;
    this.config = { ...this.config, learningRate: chosen?.rate ?? this.config.learningRate };
    this.#takeLearningRate(answer.learningRate);
    this.textReport = answer.textReport;
    this.vocabulary = answer.vocabulary;
    group.heartbeatTimeout = heartbeatTimeout(this.config, answer.textReport);
    this.#addReplicas = () => {
      const workers = Math.min(this.config.workers || this.#page.spareCores(), answer.mostWorkers);
      group.addReplicas(workers - 1, request);
    };
    return answer;
  }

  /** @param {string} reason */
  #onDeath(reason) {
    const step = this.record.progress?.step ?? 0;
    const isRepeated = this.#deaths.some((earlier) => Math.abs(earlier - step) < SAME_STEPS);
    this.#deaths.push(step);
    if (!this.textReport || isRepeated) this.#fail(reason, isRepeated);
    else {
      this.#made = this.#restart(this.textReport, reason);
      this.#made.catch(nothing); // every command tells
    }
  }

  /**
   * Goes on from the checkpoint with other workers, which do what those that died were told.
   *
   * @param {{chars: number, distinctChars: number}} counts of the text
   * @param {string} reason
   */
  async #restart(counts, reason) {
    const { step } = await this.#start(counts);
    this.#backTo(step);
    this.#page.inspector.request();
    if (this.#wantsTraining) await this.#group?.engine.train();
    const went = this.#wantsTraining ? 'Training went on' : 'Train goes on';
    this.notice = `The training worker stopped: ${reason}. ${went} from step ${formatWhole(step)}.`;
    this.#page.onRestart({ name: 'WorkerDiedError', message: this.notice });
    this.#setStatus(this.#wantsTraining ? 'training' : 'paused');
  }

  /** @param {string} reason @param {boolean} isRepeated */
  #fail(reason, isRepeated) {
    const stopped = isRepeated ? 'stopped again at about the same step' : 'stopped';
    const message = `The training worker ${stopped}: ${reason}. Your text and settings are kept; Train starts a new one from step 0.`;
    const error = Object.assign(new Error(message), { name: 'WorkerDiedError' });
    this.#made = Promise.reject(error);
    this.#made.catch(nothing); // the page is told here
    this.#page.onError(error); // first: it is also announced first
    this.#setStatus('failed');
  }

  /** @param {number} step that the model is back at @param {number} [learningRate] of it */
  #backTo(step, learningRate) {
    this.record.goBackTo(step);
    const { selection } = this.#page.inspector;
    selection.selectStep(undefined);
    selection.backTo(step);
    if (learningRate !== undefined) this.#takeLearningRate(learningRate);
  }

  #checkStopped() {
    if (this.#isStopped) throw aborted();
  }

  /** @param {RunStatus} status */
  #setStatus(status) {
    this.status = status;
    this.#page.onStatus();
  }

  /** @param {number} learningRate in force, by the worker */
  #takeLearningRate(learningRate) {
    // A report that is older than the choice says nothing about it.
    if (this.#chosen || learningRate === this.config.learningRate) return;
    this.config = { ...this.config, learningRate };
    this.#page.onLearningRate(learningRate);
  }
}

const aborted = () => Object.assign(new Error('the model was reset'), { name: 'AbortError' });

/**
 * Listeners that call another function afterwards.
 *
 * @template {Record<string, (value: never) => void>} AnyListeners
 * @param {AnyListeners} listeners
 * @param {() => void} next
 * @returns {AnyListeners}
 */
function followedBy(listeners, next) {
  const entries = Object.entries(listeners).map(([name, listen]) => [
    name,
    (/** @type {never} */ value) => {
      listen(value);
      next();
    },
  ]);
  return Object.fromEntries(entries);
}
