import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controls, openTab } from './support/controls.js';
import { reachState } from './support/records.js';
import { openPost } from './support/browser.js';
import { assertSoon } from './support/soon.js';

/** @typedef {import('playwright-core').Page} Page */

const TEXT = 'the style of a page is not the style of its guest. '.repeat(10);
const TAG = `<lstm-playground text="${TEXT}" hidden-size="8" seq-len="8" batch-size="2"
  style="display: block; width: 900px"></lstm-playground>`;

/** @param {Page} page */
const tagOf = (page) => page.locator('lstm-playground');

/** Styles of a page that its content inherits. */
const HOSTILE = {
  'text-transform': 'uppercase',
  'letter-spacing': '3px',
  'word-spacing': '12px',
  'text-align': 'center',
  'text-indent': '40px',
  'white-space': 'nowrap',
  'user-select': 'none',
  direction: 'rtl',
  'line-height': '3',
  cursor: 'wait',
  'list-style': 'square inside',
  quotes: '"<" ">"',
  hyphens: 'auto',
  'font-size': '30px',
  'font-style': 'italic',
  'font-weight': '900',
  'font-variant': 'small-caps',
  'font-stretch': 'condensed',
  'font-feature-settings': '"smcp"',
  color: 'red',
  'caret-color': 'red',
  'accent-color': 'red',
  'text-shadow': '2px 2px red',
  'text-align-last': 'right',
  'text-underline-position': 'under',
  'text-emphasis': 'dot',
  'overflow-wrap': 'anywhere',
  'word-break': 'break-all',
  'tab-size': '20',
  'writing-mode': 'vertical-rl',
  'border-collapse': 'collapse',
  'border-spacing': '9px',
  'caption-side': 'bottom',
  'empty-cells': 'hide',
  orphans: '9',
  fill: 'red',
  stroke: 'red',
  'stroke-width': '9px',
  'text-anchor': 'end',
  'image-rendering': 'pixelated',
};

/**
 * Opens all views of a tag once.
 *
 * @param {Page} page
 */
async function openViews(page) {
  const ui = controls(page);
  await ui.train.waitFor();
  await page.locator('lstm-playground').evaluate((/** @type {any} */ tag) => tag.step());
  await reachState(page, 'paused');
  await page.locator('section.curve circle.dot.training').waitFor();
  for (const name of ['Settings', 'Cell', 'Race', 'One unit']) {
    await openTab(page, name);
    await page.locator('.view > :not([hidden]):not(.unloaded)').waitFor();
  }
  await page.locator('.inspection:not(.unloaded) .drawn text').first().waitFor();
}

/**
 * Every computed style within the tag.
 *
 * @param {Page} page
 */
const stylesWithin = (page) =>
  page.evaluate((names) => {
    const tag = /** @type {Element} */ (document.querySelector('lstm-playground'));
    const root = /** @type {ShadowRoot} */ (tag.shadowRoot);
    return [...root.querySelectorAll('*')].map((element) => {
      const style = getComputedStyle(element);
      const path = `${element.localName}.${element.getAttribute('class')}`;
      return [path, ...names.map((name) => `${name}: ${style.getPropertyValue(name)}`)];
    });
  }, Object.keys(HOSTILE));

for (const { title, style } of [
  { title: 'body', style: 'body' },
  { title: 'every element', style: '*' },
  { title: 'the tag itself', style: 'lstm-playground' },
]) {
  test(`the styles that a page sets on ${title} do not change the tag`, async (t) => {
    const { page: plain } = await openPost(t, TAG);
    // The page says how the box of the tag stands.
    const set = Object.entries(HOSTILE).filter(
      ([name]) => title === 'body' || name !== 'writing-mode',
    );
    const rules = set.map(([name, value]) => `${name}: ${value};`);
    const { page: hostile } = await openPost(
      t,
      `<style>${style} { ${rules.join(' ')} }</style>${TAG}`,
    );
    for (const page of [plain, hostile]) await openViews(page);
    await assertSoon(async () => {
      const [expected, got] = [await stylesWithin(plain), await stylesWithin(hostile)];
      assert.ok(expected.length > 300, `${expected.length} elements`);
      assert.deepEqual(
        got.map(([path]) => path),
        expected.map(([path]) => path),
      );
      const differing = got.flatMap((styles, n) =>
        styles
          .filter((value, at) => value !== expected[n][at])
          .map((value) => `${styles[0]} has ${value}`),
      );
      assert.deepEqual(differing, []);
    });
  });
}

test('the tag is English and runs from left to right in an Arabic page', async (t) => {
  const { page } = await openPost(t, TAG);
  await page.evaluate(() => Object.assign(document.documentElement, { lang: 'ar', dir: 'rtl' }));
  const ui = controls(page);
  await ui.train.waitFor();
  const frame = page.locator('.playground');
  assert.equal(await frame.getAttribute('lang'), 'en');
  for (const part of [frame, page.locator('section.curve'), ui.train, ui.text]) {
    assert.equal(await part.evaluate((element) => getComputedStyle(element).direction), 'ltr');
  }
  await ui.text.fill('مرحبا بالعالم.\n'.repeat(20));
  assert.equal(await ui.text.evaluate((area) => getComputedStyle(area).direction), 'rtl');
});

test('the tag keeps the font family, the colour scheme and the custom properties of the page', async (t) => {
  const { page } = await openPost(
    t,
    `<style>
       :root { color-scheme: dark; --mine: 7px }
       lstm-playground { font-family: Georgia, serif }
     </style>${TAG}`,
  );
  const ui = controls(page);
  await ui.train.waitFor();
  const style = await ui.train.evaluate((button) => {
    const { fontFamily, colorScheme } = getComputedStyle(button);
    const mine = getComputedStyle(button).getPropertyValue('--mine');
    return { fontFamily, colorScheme, mine };
  });
  assert.deepEqual(style, { fontFamily: 'Georgia, serif', colorScheme: 'dark', mine: '7px' });
  const paper = await page
    .locator('lstm-playground')
    .evaluate((tag) => getComputedStyle(tag).backgroundColor);
  assert.equal(paper, 'rgb(21, 23, 26)');
});

for (const { accent, paper, letters } of [
  { accent: 'rgb(138, 43, 11)', paper: 'rgb(255, 250, 240)', letters: 'light' },
  { accent: 'rgb(255, 211, 107)', paper: 'rgb(0, 0, 40)', letters: 'dark' },
]) {
  test(`the page gives an accent, ${accent}, a paper, and a border to a part`, async (t) => {
    const { page } = await openPost(
      t,
      `<style>
         lstm-playground { --lstm-accent: ${accent}; --lstm-paper: ${paper} }
         lstm-playground::part(curve) { border: 5px solid rgb(1, 2, 3) }
       </style>${TAG}`,
    );
    const ui = controls(page);
    await ui.train.waitFor();
    /** @param {import('playwright-core').Locator} part */
    const styleOf = (part) =>
      part.evaluate((element) => {
        const { backgroundColor, color, borderTop } = getComputedStyle(element);
        const lightness = /oklch\((\S+)/.exec(color)?.[1];
        return { backgroundColor, lightness, borderTop };
      });
    const { backgroundColor, lightness } = await styleOf(ui.train);
    assert.equal(backgroundColor, accent);
    assert.equal(lightness, letters === 'light' ? '1' : '0');
    const curve = await styleOf(page.locator('section.curve'));
    assert.equal(curve.borderTop, '5px solid rgb(1, 2, 3)');
    assert.equal((await styleOf(tagOf(page))).backgroundColor, paper);
  });
}

test('a tag in a part of the page that is hidden or out of reach is hidden and out of reach', async (t) => {
  const { page } = await openPost(t, `<div id="slide">${TAG}</div>`);
  const { train } = controls(page);
  await train.waitFor();
  const slide = page.locator('#slide');
  await slide.evaluate((/** @type {HTMLElement} */ { style }) => (style.visibility = 'hidden'));
  assert.equal(await train.isVisible(), false);
  await slide.evaluate((/** @type {HTMLElement} */ { style }) => {
    style.visibility = '';
    style.pointerEvents = 'none';
  });
  assert.equal(await train.evaluate((button) => getComputedStyle(button).pointerEvents), 'none');
});

for (const [name, style] of [
  ['a scaled slide', 'transform: scale(0.6); transform-origin: 0 0'],
  ['a zoomed slide', 'zoom: 0.6'],
]) {
  test(`a pointer chooses the letter under it in ${name}`, async (t) => {
    const { page } = await openPost(t, `<div style="${style}">${TAG}</div>`);
    await controls(page).step.click();
    await reachState(page, 'paused');
    await openTab(page, 'All units');
    for (const [name, track, column, chosen] of /** @type {const} */ ([
      [/^Memory strip/, 'canvas', 12, 20],
      ['Letter and unit', '.track', 13, 21], // counts from 1
    ])) {
      const slider = page.getByRole('slider', { name });
      await slider.scrollIntoViewIfNeeded();
      const [left, middle] = await slider.locator(track).evaluate((element) => {
        const { left, top, height } = element.getBoundingClientRect();
        return [left, top + height / 2];
      });
      await page.mouse.click(left + 20.5 * column * 0.6, middle);
      await slider.and(page.locator(`[aria-valuenow="${chosen}"]`)).waitFor();
    }
  });
}
