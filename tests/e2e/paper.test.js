import assert from 'node:assert/strict';
import { test } from 'node:test';
import { presets } from '../../www/src/texts/presets.js';
import { controls } from './support/controls.js';
import { reachState } from './support/records.js';
import { openPost } from './support/browser.js';
import { assertSoon } from './support/soon.js';

/** @typedef {import('playwright-core').Page} Page */

/** A4 in portrait, between its margins, in CSS pixels. */
const PAPER = { width: 718, height: 1000 };

/**
 * Makes a step, and shows the page as it is printed.
 *
 * @param {Page} page
 */
async function print(page) {
  await controls(page).step.click();
  await reachState(page, 'paused');
  await page.locator('.on-paper').first().waitFor({ state: 'attached' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize(PAPER);
}

/**
 * The controls and the cut parts of a tag on paper, and its colours.
 *
 * @param {Page} page
 */
const printed = (page) =>
  page.locator('lstm-playground').evaluate((tag, width) => {
    const root = /** @type {ShadowRoot} */ (tag.shadowRoot);
    const shown = [...root.querySelectorAll('*')].filter((element) => element.checkVisibility());
    const frame = /** @type {Element} */ (root.querySelector('.playground'));
    const nameOf = (/** @type {Element} */ { localName, className }) => `${localName}.${className}`;
    return {
      pressed: shown
        .filter((element) =>
          element.matches('button, input, select, textarea, summary, [role=tab]'),
        )
        .map(nameOf),
      cut: shown
        .filter((element) => !element.closest('.reader, .visually-hidden'))
        .filter((element) => {
          const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
          const isClipped = getComputedStyle(element).overflow !== 'visible';
          return (
            element.getBoundingClientRect().right > width ||
            (isClipped && (scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1))
          );
        })
        .map(nameOf),
      colours: [getComputedStyle(frame).color, getComputedStyle(tag).backgroundColor],
    };
  }, PAPER.width);

test('a printed tag has text, writing, curve, figures, gates, settings, equations and the open view', async (t) => {
  const { page } = await openPost(
    t,
    `<style>:root { color-scheme: dark } body { margin: 0 }</style>
     <lstm-playground preset="rhyme" hidden-size="32"></lstm-playground>`,
  );
  await page.locator('.inspection').waitFor();
  await controls(page).step.click();
  await page.locator('.inspection:not(.unloaded) .drawn text').first().waitFor();
  await print(page);

  const [firstLine] = String(presets.find(({ id }) => id === 'rhyme')?.text()).split('\n');
  await page.locator('.text .on-paper pre').getByText(firstLine).waitFor();
  await page.getByText(/^… and [\d,]+ more letters$/).waitFor();
  for (const shown of [
    'section.sample > pre.sample',
    'section.curve .drawing svg',
    '.figures',
    '.live canvas.lanes',
    '.view .drawn svg',
    '.on-paper math >> nth=0',
  ]) {
    await page.locator(shown).waitFor();
  }
  await page.getByText(/^Hidden size 32, Layers 1, .*Seed \d+$/).waitFor();

  await assertSoon(async () => {
    const { pressed, cut, colours } = await printed(page);
    assert.deepEqual(pressed, [], 'nothing to press');
    assert.deepEqual(cut, [], 'nothing cut');
    assert.deepEqual(colours, ['rgb(0, 0, 0)', 'rgb(255, 255, 255)'], 'black on white');
  });
});

test('a tag prints its panels alone, whenever it is printed', async (t) => {
  const { page } = await openPost(
    t,
    '<lstm-playground text="A short text. A short text. A short text." panels="text sample"></lstm-playground>',
  );
  await page.locator('.on-paper').first().waitFor({ state: 'attached' });
  await page.evaluate(() => {
    const tag = /** @type {Element} */ (document.querySelector('lstm-playground'));
    const parts = [...(tag.shadowRoot?.querySelectorAll('.on-paper') ?? [])];
    const printed = parts.map(() => '');
    addEventListener('beforeprint', () =>
      parts.forEach((part, at) => (printed[at] = String(part.textContent))),
    );
    Object.assign(window, { printed });
  });
  const texts = () => page.evaluate(() => /** @type {any} */ (window).printed);
  await page.pdf();
  assert.deepEqual(await texts(), [await controls(page).text.inputValue(), '']);
  assert.equal(await page.locator('.on-paper pre').isVisible(), false, 'on screen a text box');
  const another = 'Another text. Another text. Another text.';
  await controls(page).text.fill(another);
  await page.pdf();
  assert.deepEqual(await texts(), [another, '']);
});

test('a tag is printed with everything before a reader has touched the page', async (t) => {
  const { page } = await openPost(t, '<lstm-playground preset="rhyme"></lstm-playground>');
  await page.locator('.on-paper').first().waitFor({ state: 'attached' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  await page.locator('.text .on-paper pre').waitFor();
  await page.locator('.on-paper math >> nth=0').waitFor();
  await page.getByText(/^Hidden size \d+, Layers 1, .*Seed \d+$/).waitFor();
  assert.equal(await page.getByText('Letters and documents').isVisible(), false);
});

test('a page printed without the code that prints cuts no line and has no button', async (t) => {
  const { page } = await openPost(t, '<div id="here"></div>');
  await page.route(/\/paper-/, (route) => route.abort());
  const lines = 'A line of the text.\n'.repeat(12);
  await page.evaluate((text) => {
    const tag = Object.assign(document.createElement('lstm-playground'), { text });
    tag.setAttribute('panels', 'text sample curve live');
    document.querySelector('#here')?.append(tag);
  }, lines);
  await controls(page).text.waitFor();
  await page.setViewportSize(PAPER);
  await page.emulateMedia({ media: 'print' });
  await assertSoon(async () => {
    const [needed, given] = await controls(page).text.evaluate((element) => [
      element.scrollHeight,
      element.clientHeight,
    ]);
    const [text, live] = await Promise.all(
      ['text', 'live'].map((name) => page.locator(`section.${name}`).boundingBox()),
    );
    assert.ok(text && live && text.y + text.height <= live.y, 'the gates stand below the text');
    assert.ok(needed <= given, `${needed} in ${given} pixels`);
  });
  for (const role of /** @type {const} */ (['button', 'tab'])) {
    assert.equal(await page.getByRole(role).count(), 0, role);
  }
  assert.equal(await page.getByText('Letters and documents').isVisible(), false);
});
