import { countWeights } from '../cells/count-weights.js';
import { quantitiesOf } from '../cells/quantities.js';
import { makeWellFormed, normalise } from '../lib/text.js';
import { RequestSuspension } from './request-suspension.js';
import { Selection } from './selection.js';

/**
 * @typedef {import('../shared/protocol.js').Sampling} Sampling
 * @typedef {import('../runs/run.js').Run} Run
 * @typedef {import('../runs/model-choice.js').ModelChoice} ModelChoice
 * @typedef {'detail' | 'page'} Part of the text: the letters shown in detail, or their page too
 */

/** Characters of the sample written at an earlier step. */
const SAMPLE = 200;
/** Characters of a completed line. */
const COMPLETION = 60;

const NO_MODEL = 'There is no network yet: press Train or Step.';

/**
 * Requests the values that the views of the network's inside show: one choice of letter and unit
 * for all of them. The callers report its errors.
 */
export class Inspector {
  selection = new Selection(() => this.request());
  #page;
  /**
   * The views that are visible, each with the part of the text that it shows.
   *
   * @type {Map<object, Part>}
   */
  #views = new Map();
  #suspension = new RequestSuspension();
  /** The model that the worker inspects, as `#wanted` names it. */
  #inspected = 'now';

  /**
   * @param {object} page
   * @param {() => Run | undefined} page.model once it is made
   * @param {() => ModelChoice} page.choice
   * @param {() => Sampling} page.sampling the options in force
   * @param {(request: Promise<unknown>) => void} page.mind reports the error of a request
   * @param {() => void} page.onChange called when there are new values
   */
  constructor(page) {
    this.#page = page;
  }

  /**
   * Inspections are requested while a view is visible, and only of what the visible views show.
   *
   * @param {object} view
   * @param {Part | undefined} part that it shows; undefined while it is out of view
   */
  show(view, part) {
    if (part === this.#views.get(view)) return;
    if (part) this.#views.set(view, part);
    else this.#views.delete(view);
    this.request();
  }

  /** The request for what the visible views show; undefined without a text or a view. */
  get #request() {
    const parts = [...this.#views.values()];
    if (parts.includes('page')) return this.selection.request;
    return parts.length > 0 ? this.selection.detailRequest : undefined;
  }

  /** Sends the selection to the worker. */
  request() {
    const model = this.#page.model();
    if (model) this.#page.mind(this.#select(model));
    this.followModel();
    this.#page.onChange();
  }

  /** @param {Run} model */
  async #select(model) {
    const engine = await model.ready();
    await engine.select(this.#suspension.admit(this.#request));
  }

  /** Inspects the chosen model, unless a step of the history is selected. */
  followModel() {
    const model = this.#page.model();
    if (model && this.#wanted !== this.#inspected) this.#page.mind(this.#inspect(model));
  }

  /** The model to inspect: a step of the history, or the best weights with their step, or `now`. */
  get #wanted() {
    const { value, bestStep } = this.#page.choice();
    return String(this.selection.step ?? (value === 'best' ? `best ${bestStep}` : 'now'));
  }

  /** @param {Run} model */
  async #inspect(model) {
    this.#inspected = this.#wanted;
    const step = this.selection.step ?? this.#page.choice().value;
    const engine = await model.ready();
    await engine.selectStep(step);
  }

  /** True while the selection is not requested, because it may kill its worker. */
  get isSuspended() {
    return this.#suspension.isActive;
  }

  /**
   * Records that the worker died.
   *
   * @param {boolean} isSuspect true when the inspection may be the cause
   */
  noteDeath(isSuspect) {
    this.#inspected = 'now';
    this.#suspension.noteDeath(isSuspect);
  }

  /**
   * Adapts the selection to a new model.
   *
   * @param {{chars: number, vocabSize: number}} text
   * @param {import('../shared/protocol.js').Config} config
   * @param {number} [index] of the character to choose
   */
  begin({ chars, vocabSize }, config, index) {
    this.#suspension = new RequestSuspension();
    this.#inspected = 'now';
    const weights = countWeights(config, vocabSize);
    this.selection.begin(chars, config, quantitiesOf(config), weights);
    if (index !== undefined) this.selection.choose({ index });
  }

  /**
   * Reads another text instead of the training text, if the model knows all its characters.
   *
   * @param {string} source an empty string returns to the training text
   * @returns {string} the reason why the text cannot be read; empty when it can
   */
  read(source) {
    const model = this.#page.model();
    if (!model) return NO_MODEL;
    const text = normalise(makeWellFormed(source).text);
    const chars = [...text];
    const known = new Set(model.vocabulary);
    const unknown = chars.findIndex((char) => !known.has(char));
    if (unknown >= 0) {
      const letter = `Letter ${unknown + 1} is '${chars[unknown]}'`;
      const where = model.source.lacksText
        ? 'the model does not know'
        : 'is not in the learnt text';
      return `${letter}, which ${where}: remove it. Nothing has changed.`;
    }
    this.selection.read(text === '' ? undefined : text);
    return '';
  }

  /**
   * The likeliest continuation of a text.
   *
   * @param {string} prompt
   */
  async complete(prompt) {
    const sampling = { prompt, length: COMPLETION, temperature: 0, topK: 0, topP: 1 };
    return (await this.#write(sampling)).unclamped.text;
  }

  /**
   * Continuations of a text, without and with the clamps.
   *
   * @param {string} prompt
   * @param {number} length
   */
  writeOn(prompt, length) {
    const { clamps } = this.selection;
    return this.#write({ ...this.#page.sampling(), prompt, length, clamps });
  }

  /**
   * Finds the units that follow a feature of the text.
   *
   * @param {number} count characters of the text to read
   */
  async findUnits(count) {
    const { selection } = this;
    selection.isFinding = true;
    this.#page.onChange();
    try {
      selection.found = await (await this.#model.ready()).findUnits({ start: 0, count });
    } finally {
      selection.isFinding = false;
      this.#page.onChange();
    }
  }

  /**
   * Shows the current model after a return to an earlier step.
   *
   * @param {number} step
   */
  backTo(step) {
    this.#inspected = 'now';
    this.selection.selectStep(undefined);
    this.selection.backTo(step);
  }

  /**
   * Inspects the model at a step of its history.
   *
   * @param {number | undefined} step undefined is the chosen model
   */
  async selectStep(step) {
    const { selection } = this;
    selection.selectStep(step);
    this.#page.onChange();
    await this.#inspect(this.#model);
    if (step === undefined) return;
    const written = await this.#write({ ...this.#page.sampling(), length: SAMPLE });
    // The step may have changed while the sample was written.
    if (selection.step === step) selection.sample = written.unclamped;
    this.#page.onChange();
  }

  /**
   * @param {Sampling & {clamps?: import('../shared/protocol.js').Clamp[]}} sampling without a seed,
   *   always the same one
   * @returns {Promise<import('../shared/protocol.js').Written>}
   */
  async #write(sampling) {
    const { seed = 1 } = sampling;
    return (await this.#model.ready()).write({ ...sampling, seed });
  }

  /** @throws {Error} without a model */
  get #model() {
    const model = this.#page.model();
    if (!model) throw new Error(NO_MODEL);
    return model;
  }
}
