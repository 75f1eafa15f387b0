import { followedBy } from '../lib/followed-by.js';
import { LearningRate } from './learning-rate.js';
import { restartNotice } from './restart-notice.js';
import { NOBODY } from './run-page.js';
import { RunSource } from './run-source.js';
import { RunWorkers } from './run-workers.js';
import { TrainingCommands } from './training-commands.js';
import { TrainingRecord } from './training-record.js';

/**
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
  /** @type {CreateAnswer['textReport'] | undefined} undefined before the model is made */
  textReport;
  vocabulary = '';
  learningRate = new LearningRate((rate) => this.#page.onLearningRate(rate));
  /** The sentence about the last restart. */
  notice = '';
  #page;
  /** @type {number[]} the history before the last death */
  #stepsAtDeath = [];
  #workers;
  #source;
  #commands = new TrainingCommands(() => this.ready());

  /** @type {Required<Omit<import('./worker-group.js').Listeners, 'checkpoint' | 'notShared'>>} */
  #listeners = {
    ...this.record.listeners,
    progress: (progress) => {
      this.record.listeners.progress(progress);
      this.learningRate.report(progress.learningRate);
      this.#page.onStep(progress);
    },
    inspection: (inspection) => (this.#page.inspector.selection.inspection = inspection),
    inspectionFailed: (error) => this.#page.onError(error),
    rolledBack: (step) => {
      this.record.goBackTo(step);
      this.#page.inspector.selection.backTo(step);
    },
    ended: (ended) => {
      this.record.listeners.ended(ended);
      this.#commands.end();
      this.#showCommand();
    },
    stopped: (error) => {
      this.#commands.wantsTraining = false;
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
    this.#source = new RunSource(draft, page);
    this.#workers = new RunWorkers({
      createWorker: page.createWorker,
      spareCores: page.spareCores,
      listeners: followedBy(this.#listeners, () => this.#page.onChange()),
      source: () => this.#currentSource(),
      position: () => ({
        ...this.record.position,
        isTraining: this.status === 'training' || this.#commands.isTraining,
      }),
      onMade: (answer) => {
        this.#take(answer);
        page.inspector.begin(answer.textReport, this.config, this.#source.task?.index);
      },
      onRefused: () => this.#page.onRefused(),
      onRestart: (restart) => this.#goOn(restart),
      onDeath: ({ isTraining, isLast }) => {
        this.#stepsAtDeath = this.record.steps;
        page.inspector.noteDeath(!isTraining || isLast);
      },
      onFailure: (error) => {
        this.#commands.wantsTraining = false;
        this.#page.onError(error); // before the status: it is announced first
        this.#setStatus('failed');
      },
    });
  }

  /** Resolves with the worker's functions once it has the model, also after a restart. */
  ready() {
    return this.#workers.ready();
  }

  /** The text that is learnt; empty before it is taken from the draft. */
  get text() {
    return this.#source.text;
  }

  /** The settings in force. */
  get config() {
    return { ...this.#source.config, learningRate: this.learningRate.inForce };
  }

  /** True when a failed run can continue from its checkpoint. */
  get hasCheckpoint() {
    return this.#workers.hasCheckpoint;
  }

  /**
   * Continues from the checkpoint after a failure.
   *
   * @param {number} rate the new learning rate
   */
  resume(rate) {
    if (rate !== this.learningRate.value) this.learningRate.choose(rate);
    this.#setStatus('starting');
    this.#workers.resume();
  }

  /** Prepares for a command, which ends the notice. */
  attend() {
    this.notice = '';
    this.#workers.attend();
  }

  async train() {
    await this.#commands.train();
    this.#showCommand();
  }

  async pause() {
    await this.#commands.pause();
    this.#showCommand();
  }

  /** Pauses, and makes one optimiser update. */
  async step() {
    this.#listeners.progress(await this.#commands.step(() => this.#showCommand()));
    this.#page.onChange();
  }

  /**
   * Pauses, and returns to an earlier step.
   *
   * @param {number} step of the history
   */
  async goBack(step) {
    try {
      const { learningRate, validation } = await this.#commands.goBack(step);
      this.#backTo(step, validation);
      this.learningRate.report(learningRate);
    } finally {
      this.#showCommand();
    }
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

  async #currentSource() {
    const source = this.#source;
    if (await source.take(() => this.#setStatus('starting'))) {
      this.learningRate.inForce = source.config.learningRate;
      this.record.floor = source.task?.bitsPerChar;
      this.record.gradClip = source.config.gradClip;
    }
    return source.current(this.learningRate.apply());
  }

  /**
   * Gives new workers the command of those that died.
   *
   * @param {import('./run-workers.js').Restart} restart
   */
  async #goOn({ reason, answer, engine }) {
    const { step, validation } = answer;
    const { inspector } = this.#page;
    const hasLostHistory = this.#stepsAtDeath.some((earlier) => earlier < step);
    this.#take(answer);
    this.#backTo(step, validation);
    inspector.request();
    const isTraining = this.#commands.wantsTraining;
    if (isTraining) await engine.train();
    if (reason !== undefined) {
      const { isSuspended } = inspector;
      this.notice = restartNotice({ reason, step, isTraining, hasLostHistory, isSuspended });
      this.#page.onRestart({ name: 'WorkerDiedError', message: this.notice });
    }
    this.#showCommand();
  }

  /** @param {CreateAnswer} answer */
  #take({ textReport, vocabulary, learningRate }) {
    this.textReport = textReport;
    this.vocabulary = vocabulary;
    this.learningRate.confirm(learningRate);
  }

  /**
   * @param {number} step that the model has returned to
   * @param {CreateAnswer['validation']} validation
   */
  #backTo(step, validation) {
    this.record.goBackTo(step);
    this.record.restore(validation);
    this.#page.inspector.backTo(step);
  }

  /** Sets the status after a command, unless the workers have ended. */
  #showCommand() {
    if (this.status === 'failed') return;
    this.#setStatus(this.#commands.wantsTraining ? 'training' : 'paused');
  }

  /** @param {RunStatus} status */
  #setStatus(status) {
    this.status = status;
    this.#page.onStatus();
  }
}
