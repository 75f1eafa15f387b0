/** All processes of a browser stop for a while, as those of a laptop do whose lid is closed. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { browserFlags, findBrowser } from '../../scripts/browser.mjs';
import { assertSameBits, trainOn } from '../e2e/support/faulty-run.js';
import { moreSteps, records } from '../e2e/support/records.js';
import { installRecords, post, serve } from '../e2e/support/site.js';

const { url } = await serve({ '/post.html': post('<lstm-playground></lstm-playground>') });

/**
 * A process and all that it started.
 *
 * @param {number} pid
 * @returns {number[]}
 */
function familyOf(pid) {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const [, parent] = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1].split(' ');
        return [{ pid: Number(name), parent: Number(parent) }];
      } catch {
        return []; // it has ended meanwhile
      }
    });
  const family = [pid];
  for (const member of family) {
    family.push(...parents.filter(({ parent }) => parent === member).map(({ pid }) => pid));
  }
  return family;
}

for (const seconds of [5, 20, 60]) {
  test(`a browser that stops for ${seconds} s goes on where it was`, async (t) => {
    const server = await chromium.launchServer({
      executablePath: findBrowser(),
      args: browserFlags,
    });
    t.after(() => server.close());
    const browser = await chromium.connect(server.wsEndpoint());
    const page = await browser.newPage();
    await page.addInitScript(installRecords);
    await page.goto(`${url}/post.html`);
    await trainOn(page, { workers: 2 });
    const pid = Number(server.process().pid);
    for (const signal of /** @type {const} */ (['SIGSTOP', 'SIGCONT'])) {
      for (const member of familyOf(pid)) process.kill(member, signal);
      await sleep(signal === 'SIGSTOP' ? 1000 * seconds : 5000);
    }
    await moreSteps(page, 5);
    const { errors, terminated } = await records(page);
    assert.deepEqual([errors, terminated], [[], 0]);
    await assertSameBits(page);
  });
}
