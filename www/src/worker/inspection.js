import { nextTask } from '../lib/next-task.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../../pkg/lstm_playground.js').PageReading} PageReading
 * @typedef {import('../../pkg/lstm_playground.js').UnitSeries} UnitSeries
 * @typedef {import('../shared/protocol.js').Inspection} Inspection
 * @typedef {import('../shared/protocol.js').SelectionRequest} SelectionRequest
 */

/** Milliseconds of looking in which the worker hears nothing else. */
const SLICE = 10;
/** Milliseconds of training between two looks, at least. */
const INTERVAL = 250;
/** While it trains, looking takes at most one part in this many of the time, also when the choice changes. */
const SHARE = 20;

/** Looks inside the model, for a page that shows it, as often as that is cheap. Nobody changes the weights meanwhile. */
export class InspectionReader {
  /** @type {SelectionRequest | undefined} */
  request;
  #playground;
  /** Characters read before those that are shown, as before those that validation scores. */
  #runUp;
  #dueAt = 0;
  /** Milliseconds that looking took since the last time it was due. */
  #spent = 0;
  /** What was read last, and what it was: most choices are only another place in it. */
  #key = '';
  /** @type {PageReading & {text: string, clamped?: {series: UnitSeries}} | undefined} */
  #page;

  /** @param {Playground} playground */
  constructor(playground) {
    this.#playground = playground;
    this.#runUp = playground.config().seqLen + 1;
  }

  /** @param {number} trained milliseconds of training so far */
  isDue(trained) {
    if (!this.request || trained < this.#dueAt) return false;
    this.#dueAt = trained + Math.max(INTERVAL, SHARE * this.#spent);
    this.#spent = 0;
    return true;
  }

  /**
   * @param {number} step the model's age
   * @returns {Promise<Inspection | undefined>} undefined when nothing is to be shown
   */
  async look(step) {
    const { request } = this;
    if (!request) return undefined;
    const excerpt = this.#excerpts(request.text);
    const { index, lags, ...read } = request;
    const key = JSON.stringify([step, read]);
    if (key !== this.#key || !this.#page) {
      this.forget();
      this.#page = await this.#read(request, excerpt);
      this.#key = key;
    }
    const page = this.#page;
    const at = Math.min(index, page.reading.chars - 1);
    const sums = this.#playground.gateSums(request.layer, request.unit, at);
    const reach = this.#reach(excerpt, request.start + request.from + at, lags);
    return { request, step, sums, reach, ...page };
  }

  /**
   * @param {SelectionRequest} request
   * @param {(start: number, count: number) => string} excerpt
   */
  async #read(request, excerpt) {
    const { start, count, from, shown, clamps, layer, quantity, unit } = request;
    const followed = { layer, part: quantity, unit };
    const runUp = Math.min(start, this.#runUp);
    const text = excerpt(start, count);
    const all = excerpt(start - runUp, runUp) + text;
    /** @type {{series: UnitSeries} | undefined} */
    let clamped;
    if (clamps.length > 0) {
      this.#playground.startSeries(all, runUp, followed, clamps);
      clamped = { series: await this.#go() };
    }
    this.#playground.startPage(all, runUp, from, shown, followed);
    /** @type {PageReading} */
    const { reading, series } = await this.#go();
    return { text, reading, series, clamped };
  }

  /**
   * How far the gradient of one prediction reaches; nothing is predicted before the first character.
   *
   * @param {(start: number, count: number) => string} excerpt
   * @param {number} index of the character that is predicted
   * @param {number} lags
   */
  #reach(excerpt, index, lags) {
    if (lags === 0 || index === 0) return undefined;
    const start = performance.now();
    const first = Math.max(0, index - lags - this.#runUp);
    const text = excerpt(first, index - first + 1);
    const reach = this.#playground.gradientReach(text, lags);
    this.#spent += performance.now() - start;
    return { ...reach, text };
  }

  /** @param {{start: number, count: number}} part of the text */
  findUnits({ start, count }) {
    this.#playground.startUnitFinder(this.#playground.excerpt(start, count));
    return this.#go();
  }

  /** @param {string} text */
  inspect(text) {
    this.forget();
    this.#playground.startReading(text);
    return this.#go();
  }

  /** What was read last is not what the model would read now, or keeps. */
  forget() {
    this.#page = undefined;
  }

  /**
   * How to get a part of the text that is read.
   *
   * @param {string} [text] left out, the one that is learnt
   * @returns {(start: number, count: number) => string}
   */
  #excerpts(text) {
    if (text === undefined) return (start, count) => this.#playground.excerpt(start, count);
    const chars = [...text];
    return (start, count) => chars.slice(start, start + count).join('');
  }

  /** Goes on with what was started. @returns {Promise<any>} */
  #go() {
    return lookInSlices(this.#playground, (milliseconds) => (this.#spent += milliseconds));
  }
}

/**
 * Goes on with a look that was started, until it is complete.
 *
 * @param {Playground} playground
 * @param {(milliseconds: number) => void} [onSlice] told what each slice took
 * @returns {Promise<any>}
 */
export async function lookInSlices(playground, onSlice) {
  for (;;) {
    const start = performance.now();
    const found = playground.lookFor(SLICE);
    onSlice?.(performance.now() - start);
    if (found !== undefined) return found;
    await nextTask();
  }
}
