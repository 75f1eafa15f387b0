/** The kinds of soak: each repeats a cycle, at whose end the page is in the same state each time. */

import { actions, lookAround, TAG, tidyUp } from './actions.mjs';
import { mostGrowth, pageCounts, takeCounts } from './counts.mjs';
import { collectGarbage } from './memory.mjs';

/**
 * @typedef {import('../webdriver.mjs').EngineName} EngineName
 * @typedef {import('../webdriver.mjs').Session} Session
 * @typedef {import('./counts.mjs').Counts} Counts
 * @typedef {import('./visitor.mjs').Visitor} Visitor
 *
 * @typedef {object} Browser
 * @property {EngineName} name
 * @property {Session} session
 * @property {Visitor} visitor
 * @property {(line: string) => void} log
 * @property {string[]} [actions] the names of those to do, in this order; by default all, by chance
 *
 * @typedef {object} Kind
 * @property {(browser: Browser) => Promise<unknown>} [begin]
 * @property {(browser: Browser, earlier: Counts[]) => Promise<Counts>} cycle
 * @property {string[]} none the counts that are 0 after each cycle
 */

/**
 * @template T
 * @param {T[]} list
 * @param {() => number} random
 * @returns {T[]} in another order
 */
function shuffled(list, random) {
  const rest = [...list];
  return list.map(() => rest.splice(Math.floor(random() * rest.length), 1)[0]);
}

/** Milliseconds in which a page comes to rest: the address of a saved file lasts for ten seconds. */
const REST = 30_000;

/**
 * Waits until the page holds what it held the last time, or changes no more.
 *
 * @param {Browser} browser
 * @param {Counts | undefined} wanted
 */
async function comeToRest({ name, session }, wanted) {
  const deadline = Date.now() + REST;
  let last = '';
  while (Date.now() < deadline) {
    await collectGarbage(name, session); // the end of a run gives its lock back
    const found = await pageCounts(session);
    const exact = Object.keys(found).filter((name) => mostGrowth[name] === 0);
    if (wanted && exact.every((name) => found[name] === wanted[name])) return;
    const now = exact.map((name) => found[name]).join();
    // The address of the workers' script stays.
    if (!wanted && found['blob URLs'] <= 1 && found.workers === 0 && now === last) return;
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/**
 * Everything that a person does.
 *
 * @type {Kind}
 */
const use = {
  none: ['workers', 'wasm memory', 'kept runs', 'lost bytes of runs'],
  async cycle(browser, earlier) {
    const { name, session, visitor, log } = browser;
    const titles = browser.actions ?? shuffled(Object.keys(actions), visitor.random);
    for (const title of titles) {
      log(title);
      try {
        await actions[title](visitor);
      } catch (error) {
        throw new Error(`${title}: ${/** @type {Error} */ (error).message}`, { cause: error });
      }
    }
    await tidyUp(visitor);
    await comeToRest(browser, earlier.at(-1));
    return takeCounts(name, session);
  },
};

/**
 * One network that trains on and on, with every view in sight for a while.
 *
 * @type {Kind}
 */
const training = {
  none: ['lost bytes of runs'],
  begin: ({ visitor }) =>
    visitor.page((selector) => {
      const tag = /** @type {any} */ (document.querySelector(selector));
      // Two whatever a busy machine measures, and no end.
      tag.config = { patience: 0, workers: 2 };
    }, TAG),
  async cycle({ name, session, visitor }) {
    await lookAround(visitor);
    await visitor.open('One unit', TAG);
    await visitor.look();
    // Timers and frames come and go while it trains.
    return { ...(await takeCounts(name, session)), timeouts: 0, frames: 0 };
  },
};

/** @type {Record<string, Kind>} */
export const kinds = { use, training };
