import { formatWhole } from '../lib/format.js';

/**
 * The sentences about a restart after a death.
 *
 * @param {object} restart
 * @param {string} restart.reason of the death
 * @param {number} restart.step from which the new worker continues
 * @param {boolean} restart.isTraining
 * @param {boolean} restart.hasLostHistory true when no earlier step can be restored any more
 * @param {boolean} restart.isSuspended true when the selection is no longer inspected
 */
export function restartNotice({ reason, step, isTraining, hasLostHistory, isSuspended }) {
  const went = isTraining ? 'Training continued' : 'Train continues';
  return [
    `The training worker stopped: ${reason}.`,
    `${went} from step ${formatWhole(step)}.`,
    ...(hasLostHistory ? ['You can no longer go back to the steps before it.'] : []),
    ...(isSuspended ? ['The inside is not shown until you select another letter.'] : []),
  ].join(' ');
}
