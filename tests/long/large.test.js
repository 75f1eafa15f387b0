import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { engineNames, missingPrograms, openBrowser } from '../../scripts/webdriver.mjs';
import { serveRecorded } from '../e2e/support/every-browser.js';
import { installLarge } from '../e2e/support/large.js';
import { learnText, manyTags, write } from '../e2e/support/large-scenarios.js';
import { post } from '../e2e/support/site.js';

/** Milliseconds. */
const PATIENCE = 240_000;
const LONGEST_TASK = 300;
const LONGEST_PAUSE = 200;
const FIRST_STEP = 5000;
const TAGS = 50;

const text = 'a tag is a small thing, and fifty of them are a page. '.repeat(40);
const tag = `<lstm-playground panels="text curve sample" text="${text}"></lstm-playground>`;
const { url } = await serveRecorded({ '/tags.html': post(tag.repeat(TAGS)) });

/** @type {(() => Promise<void>)[]} */
const closing = [];
after(async () => {
  for (const close of closing) await close();
});

/**
 * Runs a scenario in a fresh page of each browser.
 *
 * @template A, R
 * @param {string} title
 * @param {{path: string, run: (arg: A) => Promise<R>, arg: A}} scenario
 * @param {(figures: R) => void} check
 */
function inEveryBrowser(title, { path, run, arg }, check) {
  for (const name of engineNames) {
    const missing = missingPrograms(name);
    const skip = missing.length > 0 && `${missing.join(' and ')} missing`;
    test(`${title}, in ${name}`, { skip, timeout: PATIENCE }, async (t) => {
      const session = await openBrowser(name, { patience: PATIENCE });
      closing.push(() => session.close());
      await session.goTo(url + path);
      await session.execute(installLarge);
      const figures = await session.execute(/** @type {any} */ (run), /** @type {any} */ (arg));
      t.diagnostic(JSON.stringify(figures));
      await session.close();
      check(/** @type {R} */ (figures));
    });
  }
}

const index = '/index.html';
for (const emoji of [false, true]) {
  inEveryBrowser(
    `five million characters${emoji ? ', among them one of two units' : ''}`,
    { path: index, run: learnText, arg: { emoji } },
    ({ longest, first, pause }) => {
      assert.ok(longest < LONGEST_TASK, `the page was held up for ${longest} ms`);
      assert.ok(first < FIRST_STEP, `the first step came after ${first} ms`);
      assert.ok(pause < LONGEST_PAUSE, `Pause took ${pause} ms`);
    },
  );
}

inEveryBrowser(
  'a hundred thousand letters are written while training goes on',
  { path: index, run: write, arg: undefined },
  ({ longest, chars, steps, stop }) => {
    assert.equal(chars, 100_000);
    assert.ok(steps > 10, `${steps} steps of training meanwhile`);
    assert.ok(longest < LONGEST_TASK, `the page was held up for ${longest} ms`);
    assert.ok(stop < LONGEST_PAUSE, `Stop took ${stop} ms`);
  },
);

inEveryBrowser(
  'fifty tags are shown, trained and taken out',
  { path: '/tags.html', run: manyTags, arg: undefined },
  ({ shown, first, pause, errors }) => {
    assert.deepEqual(errors, []);
    assert.ok(shown < LONGEST_TASK, `the page was held up for ${shown} ms`);
    assert.ok(first < FIRST_STEP, `the first step came after ${first} ms`);
    assert.ok(pause < 10 * LONGEST_PAUSE, `Pause took ${pause} ms`);
  },
);
