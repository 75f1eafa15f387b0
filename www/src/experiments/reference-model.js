import { Experiment } from './experiment.js';

/**
 * @typedef {import('../shared/protocol.js').GradientReach} GradientReach
 * @typedef {import('../shared/protocol.js').ReadReach} ReadReach
 * @typedef {import('../runs/run.js').Run} Run
 */

/** Steps of a slice. */
const SLICE = 20;

/** A model with another cell and the settings of the run's model, to compare their reach. */
export class ReferenceModel extends Experiment {
  /**
   * The gradient reach of the last measured prediction.
   *
   * @type {GradientReach | undefined}
   */
  reach;
  /** The model's cell; empty without a model. */
  cell = '';
  step = 0;
  /** The step up to which it trains. */
  goal = 0;
  /** The error that ended its training. */
  problem = '';
  /**
   * The run's model.
   *
   * @type {Run | undefined}
   */
  #original;
  /** @type {import('./experiment-model.js').ExperimentModel | undefined} */
  #model;
  /**
   * The original's reach when `reach` was measured.
   *
   * @type {ReadReach | undefined}
   */
  #measured;

  get progress() {
    return this.goal === 0 ? 0 : this.step / this.goal;
  }

  /**
   * The cell that a given cell is compared with.
   *
   * @param {unknown} cell
   */
  static cellFor(cell) {
    return cell === 'rnn' ? 'lstm' : 'rnn';
  }

  /**
   * Trains it up to a step.
   *
   * @param {Run} original
   * @param {number} goal
   */
  async train(original, goal) {
    const { text, textReport, config } = original;
    if (!textReport) return;
    this.clear();
    this.#original = original;
    try {
      await this.run(async (isWanted) => {
        const cell = ReferenceModel.cellFor(config.cell);
        this.cell = cell;
        this.goal = goal;
        const model = this.newModel({ text }, { ...config, cell });
        this.#model = model;
        const runSlice = async () => {
          const { step } = await model.trainTo(Math.min(goal, this.step + SLICE));
          if (isWanted()) this.step = step;
          return step >= goal;
        };
        await this.runInSlices([model], runSlice, isWanted);
      });
    } catch (error) {
      this.#fail(error);
    }
  }

  /**
   * Discards it when the run's model is not its original.
   *
   * @param {Run | undefined} model
   */
  follow(model) {
    if (this.#original && this.#original !== model) this.clear();
  }

  /**
   * Measures its `reach` for the same prediction as the original's.
   *
   * @param {ReadReach | undefined} reach of the original
   */
  async measure(reach) {
    const model = this.#model;
    if (!model || this.step < this.goal || !reach || reach === this.#measured) return;
    this.#measured = reach;
    const lags = reach.inputs.length - 1;
    try {
      const found = await model.engine.reach({ text: reach.text, lags });
      if (model !== this.#model || reach !== this.#measured) return;
      this.reach = found;
      this.changed();
    } catch (error) {
      if (model === this.#model) this.#fail(error);
    }
  }

  /** Ends and forgets it. */
  clear() {
    this.#original = undefined;
    this.#model = undefined;
    this.#measured = undefined;
    this.reach = undefined;
    this.problem = '';
    this.cell = '';
    this.step = 0;
    this.goal = 0;
    this.stop();
  }

  /** @param {unknown} error */
  #fail(error) {
    this.clear();
    this.problem = /** @type {Error} */ (error).message;
    this.changed();
  }
}
