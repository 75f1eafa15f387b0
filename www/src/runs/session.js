import { makeWellFormed, normalise } from '../lib/text.js';
import { Notifier } from '../lib/notifier.js';
import { Inspector } from '../inspection/inspector.js';
import { defaultSampling, maxTextChars, samplingOptions } from '../settings/settings.js';
import { SettingsValues } from '../settings/settings-values.js';
import { Draft } from './draft.js';
import { Run } from './run.js';
import { AFTER_NOT_FINITE } from './training-advice.js';
import { TrainingRecord } from './training-record.js';

/**
 * @typedef {import('../shared/protocol.js').GenerateOptions} GenerateOptions
 * @typedef {import('../shared/protocol.js').Sampling} Sampling
 * @typedef {'empty' | 'idle' | import('./run.js').RunStatus} Status
 */

/** Errors that are not reported as such: a reset was wanted, and the death of a worker is told once. */
const TOLD_OTHERWISE = ['AbortError', 'WorkerDiedError'];

/**
 * One widget's text and settings, its current run, and the commands.
 *
 * Events: `change` (at most one a frame), `step` (detail: Progress), `state` (detail: {state}),
 * `error` (detail: {name, message}).
 */
export class Session extends Notifier {
  draft = new Draft(() => this.changed());
  sampling = new SettingsValues(samplingOptions, defaultSampling);
  /** The questions about the inside of the model. */
  inspector = new Inspector({
    model: () => (this.model?.textReport ? this.model : undefined),
    sampling: () => this.samplingValues,
    mind: (request) => this.mind(request),
    onChange: () => this.changed(),
  });
  /** Why the last command failed, or the training stopped. @type {{name: string, message: string} | undefined} */
  error;
  /** @type {string | undefined} why the prompt cannot be continued */
  promptProblem;

  /** From Train to Reset. @type {Run | undefined} */
  #run;
  /** The record where there is no run. */
  #noRecord = new TrainingRecord();
  #engine;
  /** @type {Status} */
  #toldStatus = 'empty';

  /**
   * @param {object} engine
   * @param {() => Worker} engine.createWorker called when there is something to train, not before
   * @param {() => Promise<WebAssembly.Module>} engine.loadWasm
   * @param {() => Promise<WebAssembly.Module>} engine.loadProof
   * @param {() => number} engine.spareCores the number of workers when nobody chooses one
   */
  constructor(engine) {
    super();
    this.#engine = engine;
  }

  /** @returns {Status} */
  get status() {
    return this.#run?.status ?? (this.draft.text === '' ? 'empty' : 'idle');
  }

  /** The figures, curves and samples of the run. */
  get record() {
    return this.#run?.record ?? this.#noRecord;
  }

  /** The run, unless its workers have died for good. */
  get model() {
    return this.#run?.status === 'failed' ? undefined : this.#run;
  }

  /** The sentence about a restart after a worker died; empty without one. */
  get notice() {
    return this.model?.notice ?? '';
  }

  /** The sampling options in force. @returns {Sampling} */
  get samplingValues() {
    return /** @type {Sampling} */ (this.sampling.values);
  }

  /** The chosen character, unit and quantity. */
  get selection() {
    return this.inspector.selection;
  }

  /** True when the text or a setting differs from what the model was made from. */
  get isStale() {
    return this.model?.differsFrom(this.draft) ?? false;
  }

  /** The advice when training goes wrong. */
  get advice() {
    return this.error?.name === 'NotFiniteError' ? AFTER_NOT_FINITE : this.model?.advice;
  }

  /**
   * Takes another text; one that is too long is reported, and the old one stays.
   *
   * @param {string} text
   * @returns {number} how many lone surrogates were replaced
   */
  setText(text) {
    if (text.length > maxTextChars) {
      const message = `The text has ${text.length} characters, and at most ${maxTextChars} can be learnt: take a part of it. The text here is unchanged.`;
      this.report({ name: 'TextTooLongError', message });
      return 0;
    }
    const replaced = this.draft.setText(text);
    if (this.error?.name.startsWith('Text')) this.error = undefined;
    this.#tellStatus();
    this.changed();
    return replaced;
  }

  /** Takes the text of a lag task. @param {import('./draft.js').TaskText} taskText */
  useTask(taskText) {
    this.draft.taskText = taskText;
    this.setText(taskText.text);
  }

  /**
   * Chooses a setting; undefined takes the choice back. The learning rate applies at once, the
   * others at the next reset.
   *
   * @param {string} name
   * @param {unknown} value
   * @returns {string} the problem with it, empty when there is none
   */
  choose(name, value) {
    const { settings } = this.draft;
    const problem = settings.choose(name, value);
    if (name === 'learningRate' && !problem && this.model) {
      this.mind(this.model.setLearningRate(Number(settings.values[name])));
    }
    if (this.error?.name === 'SettingError' && settings.problems.size === 0) this.error = undefined;
    this.changed();
    return problem;
  }

  /** Goes back to the settings that suit the text. */
  useSuggestions() {
    this.draft.settings.clear();
    this.choose('learningRate', undefined);
  }

  /** @param {string} name @param {unknown} value */
  chooseSampling(name, value) {
    this.promptProblem = undefined;
    const problem = this.sampling.choose(name, value);
    if (!problem && this.model) this.mind(this.model.setSampling(this.samplingValues));
    this.changed();
  }

  train() {
    return this.#command((run) => run.train());
  }

  async pause() {
    if (this.model) await this.#command((run) => run.pause());
  }

  /** Makes one optimiser update. */
  step() {
    return this.#command((run) => run.step());
  }

  /** Continues with half the learning rate. @param {number} [backTo] from an earlier step */
  async slowDown(backTo) {
    const rate = Number(this.model?.learningRate) / 2;
    if (backTo !== undefined) await this.goBack(backTo);
    this.choose('learningRate', rate);
    await this.train();
  }

  /** Pauses, and continues from an earlier step. @param {number} step */
  goBack(step) {
    return this.#command((run) => run.goBack(step));
  }

  /** Throws the run away. */
  async reset() {
    this.#drop();
    this.error = undefined;
    this.promptProblem = undefined;
    this.#tellStatus();
    this.changed();
  }

  /**
   * @param {GenerateOptions} [options] what is left out is taken from the sampling options in force
   * @returns {Promise<string>} the continuation alone
   */
  generate(options = {}) {
    return this.#command(async (run) => {
      await run.settle();
      for (const message of this.sampling.problems.values()) {
        throw Object.assign(new Error(message), { name: 'SettingError' });
      }
      return run.generate({ ...this.samplingValues, ...options });
    });
  }

  /**
   * Everything inside the model while it reads a text from the zero state.
   *
   * @param {string} text
   * @returns {Promise<import('../shared/protocol.js').TextReading>}
   */
  inspect(text) {
    return this.#command(async (run) => {
      await run.settle();
      const engine = await run.ready();
      return engine.inspect(typeof text === 'string' ? makeWellFormed(text).text : text);
    });
  }

  /** Compares the model's gradients with difference quotients, and records how they compare. */
  checkGradients() {
    return this.#command(async (run) => {
      await run.settle();
      await run.checkGradients(await this.#engine.loadProof());
    });
  }

  /** Generates from the prompt without the characters that the text does not have. */
  skipUnknown() {
    const known = new Set(this.model?.vocabulary);
    const prompt = [...normalise(this.samplingValues.prompt)];
    this.chooseSampling('prompt', prompt.filter((char) => known.has(char)).join(''));
    return this.generate();
  }

  /** Ends the workers; the session is not used again. */
  destroy() {
    this.#drop();
    this.draft.stop();
    this.silence();
  }

  /** Shows an error and fires its event. @param {{name: string, message: string}} error */
  report({ name, message }) {
    if (name === 'UnknownCharError') this.promptProblem = message;
    else this.error = { name, message };
    this.tell('error', { name, message });
    this.changed();
  }

  /** Reports the error of a request whose answer nobody waits for. @param {Promise<unknown>} request */
  mind(request) {
    request.catch((error) => this.#reportUntold(error));
  }

  /**
   * Runs a command on the run, which is made when there is none. An error is shown, and rejects.
   *
   * @template T
   * @param {(run: Run) => Promise<T>} command
   */
  async #command(command) {
    this.error = undefined;
    this.promptProblem = undefined;
    const run = this.model ?? this.#newRun();
    run.notice = '';
    this.changed();
    try {
      return await command(run);
    } catch (error) {
      this.#reportUntold(error);
      throw error;
    }
  }

  #newRun() {
    const previous = this.#run;
    const run = new Run(this.draft, {
      ...this.#engine,
      sampling: () => this.samplingValues,
      inspector: this.inspector,
      onChange: () => this.changed(),
      onStatus: () => this.#tellStatus(),
      onStep: (progress) => this.tell('step', progress),
      onLearningRate: (rate) => this.#follow(rate),
      onError: (error) => this.report(error),
      onRestart: (death) => this.tell('error', death),
      onRefused: () => {
        this.#run = previous;
        this.#tellStatus();
      },
    });
    this.#run = run;
    this.selection.clear();
    return run;
  }

  #drop() {
    this.#run?.stop();
    this.#run = undefined;
    this.selection.clear();
  }

  /** Chooses the learning rate that the model has gone back to. @param {number} rate */
  #follow(rate) {
    const { settings } = this.draft;
    settings.choose('learningRate', rate === settings.defaults.learningRate ? undefined : rate);
    this.changed();
  }

  /** @param {unknown} thrown */
  #reportUntold(thrown) {
    const error = /** @type {Error} */ (thrown);
    if (!TOLD_OTHERWISE.includes(error.name)) this.report(error);
  }

  #tellStatus() {
    const { status } = this;
    if (status === this.#toldStatus) return;
    this.#toldStatus = status;
    this.tell('state', { state: status });
    this.changed();
  }
}
