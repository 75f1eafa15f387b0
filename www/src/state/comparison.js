import { inLanes } from './lanes.js';
import { Racer } from './racer.js';

/** Several models that are trained to be compared: what a race and a sweep have in common. */
export class Comparison {
  isRunning = false;
  #engine;
  #onChange;
  /** @type {Set<Racer>} */
  #racers = new Set();
  /** Which one is on its way: what belongs to an earlier one has ended. */
  #number = 0;

  /**
   * @param {import('./racer.js').Engine & {spareCores: () => number}} engine
   * @param {() => void} onChange
   */
  constructor(engine, onChange) {
    this.#engine = engine;
    this.#onChange = onChange;
  }

  /** How many models may train at a time. */
  get lanes() {
    return this.#engine.spareCores();
  }

  /** Tells that something has changed. */
  changed() {
    this.#onChange();
  }

  /** Ends it; what was reached stays. */
  stop() {
    this.#number++;
    this.isRunning = false;
    for (const racer of this.#racers) racer.stop();
    this.#racers.clear();
    this.changed();
  }

  /**
   * Begins anew, in the place of what was on its way.
   *
   * @param {(isWanted: () => boolean) => Promise<void>} work which asks after every wait whether it is to go on
   * @returns {Promise<void>} resolves when it is through, or was stopped
   */
  async run(work) {
    this.stop();
    const number = this.#number;
    const isWanted = () => number === this.#number;
    this.isRunning = true;
    this.changed();
    await work(isWanted);
    if (!isWanted()) return;
    this.isRunning = false;
    this.changed();
  }

  /**
   * Gives each job a racer, until it is through.
   *
   * @template Job
   * @param {Job[]} jobs
   * @param {(job: Job) => Racer} makeRacer
   * @param {(job: Job, racer: Racer) => Promise<boolean>} takeTurn whether the job is through
   * @param {() => boolean} isWanted
   */
  async train(jobs, makeRacer, takeTurn, isWanted) {
    /** @type {Map<Job, Racer>} */
    const racers = new Map();
    /** @param {Job} job */
    const racerOf = (job) => {
      const racer = racers.get(job) ?? makeRacer(job);
      racers.set(job, racer);
      this.#racers.add(racer);
      return racer;
    };
    await inLanes(
      this.lanes,
      jobs,
      async (job) => {
        const racer = racerOf(job);
        const isThrough = await takeTurn(job, racer);
        if (isThrough) this.#end(racer);
        if (isWanted()) this.changed();
        return isThrough;
      },
      isWanted,
    );
  }

  /** Makes a racer. @param {ConstructorParameters<typeof Racer>[1]} text @param {Record<string, any>} config */
  newRacer(text, config) {
    return new Racer(this.#engine, text, config);
  }

  /** @param {Racer} racer */
  #end(racer) {
    racer.stop();
    this.#racers.delete(racer);
  }
}
