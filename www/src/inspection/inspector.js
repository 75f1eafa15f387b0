import { makeWellFormed, normalised } from '../lib/text.js';
import { Request } from '../shared/protocol.js';
import { Selection } from './selection.js';

/**
 * @typedef {import('../shared/protocol.js').Sampling} Sampling
 * @typedef {import('../runs/remote-model.js').RemoteModel} RemoteModel
 */

/** Characters that are written at an earlier step. */
const SAMPLE = 200;
/** Characters by which a line is completed. */
const COMPLETION = 60;

const NO_MODEL = 'There is no network yet: press Train or Step.';

/** What one asks a model whose inside one looks at. What is wrong with a question is the asker's to show. */
export class Inspector {
  selection = new Selection(() => this.request());
  #page;
  #isWatched = false;

  /**
   * @param {object} page
   * @param {() => RemoteModel | undefined} page.model once it is made
   * @param {() => Sampling} page.sampling the options in force
   * @param {(type: string, payload: unknown) => void} page.send to the model, without an answer
   * @param {() => void} page.onChange called when something else is to be shown
   */
  constructor(page) {
    this.#page = page;
  }

  /** Whether somebody looks inside. @param {boolean} isWatched */
  set isWatched(isWatched) {
    if (isWatched === this.#isWatched) return;
    this.#isWatched = isWatched;
    this.request();
  }

  /** Tells the worker where one looks. */
  request() {
    this.#page.send(Request.select, this.#isWatched ? this.selection.request : undefined);
    this.#page.onChange();
  }

  /**
   * Reads another text instead of the one that is learnt, as far as the model knows its characters.
   *
   * @param {string} source empty goes back to the text that is learnt
   * @returns {string} why it is not read; empty when it is
   */
  read(source) {
    const model = this.#page.model();
    if (!model) return NO_MODEL;
    const text = normalised(makeWellFormed(source).text);
    const chars = [...text];
    const known = new Set(model.vocabulary);
    const at = chars.findIndex((char) => !known.has(char));
    if (at >= 0) {
      return `Character ${at + 1} is '${chars[at]}', which is not in the text that is learnt: take it out. What is read is unchanged.`;
    }
    this.selection.read(text === '' ? undefined : text);
    return '';
  }

  /** What the model would write after a text, at its likeliest. @param {string} prompt */
  async complete(prompt) {
    const sampling = { prompt, length: COMPLETION, temperature: 0, topK: 0, topP: 1 };
    return (await this.#write(sampling)).free.text;
  }

  /**
   * What it would write after a text: untouched, and with what is held.
   *
   * @param {string} prompt
   * @param {number} length
   */
  writeOn(prompt, length) {
    const { clamps } = this.selection;
    return this.#write({ ...this.#page.sampling(), prompt, length, clamps });
  }

  /** Looks for units that follow something one can name. @param {number} count characters of the text in which to look */
  async findUnits(count) {
    const { selection } = this;
    selection.isFinding = true;
    this.#page.onChange();
    try {
      selection.found = await this.#model.request(Request.findUnits, { start: 0, count });
    } finally {
      selection.isFinding = false;
      this.#page.onChange();
    }
  }

  /** Looks at the model as it was at a step. @param {number | undefined} step undefined is now */
  async view(step) {
    const { selection } = this;
    selection.step = step;
    selection.sample = undefined;
    this.#page.onChange();
    await this.#model.request(Request.selectStep, step);
    if (step === undefined) return;
    const written = await this.#write({ ...this.#page.sampling(), length: SAMPLE });
    // While it wrote, another step may have been chosen.
    if (selection.step === step) selection.sample = written.free;
    this.#page.onChange();
  }

  /**
   * @param {Sampling & {clamps?: import('../shared/protocol.js').Clamp[]}} sampling without a seed, always the same one
   * @returns {Promise<import('../shared/protocol.js').Written>}
   */
  #write(sampling) {
    const { seed = 1 } = sampling;
    return this.#model.write({ ...sampling, seed });
  }

  /** @throws {Error} there is none */
  get #model() {
    const model = this.#page.model();
    if (!model) throw new Error(NO_MODEL);
    return model;
  }
}
