/** All that a test does to a tag, by names that make sentences of which the tag is the subject. */

import { activities } from './activities.js';
import { callAll, fates, intrude, intrusions } from './intrusions.js';
import { replace, replacements } from './replacements.js';

/** @type {Record<string, string[]>} */
export const names = {
  activities: Object.keys(activities),
  replacements: Object.keys(replacements),
  fates: Object.keys(fates),
  intrusions: Object.keys(intrusions),
  events: ['lstm-ready', 'lstm-state', 'lstm-step', 'lstm-sample'],
};

Object.assign(window, { replace, callAll, intrude, names });
