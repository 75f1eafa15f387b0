/** Setups: what a run of this text and these settings needs anywhere else. */

import { suggestedConfig } from '../settings/settings.js';
import { presets } from '../texts/presets.js';

/**
 * @typedef {import('../cells/gate-names.js').Notation} Notation
 * @typedef {import('../runs/draft.js').Draft} Draft
 *
 * @typedef {object} Setup
 * @property {string} [preset] the name of an example, whose text is that of the setup
 * @property {string} [text] another text
 * @property {Record<string, unknown>} config the settings that are not suggested for the text
 * @property {readonly string[]} [panels] the visible ones, by default all
 * @property {Notation} [notation]
 * @property {string} [lesson] the name of a lesson, which brings the rest along
 * @property {string} [lang] its language
 * @property {string} [tab] the name of the open tab, of a setup that is written
 */

/**
 * The text and the settings of a draft. A run may keep other suggestions than those of its text.
 *
 * @param {Draft} draft
 * @returns {Promise<Pick<Setup, 'preset' | 'text' | 'config'>>} rejects where no model can be made
 */
export async function setupOf(draft) {
  const { chars, distinctChars } = await draft.ready();
  const { text } = draft;
  const preset = presets.find(({ is }) => is(text));
  /** @type {Record<string, unknown>} */
  const suggested = { ...suggestedConfig(chars, distinctChars), ...preset?.config };
  const given = Object.entries(draft.config);
  const config = Object.fromEntries(given.filter(([name, value]) => value !== suggested[name]));
  return preset ? { preset: preset.id, config } : { text, config };
}

/**
 * The settings of a setup to be chosen. An example suggests settings of its own where this page has
 * shown it; a setup that brings its text along has none of them.
 *
 * @param {Setup} setup
 */
export function configOf({ text, config }) {
  const example = presets.find(({ is }) => text !== undefined && is(text));
  /** @type {Record<string, unknown>} */
  const suggested = { ...suggestedConfig(0, 0) };
  const undone = Object.keys(example?.config ?? {}).map((name) => [name, suggested[name]]);
  return { ...Object.fromEntries(undone), ...config };
}
