import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, serve } from './support/browser.js';
import { allNames, KINDS, pages, pairsOf } from './support/replacements.js';

const { url } = await serve(pages);
const names = await allNames();

/** In `npm test` every sixth pair; `npm run test:long` has all, in three browsers. */
const SHARE = 6;

for (const [kind, { title, each }] of Object.entries(KINDS)) {
  test(title, async (t) => {
    const page = await openPage(t, `${url}/post.html`);
    await page.waitForFunction(() => 'names' in window);
    for (const pair of pairsOf(kind, names, kind === 'replace' ? SHARE : 1)) {
      await t.test(each(...pair), async () => {
        const call = { kind, pair };
        const problems = await page.evaluate(
          ({ kind, pair }) => /** @type {any} */ (window)[kind](...pair),
          call,
        );
        assert.deepEqual(problems, []);
      });
    }
  });
}
