import assert from 'node:assert/strict';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { KEEP, LOOK, SET, TRY } from '../../www/src/element/panels.js';
import '../www/support/saved-run.js'; // loads the wasm
import { controls, openTab } from './support/controls.js';
import { serveRecorded, testInEveryBrowser } from './support/every-browser.js';
import { hashOf } from './support/one-go.js';

/**
 * @typedef {import('./support/page.js').Page} Page
 * @typedef {import('./support/page.js').Locator} Locator
 */

/** A text in which no letter is followed by itself. */
const TEXT = 'the wind has a song, and the song has a wind. '.repeat(20);
const CONFIG = { hiddenSize: 12, seqLen: 8, batchSize: 2, workers: 1, patience: 0 };
const STEPS = 3;
const PHONE = 390;

const { url } = await serveRecorded();

/**
 * Waits until an act has changed a text.
 *
 * @param {Locator} element
 * @param {() => Promise<void>} act
 */
async function changes(element, act) {
  const before = (await element.innerText()).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  await act();
  await element.getByText(new RegExp(`^(?!${before}$)`)).waitFor();
}

/** @param {Locator} canvas */
const isDrawn = (canvas) =>
  canvas.evaluate((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return new Set(data).size > 2;
  });

/** @param {Locator} view */
const stepsOf = (view) =>
  view.locator('label', { hasText: /^Steps/ }).locator('input[type=number]');

/**
 * An act of a reader in each view behind a tab, and the view's answer.
 *
 * @type {Record<string, (view: Locator, page: Page) => Promise<void>>}
 */
const acts = {
  async 'One unit'(view) {
    await view.locator('.picture .node.active').evaluate(() => {}); // the drawing is there
    await view.locator('.steps .sum').nth(0).waitFor();
    const after = view.getByRole('button', { name: 'Letter after' });
    await changes(view.locator('.walk .selected'), () => after.click());
  },
  async 'All units'(view) {
    const strip = view.getByRole('slider', { name: /^Memory strip/ });
    await strip.press('Home');
    const readout = view.locator('.memory .readout');
    await readout.getByText(/^“t”, unit \d+: forget gate f /).waitFor();
    assert.ok(await isDrawn(view.locator('canvas')), 'the strip is drawn');
    await changes(readout, () => strip.press('ArrowRight'));
    await view.getByText('The selected letter as a table').click();
    await view.locator('.column td').nth(CONFIG.hiddenSize).waitFor();
  },
  async Surprise(view) {
    await view.locator('.coloured span').nth(50).waitFor();
    await view.getByRole('slider', { name: 'Position in the text' }).press('End');
    await view.getByText(`letter ${TEXT.length} of ${TEXT.length}`).waitFor();
    await view.getByRole('combobox', { name: 'Colour by' }).selectOption('unit');
    await view.getByText(/^letter \d+ of \d+: (?!.*bits)/).waitFor();
  },
  async 'Next letter'(view) {
    await view
      .locator('.readout')
      .getByText(/^After “.”: /)
      .waitFor();
    await view.getByRole('textbox', { name: 'Type a beginning' }).fill('the ');
    await view.locator('.completion').getByText(/./).waitFor();
  },
  async 'Who does what'(view) {
    await view.getByRole('button', { name: 'Find units' }).click();
    await view
      .getByRole('button', { name: /^vowel: / })
      .first()
      .waitFor();
  },
  async Surgery(view) {
    await view
      .locator('[aria-label="Units to clamp"] option')
      .nth(1)
      .evaluate(() => {});
    await view.getByRole('button', { name: 'Silence the unit' }).click();
    await view.locator('.clamps li').waitFor();
    await view.getByRole('button', { name: 'Write from here' }).click();
    await view.locator('.compare .sample').nth(1).getByText(/./).waitFor();
  },
  async Reach(view) {
    await view.locator('.influence .selected').waitFor();
    await view
      .locator('.drawing .curve')
      .nth(1)
      .evaluate(() => {});
    await view.getByRole('button', { name: 'Train a plain rnn to compare' }).click();
    await view.getByText(/of the rnn/).waitFor();
  },
  async Race(view) {
    await stepsOf(view).fill('10');
    await view.getByRole('button', { name: 'Start' }).click();
    await view.locator('tbody tr').nth(1).waitFor();
  },
  async 'Memory test'(view) {
    await view.getByRole('slider', { name: 'Greatest lag' }).press('Home');
    await view.getByText('1, 2, 4, 8 letters').waitFor();
    await view.getByRole('button', { name: 'Start' }).click();
    const stop = view.locator('button:enabled', { hasText: 'Stop' });
    await stop.click(); // its twenty networks would take a while
    await view.locator('button:enabled', { hasText: 'Start' }).waitFor();
  },
  async 'Learning rate'(view) {
    await view.getByRole('button', { name: 'Test learning rates' }).click();
    await view.getByText(/^Forty steps learn most at /).waitFor();
  },
  async Cell(view, page) {
    const ui = controls(page);
    await ui.checkGradients.click();
    await ui.agreed.waitFor();
    await changes(view.locator('.account .description'), () => ui.cell.selectOption('gru'));
    await view.locator('math').nth(2).waitFor();
    await ui.cell.selectOption('lstm');
  },
  async Settings(view, page) {
    const hidden = view.getByRole('textbox', { name: 'Hidden size', exact: true });
    await hidden.fill('9');
    await hidden.press('Enter');
    await page.waitForFunction(
      () => /** @type {any} */ (document.querySelector('lstm-playground')).config.hiddenSize === 9,
    );
  },
  async Writing(_, page) {
    const ui = controls(page);
    await ui.length.fill('30');
    await ui.write.click();
    await ui.written.getByText(/^.{20,30}$/).waitFor();
  },
  async 'My runs'(view) {
    const here = view.locator('.stored-run:has(.here:not([hidden]))');
    await here.getByRole('button', { name: /^Rename / }).click();
    await view.getByRole('textbox', { name: 'Name', exact: true }).fill('The wind');
    await view.getByRole('button', { name: 'Save name', exact: true }).click();
    await view.getByRole('button', { name: 'Delete “The wind”', exact: true }).waitFor();
  },
};

/**
 * The parts of a tag as narrow as a phone that scroll sideways, and the sliders whose thumb does not
 * reach the ends.
 *
 * @param {Page} page
 */
const wrongOnPhone = (page) =>
  page.locator('lstm-playground').evaluate((tag, width) => {
    tag.style.width = `${width}px`;
    const wide = [...tag.shadowRoot.querySelectorAll('.view, .view > *, .train')].filter(
      ({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1,
    );
    const padded = [...tag.shadowRoot.querySelectorAll('input[type=range]')].filter(
      (range) => getComputedStyle(range).padding !== '0px',
    );
    const wrong = [
      ...wide.map((part) => `${part.className}: ${part.scrollWidth - part.clientWidth} px more`),
      ...padded.map((range) => `${range.ariaLabel}: padding`),
    ];
    tag.style.width = '';
    return wrong;
  }, PHONE);

/**
 * Opens the page with a network of some steps.
 *
 * @param {Page} page
 * @returns {Promise<string>} the hash of its weights
 */
async function openTrained(page) {
  await page.goto(`${url}/index.html`);
  const { config, hash } = await page.locator('lstm-playground').evaluate(
    async (tag, { steps, ...chosen }) => {
      Object.assign(tag, chosen);
      for (let step = 0; step < steps; step++) await tag.step();
      return { config: tag.config, hash: await tag.weightsHash() };
    },
    { text: TEXT, config: CONFIG, steps: STEPS },
  );
  const inNode = new Playground(TEXT, config);
  inNode.trainSteps(STEPS);
  assert.equal(hash, inNode.weightsHash());
  return hash;
}

/**
 * Opens views behind tabs, acts in each, and looks whether it fits.
 *
 * @param {Page} page
 * @param {string[]} titles
 */
async function visit(page, titles) {
  for (const title of titles) {
    await openTab(page, title);
    const view = page.getByRole('tabpanel', { name: title, exact: true });
    await view.waitFor();
    await view.evaluate((view) => view.scrollIntoView()); // what is out of sight is not drawn
    await acts[title](view, page);
    assert.deepEqual(await wrongOnPhone(page), [], `${title} in ${PHONE} px`);
  }
}

const titlesOf = (/** @type {Record<string, {title: string}>} */ views) =>
  Object.values(views).map(({ title }) => title);

const inside = titlesOf(LOOK);
for (const titles of [inside.slice(0, 4), inside.slice(4)]) {
  testInEveryBrowser(`${titles.join(', ')}: draw, answer and fit a phone`, async (page) => {
    const hash = await openTrained(page);
    await visit(page, titles);
    assert.equal(await hashOf(page), hash, 'looking trains nothing');
  });
}

testInEveryBrowser('every experiment draws, answers and fits a phone', async (page) => {
  const hash = await openTrained(page);
  await visit(page, [...titlesOf(TRY), ...titlesOf(KEEP)]);
  assert.equal(await hashOf(page), hash, 'an experiment trains copies');
});

testInEveryBrowser('every view of choices draws, answers and fits a phone', async (page) => {
  await openTrained(page);
  await visit(page, titlesOf(SET));
});
