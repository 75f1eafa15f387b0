import { OneByOne } from '../lib/one-by-one.js';
import { joined } from './joined-reports.js';
import { Replicas } from './replicas.js';
import { SpeedProbe } from './speed-probe.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../../pkg/lstm_playground.js').StepReport} StepReport
 *
 * @typedef {Pick<SpeedProbe, 'isShared' | 'isKnown' | 'add'>} AnySpeedProbe
 */

/** The longest step in ms that may not be abandoned: Pause must take effect within 100. */
const LONG_STEP = 10;

const ALWAYS = () => true;

/**
 * Leads the training: shares its steps with replicas. In each step a worker gets some shards of the
 * batch; the gradients are summed in an order that does not depend on who computed them, and all
 * workers make the same update.
 */
export class DataParallel {
  /** The replicas below this worker. */
  replicas;
  #playground;
  #onNotShared;
  #newSpeedProbe;
  #speedProbe;
  #calls = new OneByOne();
  /** @type {import('./replicas.js').Division | undefined} the next step, once it is ordered */
  #ahead;
  #isStopped = false;
  /** Milliseconds of the last step, if this worker made it alone. */
  #stepTime = Infinity;
  /** The greatest number of workers that have shared a step. */
  #mostWorkers = 1;

  /**
   * @param {Playground} playground
   * @param {() => void} onNotShared called when replicas only slow the training down, and are no
   *   longer used
   * @param {() => AnySpeedProbe} [newSpeedProbe]
   */
  constructor(playground, onNotShared, newSpeedProbe = () => new SpeedProbe()) {
    this.replicas = new Replicas(playground);
    this.#playground = playground;
    this.#onNotShared = onNotShared;
    this.#newSpeedProbe = newSpeedProbe;
    this.#speedProbe = newSpeedProbe();
  }

  /** Resolves when no step is being computed. */
  get idle() {
    return this.#calls.run(() => {});
  }

  /** Ends `trainFor` after the current step, and the next one if it is already ordered. */
  stop() {
    this.#isStopped = true;
  }

  /**
   * Makes as many steps as fit into `milliseconds`, at least one, or fewer before training stops by
   * itself, reported as one.
   *
   * @param {number} milliseconds
   * @returns {Promise<StepReport>} rejects with `NotFiniteError` after a rollback
   */
  async trainFor(milliseconds) {
    return /** @type {StepReport} */ (await this.trainWhile(milliseconds));
  }

  /**
   * Trains like `trainFor`, but abandons a long step that is no longer wanted.
   *
   * @param {number} milliseconds
   * @param {() => boolean} [isWanted] asked before the first step, and during it
   * @returns {Promise<StepReport | undefined>} undefined if the first step was abandoned
   */
  trainWhile(milliseconds, isWanted = ALWAYS) {
    return this.#calls.run(() => (isWanted() ? this.#train(milliseconds, isWanted) : undefined));
  }

  /**
   * @param {number} milliseconds
   * @param {() => boolean} isWanted
   */
  async #train(milliseconds, isWanted) {
    if (this.replicas.isEmpty) return this.#trainAlone(milliseconds, isWanted);
    this.#isStopped = false;
    const deadline = performance.now() + milliseconds;
    let report = await this.#step(deadline);
    while (this.#ahead || (!this.#isStopped && performance.now() < deadline)) {
      report = joined(report, await this.#step(deadline));
    }
    return report;
  }

  /**
   * @param {number} milliseconds
   * @param {() => boolean} isWanted
   */
  async #trainAlone(milliseconds, isWanted) {
    const [start, step] = [performance.now(), this.#playground.steps()];
    if (this.#stepTime > LONG_STEP) {
      const own = { first: 0, end: this.#playground.shards() };
      /** @type {StepReport | undefined} */
      let report;
      do {
        const stepStart = performance.now();
        if (!(await this.replicas.compute({ id: 0, own, replicas: [] }, isWanted))) break;
        const next = this.#playground.finishStep();
        this.#playground.validateStep();
        report = report ? joined(report, next) : next;
        this.#stepTime = performance.now() - stepStart;
      } while (performance.now() < start + milliseconds && !this.#playground.stopReason());
      return report;
    }
    const report = this.#playground.trainFor(milliseconds);
    this.#stepTime = (performance.now() - start) / (this.#playground.steps() - step);
    return report;
  }

  /** @param {number} deadline after which only a step that is already ordered follows */
  async #step(deadline) {
    const shards = { first: 0, end: this.#playground.shards() };
    if (this.#ahead || this.#speedProbe.isShared) this.replicas.bringIn();
    else this.replicas.bringBack(); // they miss this step
    const start = performance.now();
    const division = this.#ahead ?? this.replicas.order(shards);
    this.#ahead = undefined;
    await this.replicas.compute(division);
    if (this.replicas.size > this.#mostWorkers) {
      this.#mostWorkers = this.replicas.size;
      this.#speedProbe = this.#newSpeedProbe();
    }
    const isSettled = this.#speedProbe.isKnown && this.#speedProbe.isShared;
    const goesOn = isSettled && !this.#isStopped && performance.now() < deadline;
    this.#ahead = this.replicas.handOut(goesOn ? shards : undefined);
    try {
      const report = this.#playground.finishStep();
      this.#playground.validateStep();
      if (this.#playground.stopReason()) {
        this.#isStopped = true;
        this.#ahead = undefined;
      }
      return report;
    } catch (error) {
      this.#ahead = undefined;
      throw error;
    } finally {
      this.#probe(performance.now() - start);
    }
  }

  /** @param {number} elapsed milliseconds of a step */
  #probe(elapsed) {
    if (!this.replicas.isEmpty) this.#speedProbe.add(elapsed);
    if (this.#speedProbe.isKnown && !this.#speedProbe.isShared) {
      this.replicas.clear();
      this.#onNotShared();
    }
  }
}
