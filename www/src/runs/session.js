import { makeWellFormed } from '../lib/text.js';
import { Notifier } from '../lib/notifier.js';
import { Push, Request } from '../shared/protocol.js';
import {
  countWeights,
  defaultSampling,
  maxTextChars,
  samplingOptions,
} from '../settings/settings.js';
import { quantitiesOf } from '../cells/quantities.js';
import { Draft } from './draft.js';
import { Inspector } from '../inspection/inspector.js';
import { RemoteModel } from './remote-model.js';
import { SettingsValues } from '../settings/settings-values.js';
import { TrainingRecord } from './training-record.js';
import { AFTER_NOT_FINITE, TrainingAdvisor } from './training-advice.js';

/**
 * @typedef {import('../shared/protocol.js').GenerateOptions} GenerateOptions
 * @typedef {import('../shared/protocol.js').Sampling} Sampling
 * @typedef {'empty' | 'idle' | 'starting' | 'training' | 'paused' | 'failed'} Status
 */

/**
 * One widget's model as the page sees it: what it is to learn, what it has done, and the commands.
 *
 * Events: `change` (at most one a frame), `step` (detail: Progress), `state` (detail: {state}), `error` (detail:
 * {name, message}).
 */
export class Session extends Notifier {
  /** @type {Status} */
  status = 'empty';
  draft = new Draft(() => this.changed());
  sampling = new SettingsValues(samplingOptions, defaultSampling);
  record = new TrainingRecord();
  /** What one asks about its inside. */
  inspector = new Inspector({
    model: () => (this.model?.textReport ? this.model : undefined),
    sampling: () => this.samplingValues,
    send: (type, payload) => this.#send(type, payload),
    onChange: () => this.changed(),
  });
  /** @type {{name: string, message: string} | undefined} why the last command, or the worker, failed */
  error;
  /** @type {string | undefined} why the prompt cannot be continued */
  promptProblem;
  /** @type {RemoteModel | undefined} */
  model;

  #watchdog = new TrainingAdvisor();
  #engine;
  #wantsTraining = false;
  /** @type {RemoteModel | undefined} the model that has heard what was chosen */
  #begun;
  /** The learning rate that was chosen since the model was made. @type {number | undefined} */
  #learningRate;

  /**
   * @param {object} engine
   * @param {() => Worker} engine.createWorker called when there is something to train, not before
   * @param {() => Promise<WebAssembly.Module>} engine.loadWasm
   * @param {() => Promise<WebAssembly.Module>} engine.loadProof
   * @param {() => number} engine.spareCores how many workers a model has when nobody chooses
   */
  constructor(engine) {
    super();
    this.#engine = engine;
  }

  /** The sampling options in force. @returns {Sampling} */
  get samplingValues() {
    return /** @type {any} */ (this.sampling.values);
  }

  /** Where one looks. */
  get selection() {
    return this.inspector.selection;
  }

  /** True when the text or a setting differs from what the model was made from. */
  get isStale() {
    return this.model?.differsFrom(this.draft) ?? false;
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
    if (!this.model) this.#rest();
    this.changed();
    return replaced;
  }

  /** Takes a text in which something has to be remembered. @param {import('./draft.js').TaskText} taskText */
  useTask(taskText) {
    this.draft.taskText = taskText;
    this.setText(taskText.text);
  }

  /**
   * Chooses a setting; undefined takes the choice back. The learning rate applies at once, the others at the next reset.
   *
   * @param {string} name
   * @param {unknown} value
   * @returns {string} what is wrong with it, empty when nothing is
   */
  choose(name, value) {
    const { settings } = this.draft;
    const problem = settings.choose(name, value);
    if (name === 'learningRate' && !problem) {
      this.#learningRate = Number(settings.values[name]);
      this.#send(Request.setLearningRate, this.#learningRate);
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
    if (!problem) this.#send(Request.setSampling, this.samplingValues);
    this.changed();
  }

  train() {
    this.#wantsTraining = true;
    return this.#run(async (model) => {
      if (this.#wantsTraining) await model.request(Request.train);
      this.#setStatus(this.#wantsTraining ? 'training' : 'paused');
    });
  }

  async pause() {
    this.#wantsTraining = false;
    if (this.model) await this.#run((model) => this.#pause(model));
  }

  /** One optimiser update. */
  step() {
    this.#wantsTraining = false;
    return this.#run(async (model) => {
      await this.#pause(model);
      this.#onPush(Push.progress, await model.request(Request.step));
    });
  }

  /** What goes wrong in training, in words; nothing does while it is undefined. */
  get advice() {
    const { config, textReport } = this.model ?? {};
    if (this.error?.name === 'NotFiniteError') return AFTER_NOT_FINITE;
    if (!textReport) return undefined;
    const { distinctChars } = textReport;
    return this.#watchdog.advise(this.record, /** @type {any} */ (config), distinctChars);
  }

  /** Goes on with half the learning rate. @param {number} [backTo] from an earlier step on */
  async slowDown(backTo) {
    if (backTo !== undefined) await this.goBack(backTo);
    const rate = this.#learningRate ?? this.model?.config.learningRate;
    this.choose('learningRate', Number(rate) / 2);
    await this.train();
  }

  /** Forgets everything learnt. */
  async reset() {
    this.#drop();
    this.record = new TrainingRecord();
    this.selection.inspection = undefined;
    this.error = undefined;
    this.promptProblem = undefined;
    this.#rest();
    this.changed();
  }

  /**
   * @param {GenerateOptions} [options] what is left out is taken from the sampling options in force
   * @returns {Promise<string>} the continuation alone
   */
  generate(options = {}) {
    return this.#run(async (model) => {
      this.#settle();
      for (const message of this.sampling.problems.values()) {
        throw Object.assign(new Error(message), { name: 'SettingError' });
      }
      const sample = await model.generate({ ...this.samplingValues, ...options });
      this.#onPush(Push.sample, sample);
      return sample.text;
    });
  }

  /**
   * What happens inside the model while it reads a text from the zero state.
   *
   * @param {string} text
   * @returns {Promise<import('../shared/protocol.js').TextReading>}
   */
  inspect(text) {
    return this.#run((model) => {
      this.#settle();
      return model.request(
        Request.inspect,
        typeof text === 'string' ? makeWellFormed(text).text : text,
      );
    });
  }

  /** Compares the model's gradients with difference quotients, and records how they compare. */
  prove() {
    return this.#run(async (model) => {
      this.#settle();
      try {
        await model.prove(await this.#engine.loadProof());
      } finally {
        // Half a comparison says nothing.
        if (this.record.proof?.report.entriesLeft) this.record.proof = undefined;
        this.changed();
      }
    });
  }

  /** Pauses, and goes on from an earlier step. @param {number} step */
  goBack(step) {
    this.#wantsTraining = false;
    return this.#run(async (model) => {
      await model.request(Request.goBack, step);
      this.selection.step = undefined;
      this.selection.sample = undefined;
      this.selection.found = undefined;
      this.record.goBackTo(step);
      this.#setStatus('paused');
    });
  }

  /** Generates from the prompt without the characters that the text does not have. */
  skipUnknown() {
    const known = new Set(this.model?.vocabulary);
    const prompt = [...this.samplingValues.prompt.normalize('NFC')];
    this.chooseSampling('prompt', prompt.filter((char) => known.has(char)).join(''));
    return this.generate();
  }

  /** Ends the worker; the session is not used again. */
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

  /** Shows what goes wrong with a request, but not that its worker has ended: that is told otherwise. @param {Promise<unknown>} request */
  mind(request) {
    request.catch((error) => {
      if (!['AbortError', 'WorkerDiedError'].includes(error.name)) this.report(error);
    });
  }

  /**
   * Runs a command on the model, which is made when there is none. An error is shown, and rejects.
   *
   * @template T
   * @param {(model: RemoteModel) => Promise<T>} command
   */
  async #run(command) {
    this.error = undefined;
    this.promptProblem = undefined;
    this.model ??= this.#makeModel();
    this.changed();
    const { model } = this;
    try {
      await model.made;
      this.#begin(model);
      return await command(model);
    } catch (thrown) {
      const error = /** @type {Error} */ (thrown);
      if (model === this.model) {
        if (!model.textReport) {
          this.#drop();
          this.#rest();
        }
        this.report(error);
      }
      throw error;
    }
  }

  /** @param {RemoteModel} model which is made */
  #begin(model) {
    if (this.#begun === model || !model.textReport) return;
    this.#begun = model;
    this.#tellChoices();
    this.selection.begin(
      model.textReport.chars,
      /** @type {any} */ (model.config),
      quantitiesOf(model.config),
      countWeights(/** @type {any} */ (model.config), model.textReport.distinctChars),
    );
    const { task } = this.draft;
    if (task && task.text === model.text) this.selection.choose({ index: task.index });
  }

  #makeModel() {
    /** @type {RemoteModel} */
    const model = new RemoteModel(this.draft, this.samplingValues, {
      ...this.#engine,
      onStart: () => {
        this.record = new TrainingRecord();
        this.record.floor = this.draft.task?.bitsPerChar;
        this.#watchdog = new TrainingAdvisor();
        this.#learningRate = undefined;
        this.#setStatus('starting');
      },
      onPush: (name, value) => model === this.model && this.#onPush(name, value),
      onSuccession: () => model === this.model && this.#instruct(),
      onDeath: (reason) => model === this.model && this.#onDeath(reason),
    });
    return model;
  }

  /** @param {RemoteModel} model */
  async #pause(model) {
    await model.request(Request.pause);
    this.#setStatus('paused');
  }

  /** Tells a worker that took over what the one before it was told. */
  #instruct() {
    this.#tellChoices();
    // It has a history of its own.
    this.selection.step = undefined;
    this.selection.sample = undefined;
    this.#send(Request.selectStep);
    this.inspector.request();
    if (this.#wantsTraining) this.#send(Request.train);
    this.error = undefined;
    if (['training', 'paused', 'starting'].includes(this.status)) {
      this.#setStatus(this.#wantsTraining ? 'training' : 'paused');
    }
  }

  /** What was chosen before there was a model to hear it. */
  #tellChoices() {
    if (this.#learningRate !== undefined) {
      this.#send(Request.setLearningRate, this.#learningRate);
    }
    this.#send(Request.setSampling, this.samplingValues);
  }

  /** Sends what needs no answer. @param {string} type @param {unknown} [payload] */
  #send(type, payload) {
    if (this.model?.textReport) this.mind(this.model.request(type, payload));
  }

  #drop() {
    this.#wantsTraining = false;
    this.model?.stop();
    this.model = undefined;
  }

  /** A model that was made for something else than training waits. */
  #settle() {
    if (this.status === 'starting') this.#setStatus('paused');
  }

  #rest() {
    this.#setStatus(this.draft.text === '' ? 'empty' : 'idle');
  }

  /** @param {string} name @param {any} value */
  #onPush(name, value) {
    this.record.add(name, value);
    if (name === Push.inspection) this.selection.inspection = value;
    if (name === Push.rolledBack && Number(this.selection.step) > value) {
      this.selection.step = undefined; // that step is forgotten
      this.selection.sample = undefined;
    }
    if (name === Push.progress) {
      this.#watchdog.look(value, /** @type {any} */ (this.model?.config ?? {}));
      this.tell('step', value);
    }
    if (name === Push.stopped) {
      this.#wantsTraining = false;
      this.report(value); // first: it is also announced first
      this.#setStatus('paused');
    }
    this.changed();
  }

  /** @param {string} reason */
  #onDeath(reason) {
    this.#drop();
    const message = `The training worker stopped: ${reason}. Your text and settings are kept; Train starts a new one from step 0.`;
    this.report({ name: 'WorkerDiedError', message }); // first: it is also announced first
    this.#setStatus('failed');
  }

  /** @param {Status} status */
  #setStatus(status) {
    if (status === this.status) return;
    this.status = status;
    this.tell('state', { state: status });
    this.changed();
  }
}
