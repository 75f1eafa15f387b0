/** A soak of one browser, and the slopes of its counts. */

import { seededRandom } from '../../www/src/lib/random.js';
import { serveSite } from '../site.mjs';
import { openBrowser } from '../webdriver.mjs';
import { mostGrowth, prepareCounts } from './counts.mjs';
import { heldCounting } from './held-counts.mjs';
import { kinds } from './kinds.mjs';
import { growthIn, slopeOf } from './slope.mjs';
import { noticing } from './in-page.mjs';
import { Visitor } from './visitor.mjs';
import { workerCounting } from './worker-counts.mjs';

/**
 * @typedef {import('../webdriver.mjs').EngineName} EngineName
 * @typedef {import('./counts.mjs').Counts} Counts
 *
 * @typedef {object} Options
 * @property {string} kind
 * @property {number} minutes at least
 * @property {number} seed of all chance
 * @property {number} [pace] seconds that a person looks at a view
 * @property {string[]} [actions] the names of those to do, in this order; by default all, by chance
 * @property {Record<string, number>} [most] the greatest slopes that do not matter, by count, in place
 *   of the usual ones
 * @property {(line: string) => void} [log] hears each action
 * @property {(counts: Counts, cycle: number) => void} [onCycle]
 *
 * @typedef {object} Row
 * @property {string} name of a count
 * @property {number[]} values after warm-up
 * @property {number} level
 * @property {number} slope a cycle
 * @property {number} error the slope's standard error
 * @property {string} problem empty where it does not grow
 *
 * @typedef {object} Result
 * @property {string} browser with its version
 * @property {number} minutes
 * @property {number} cycles
 * @property {number} measured cycles, those after warm-up
 * @property {Row[]} rows
 */

/** Milliseconds for a script, more than a visitor waits. */
const PATIENCE = 300_000;
/** The share of the cycles in which code is loaded and caches are filled. */
const WARM_UP = 1 / 3;
/** The fewest cycles after it that a slope is made of. */
const LEAST = 4;

/** @param {Counts[]} counts of all cycles */
const afterWarmUp = (counts) => counts.slice(Math.ceil(counts.length * WARM_UP));

/**
 * Soaks a browser.
 *
 * @param {EngineName} name
 * @param {Options} options
 * @returns {Promise<Result>} rejects, with the seed, where an action fails
 */
export async function soak(name, { kind, minutes, seed, pace = 1, actions, most, ...on }) {
  const { log = () => {}, onCycle = () => {} } = on;
  const { begin, cycle, none } = kinds[kind];
  const site = await serveSite({}, [workerCounting, heldCounting, noticing].join('\n'));
  const session = await openBrowser(name, { patience: PATIENCE, isMeasured: true });
  try {
    await session.command('window/rect', { width: 1300, height: 1000 });
    await session.goTo(`${site.url}/index.html`);
    await prepareCounts(name, session);
    const visitor = new Visitor(session, { random: seededRandom(seed), pace });
    const browser = { name, session, visitor, log, actions };
    await begin?.(browser);
    const start = performance.now();
    const passed = () => (performance.now() - start) / 60_000;
    /** @type {Counts[]} */
    const counts = [];
    while (passed() < minutes || afterWarmUp(counts).length < LEAST) {
      counts.push(await cycle(browser, counts));
      onCycle(counts[counts.length - 1], counts.length);
      const problems = await visitor.page(() => /** @type {any} */ (window).soak.problems);
      if (problems.length > 0) throw new Error(`the page reports ${problems.join('; ')}`);
    }
    const measured = afterWarmUp(counts);
    return {
      browser: `${name} ${session.version}`,
      minutes: passed(),
      cycles: counts.length,
      measured: measured.length,
      rows: Object.keys(counts[0]).map((count) => rowOf(count, measured, { most, none })),
    };
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw new Error(`${name}, ${kind}, seed ${seed}: ${message}`, { cause: error });
  } finally {
    await session.close();
    site.close();
  }
}

/**
 * @param {string} name
 * @param {Counts[]} counts
 * @param {{most?: Record<string, number>, none: string[]}} limits
 * @returns {Row}
 */
function rowOf(name, counts, { most, none }) {
  const values = counts.map((counted) => counted[name]);
  const problem = growthIn(values, { ...mostGrowth, ...most }[name], none.includes(name));
  return { name, values, ...slopeOf(values), problem };
}
