/** The settings and the sampling options, each with its label and help on screen. */

import { samplingHelp, settingHelp } from './help.js';
import { samplingOptions, settings } from './settings.js';

export const labelledSettings = withHelp(settings, settingHelp);

export const labelledSamplingOptions = withHelp(samplingOptions, samplingHelp);

/**
 * @param {import('./setting.js').Setting[]} rows
 * @param {import('./help.js').Help} help
 * @returns {import('./setting.js').LabelledSetting[]}
 */
function withHelp(rows, help) {
  return rows.map((row) => ({ ...row, ...help[row.name] }));
}
