import { serveRecorded, testInEveryBrowser } from '../e2e/support/every-browser.js';
import { clear, pages, scenarios } from '../e2e/support/storage-scenarios.js';

const { url } = await serveRecorded(pages);

for (const { title, path, run } of scenarios) {
  testInEveryBrowser(title, async (page, t) => {
    await page.goto(`${url}/other.html`);
    await clear(page);
    await page.goto(`${url}${path}`);
    t.diagnostic(`recovered in ${Math.round(await run(page))} ms`);
  });
}
