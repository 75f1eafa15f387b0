/** Runs that a page goes on with. */

import assert from 'node:assert/strict';
import { COUNTERS } from '../../../www/src/files/counters.js';
import { readRun, writeRun } from '../../../www/src/files/run-file.js';
import { checkResume } from '../../www/support/resume.js';

/**
 * @typedef {import('../../../www/src/element/lstm-playground.js').LstmPlayground} Tag
 *
 * @typedef {object} Page with one tag, in Playwright or in every browser
 * @property {<R, A>(run: (arg: A) => R | Promise<R>, arg: A) => Promise<R>} evaluate
 */

/** The step at which the page stops. */
const LAST = 100;

/**
 * A run after the steps that a page makes until it stops by itself.
 *
 * @param {Page} page
 * @param {ArrayBuffer} file
 */
async function trainedIn(page, file) {
  const saved = await page.evaluate(async (base64) => {
    const tag = /** @type {Tag} */ (document.querySelector('lstm-playground'));
    await tag.open(new Blob([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))]));
    const stopped = new Promise((resolve) => {
      let hasTrained = false;
      tag.addEventListener('lstm-state', (event) => {
        const { state } = /** @type {CustomEvent} */ (event).detail;
        hasTrained ||= state === 'training';
        if (hasTrained && state === 'paused') resolve(undefined);
      });
    });
    await tag.train();
    await stopped;
    const bytes = new Uint8Array(await (await tag.save()).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  }, Buffer.from(file).toString('base64'));
  return Uint8Array.from(Buffer.from(saved, 'base64')).buffer;
}

/**
 * Checks that a run that is saved in Node and goes on in a page has the same bits as one that never
 * left.
 *
 * @param {Page} page
 * @param {Parameters<typeof checkResume>[0]} settings
 */
export async function checkResumeIn(page, settings) {
  const streams = { batchSize: 8 }; // enough for two workers
  await checkResume({ ...streams, maxSteps: LAST, ...settings }, async (run) => {
    const there = readRun(await trainedIn(page, writeRun(run)));
    assert.equal(there.checkpoint.counters[COUNTERS.indexOf('step')], LAST);
    return there;
  });
}
