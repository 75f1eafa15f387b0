import { followedBy } from '../lib/followed-by.js';
import { LearningRate } from './learning-rate.js';
import { RecoveryNotice } from './recovery-notice.js';
import { runListeners } from './run-listeners.js';
import { unheard } from './run-page.js';
import { RunSource } from './run-source.js';
import { RunWorkers } from './run-workers.js';
import { TrainingCommands } from './training-commands.js';
import { TrainingRecord } from './training-record.js';

/**
 * @typedef {import('../shared/protocol.js').CreateAnswer} CreateAnswer
 * @typedef {import('./draft.js').Draft} Draft
 * @typedef {'starting' | 'training' | 'paused' | 'failed'} RunStatus
 */

/** One model's life, from Train to Reset. A stopped run fires no events, even for late messages. */
export class Run {
  /** @type {RunStatus | undefined} undefined before the draft is ready */
  status;
  record = new TrainingRecord();
  /** @type {CreateAnswer['textReport'] | undefined} undefined before the model is made */
  textReport;
  vocabulary = '';
  learningRate = new LearningRate({
    ready: () => this.ready(),
    onChange: (rate) => this.#page.onLearningRate(rate),
  });
  #page;
  #ownPage;
  notice = new RecoveryNotice();
  #workers;
  source;
  commands = new TrainingCommands(() => this.ready());
  #isLeaving = false;

  #listeners = runListeners(this.record, {
    learningRate: this.learningRate,
    page: () => this.#page,
    onEnded: () => {
      this.commands.end();
      this.#showCommand();
    },
    onStopped: () => {
      this.commands.wantsTraining = false;
      this.#setStatus('paused');
    },
  });

  /**
   * @param {Draft} draft
   * @param {import('./run-page.js').RunPage} page
   * @param {import('./run-page.js').FromFile} [fromFile] of a run from a file, until `comeBack` unheard
   */
  constructor(draft, page, fromFile) {
    this.#ownPage = page;
    this.#page = fromFile ? unheard(page) : page;
    this.source = new RunSource(draft, page);
    this.#workers = new RunWorkers({
      createWorker: page.createWorker,
      cores: page.cores,
      checkpoint: fromFile?.checkpoint,
      listeners: followedBy(this.#listeners, (name) =>
        name === 'progress' ? this.#page.onProgress() : this.#page.onChange(),
      ),
      source: () => this.#currentSource(),
      position: () => ({
        ...this.record.position,
        isTraining: this.status === 'training' || this.commands.isTraining,
      }),
      onMade: (answer) => {
        this.#take(answer);
        this.#beginInspection();
      },
      onRefused: () => this.#page.onRefused(),
      onRecovery: (recovery) => this.#goOn(recovery),
      onDeath: ({ isTraining, isLast }) => {
        this.notice.noteDeath(this.record.steps);
        this.#page.inspector.noteDeath(!isTraining || isLast);
      },
      onFailure: (error) => {
        this.commands.wantsTraining = false;
        this.#page.onError(error); // before the status: it is announced first
        this.#setStatus('failed');
      },
    });
  }

  /** Resolves with the worker's functions once it has the model, also after a recovery. */
  ready() {
    return this.#workers.ready();
  }

  /** The text that is learnt; empty before it is taken from the draft. */
  get text() {
    return this.source.text;
  }

  /** The settings in force. */
  get config() {
    return { ...this.source.config, learningRate: this.learningRate.inForce };
  }

  /** The newest checkpoint, from which a failed or kept run can continue. */
  get checkpoint() {
    return this.#workers.checkpoint;
  }

  /**
   * Continues from the checkpoint after a failure.
   *
   * @param {number} [rate] a new learning rate
   */
  resume(rate = this.learningRate.value) {
    if (rate !== this.learningRate.value) this.learningRate.choose(rate);
    this.#setStatus('starting');
    this.#workers.resume();
  }

  /** Prepares for a command, which ends the notice. */
  attend() {
    this.notice.text = '';
    this.#workers.attend();
  }

  async train() {
    await this.commands.train();
    this.#showCommand();
  }

  async pause() {
    await this.commands.pause();
    this.#showCommand();
  }

  /** Pauses, and makes one optimiser update. */
  async step() {
    this.#listeners.progress(await this.commands.step(() => this.#showCommand()));
    this.#page.onChange();
  }

  /**
   * Pauses, and returns to an earlier step.
   *
   * @param {number} step of the history
   */
  async goBack(step) {
    try {
      const { learningRate, validation } = await this.commands.goBack(step);
      this.#backTo(step, validation);
      this.learningRate.report(learningRate);
    } finally {
      this.#showCommand();
    }
  }

  /** Resolves like `ready`; a model made without training shows as paused. */
  async settle() {
    const engine = await this.ready();
    if (this.status === 'starting') this.#setStatus('paused');
    return engine;
  }

  /** Ends the workers; pending commands reject with an `AbortError`. */
  stop() {
    this.#page = unheard(this.#page);
    this.#workers.stop();
  }

  /** Pauses, keeps the newest checkpoint, and ends the workers, until `comeBack`. */
  async leave() {
    this.#page = unheard(this.#page);
    this.#isLeaving = true;
    await this.pause().finally(() => this.#isLeaving && this.stop());
  }

  /**
   * Shows the run, paused, and continues from the checkpoint where the workers have ended.
   *
   * @param {boolean} [isChosen] true where the selection is still that of this run
   */
  comeBack(isChosen) {
    this.#isLeaving = false;
    this.#page = this.#ownPage;
    if (this.#workers.hasEnded) this.resume();
    if (!isChosen) this.#beginInspection();
  }

  #beginInspection() {
    const { textReport, config, source } = this;
    if (textReport) this.#page.inspector.begin(textReport, config, source.task?.index);
  }

  async #currentSource() {
    const source = this.source;
    if (await source.take(() => this.#setStatus('starting'))) {
      this.learningRate.inForce = source.config.learningRate;
      this.record.take(source);
    }
    return source.current(this.learningRate.apply());
  }

  /**
   * Gives new workers the command of those that died.
   *
   * @param {import('./run-workers.js').Recovery} recovery
   */
  async #goOn({ reason, answer, engine }) {
    const { step, validation } = answer;
    const { inspector } = this.#page;
    this.#take(answer);
    this.#backTo(step, validation);
    inspector.request();
    const isTraining = this.commands.wantsTraining;
    if (isTraining) await engine.train();
    if (reason !== undefined) {
      const { isSuspended } = inspector;
      const message = this.notice.write({ reason, step, isTraining, isSuspended });
      this.#page.onRecovery({ name: 'WorkerDiedError', message });
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
    this.#page.onChange();
  }

  /** Sets the status after a command, unless the workers have ended. */
  #showCommand() {
    if (this.status === 'failed') return;
    this.#setStatus(this.commands.wantsTraining ? 'training' : 'paused');
  }

  /** @param {RunStatus} status */
  #setStatus(status) {
    this.#workers.status = this.status = status;
    this.#page.onStatus();
  }
}
