/** The text on which races show what memory is for, and the settings that suit it. */

import { suggestedConfig } from '../settings/settings.js';
import { lagSource, recallTextOf, settingsFor } from './lag-tasks.js';

const source = lagSource('count', 30, 1);

/** As many b as there were a: a network has to count, up to 30. */
export const memoryText = {
  text: source,
  recallText: recallTextOf(source),
  counts: { chars: source.chars, distinctChars: 3 },
  config: { ...suggestedConfig(source.chars, 3), ...settingsFor(source) },
};
