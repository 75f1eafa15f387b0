import { cellOf } from '../cells/cells.js';
import { countWeights } from '../cells/count-weights.js';
import { ExperimentModel } from '../experiments/experiment-model.js';
import { tellingUnit } from '../inspection/unit-choice.js';
import { firstLetters } from './first-letters.js';

/**
 * @typedef {import('../runs/session.js').Session} Session
 *
 * @typedef {object} UntrainedLoaders
 * @property {(name: string) => Worker} createWorker
 * @property {() => Promise<WebAssembly.Module>} loadWasm
 *
 * @typedef {Omit<import('../views/live/live-view.js').LiveReading, 'unit'> & {
 *   text: string, cell: import('../cells/cells.js').Cell
 * }} Found the first letters, as the network reads them before its first step
 */

/** The rest in ms after a change: a text may still be typed. */
const REST = 1000;
/** A longer text, or a larger network, is read when it is trained. */
const MOST_TEXT = 200_000;
const MOST_WEIGHTS = 1e6;

/** Reads the first letters of a draft before training, with a network of its own. */
export class UntrainedReading {
  /** @type {Found | undefined} */
  found;
  /** The unit shown. */
  unit = 0;
  #session;
  #loaders;
  #onFound;
  /** The text and the settings of the reading. */
  #read = { text: '', config: '' };
  #timer = 0;
  /** @type {ExperimentModel | undefined} */
  #model;

  /**
   * @param {Session} session
   * @param {UntrainedLoaders} loaders
   * @param {() => void} onFound
   */
  constructor(session, { createWorker, loadWasm }, onFound) {
    this.#session = session;
    this.#loaders = { loadWasm, createWorker: () => createWorker('untrained') };
    this.#onFound = onFound;
  }

  /** Reads again when the text or a setting has changed, and not while there is a model. */
  update() {
    const { draft, status } = this.#session;
    if (status !== 'idle') {
      this.#stop();
      return;
    }
    if (!draft.counts) return; // the end of the counting is a change
    const { text } = draft;
    const config = JSON.stringify(draft.config);
    if (text === this.#read.text && config === this.#read.config) return;
    const isFirst = this.#read.text === '';
    this.#stop();
    this.#read = { text, config };
    this.#timer = window.setTimeout(() => void this.#start(), isFirst ? 0 : REST);
  }

  destroy() {
    this.#stop();
  }

  /** Ends the reading that goes on; one that has not ended may be made later. */
  #stop() {
    clearTimeout(this.#timer);
    if (!this.#timer && !this.#model) return;
    this.#timer = 0;
    this.#model?.stop();
    this.#model = undefined;
    this.#read = { text: '', config: '' };
  }

  async #start() {
    const { draft } = this.#session;
    const { counts, settings, text, config } = draft;
    const { hiddenSize } = config;
    const cell = cellOf(config.cell);
    this.#timer = 0;
    if (!counts || counts.chars < 2 || settings.problems.size > 0 || !cell) return;
    const weights = countWeights(config, counts.distinctChars) ?? 0;
    if (text.length > MOST_TEXT || weights > MOST_WEIGHTS) return;
    const model = new ExperimentModel(this.#loaders, { text }, config);
    this.#model = model;
    const letters = firstLetters(text).join('');
    try {
      await model.made;
      const reading = await model.engine.inspect({ text: letters, model: 'now' });
      if (!reading) return;
      const { probabilities, layers } = reading;
      const { values } = layers[0];
      const network = {
        vocabulary: [...model.vocabulary],
        isTrained: false,
        layer: 0,
        hiddenSize,
        numLayers: 1,
      };
      this.unit = tellingUnit(cell, values, hiddenSize);
      this.found = { text: letters, cell, values, probabilities, ...network };
      this.#onFound();
    } catch {
      // Train reports the reason for which no network can be made.
    } finally {
      model.stop();
      if (this.#model === model) this.#model = undefined;
    }
  }
}
