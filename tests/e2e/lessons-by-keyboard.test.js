import { testInEveryBrowser } from './support/every-browser.js';
import { goThrough } from './support/lesson-by-keyboard.js';

// By clamps, and by slopes in the view Reach. tests/long has one with a race, and the first in every browser.
for (const id of /** @type {const} */ (['forget-gate', 'vanishing-gradient'])) {
  testInEveryBrowser(
    `the lesson ${id}, by keyboard from start to end`,
    (page) => goThrough(page, id),
    ['Chromium'],
  );
}
