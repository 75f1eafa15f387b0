/** The kinds of soak: each repeats a cycle, at whose end the page is in the same state each time. */

import { actions as all, lookAround, TAG, tidyUp } from './actions.mjs';
import { mostGrowthIn, takeCounts } from './counts.mjs';

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
 * @property {Record<string, import('./actions.mjs').Action>} [actions] those to do, in this order; by
 *   default all, by chance
 * @property {number} [rest] milliseconds in which the page comes to rest
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

/** Milliseconds for a page to come to rest. */
const REST = 30_000;
/** Milliseconds without a change, after which none follows: the address of a saved file lasts for ten seconds. */
const STILL = 12_000;
/** The counts that are 0 of a page at rest. */
const ENDING = [
  ...['workers', 'wasm memory', 'timeouts', 'frames', 'kept runs', 'lost bytes of runs'],
];

/**
 * Waits until the page holds what it held the last time, or holds nothing that ends, and changes no more.
 *
 * @param {Browser} browser
 * @param {Counts | undefined} wanted
 * @returns {Promise<Counts>} its counts, at the latest after its time to rest
 */
async function countsAtRest({ name, session, rest = REST }, wanted) {
  const deadline = Date.now() + rest;
  const most = mostGrowthIn(name);
  /** @type {Counts} */
  let before = {};
  let changedAt = Date.now();
  for (;;) {
    const found = await takeCounts(name, session); // the end of a run gives its lock back
    const equals = (/** @type {Counts} */ other) =>
      found.locks <= other.locks &&
      Object.keys(found).every((key) => most[key] > 0 || found[key] === other[key]);
    const hasEnded = ENDING.every((key) => found[key] === 0) && found['blob URLs'] <= 1; // a script's
    const now = Date.now();
    if (!equals(before)) changedAt = now;
    const still = now - changedAt;
    if (wanted && equals(wanted)) return found;
    if (hasEnded && still > (wanted ? STILL : 0)) return found;
    if (now > deadline) return found;
    before = found;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Runs in the page: the commands of a tag, with the figures and the errors beside them. */
const commandsOf = (/** @type {string} */ tag) =>
  document.querySelector(tag)?.shadowRoot?.querySelector('section.train')?.textContent;

/**
 * Everything that a person does.
 *
 * @type {Kind}
 */
const use = {
  none: ENDING,
  async cycle(browser, earlier) {
    const { visitor, log, actions } = browser;
    const chosen = Object.entries(actions ?? all);
    for (const [title, act] of actions ? chosen : shuffled(chosen, visitor.random)) {
      log(title);
      try {
        await act(visitor);
      } catch (error) {
        const { message } = /** @type {Error} */ (error);
        const shown = await visitor.page(commandsOf, TAG).catch(() => 'nothing');
        throw new Error(`${title}: ${message}; the page shows ${shown}`, { cause: error });
      }
    }
    await tidyUp(visitor);
    return countsAtRest(browser, earlier.at(-1));
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
