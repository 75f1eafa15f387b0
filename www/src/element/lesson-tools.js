import { makeTaskText } from '../experiments/lag-text.js';
import { readLessonModel } from '../lessons/model-bytes.js';

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
