import { runInSlices } from '../lib/run-in-slices.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../shared/protocol.js').Sampling} Sampling
 * @typedef {import('../shared/protocol.js').Sample} Sample
 */

/** Milliseconds of training between two live samples. */
const INTERVAL = 2000;
const FIRST = 300;
/** The time in ms that one live sample may delay the worker. */
const BUDGET = 40;
const LONGEST = 200;
const SHORTEST = 20;

const randomSeed = () => Math.floor(Math.random() * 2 ** 32);

/**
 * @param {Playground} playground
 * @param {number} step
 * @param {Sampling} sampling
 * @returns {Sample}
 */
function drawSample(playground, step, sampling) {
  const seed = sampling.seed ?? randomSeed();
  const text = playground.generate({ ...sampling, seed });
  return { step, prompt: sampling.prompt, text, seed };
}

/** Milliseconds of writing in which the worker hears no message. */
const SLICE = 20;

/**
 * Generates a sample of any length in slices.
 *
 * @param {import('../../pkg/lstm_playground.js').Network} network
 * @param {number} step of its weights
 * @param {Sampling & {clamps?: import('../shared/protocol.js').Clamp[]}} request
 * @returns {Promise<Sample>}
 */
export async function drawInSlices(network, step, { clamps, ...sampling }) {
  const seed = sampling.seed ?? randomSeed();
  const text = await runInSlices(network.generateText({ ...sampling, seed }, clamps), SLICE);
  return { step, prompt: sampling.prompt, text, seed };
}

/** Generates live samples during training, each as long as a short time permits. */
export class LiveSampler {
  sampling;
  #playground;
  #dueAt = FIRST;
  /**
   * The writing speed in characters per ms; before its first measurement, half the training speed.
   */
  #speed = 0;

  /**
   *
   * @param {Playground} playground
   * @param {Sampling} sampling
   */
  constructor(playground, sampling) {
    this.#playground = playground;
    this.sampling = sampling;
  }

  /** @param {number} trained milliseconds of training so far */
  isDue(trained) {
    if (trained < this.#dueAt) return false;
    this.#dueAt = trained + INTERVAL;
    return true;
  }

  /** @param {{step: number, charsPerSecond: number}} progress */
  draw({ step, charsPerSecond }) {
    const speed = this.#speed || charsPerSecond / 2000;
    const affordable = Math.floor(BUDGET * speed) - this.sampling.prompt.length;
    const length = Math.min(LONGEST, Math.max(SHORTEST, affordable));
    const start = performance.now();
    const sample = this.#write(step, length);
    this.#speed = (length + sample.prompt.length) / (performance.now() - start);
    return sample;
  }

  /**
   *
   * @param {number} step
   * @param {number} length
   */
  #write(step, length) {
    const sampling = { ...this.sampling, length };
    try {
      return drawSample(this.#playground, step, sampling);
    } catch (error) {
      // An unknown character in the prompt is reported when a person asks for a sample; here it
      // must not stop the training.
      if (error instanceof WebAssembly.RuntimeError) throw error;
      return drawSample(this.#playground, step, { ...sampling, prompt: '' });
    }
  }
}
