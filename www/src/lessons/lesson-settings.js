/** The settings of a session, compared with those of a lesson. */

import { suggestedConfig } from '../settings/settings.js';
import { presets } from '../texts/presets.js';

/** The settings that change no weights. */
const WITHOUT_EFFECT = ['maxSteps', 'workers'];

/**
 * The settings in a fixed order, without those that change no weights.
 *
 * @param {object} config
 */
const settingsWithEffect = (config) =>
  Object.entries(config)
    .filter(([name]) => !WITHOUT_EFFECT.includes(name))
    .sort();

/**
 * @param {unknown} a
 * @param {unknown} b
 */
export const isEqual = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/**
 * True when two settings train the same weights.
 *
 * @param {object} a
 * @param {object} b
 */
export const haveSameEffect = (a, b) => isEqual(settingsWithEffect(a), settingsWithEffect(b));

/**
 * True when these settings are in force, and no other is chosen; also before the suggestions for the text
 * are known.
 *
 * @param {import('../runs/draft.js').Draft} draft
 * @param {Partial<import('../shared/protocol.js').Config>} settings
 */
export function areInForce({ config, counts, task, text }, settings) {
  if (!counts) return true;
  const own = task?.config ?? presets.find(({ is }) => is(text))?.config;
  const wanted = { ...suggestedConfig(counts.chars, counts.distinctChars), ...own, ...settings };
  return haveSameEffect(config, wanted);
}
