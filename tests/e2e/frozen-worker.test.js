// Runs alone: it measures how soon a frozen worker is noticed.

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

/** Seconds in which a reader who looks at the page learns of it. */
const NOTICED = 4;

testInEveryBrowser('a frozen worker is noticed within 4 s, and no bit changes', async (page, t) => {
  await page.goto(`${url}/post.html`);
  const saved = await trainOn(page);
  const seconds = await recovery(page, await bring(page, 'freeze'));
  t.diagnostic(`${page.name}: ${inWords(seconds)}`);
  assert.ok(seconds.noticed < NOTICED, `noticed after ${seconds.noticed} s`);
  const text = await controls(page).notice.innerText();
  const sentence = /: it has been silent for 4 seconds\. Training continued from step (\d+)\./;
  const [, from] = sentence.exec(text) ?? assert.fail(text);
  assert.ok(Number(from) >= saved, text); // on a busy machine there is a later checkpoint
  await assertSameBits(page);
});
