import { makeWellFormed, normalise } from '../lib/text.js';
import { maxTextChars } from '../settings/settings.js';
import { Generation } from './generation.js';
import { checkGradients } from './gradient-checking.js';
import { RunHolder } from './run-holder.js';

/** @typedef {import('../shared/protocol.js').Model} Model */

/**
 * One widget's text and settings, its current run, and the commands.
 *
 * Events: `change` (at most one a frame), `step` (detail: Progress), `state` (detail: {state}),
 * `error` (detail: {name, message}), `written` (a text on demand has ended).
 */
export class Session extends RunHolder {
  #loadGradientCheck;

  /** @param {import('./run-holder.js').Resources} resources */
  constructor(resources) {
    super(resources);
    this.#loadGradientCheck = resources.loadGradientCheck;
  }

  /** True when the text or a setting differs from what the model was made from. */
  get isStale() {
    return Boolean(this.model?.textReport && this.draft.differsFrom(this.model));
  }

  /**
   * Takes another text; one that is too long is reported, and the old one stays.
   *
   * @param {string} text
   * @returns {number} the number of replaced lone surrogates
   */
  setText(text) {
    if (text.length > maxTextChars) {
      const message = `The text has ${text.length} characters, and at most ${maxTextChars} can be learnt: use a part of it. The text here is unchanged.`;
      this.report({ name: 'TextTooLongError', message });
      return 0;
    }
    const replaced = this.draft.setText(text);
    if (this.error?.name.startsWith('Text')) this.error = undefined;
    this.tellStatus();
    this.changed();
    return replaced;
  }

  /**
   * Takes the text of a lag task.
   *
   * @param {import('./draft.js').TaskText} taskText
   */
  useTask(taskText) {
    this.draft.taskText = taskText;
    this.setText(taskText.text);
  }

  /**
   * Chooses a setting; undefined removes the choice. The learning rate applies at once, the others
   * at the next reset.
   *
   * @param {string} name
   * @param {unknown} value
   * @returns {string} the problem with it, empty when there is none
   */
  choose(name, value) {
    const problem = this.draft.settings.choose(name, value);
    if (name === 'learningRate') this.#applyRate();
    this.#afterChoice();
    return problem;
  }

  /**
   * Chooses settings; the omitted ones return to the suggestions for the text.
   *
   * @param {Record<string, unknown>} config
   * @returns {string[]} the problems with it
   */
  useConfig(config) {
    const { settings } = this.draft;
    settings.clear();
    const problems = Object.entries(config).map(([name, value]) => settings.choose(name, value));
    this.#applyRate();
    this.#afterChoice();
    return problems.filter(Boolean);
  }

  /**
   * @param {string} name
   * @param {unknown} value
   */
  chooseSampling(name, value) {
    this.promptProblem = undefined;
    const problem = this.sampling.choose(name, value);
    if (!problem && this.model) this.mind(this.#setSampling(this.model));
    this.changed();
  }

  train() {
    this.modelChoice.chosen = undefined;
    this.showLive();
    return this.command((run) => run.train());
  }

  async pause() {
    if (this.model) await this.command((run) => run.pause());
  }

  /** Makes one optimiser update. */
  step() {
    this.modelChoice.chosen = 'now';
    this.showLive();
    return this.command((run) => run.step());
  }

  /**
   * Chooses the model that writes and is inspected.
   *
   * @param {Model} model
   */
  chooseModel(model) {
    this.modelChoice.chosen = model;
    this.selection.selectStep(undefined);
    this.inspector.followModel();
    this.changed();
  }

  /**
   * Pauses, and returns to an earlier step.
   *
   * @param {number} step
   */
  goBack(step) {
    this.modelChoice.chosen = 'now';
    return this.command((run) => run.goBack(step));
  }

  /**
   * Discards the run.
   *
   * @param {{keepWeights?: boolean}} [options] with `keepWeights` the next run begins with the weights
   *   of the model in use; it rejects, and discards nothing, where the draft does not allow that
   */
  async reset({ keepWeights = false } = {}) {
    if (!keepWeights) this.kept.value = undefined;
    else if (this.model) await this.command((run) => this.kept.keep(run, this.modelChoice.value));
    this.drop();
    this.error = undefined;
    this.promptProblem = undefined;
    this.tellStatus();
    this.changed();
  }

  /**
   * @param {import('./generation.js').GenerationOptions} [options] omitted options have the values
   *   in force
   * @returns {Promise<string>} the continuation only; a part of it after `stopWriting`
   */
  async generate(options) {
    const generation = new Generation(options);
    try {
      await this.command((run) => this.#write(run, generation));
    } finally {
      generation.check();
    }
    return generation.sample?.text ?? '';
  }

  /** Shows the newest text of the training instead of the one on demand. */
  showLive() {
    this.record.asked = undefined;
    this.changed();
  }

  /** Ends the texts that are being written on demand. */
  stopWriting() {
    for (const generation of this.record.generations.values()) generation.stop();
  }

  /**
   * The values of all gates and states while the model reads a text from the zero state.
   *
   * @param {string} text
   * @returns {Promise<import('../shared/protocol.js').TextReading>}
   */
  inspect(text) {
    return this.command(async (run) => {
      const engine = await run.settle();
      const wellFormed = typeof text === 'string' ? makeWellFormed(text).text : text;
      return engine.inspect({ text: wellFormed, model: this.modelChoice.value });
    });
  }

  /** Compares the model's gradients with difference quotients, and records the result. */
  checkGradients() {
    const done = () => this.changed();
    return this.command((run) => checkGradients(run, this.#loadGradientCheck, done));
  }

  /** Generates from the prompt without the characters that the text does not have. */
  skipUnknown() {
    const known = new Set(this.model?.vocabulary);
    const prompt = [...normalise(this.samplingValues.prompt)];
    this.chooseSampling('prompt', prompt.filter((char) => known.has(char)).join(''));
    return this.generate();
  }

  /** Sends a learning rate that differs from the one in force or sent. */
  #applyRate() {
    const { values, problems } = this.draft.settings;
    const { model } = this;
    // A run that has not taken the draft yet will find it there.
    if (!model?.text || problems.has('learningRate')) return;
    const rate = Number(values.learningRate);
    if (rate !== model.learningRate.value) this.mind(model.setLearningRate(rate));
  }

  #afterChoice() {
    const { problems } = this.draft.settings;
    if (this.error?.name === 'SettingError' && problems.size === 0) this.error = undefined;
    this.changed();
  }

  /**
   * @param {import('./run.js').Run} run
   * @param {Generation} generation
   */
  async #write(run, generation) {
    const { record } = run;
    record.generations.set(generation.id, generation);
    this.changed();
    try {
      await generation.write(run.settle(), this);
    } finally {
      record.finish(generation);
      this.tell('written', undefined);
      this.changed();
    }
  }

  /** @param {import('./run.js').Run} run */
  async #setSampling(run) {
    const engine = await run.ready();
    await engine.setSampling(this.samplingValues);
  }
}
