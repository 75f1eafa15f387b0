import { Request } from '../shared/protocol.js';
import { Racer } from './racer.js';

/**
 * @typedef {import('../shared/protocol.js').GradientReach} GradientReach
 * @typedef {import('../shared/protocol.js').ReadReach} ReadReach
 * @typedef {import('./remote-model.js').RemoteModel} RemoteModel
 */

/** Steps after which it tells how far it has come. */
const TURN = 20;

/** A model of another cell, otherwise the same, to compare one with: a plain rnn, or an lstm beside that. */
export class Companion {
  /** @type {GradientReach | undefined} of the prediction that was looked at last */
  reach;
  /** Its cell; empty while there is none. */
  cell = '';
  /** How old it is, and how old it is to become. */
  step = 0;
  goal = 0;
  #engine;
  /** When its training began. */
  #since = 0;
  #onChange;
  /** @type {Racer | undefined} */
  #racer;
  /** @type {ReadReach | undefined} what was looked at last */
  #seen;

  /** @param {import('./racer.js').Engine} engine @param {() => void} onChange */
  constructor(engine, onChange) {
    this.#engine = engine;
    this.#onChange = onChange;
  }

  /** Milliseconds until it is as old, by the speed so far; undefined before that is known. */
  get timeLeft() {
    if (this.step === 0) return undefined;
    return (performance.now() - this.#since) * (this.goal / this.step - 1);
  }

  /** Which cell is compared with one. @param {unknown} cell */
  static of(cell) {
    return cell === 'rnn' ? 'lstm' : 'rnn';
  }

  /**
   * Trains it, until it is as old as the model beside which it is.
   *
   * @param {RemoteModel} model which is made
   * @param {number} goal
   */
  async train({ text, textReport, config }, goal) {
    if (!textReport) return;
    this.drop();
    this.cell = Companion.of(config.cell);
    this.goal = goal;
    this.#since = performance.now();
    const own = { ...config, cell: this.cell };
    const racer = new Racer(this.#engine, { text, counts: textReport }, own);
    this.#racer = racer;
    try {
      while (racer === this.#racer && racer.step < goal) {
        await racer.trainTo(Math.min(goal, racer.step + TURN));
        if (racer !== this.#racer) return;
        this.step = racer.step;
        this.#onChange();
      }
    } catch (error) {
      if (racer !== this.#racer) return; // it was ended on purpose
      this.drop();
      throw error;
    }
  }

  /** Looks at the same prediction; what it finds is its `reach`. @param {ReadReach | undefined} reach of the model */
  async look(reach) {
    const racer = this.#racer;
    if (!racer || this.step < this.goal || !reach || reach === this.#seen) return;
    this.#seen = reach;
    const lags = reach.inputs.length - 1;
    const found = await racer.request(Request.reach, { text: reach.text, lags }).catch(() => {});
    if (racer !== this.#racer || reach !== this.#seen) return;
    this.reach = found;
    this.#onChange();
  }

  /** Ends it. */
  drop() {
    this.#racer?.stop();
    this.#racer = undefined;
    this.#seen = undefined;
    this.reach = undefined;
    this.cell = '';
    this.step = 0;
    this.goal = 0;
  }
}
