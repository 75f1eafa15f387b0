import { testInEveryBrowser } from '../e2e/support/every-browser.js';
import { goThrough } from '../e2e/support/lesson-by-keyboard.js';

testInEveryBrowser('a lesson, by keyboard from start to end', (page) =>
  goThrough(page, 'forget-gate'),
);

testInEveryBrowser(
  'a lesson with a race, by keyboard from start to end',
  (page) => goThrough(page, 'peepholes'),
  ['Chromium'],
);
