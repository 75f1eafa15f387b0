import { Request } from '../shared/protocol.js';
import { Experiment } from './experiment.js';

/**
 * @typedef {import('../shared/protocol.js').GradientReach} GradientReach
 * @typedef {import('../shared/protocol.js').ReadReach} ReadReach
 * @typedef {import('../runs/remote-model.js').RemoteModel} RemoteModel
 */

/** Steps after which it tells how far it has come. */
const TURN = 20;

/** A model of another cell, otherwise the same, to compare one with: a plain rnn, or an lstm beside that. */
export class ReferenceModel extends Experiment {
  /** @type {GradientReach | undefined} of the prediction that was looked at last */
  reach;
  /** Its cell; empty while there is none. */
  cell = '';
  /** How old it is, and how old it is to become. */
  step = 0;
  goal = 0;
  /** Why there is none. */
  problem = '';
  /** @type {import('./experiment-model.js').ExperimentModel | undefined} */
  #racer;
  /** The model that it is compared with. @type {RemoteModel | undefined} */
  #model;
  /** @type {ReadReach | undefined} what was looked at last */
  #seen;

  get progress() {
    return this.goal === 0 ? 0 : this.step / this.goal;
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
  async train(model, goal) {
    const { text, textReport, config } = model;
    if (!textReport) return;
    this.drop();
    this.#model = model;
    try {
      await this.run(async (isWanted) => {
        this.cell = ReferenceModel.of(config.cell);
        this.goal = goal;
        const racer = this.newRacer({ text, counts: textReport }, { ...config, cell: this.cell });
        this.#racer = racer;
        const takeTurn = async () => {
          const turn = await racer.trainTo(Math.min(goal, this.step + TURN));
          if (isWanted()) this.step = turn.step;
          return turn.step >= goal;
        };
        await this.inTurns([racer], takeTurn, isWanted);
      });
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    this.drop();
    this.problem = /** @type {Error} */ (error).message;
    this.changed();
  }

  /** Looks at the same prediction; what it finds is its `reach`. @param {ReadReach | undefined} reach of the model */
  async measure(reach) {
    const racer = this.#racer;
    if (!racer || this.step < this.goal || !reach || reach === this.#seen) return;
    this.#seen = reach;
    const lags = reach.inputs.length - 1;
    try {
      const found = await racer.request(Request.reach, { text: reach.text, lags });
      if (racer !== this.#racer || reach !== this.#seen) return;
      this.reach = found;
      this.changed();
    } catch (error) {
      if (racer === this.#racer) this.#fail(error);
    }
  }

  /** Ends it when the model that it is compared with is gone. @param {RemoteModel | undefined} model */
  follow(model) {
    if (this.#model && this.#model !== model) this.drop();
  }

  /** Ends it, and forgets it. */
  drop() {
    this.#model = undefined;
    this.#racer = undefined;
    this.#seen = undefined;
    this.reach = undefined;
    this.problem = '';
    this.cell = '';
    this.step = 0;
    this.goal = 0;
    this.stop();
  }
}
