import { testInEveryBrowser } from './support/every-browser.js';
import { goThrough } from './support/lesson-by-keyboard.js';

// tests/long has one by a race, and the first in every browser.
for (const id of /** @type {const} */ (['forget-gate', 'vanishing-gradient'])) {
  testInEveryBrowser(
    `the lesson ${id}, by keyboard from start to end`,
    (page) => goThrough(page, id),
    ['Chromium'],
  );
}
