import assert from 'node:assert/strict';
import { serveRecorded, testInEveryBrowser } from '../e2e/support/every-browser.js';
import { allNames, KINDS, pages, pairsOf } from '../e2e/support/replacements.js';

const { url } = await serveRecorded(pages);
const names = await allNames();

for (const [kind, { each, all }] of Object.entries(KINDS)) {
  const pairs = pairsOf(kind, names, 1);
  for (const first of new Set(pairs.map(([first]) => first))) {
    testInEveryBrowser(all(first), async (page) => {
      await page.goto(`${url}/post.html`);
      await page.waitForFunction(() => 'names' in globalThis);
      /** @type {string[]} */
      const problems = [];
      for (const pair of pairs.filter(([other]) => other === first)) {
        const found = await page.evaluate(
          ({ kind, pair }) => /** @type {any} */ (globalThis)[kind](...pair),
          { kind, pair },
        );
        problems.push(
          ...found.map((/** @type {string} */ problem) => `${each(...pair)}: ${problem}`),
        );
      }
      assert.deepEqual(problems, []);
    });
  }
}
