import { formatWhole } from '../lib/format.js';

/**
 * The sentences about a restart after a death.
 *
 * @param {object} restart
 * @param {string} restart.reason of the death
 * @param {number} restart.step that the new worker goes on from
 * @param {boolean} restart.isTraining
 * @param {boolean} restart.hasLostHistory true when earlier steps can no longer be gone back to
 * @param {boolean} restart.isSuspended true when the selection is not inspected any more
 */
export function restartNotice({ reason, step, isTraining, hasLostHistory, isSuspended }) {
  const went = isTraining ? 'Training continued' : 'Train continues';
  return [
    `The training worker stopped: ${reason}.`,
    `${went} from step ${formatWhole(step)}.`,
    ...(hasLostHistory ? ['The steps before it, to go back to, are gone.'] : []),
    ...(isSuspended ? ['The inside is not read until you choose another letter.'] : []),
  ].join(' ');
}
