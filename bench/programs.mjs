/** The programs that run the contenders, browsers and Python, one measurement at a time. */

import { setTimeout as sleep } from 'node:timers/promises';
import { missingPrograms } from '../scripts/webdriver.mjs';
import { contenders } from './contenders.mjs';
import { openInBrowser } from './in-browser.mjs';
import { hasPyTorch, openInPython } from './in-python.mjs';
import { jobOf } from './jobs.mjs';
import { coresInUse, quiet } from './quiet.mjs';

/**
 * @typedef {import('./measure.js').Speed | import('./measure.js').Learning | {error: string}} Outcome
 * @typedef {Record<string, string>} Versions by program
 *
 * @typedef {object} Program
 * @property {Versions} versions
 * @property {(job: import('./jobs.mjs').Job) => Promise<Outcome & {versions?: Versions}>} measure
 * @property {() => Promise<void>} close
 */

/** Milliseconds for a browser to clear itself away. */
const SETTLE = 300;

/**
 * The programs that this computer lacks for a contender.
 *
 * @param {string} name
 * @returns {string[]}
 */
export function missingFor(name) {
  const { threads, engine = 'Chromium' } = contenders[name];
  if (!threads) return missingPrograms(engine);
  return hasPyTorch() ? [] : ['PyTorch (npm test installs it)'];
}

/**
 * Makes one measurement in a fresh program.
 *
 * @param {import('./jobs.mjs').Cell} cell
 * @param {string} url of the built contenders
 * @returns {Promise<{raw: import('./report.mjs').Raw, versions: Versions}>}
 */
export async function measure(cell, url) {
  const contender = contenders[cell.name];
  /** @type {Program | undefined} */
  let program;
  let othersBusy = 0;
  /** @type {Outcome & {versions?: Versions}} */
  let outcome;
  try {
    program = contender.threads ? openInPython(contender) : await openInBrowser(contender, url);
    othersBusy = await quiet();
    outcome = await program.measure(jobOf(cell));
  } catch (error) {
    outcome = { error: error instanceof Error ? error.message.split('\n')[0] : String(error) };
  } finally {
    await program?.close();
  }
  // The load before and after, because it may begin in between.
  await sleep(SETTLE);
  othersBusy = Math.max(othersBusy, await coresInUse());
  const { versions, ...measured } = outcome;
  return {
    raw: { ...cell, ...measured, othersBusy },
    versions: { ...program?.versions, ...versions },
  };
}
