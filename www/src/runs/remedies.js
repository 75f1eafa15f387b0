import { settings } from '../settings/settings.js';

/**
 * @typedef {import('./session.js').Session} Session
 * @typedef {import('./training-advice.js').Remedy} Remedy
 */

/**
 * The remedy after a rollback.
 *
 * @type {Remedy}
 */
export const HALF_THE_RATE = { label: 'Go on at half the rate' };

const LOWEST_RATE = Number(settings.find(({ name }) => name === 'learningRate')?.min);

/**
 * Follows an advice.
 *
 * @param {Session} session
 * @param {Remedy} remedy
 */
export async function follow(session, remedy) {
  const { act, usesBest, goesOn, undoes, keepsWeights, keepsEarlier, backTo, rate } = remedy;
  if (act) return act();
  if (undoes) return session.undo.back();
  if (keepsEarlier) return session.undo.keepLearnt();
  if (keepsWeights) await session.reset({ keepWeights: true, isByReader: true });
  if (goesOn || keepsWeights) return session.train();
  if (!usesBest) return slowDown(session, backTo, rate);
  await session.pause();
  session.chooseModel('best');
}

/**
 * Continues with a lower learning rate.
 *
 * @param {Session} session
 * @param {number} [backTo] from an earlier step
 * @param {number} [lower] by default half the rate
 */
async function slowDown(session, backTo, lower) {
  const current = Number(session.model?.learningRate.value);
  const rate = lower ?? Math.max(current / 2, LOWEST_RATE);
  if (rate >= current) {
    const message = `The learning rate is ${LOWEST_RATE}, and there is no lower one: try a smaller network or other settings.`;
    session.report({ name: 'SettingError', message });
    return;
  }
  if (backTo !== undefined) await session.goBack(backTo);
  session.choose('learningRate', rate);
  await session.train();
}
