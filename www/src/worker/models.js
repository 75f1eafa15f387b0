import { longWork } from './long-work.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Network} Network
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../shared/protocol.js').Model} Model
 */

/**
 * Makes a copy of all weights.
 *
 * @template T
 * @param {() => T} make
 */
const copied = (make) => longWork.run('pass', 1, make);

/**
 * The weights and the vocabulary of a network, which this call frees.
 *
 * @param {Network} network
 */
export function charModelOf(network) {
  const charModel = copied(() => network.model());
  network.free();
  return charModel;
}

/**
 * The models of a run that can be read: the current weights, the best ones, and those of a step of
 * the history; one of them is inspected.
 */
export class Models {
  #playground;
  #history;
  /** @type {{network: Network, step?: number, isBest: boolean}} */
  #inspected;

  /**
   * @param {Playground} playground
   * @param {import('./history.js').History} history
   */
  constructor(playground, history) {
    this.#playground = playground;
    this.#history = history;
    this.#inspected = { network: playground.network(), isBest: false };
  }

  /** The inspected model, with the step of its weights. */
  get inspected() {
    const { network, step = this.#playground.steps(), isBest } = this.#inspected;
    return { network, step, isBest };
  }

  /**
   * The inspected model: a step of the history, or a model by name.
   *
   * @returns {number | Model}
   */
  get inspectedModel() {
    return this.#history.inspected ?? (this.#inspected.isBest ? 'best' : 'now');
  }

  /**
   * Inspects another model.
   *
   * @param {number | Model} model a step of the history, or a model by name
   */
  inspect(model) {
    const isStep = typeof model === 'number';
    const network = isStep ? this.#networkAt(model) : this.network(model);
    this.#inspected.network.free();
    this.#history.inspected = isStep ? model : undefined;
    const isBest = model === 'best';
    const step = isBest ? this.stepOf(model) : this.#history.inspected;
    this.#inspected = { network, step, isBest };
  }

  /**
   * A copy that no training changes, of the caller's own.
   *
   * @param {number | Model} model a step of the history, or a model by name
   */
  copy(model) {
    const isBest = model === 'best';
    if (typeof model === 'number') {
      return { network: this.#networkAt(model), step: model, isBest };
    }
    const network =
      model === 'now' ? copied(() => this.#playground.frozenNetwork()) : this.network(model);
    return { network, step: this.stepOf(model), isBest };
  }

  /** @param {number} step of the history */
  #networkAt(step) {
    return copied(() => this.#playground.networkAt(this.#history.at(step)));
  }

  /**
   * A network of the caller's own.
   *
   * @param {Model} model
   */
  network(model) {
    if (model === 'now') return this.#playground.network();
    const best = model === 'best' ? copied(() => this.#playground.bestNetwork()) : undefined;
    if (best) return best;
    const allowed = this.#playground.validation()
      ? 'best or now'
      : 'now until the unseen text has been measured';
    throw Object.assign(new Error(`model must be ${allowed}, got ${JSON.stringify(model)}`), {
      name: 'SettingError',
    });
  }

  /**
   * The step of its weights.
   *
   * @param {Model} model
   */
  stepOf(model) {
    const best = model === 'best' ? this.#playground.validation()?.bestStep : undefined;
    return best ?? this.#playground.steps();
  }
}
