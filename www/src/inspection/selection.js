import { quantityOf } from '../cells/quantities.js';

/**
 * @typedef {import('../shared/protocol.js').Clamp} Clamp
 * @typedef {import('../shared/protocol.js').Inspection} Inspection
 * @typedef {import('../shared/protocol.js').FoundUnits} FoundUnits
 * @typedef {import('../shared/protocol.js').SelectionRequest} SelectionRequest
 */

/** The greatest number of characters on a page. */
export const PAGE_CHARS = 1200;
/** The limit of weights times characters of a page: reading it takes under half a second. */
const PAGE_WORK = 1e9;
/** The number of characters on a page that are shown in detail. */
export const DETAIL_CHARS = 100;

/**
 * @param {number} value
 * @param {number} end
 */
const nearestBelow = (value, end) => Math.max(0, Math.min(end - 1, Math.round(value)));

/** The chosen character, unit and quantity, shared by all views of the network's inside. */
export class Selection {
  /** The chosen character's index in the text; at first there is context before it. */
  index = 50;
  /** The chosen unit's layer, from 0. */
  layer = 0;
  unit = 0;
  /** The chosen quantity: a gate's name, `cell` or `hidden`. */
  quantity = 'f';
  /**
   * The clamps of a second reading, which is compared with one without clamps.
   *
   * @type {Clamp[]}
   */
  clamps = [];
  /** The number of lags of the gradient reach; 0 while it is not shown. */
  lags = 0;
  /**
   * The text that is read instead of the training text.
   *
   * @type {string | undefined}
   */
  text;
  /**
   * The inspected step of the history; undefined is the chosen model.
   *
   * @type {number | undefined}
   */
  step;
  /**
   * A sample written by the model at that step.
   *
   * @type {import('../shared/protocol.js').Sample | undefined}
   */
  sample;
  /**
   * The newest inspection.
   *
   * @type {Inspection | undefined}
   */
  inspection;
  /** @type {FoundUnits | undefined} */
  found;
  /** True while the unit finder runs. */
  isFinding = false;
  /** True when the reader chose the unit, or its layer, of this model. */
  isUnitChosen = false;

  #chosenQuantity = ''; // by the reader
  #start = 0; // the index of the page's first character
  #from = 0; // the index of the first character in detail
  /** The number of characters on a page, which is smaller for a network that reads slowly. */
  #page = PAGE_CHARS;
  /** The length in characters of the text that is read. */
  #chars = 0;
  /** The length of the training text in characters. */
  #learntChars = 0;
  #sizes = { numLayers: 1, hiddenSize: 1 };
  #onChange;

  /** @param {() => void} onChange called when a new request is due */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  get chars() {
    return this.#chars;
  }

  get learntChars() {
    return this.#learntChars;
  }

  get sizes() {
    return this.#sizes;
  }

  /**
   * The request to the worker; undefined before there is a text.
   *
   * @returns {SelectionRequest | undefined}
   */
  get request() {
    if (this.#chars === 0) return undefined;
    const start = this.#start;
    const from = this.#from - start;
    const count = Math.min(this.#page, this.#chars - start);
    return {
      start,
      count,
      from,
      shown: Math.min(DETAIL_CHARS, count - from),
      layer: this.layer,
      unit: this.unit,
      quantity: this.quantity,
      clamps: this.clamps,
      text: this.text,
      lags: this.lags,
      index: this.index - this.#from,
    };
  }

  /**
   * The request without the rest of the page after the letters shown in detail: the same numbers,
   * at a tenth of the cost where the page begins with them.
   */
  get detailRequest() {
    const { request } = this;
    return request && { ...request, count: request.from + request.shown, lags: 0, clamps: [] };
  }

  /**
   * Adapts the selection to a new model, and forgets the results from the last one.
   *
   * @param {number} chars of its text
   * @param {{numLayers: number, hiddenSize: number}} sizes
   * @param {string[]} quantities of its cell
   * @param {number} [weights] their number
   */
  begin(chars, { numLayers, hiddenSize }, quantities, weights = 0) {
    this.#learntChars = chars;
    const affordable = Math.min(PAGE_CHARS, PAGE_WORK / weights);
    this.#page = Math.round(Math.max(DETAIL_CHARS, affordable));
    this.#sizes = { numLayers, hiddenSize };
    this.clear();
    this.clamps = [];
    this.isUnitChosen = false; // another network has other units
    this.quantity = quantityOf(quantities, this.#chosenQuantity);
    this.read(undefined);
  }

  /** Forgets the results from a model. */
  clear() {
    this.inspection = undefined;
    this.found = undefined;
    this.isFinding = false;
    this.selectStep(undefined);
  }

  /**
   * Selects the model at a step of the history.
   *
   * @param {number | undefined} step undefined is the chosen model
   */
  selectStep(step) {
    this.step = step;
    this.sample = undefined;
  }

  /**
   * Forgets the results from later steps after a return to an earlier one.
   *
   * @param {number} step
   */
  backTo(step) {
    if (this.step !== undefined && this.step > step) this.selectStep(undefined);
    if (this.found && this.found.step > step) this.found = undefined;
  }

  /**
   * Reads another text.
   *
   * @param {string | undefined} text undefined is the training text
   */
  read(text) {
    this.text = text;
    this.#chars = text === undefined ? this.#learntChars : [...text].length;
    this.#turnTo(nearestBelow(this.index, this.#chars));
    this.choose({});
  }

  /**
   * Shows the part of the text that starts at a character, and chooses that character.
   *
   * @param {number} index
   */
  beginAt(index) {
    this.#start = nearestBelow(index, this.#chars);
    this.#from = this.#start;
    this.choose({ index: this.#start });
  }

  /**
   * Changes the selection; an index out of range becomes the nearest in range.
   *
   * @param {Partial<Pick<Selection, 'index' | 'layer' | 'unit' | 'quantity' | 'clamps'>>} choice
   */
  choose(choice) {
    // Whoever names a unit, the suggested one too, or clamps it, keeps it.
    if (['unit', 'layer', 'clamps'].some((name) => name in choice)) this.isUnitChosen = true;
    if (choice.quantity) this.#chosenQuantity = choice.quantity;
    Object.assign(this, choice);
    this.index = nearestBelow(this.index, this.#chars);
    this.layer = nearestBelow(this.layer, this.#sizes.numLayers);
    this.unit = nearestBelow(this.unit, this.#sizes.hiddenSize);
    const end = Math.min(this.#start + this.#page, this.#chars);
    if (this.index < this.#start || this.index >= end) this.#turnTo(this.index);
    if (this.index < this.#from || this.index >= this.#from + DETAIL_CHARS) {
      const last = Math.min(this.#start + this.#page, this.#chars) - DETAIL_CHARS;
      this.#from = Math.max(this.#start, Math.min(last, this.index - DETAIL_CHARS / 4));
    }
    this.#onChange();
  }

  /**
   * Chooses a unit for the reader, who may choose another.
   *
   * @param {number} unit
   */
  suggestUnit(unit) {
    if (unit === this.unit) return;
    this.unit = unit;
    this.#onChange();
  }

  /**
   * Turns to the page around a character.
   *
   * @param {number} index
   */
  #turnTo(index) {
    this.#start = Math.max(
      0,
      Math.min(this.#chars - this.#page, Math.floor(index - this.#page / 4)),
    );
    this.#from = this.#start;
  }
}
