import { Notifier } from '../lib/notifier.js';

/** The works of a lesson, one at a time: a new one ends the one before it. Tells `change`. */
export class LessonWork extends Notifier {
  /** True while the acts of a step are done for the reader, or its figures are measured. */
  isBusy = false;
  /** The index of the step whose acts are being done. */
  busyWith = -1;
  /** The error that ended the acts; empty without one. */
  problem = '';
  /** Counts the works, of which only the newest is heard. */
  #number = 0;

  /** Ends the work that is being done. */
  interrupt() {
    this.#number++;
    this.#rest();
  }

  /**
   * @param {number} index of the step
   * @param {(isWanted: () => boolean) => Promise<void>} work
   */
  async work(index, work) {
    if (this.isBusy) this.interrupt();
    const number = ++this.#number;
    const isWanted = () => number === this.#number;
    this.isBusy = true;
    this.busyWith = index;
    this.problem = '';
    this.changed();
    try {
      await work(isWanted);
    } catch (thrown) {
      const { name, message } = /** @type {Error} */ (thrown);
      if (isWanted() && name !== 'AbortError') this.problem = message;
    } finally {
      if (isWanted()) this.#rest();
    }
  }

  #rest() {
    this.isBusy = false;
    this.busyWith = -1;
    this.changed();
  }
}
