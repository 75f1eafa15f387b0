/**
 * @typedef {import('../shared/protocol.js').Clamp} Clamp
 * @typedef {import('../shared/protocol.js').Inspection} Inspection
 * @typedef {import('../shared/protocol.js').FoundUnits} FoundUnits
 * @typedef {import('../shared/protocol.js').SelectionRequest} SelectionRequest
 */

/** Characters that are coloured. */
export const PAGE = 1200;
/** Weights that are read through for one page, at most: less than half a second's work. */
const WEIGHTS = 1e9;
/** Characters of which everything is shown. */
export const SHOWN = 100;

/** @param {number} value @param {number} end */
const clamp = (value, end) => Math.max(0, Math.min(end - 1, Math.round(value)));

/** Where one looks in the network and in the text: one choice for all views. */
export class Selection {
  /** The chosen character, counted in the text: at first one that has something before it to be remembered. */
  index = 50;
  /** The chosen unit, and its layer from 0. */
  layer = 0;
  unit = 0;
  /** Whose numbers are shown: a gate's name, `cell` or `hidden`. */
  quantity = 'cell';
  /** @type {Clamp[]} what is held in a second model, beside the untouched one */
  clamps = [];
  /** How far back gradients are followed; 0 when nobody looks at them. */
  lags = 0;
  /** Another text that is read, instead of the one that is learnt. @type {string | undefined} */
  text;
  /** The step at which one looks; undefined is now. @type {number | undefined} */
  step;
  /** What the model wrote at that step. @type {import('../shared/protocol.js').Sample | undefined} */
  sample;
  /** @type {Inspection | undefined} the newest */
  inspection;
  /** @type {FoundUnits | undefined} */
  found;
  /** Whether they are being looked for. */
  isFinding = false;

  /** The first character of the page, and the first one that is shown in detail, counted in the text. */
  #start = 0;
  #from = 0;
  /** Characters of a page: fewer where reading them takes long. */
  #page = PAGE;
  #chars = 0;
  /** Characters of the text that is learnt. */
  #learntChars = 0;
  #sizes = { numLayers: 1, hiddenSize: 1 };
  #onChange;

  /** @param {() => void} onChange called when something else is to be looked at */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** Characters of the text that is read. */
  get chars() {
    return this.#chars;
  }

  /** Characters of the text that is learnt. */
  get learntChars() {
    return this.#learntChars;
  }

  get sizes() {
    return this.#sizes;
  }

  /** What a worker is to watch; undefined before there is a text. @returns {SelectionRequest | undefined} */
  get request() {
    if (this.#chars === 0) return undefined;
    const start = this.#start;
    const from = this.#from - start;
    const count = Math.min(this.#page, this.#chars - start);
    return {
      ...{ start, count, from, shown: Math.min(SHOWN, count - from) },
      ...{ layer: this.layer, unit: this.unit, quantity: this.quantity, clamps: this.clamps },
      ...{ text: this.text, lags: this.lags },
      index: this.index - this.#from,
    };
  }

  /**
   * A model of another text or of other sizes.
   *
   * @param {number} chars of its text
   * @param {{numLayers: number, hiddenSize: number}} sizes
   * @param {string[]} quantities whose numbers it has
   * @param {number} [weights] how many it has
   */
  begin(chars, { numLayers, hiddenSize }, quantities, weights = 0) {
    this.#learntChars = chars;
    this.#page = Math.round(Math.max(SHOWN, Math.min(PAGE, WEIGHTS / weights)));
    this.#sizes = { numLayers, hiddenSize };
    this.inspection = undefined;
    this.found = undefined;
    this.isFinding = false;
    this.step = undefined;
    this.sample = undefined;
    this.clamps = [];
    if (!quantities.includes(this.quantity))
      this.quantity = quantities.includes('cell') ? 'cell' : 'hidden';
    this.read(undefined);
  }

  /** Reads another text. @param {string | undefined} text undefined is the one that is learnt */
  read(text) {
    this.text = text;
    this.#chars = text === undefined ? this.#learntChars : [...text].length;
    this.#turnTo(clamp(this.index, this.#chars));
    this.choose({});
  }

  /** Begins the page with a character, and chooses it. @param {number} index */
  beginAt(index) {
    this.#start = clamp(index, this.#chars);
    this.#from = this.#start;
    this.choose({ index: this.#start });
  }

  /**
   * Chooses what is named; what lies outside becomes the nearest there is.
   *
   * @param {Partial<Pick<Selection, 'index' | 'layer' | 'unit' | 'quantity' | 'clamps'>>} choice
   */
  choose(choice) {
    Object.assign(this, choice);
    this.index = clamp(this.index, this.#chars);
    this.layer = clamp(this.layer, this.#sizes.numLayers);
    this.unit = clamp(this.unit, this.#sizes.hiddenSize);
    const end = Math.min(this.#start + this.#page, this.#chars);
    if (this.index < this.#start || this.index >= end) this.#turnTo(this.index);
    if (this.index < this.#from || this.index >= this.#from + SHOWN) {
      const last = Math.min(this.#start + this.#page, this.#chars) - SHOWN;
      this.#from = Math.max(this.#start, Math.min(last, this.index - SHOWN / 4));
    }
    this.#onChange();
  }

  /** @param {number} index */
  #turnTo(index) {
    this.#start = Math.max(
      0,
      Math.min(this.#chars - this.#page, Math.floor(index - this.#page / 4)),
    );
    this.#from = this.#start;
  }
}
