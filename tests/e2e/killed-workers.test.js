import assert from 'node:assert/strict';
import { controls } from './support/controls.js';
import { recording, testInEveryBrowser } from './support/every-browser.js';
import { bring, installFaults, inWords, recovery } from './support/faults.js';
import { assertSameBits, trainOn } from './support/faulty-run.js';
import { post, serve } from './support/site.js';

const { url } = await serve(
  { '/post.html': post('<lstm-playground panels="curve"></lstm-playground>') },
  `${recording} (${installFaults})();`,
);

for (const { fault, what, reason } of /** @type {const} */ ([
  { fault: 'kill', what: 'is killed', reason: /silent for 4 seconds/ },
  { fault: 'trap', what: 'traps', reason: /for want of memory \(.*unreachable.*\)/ },
  { fault: 'throw', what: 'throws an error', reason: /its legs gave way/ },
])) {
  testInEveryBrowser(
    `a run goes on with the same bits after its worker ${what}`,
    async (page, t) => {
      await page.goto(`${url}/post.html`);
      await trainOn(page);
      const seconds = await recovery(page, await bring(page, fault));
      t.diagnostic(inWords(seconds));
      assert.match(await controls(page).notice.innerText(), reason);
      await assertSameBits(page);
    },
  );
}
