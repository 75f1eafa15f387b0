import { Request } from '../shared/protocol.js';
import { Racer } from './racer.js';

/**
 * @typedef {object} Tried
 * @property {number[]} rates that were tried, ascending
 * @property {number[]} bits per character of each step
 */

/** Rates that are tried, from the least to the greatest, each a step: even on a scale of factors. */
const [LEAST, MOST, COUNT] = [1e-5, 1, 100];
/** Of the loss, how much a step changes the smoothed one. */
const SMOOTHING = 0.15;
/** How many times its best the smoothed loss may be before the rest is not tried. */
const ENOUGH = 2;
/** Rates on both sides over which a fall is measured. */
const REACH = 4;

/** Tries learning rates on a copy of a model (after Smith 2017, https://arxiv.org/abs/1506.01186). */
export class RateFinder {
  /** @type {Tried} */
  found = { rates: [], bits: [] };
  isRunning = false;
  #engine;
  #onChange;
  /** @type {Racer | undefined} */
  #racer;
  /** When it began. */
  #since = 0;

  /** @param {import('./racer.js').Engine} engine @param {() => void} onChange */
  constructor(engine, onChange) {
    this.#engine = engine;
    this.#onChange = onChange;
  }

  /** How much of it is done, from 0 to 1. */
  get progress() {
    return this.isRunning ? this.found.rates.length / COUNT : 1;
  }

  /** Milliseconds that are left, by the speed so far; undefined before that is known. */
  get timeLeft() {
    const { progress } = this;
    if (progress === 0) return undefined;
    return (performance.now() - this.#since) * (1 / progress - 1);
  }

  /** The rate at which the loss falls fastest; undefined before it is known. */
  get chosen() {
    return this.isRunning ? undefined : steepest(this.found);
  }

  /**
   * @param {object} model
   * @param {string} model.text
   * @param {{chars: number, distinctChars: number}} model.counts
   * @param {Record<string, unknown>} model.config
   * @param {unknown} [model.snapshot] of its weights; left out, those that it begins with
   */
  async start({ text, counts, config, snapshot }) {
    this.stop();
    const settings = { ...config, schedule: 'constant' };
    const racer = new Racer(this.#engine, { text, counts }, settings);
    this.#racer = racer;
    this.isRunning = true;
    this.#since = performance.now();
    this.found = { rates: [], bits: [] };
    this.#onChange();
    try {
      await racer.made;
      if (snapshot) await racer.request(Request.restore, snapshot);
      await this.#tryAll(racer);
    } catch (error) {
      if (racer === this.#racer) throw error; // else it was ended on purpose
    } finally {
      if (racer === this.#racer) this.stop();
    }
  }

  /** Ends it; what was found stays. */
  stop() {
    this.#racer?.stop();
    this.#racer = undefined;
    this.isRunning = false;
    this.#onChange();
  }

  /** @param {Racer} racer */
  async #tryAll(racer) {
    const { rates, bits } = this.found;
    while (rates.length < COUNT && racer === this.#racer) {
      const rate = LEAST * (MOST / LEAST) ** (rates.length / (COUNT - 1));
      const report = await racer.request(Request.stepAt, rate).catch((error) => {
        if (error.name === 'NotFiniteError') return undefined; // too high, and so would be the rest
        throw error;
      });
      if (!report) return;
      rates.push(rate);
      bits.push(report.bitsPerChar);
      this.#onChange();
      const smooth = smoothed(bits);
      if (smooth[smooth.length - 1] > ENOUGH * Math.min(...smooth)) return;
    }
  }
}

/** @param {Tried} found @returns {number | undefined} undefined where too few were tried */
export function steepest({ rates, bits }) {
  const smooth = smoothed(bits);
  let best = REACH;
  const fall = (/** @type {number} */ i) => smooth[i - REACH] - smooth[i + REACH];
  for (let i = REACH; i + REACH < rates.length; i++) if (fall(i) > fall(best)) best = i;
  return best + REACH < rates.length ? Number(rates[best].toPrecision(1)) : undefined;
}

/** @param {number[]} bits */
function smoothed(bits) {
  let last = bits[0];
  return bits.map((x) => (last += SMOOTHING * (x - last)));
}
