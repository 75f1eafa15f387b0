import { testInEveryBrowser } from './support/every-browser.js';
import { goThrough } from './support/lesson-by-keyboard.js';

/** By clamps, by a race, and by slopes in the view Reach. */
for (const id of /** @type {const} */ (['forget-gate', 'peepholes', 'vanishing-gradient'])) {
  // tests/long has the others, which take longer.
  testInEveryBrowser(
    `the lesson ${id}, by keyboard from start to end`,
    (page) => goThrough(page, id),
    ['Chromium'],
  );
}
