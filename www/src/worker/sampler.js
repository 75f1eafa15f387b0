import { runInSlices } from '../lib/run-in-slices.js';
import { randomSeed } from './writer.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Network} Network
 * @typedef {import('../shared/protocol.js').Sampling} Sampling
 * @typedef {import('../shared/protocol.js').Sample} Sample
 */

/** Milliseconds of training between two live samples. */
const INTERVAL = 2000;
const FIRST = 300;
/** The time in ms that one live sample may delay the worker. */
const BUDGET = 40;
/** Characters of a live sample, and characters that are read of its prompt: at most, at least. */
const LONGEST = 200;
const SHORTEST = 20;

/** Milliseconds of writing in which the worker hears no message. */
const SLICE = 20;

/** Generates live samples during training, each as long as a short time permits. */
export class LiveSampler {
  sampling;
  #dueAt = FIRST;
  /**
   * The writing speed in characters per ms; before its first measurement, half the training speed.
   */
  #speed = 0;

  /** @param {Sampling} sampling */
  constructor(sampling) {
    this.sampling = sampling;
  }

  /** @param {number} trained milliseconds of training so far */
  isDue(trained) {
    if (trained < this.#dueAt) return false;
    this.#dueAt = trained + INTERVAL;
    return true;
  }

  /**
   * Generates a sample. Of a long prompt the network reads only the end, and the sample has only
   * that.
   *
   * @param {Network} network
   * @param {{step: number, charsPerSecond: number}} progress
   * @returns {Promise<Sample>}
   */
  async draw(network, { step, charsPerSecond }) {
    const affordable = Math.floor(BUDGET * (this.#speed || charsPerSecond / 2000));
    const prompt = lastChars(this.sampling.prompt, within(affordable - SHORTEST));
    const length = within(affordable - prompt.length);
    let spent = 0;
    const seed = this.sampling.seed ?? randomSeed();
    const write = async (/** @type {string} */ prompt) => {
      const task = network.generateText({ ...this.sampling, prompt, length, seed });
      const text = await runInSlices(task, SLICE, (milliseconds) => (spent += milliseconds));
      return { step, prompt, text, seed };
    };
    const sample = await write(prompt).catch((error) => {
      // An unknown character in the prompt is reported when a person asks for a sample; here it
      // must not stop the training.
      if (error instanceof WebAssembly.RuntimeError) throw error;
      return write('');
    });
    if (spent > 0) this.#speed = (sample.text.length + sample.prompt.length) / spent;
    return sample;
  }
}

/** @param {number} chars that the budget permits */
const within = (chars) => Math.min(LONGEST, Math.max(SHORTEST, chars));

/**
 * @param {string} text
 * @param {number} count
 */
const lastChars = (text, count) => [...text.slice(-2 * count)].slice(-count).join('');
