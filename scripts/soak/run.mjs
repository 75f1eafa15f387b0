/** A soak of one browser, and the slopes of its counts. */

import { seededRandom } from '../../www/src/lib/random.js';
import { serveSite } from '../site.mjs';
import { openBrowser } from '../webdriver.mjs';
import { mostGrowthIn, prepareCounts } from './counts.mjs';
import { heldCounting } from './held-counts.mjs';
import { noticing } from './in-page.mjs';
import { areEnough, judge } from './judgement.mjs';
import { kinds } from './kinds.mjs';
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
 * @property {Record<string, import('./actions.mjs').Action>} [actions] those to do, in this order; by
 *   default all, by chance
 * @property {Record<string, number>} [most] the greatest slopes that do not matter, by count, in place
 *   of the usual ones
 * @property {number} [rest] milliseconds in which the page comes to rest at the end of a cycle
 * @property {(line: string) => void} [log] hears each action
 * @property {(counts: Counts, cycle: number) => void} [onCycle]
 *
 * @typedef {object} Result
 * @property {string} browser with its version
 * @property {number} minutes
 * @property {number} cycles
 * @property {import('./judgement.mjs').Row[]} rows
 */

/** Milliseconds for a script, more than a visitor waits. */
const PATIENCE = 300_000;

/**
 * Soaks a browser.
 *
 * @param {EngineName} name
 * @param {Options} options
 * @returns {Promise<Result>} rejects, with the seed, where an action fails
 */
export async function soak(name, { kind, minutes, seed, pace = 1, most, ...rest }) {
  const { log = () => {}, onCycle = () => {}, ...how } = rest;
  const { begin, cycle, none } = kinds[kind];
  const site = await serveSite({}, [workerCounting, heldCounting, noticing].join('\n'));
  const session = await openBrowser(name, { patience: PATIENCE, isMeasured: true });
  try {
    await session.command('window/rect', { width: 1300, height: 1000 });
    await session.goTo(`${site.url}/index.html`);
    await prepareCounts(name, session);
    const visitor = new Visitor(session, { random: seededRandom(seed), pace });
    const browser = { name, session, visitor, log, ...how };
    await begin?.(browser);
    const start = performance.now();
    const passed = () => (performance.now() - start) / 60_000;
    /** @type {Counts[]} */
    const counts = [];
    while (passed() < minutes || !areEnough(counts)) {
      counts.push(await cycle(browser, counts));
      onCycle(counts[counts.length - 1], counts.length);
      const problems = await visitor.page(() => /** @type {any} */ (window).soak.problems);
      if (problems.length > 0) throw new Error(`the page reports ${problems.join('; ')}`);
    }
    return {
      browser: `${name} ${session.version}`,
      minutes: passed(),
      cycles: counts.length,
      rows: judge(counts, { none, most: { ...mostGrowthIn(name), ...most } }),
    };
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw new Error(`${name}, ${kind}, seed ${seed}: ${message}`, { cause: error });
  } finally {
    await session.close();
    site.close();
  }
}
