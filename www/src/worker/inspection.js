import { runInSlices } from '../lib/run-in-slices.js';
import { normalise } from '../lib/text.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Network} Network
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../../pkg/lstm_playground.js').PageReading} PageReading
 * @typedef {import('../../pkg/lstm_playground.js').UnitSeries} UnitSeries
 * @typedef {import('../shared/protocol.js').Inspection} Inspection
 * @typedef {import('../shared/protocol.js').SelectionRequest} SelectionRequest
 */

/** Milliseconds of reading in which the worker hears no message. */
const SLICE = 10;
/** The least training time in ms between two inspections. */
const INTERVAL = 250;
/**
 * Inspection during training takes at most 1/SHARE of the time, even when the selection changes.
 */
const SHARE = 30;

/** @param {SelectionRequest | undefined} request */
const clampsOf = (request) => request?.clamps.map((clamp) => Object.values(clamp));

/**
 * The character that the network reads before a text of the reader, as before a prompt: the last one of
 * the separator; empty unless the learnt text has documents.
 *
 * @param {Playground} playground
 */
function openingOf(playground) {
  if (playground.textReport().documents < 2) return '';
  return [...normalise(playground.config().separator)].at(-1) ?? '';
}

/**
 * Inspects the selection as often as that is cheap. The weights must not change during an
 * inspection.
 */
export class InspectionReader {
  /** @type {SelectionRequest | undefined} */
  #request;
  #playground;
  /** Characters read before the page, as many as an evaluation reads before the validation text. */
  #runUp;
  #opening;
  #dueAt = 0;
  /** Milliseconds of reading since the last time an inspection was due. */
  #spent = 0;
  /**
   * The last page and the request that it answers: most selections change only the index in it.
   *
   * @type {PageReading & {text: string, clamped?: {series: UnitSeries}} | undefined}
   */
  #page;
  #key = '';

  /** @param {Playground} playground */
  constructor(playground) {
    this.#playground = playground;
    this.#runUp = playground.config().seqLen + 1;
    this.#opening = openingOf(playground);
  }

  get request() {
    return this.#request;
  }

  /** Other clamps are inspected as soon as possible: their reader waits for the effect. */
  set request(request) {
    if (String(clampsOf(request)) !== String(clampsOf(this.#request))) this.#dueAt = 0;
    this.#request = request;
  }

  /** @param {number} trained milliseconds of training so far */
  isDue(trained) {
    if (!this.request || trained < this.#dueAt) return false;
    this.#dueAt = trained + Math.max(INTERVAL, SHARE * this.#spent);
    this.#spent = 0;
    return true;
  }

  /**
   * @param {Network} network that is inspected
   * @param {number} step of its weights
   * @returns {Promise<Inspection | undefined>} undefined without a request
   */
  async look(network, step) {
    const { request } = this;
    if (!request) return undefined;
    const excerpt = this.#excerpts(request.text);
    const key = JSON.stringify([step, { ...request, index: 0, lags: 0 }]);
    if (key !== this.#key || !this.#page) {
      this.forget();
      this.#page = await this.#read(network, request, excerpt);
      this.#key = key;
    }
    const page = this.#page;
    const at = Math.min(request.index, page.reading.chars - 1);
    const sums = network.gateSums(request.layer, request.unit, at);
    const reach = this.#reach(network, request, excerpt, request.start + request.from + at);
    return { request, step, sums, reach, ...page };
  }

  /**
   * @param {Network} network
   * @param {SelectionRequest} request
   * @param {(start: number, count: number) => string} excerpt
   */
  async #read(network, request, excerpt) {
    const { start, count, from, shown, clamps, layer, quantity, unit } = request;
    const ofUnit = { layer, quantity, unit };
    const runUp = Math.min(start, this.#runUp);
    const text = excerpt(start, count);
    const opening = this.#before(request, start - runUp);
    const first = opening.length + runUp;
    const all = opening.join('') + excerpt(start - runUp, runUp) + text;
    /** @type {{series: UnitSeries} | undefined} */
    let clamped;
    if (clamps.length > 0) {
      const task = network.readUnitSeries(all, first, ofUnit, clamps);
      clamped = { series: await this.#run(task) };
    }
    const { reading, series } = await this.#run(network.readPage(all, first, from, shown, ofUnit));
    return { text, reading, series, clamped };
  }

  /**
   * The values while a network reads a text of the reader.
   *
   * @param {Network} network
   * @param {string} text
   * @param {import('../shared/protocol.js').Clamp[]} [clamps]
   */
  async readText(network, text, clamps) {
    const plain = network.readText(text, clamps); // refuses a wrong text, and names the letter's position
    if (!this.#opening) return runInSlices(plain, SLICE);
    plain.free();
    const count = [...normalise(text)].length;
    const unit = { layer: 0, unit: 0, quantity: 'hidden' };
    const task = network.readPage(this.#opening + text, 1, 0, count, unit, clamps);
    return (await runInSlices(task, SLICE)).reading;
  }

  /**
   * The character to read before a part of the text, in a list that may be empty.
   *
   * @param {SelectionRequest} request
   * @param {number} first the index of the part's first character
   */
  #before({ text }, first) {
    return text !== undefined && first === 0 && this.#opening ? [this.#opening] : [];
  }

  /**
   * The gradient reach of one prediction, back to the character that the network reads first; absent
   * where it has read none.
   *
   * @param {Network} network
   * @param {SelectionRequest} request
   * @param {(start: number, count: number) => string} excerpt
   * @param {number} index of the character that is predicted
   * @returns {import('../shared/protocol.js').ReadReach | undefined}
   */
  #reach(network, request, excerpt, index) {
    const { lags } = request;
    const first = Math.max(0, index - lags - this.#runUp);
    const read = [...this.#before(request, first), ...excerpt(first, index - first + 1)];
    if (lags === 0 || read.length < 2) return undefined;
    const start = performance.now();
    const reach = network.gradientReach(read.join(''), lags);
    this.#spent += performance.now() - start;
    const length = reach.inputs.length;
    if (length > lags) return { ...reach, text: read.join('') };
    const path = read.slice(-length - 1);
    const isWhole = path.length === read.length && read[0] !== this.#opening;
    return { ...reach, text: path.join(''), beginning: isWhole ? 'text' : 'document' };
  }

  /**
   * Its time does not delay the next inspection, which may show what the reader chose meanwhile.
   *
   * @param {Network} network
   * @param {{start: number, count: number}} part of the text
   */
  findUnits(network, { start, count }) {
    return runInSlices(network.findUnits(this.#playground.excerpt(start, count)), SLICE);
  }

  /** Discards the last page, because the weights or the network have changed. */
  forget() {
    this.#page = undefined;
  }

  /**
   * @param {string} [text] by default the training text
   * @returns {(start: number, count: number) => string} a function that returns a part of the text
   */
  #excerpts(text) {
    if (text === undefined) return (start, count) => this.#playground.excerpt(start, count);
    const chars = [...text];
    return (start, count) => chars.slice(start, start + count).join('');
  }

  /**
   * @template T
   * @param {import('../../pkg/lstm_playground.js').TaskOf<T>} task
   */
  #run(task) {
    return runInSlices(task, SLICE, (milliseconds) => (this.#spent += milliseconds));
  }
}
