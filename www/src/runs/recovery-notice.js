import { formatWhole } from '../lib/format.js';

/** The sentences about the last recovery of a run from the death of its worker. */
export class RecoveryNotice {
  /** Empty before a recovery, and after the next command. */
  text = '';
  /** @type {number[]} the history before the death */
  #steps = [];

  /** @param {number[]} steps of the history, which dies with its worker */
  noteDeath(steps) {
    this.#steps = steps;
  }

  /**
   * @param {object} recovery
   * @param {string} recovery.reason of the death
   * @param {number} recovery.step from which the new worker continues
   * @param {boolean} recovery.isTraining
   * @param {boolean} recovery.isSuspended true when the selection is no longer inspected
   */
  write({ reason, step, isTraining, isSuspended }) {
    const went = isTraining ? 'Training continued' : 'Train continues';
    const hasLostHistory = this.#steps.some((earlier) => earlier < step);
    this.text = [
      `The training worker stopped: ${reason}.`,
      `${went} from step ${formatWhole(step)}.`,
      ...(hasLostHistory ? ['You can no longer go back to the steps before it.'] : []),
      ...(isSuspended ? ['The inside is shown again once you choose another letter.'] : []),
    ].join(' ');
    return this.text;
  }
}
