import { OneByOne } from '../lib/one-by-one.js';
import { joined } from './joined-reports.js';
import { longWork } from './long-work.js';
import { Replicas } from './replicas.js';
import { SpeedProbe } from './speed-probe.js';
import { WorkerCount } from './worker-count.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../../pkg/lstm_playground.js').StepReport} StepReport
 *
 * @typedef {Pick<SpeedProbe, 'isShared' | 'isKnown' | 'gain' | 'add'>} AnySpeedProbe
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
  #onWanted;
  #newSpeedProbe;
  #speedProbe;
  #count = new WorkerCount();
  /** Milliseconds of the steps that the speed probe has measured. */
  #probedFor = 0;
  #calls = new OneByOne();
  /** @type {import('./replicas.js').Division | undefined} the next step, once it is ordered */
  #ahead;
  #isStopped = false;
  /** Milliseconds of the last step, if this worker made it alone. */
  #stepTime = Infinity;
  /** The number of workers that the speed probe measures. */
  #probed = 1;

  /**
   * @param {Playground} playground
   * @param {(workers: number) => void} onWanted called with the number of workers that should share the
   *   steps; at first it is two
   * @param {() => AnySpeedProbe} [newSpeedProbe]
   */
  constructor(playground, onWanted, newSpeedProbe = () => new SpeedProbe()) {
    this.replicas = new Replicas(playground);
    this.#playground = playground;
    this.#onWanted = onWanted;
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
    if (this.replicas.isEmpty) {
      if (this.#count.wanted === 1 && performance.now() >= this.#count.nextAt) {
        this.#count.begin();
        this.#onWanted(this.#count.wanted);
      }
      return this.#trainAlone(milliseconds, isWanted);
    }
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
        const next = this.#finishStep();
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
    this.#beginProbe();
    const isSettled = this.#speedProbe.isKnown && this.#speedProbe.isShared;
    const goesOn = isSettled && !this.#isStopped && performance.now() < deadline;
    this.#ahead = this.replicas.handOut(goesOn ? shards : undefined);
    try {
      const report = this.#finishStep();
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

  #finishStep() {
    const report = longWork.run('pass', 1, () => this.#playground.finishStep());
    this.#playground.validateStep();
    return report;
  }

  /** Measures where more workers share the step than before, or it is time to measure again. */
  #beginProbe() {
    const { size } = this.replicas;
    const { wanted, nextAt } = this.#count;
    if (size === 1) return; // a step without replicas, to compare
    const isMore = size > this.#probed;
    if (isMore || (size <= wanted && wanted < this.#probed)) this.#probed = size;
    if (!isMore && (performance.now() < nextAt || size > wanted)) return;
    this.#count.nextAt = Infinity;
    this.#probedFor = 0;
    this.#speedProbe = this.#newSpeedProbe();
  }

  /** @param {number} elapsed milliseconds of a step */
  #probe(elapsed) {
    if (this.replicas.isEmpty || this.#speedProbe.isKnown) return;
    this.#speedProbe.add(elapsed);
    this.#probedFor += elapsed;
    if (!this.#speedProbe.isKnown) return;
    const { wanted: before } = this.#count;
    this.#count.note(this.#probed, this.#speedProbe.gain, this.#probedFor);
    const { wanted } = this.#count;
    if (wanted === 1) {
      this.#probed = 1;
      this.replicas.clear();
    }
    if (wanted !== before) this.#onWanted(wanted);
  }
}
