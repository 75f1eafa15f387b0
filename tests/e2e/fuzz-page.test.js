import { COMMANDS, NAMES } from '../support/page-states.js';
import { fuzz, shrink } from '../www/support/fuzz.js';
import { openPage, serve } from './support/browser.js';
import { pressAnything } from './support/press-anything.js';

/** Actions of a sequence. */
const ACTS = 20;
const TEXT = 'abc abd abe, and all that comes after it. '.repeat(8);
const CONFIG = { hiddenSize: 6, seqLen: 8, batchSize: 4, workers: 1 };

/** @type {import('playwright-core').Page} */
let page;

/** @param {number[][]} acts */
const tried = (acts) =>
  page.evaluate(pressAnything, {
    ...{ acts, text: TEXT, config: CONFIG },
    ...{ names: /** @type {any} */ (NAMES), commands: /** @type {any} */ (COMMANDS) },
  });

fuzz(
  'page',
  'a page shows its state by name and buttons after each of twenty actions, and trains again',
  async (random) => {
    const acts = Array.from({ length: ACTS }, () => Array.from({ length: 4 }, random));
    const { done, problem } = await tried(acts);
    if (!problem) return;
    const shortest = await shrink(acts, async (some) => (await tried(some)).problem !== '', 12);
    const last = await tried(shortest);
    const list = `of ${last.done.join(', ')}: ${last.problem}`;
    throw new Error(`${problem} in the sequence ${done.join(', ')}\nThe shortest is ${list}`);
  },
  {
    async begin(t) {
      const { url } = await serve();
      page = await openPage(t, `${url}/index.html`);
      await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
    },
  },
);
