import { quantitiesOf } from '../cells/quantities.js';
import { followedBy } from '../lib/followed-by.js';
import { formatWhole } from '../lib/format.js';
import { countWeights } from '../cells/count-weights.js';
import { LearningRate } from './learning-rate.js';
import { NOBODY } from './run-page.js';
import { RunWorkers } from './run-workers.js';
import { TrainingAdvisor } from './training-advice.js';
import { TrainingRecord } from './training-record.js';

/**
 * @typedef {import('../shared/protocol.js').Config} Config
 * @typedef {import('../shared/protocol.js').CreateAnswer} CreateAnswer
 * @typedef {import('./draft.js').Draft} Draft
 * @typedef {'starting' | 'training' | 'paused' | 'failed'} RunStatus
 */

/**
 * One model's life, from Train to Reset: its workers, its settings in force, its record. A stopped
 * run fires no events, even when late messages reach it.
 */
export class Run {
  /** @type {RunStatus | undefined} undefined before the draft is ready */
  status;
  record = new TrainingRecord();
  text = '';
  /** @type {CreateAnswer['textReport'] | undefined} undefined before the model is made */
  textReport;
  vocabulary = '';
  learningRate = new LearningRate((rate) => this.#page.onLearningRate(rate));
  /** The sentence about the last restart. */
  notice = '';

  #page;
  #advisor = new TrainingAdvisor();
  #workers;
  /** @type {import('./run-workers.js').ModelSource | undefined} */
  #source;
  #wantsTraining = false;
  /** The settings of the draft that the model was made from. */
  #config = /** @type {Config} */ ({});

  /** @type {Required<Omit<import('./worker-group.js').Listeners, 'checkpoint' | 'notShared'>>} */
  #listeners = {
    ...this.record.listeners,
    progress: (progress) => {
      this.record.listeners.progress(progress);
      this.#advisor.observe(progress, this.config);
      this.learningRate.report(progress.learningRate);
      this.#page.onStep(progress);
    },
    inspection: (inspection) => (this.#page.inspector.selection.inspection = inspection),
    rolledBack: (step) => {
      this.record.goBackTo(step);
      this.#page.inspector.selection.backTo(step);
    },
    stopped: (error) => {
      this.#wantsTraining = false;
      this.#page.onError(error); // before the status: it is announced first
      this.#setStatus('paused');
    },
  };

  /**
   * @param {Draft} draft
   * @param {import('./run-page.js').RunPage} page
   */
  constructor(draft, page) {
    this.#page = page;
    this.#workers = new RunWorkers({
      createWorker: page.createWorker,
      spareCores: page.spareCores,
      listeners: followedBy(this.#listeners, () => this.#page.onChange()),
      source: () => this.#currentSource(draft),
      step: () => this.record.progress?.step ?? 0,
      onMade: (answer) => this.#begin(answer, draft.task),
      onRefused: () => this.#page.onRefused(),
      onRestart: (restart) => this.#goOn(restart),
      onFailure: (error) => {
        this.#page.onError(error); // before the status: it is announced first
        this.#setStatus('failed');
      },
    });
  }

  /** Resolves with the worker's functions once it has the model, also after a restart. */
  ready() {
    return this.#workers.ready();
  }

  /** The settings in force. */
  get config() {
    return { ...this.#config, learningRate: this.learningRate.inForce };
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
    this.#page.onChange();
  }

  /**
   * Pauses, and continues from an earlier step.
   *
   * @param {number} step of the history
   */
  async goBack(step) {
    this.#wantsTraining = false;
    const engine = await this.ready();
    const { learningRate } = await engine.goBack(step);
    this.#backTo(step);
    this.learningRate.report(learningRate);
    this.#setStatus('paused');
  }

  /**
   * Applies a chosen learning rate at once, or after a restart.
   *
   * @param {number} rate
   */
  async setLearningRate(rate) {
    const choice = this.learningRate.choose(rate);
    const engine = await this.ready();
    this.learningRate.confirm(await engine.setLearningRate(rate), choice);
  }

  /** Resolves like `ready`; a model made without training shows as paused. */
  async settle() {
    const engine = await this.ready();
    if (this.status === 'starting') this.#setStatus('paused');
    return engine;
  }

  /** Ends the workers; pending commands reject with an `AbortError`. */
  stop() {
    this.#page = { ...this.#page, ...NOBODY };
    this.#workers.stop();
  }

  /** Sends Train or Pause to the worker, and to the next one if it dies before it answers. */
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

  /**
   * The text and the settings; the first call takes them from the draft.
   *
   * @param {Draft} draft
   */
  async #currentSource(draft) {
    this.#source ??= await this.#firstSource(draft);
    const { request, counts } = this.#source;
    const changed = { sampling: this.#page.sampling(), learningRate: this.learningRate.apply() };
    return { request: { ...request, ...changed }, counts };
  }

  /**
   * @param {Draft} draft
   * @returns {Promise<import('./run-workers.js').ModelSource>}
   */
  async #firstSource(draft) {
    const counts = await draft.ready();
    this.#setStatus('starting');
    const wasm = await this.#page.loadWasm();
    const { text, recallText, config } = draft;
    this.text = text;
    this.#config = config;
    this.learningRate.inForce = config.learningRate;
    this.record.floor = draft.task?.bitsPerChar;
    return { request: { wasm, text, recallText, config, sampling: this.#page.sampling() }, counts };
  }

  /**
   * @param {CreateAnswer} answer
   * @param {Draft['task']} task that the text belongs to
   */
  #begin(answer, task) {
    this.#take(answer);
    const { chars, distinctChars } = answer.textReport;
    const { selection } = this.#page.inspector;
    const weights = countWeights(this.config, distinctChars);
    selection.begin(chars, this.config, quantitiesOf(this.config), weights);
    if (task && task.text === this.text) selection.choose({ index: task.index });
  }

  /**
   * Gives new workers the command of those that died.
   *
   * @param {import('./run-workers.js').Restart} restart
   */
  async #goOn({ reason, answer, engine }) {
    this.#take(answer);
    this.#backTo(answer.step);
    this.#page.inspector.request();
    if (this.#wantsTraining) await engine.train();
    const went = this.#wantsTraining ? 'Training continued' : 'Train continues';
    this.notice = `The training worker stopped: ${reason}. ${went} from step ${formatWhole(answer.step)}.`;
    this.#page.onRestart({ name: 'WorkerDiedError', message: this.notice });
    this.#setStatus(this.#wantsTraining ? 'training' : 'paused');
  }

  /** @param {CreateAnswer} answer */
  #take({ textReport, vocabulary, learningRate }) {
    this.textReport = textReport;
    this.vocabulary = vocabulary;
    this.learningRate.confirm(learningRate);
  }

  /** @param {number} step that the model has returned to */
  #backTo(step) {
    this.record.goBackTo(step);
    const { selection } = this.#page.inspector;
    selection.selectStep(undefined);
    selection.backTo(step);
  }

  /** @param {RunStatus} status */
  #setStatus(status) {
    this.status = status;
    this.#page.onStatus();
  }
}
