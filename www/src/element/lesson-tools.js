import { makeTaskText } from '../experiments/lag-text.js';
import { readLessonModel } from '../lessons/model-bytes.js';

/** The panels whose experiments lessons start. */
export const EXPERIMENTS = /\b(race|rate)\b/;
export const NOT_LOADED =
  'The code of the experiments could not be loaded: the network may be down. Start the lesson anew.';

/**
 * The tools of a lesson's lab in a tag.
 *
 * @param {import('./lesson-panel.js').Surroundings} surroundings
 * @returns {import('../lessons/measurements.js').LabTools}
 */
export const toolsOf = ({ loaders, places }) => ({
  race: /** @type {any} */ (undefined), // they are loaded where a lesson has some
  rates: /** @type {any} */ (undefined),
  makeTask: (source) => makeTaskText(loaders, source),
  loadModel: readLessonModel,
  open: (tab) => places.open(tab),
  tab: () => places.opened,
});
