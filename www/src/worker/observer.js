import { nextTask } from '../lib/next-task.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../shared/protocol.js').Hold} Hold
 * @typedef {import('../shared/protocol.js').Insight} Insight
 * @typedef {import('../shared/protocol.js').Watch} Watch
 */

/** Milliseconds of looking in which the worker hears nothing else. */
const SLICE = 10;
/** Milliseconds of training between two looks, at least. */
const INTERVAL = 250;
/** Looking takes at most one part in this many of the time. */
const SHARE = 20;
/** Looks inside the model, for a page that shows it, as often as that is cheap. */
export class Observer {
  /** @type {Watch | undefined} */
  watch;
  /** The step at which the model is looked at; undefined is now. @type {number | undefined} */
  viewed;
  #playground;
  /** Characters read before those that are shown, as before those that validation scores. */
  #runUp;
  /** @type {Promise<unknown>} the look on its way: the model keeps one */
  #looking = Promise.resolve();
  #dueAt = 0;
  /** Whether a look waits for another one. */
  #isQueued = false;
  /** Milliseconds that looking took since the last time it was due. */
  #spent = 0;
  /** @type {Watch | undefined} what was looked at last */
  #seen;

  /** @param {Playground} playground */
  constructor(playground) {
    this.#playground = playground;
    this.#runUp = playground.config().seqLen + 1;
  }

  /** Resolves when no look is on its way. */
  get idle() {
    return this.#looking;
  }

  /** @param {number} trained milliseconds of training so far */
  isDue(trained) {
    if (!this.watch) return false;
    if (this.watch === this.#seen && trained < this.#dueAt) return false;
    this.#dueAt = trained + Math.max(INTERVAL, SHARE * this.#spent);
    this.#spent = 0;
    return true;
  }

  /**
   * No training until it is complete: what is shown belongs to one state of the weights.
   *
   * @param {number} step the model's age
   * @returns {Promise<Insight | undefined>} undefined when nothing is to be shown any more
   */
  async look(step) {
    if (this.#isQueued) return undefined; // that one will see what is watched then
    this.#isQueued = true;
    return this.#oneByOne(async () => {
      this.#isQueued = false;
      const { watch } = this;
      if (!watch) return undefined;
      this.#seen = watch;
      const { start, count, from, shown } = watch;
      const excerpt = this.#excerpts(watch.text);
      const runUp = Math.min(start, this.#runUp);
      const before = excerpt(start - runUp, runUp);
      const text = excerpt(start, count);
      const detail = before + excerpt(start, from + shown);
      /** @param {Hold[]} holds */
      const look = async (holds) => {
        this.#playground.startSeries(before + text, runUp, followed(watch), holds);
        const series = await this.#go();
        this.#playground.startReading(detail, runUp + from, holds);
        return { series, reading: await this.#go() };
      };
      const held = watch.holds.length > 0 ? await look(watch.holds) : undefined;
      const free = await look([]);
      const place = Math.min(watch.place, free.reading.chars - 1);
      const sums = this.#playground.gateSums(watch.layer, watch.unit, place);
      const reach = this.#reach(excerpt, start + from + place, watch.lags);
      return { watch, step: this.viewed ?? step, text, sums, ...free, held, reach };
    });
  }

  /**
   * How far the gradient of one prediction reaches; nothing is predicted before the first character.
   *
   * @param {(start: number, count: number) => string} excerpt
   * @param {number} place of the character that is predicted
   * @param {number} lags
   */
  #reach(excerpt, place, lags) {
    if (lags === 0 || place === 0) return undefined;
    const start = performance.now();
    const first = Math.max(0, place - lags - this.#runUp);
    const text = excerpt(first, place - first + 1);
    const reach = this.#playground.gradientReach(text, lags);
    this.#spent += performance.now() - start;
    return { ...reach, text };
  }

  /** @param {{start: number, count: number}} part of the text */
  findUnits({ start, count }) {
    return this.#oneByOne(() => {
      this.#playground.startUnitFinder(this.#playground.excerpt(start, count));
      return this.#go();
    });
  }

  /** @param {string} text */
  inspect(text) {
    return this.#oneByOne(() => {
      this.#playground.startReading(text, 0, []);
      return this.#go();
    });
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

  /** Goes on with a look until it is complete. @returns {Promise<any>} */
  async #go() {
    for (;;) {
      const start = performance.now();
      const found = this.#playground.lookFor(SLICE);
      this.#spent += performance.now() - start;
      if (found !== undefined) return found;
      await nextTask();
    }
  }

  /** @template T @param {() => Promise<T>} look @returns {Promise<T>} */
  #oneByOne(look) {
    const result = this.#looking.then(look);
    this.#looking = result.catch(() => {}); // the next one does not care
    return result;
  }
}

/** @param {Watch} watch */
const followed = ({ layer, part, unit }) => ({ layer, part, unit });
