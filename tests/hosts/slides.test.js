import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { openPage, serve } from '../e2e/support/browser.js';
import { controls, openTab } from '../e2e/support/controls.js';
import { post } from '../e2e/support/site.js';
import { assertSoon } from '../e2e/support/soon.js';

/** @typedef {import('playwright-core').Page} Page */

const TEXT = 'what is typed on a slide stays on the slide. '.repeat(10);
/** Letters that reveal.js takes for shortcuts: next, previous, overview, pause, jump, full screen. */
const SENTENCE = 'No, pause: b. of course? Go 42, 7';
const MOVES = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', ' '];

/** Views with fields of all kinds, each with the name of one. */
const FIELDS = { Settings: 'Hidden size', Writing: 'Length', 'Memory test': 'Greatest lag' };

const dist = dirname(createRequire(import.meta.url).resolve('reveal.js'));
const files = ['reveal.js', 'reveal.css', 'theme/white.css'];
const reveal = Object.fromEntries(
  await Promise.all(files.map(async (name) => [`/${name}`, await readFile(join(dist, name))])),
);

/**
 * Opens the second of three slides, which has a tag.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} [attributes] of the tag
 */
async function openSlide(t, attributes = '') {
  const slides = post(
    `<link rel="stylesheet" href="/reveal.css" /><link rel="stylesheet" href="/theme/white.css" />
     <div class="reveal"><div class="slides">
       <section>Before</section>
       <section>
         <h4>A network that learns to write</h4>
         <lstm-playground data-prevent-swipe text="${TEXT}" hidden-size="8" seq-len="8" batch-size="2" patience="0" ${attributes}></lstm-playground>
       </section>
       <section>After</section>
     </div></div>
     <script src="/reveal.js"></script>
     <script>Reveal.initialize({ transition: 'none', hash: true });</script>`,
  );
  const { url } = await serve({ '/slides.html': slides, ...reveal });
  const page = await openPage(t, `${url}/slides.html#/1`, {
    viewport: { width: 1280, height: 800 },
    hasTouch: true,
  });
  await controls(page).text.waitFor();
  return page;
}

/**
 * Presses the keys that a field takes, and asserts that it has what they write or choose.
 *
 * @param {import('playwright-core').Locator} field
 * @param {string} kind
 */
async function assertTakes(field, kind) {
  const value = () => field.inputValue();
  const press = async (/** @type {Iterable<string>} */ keys) => {
    for (const key of keys) await field.press(key);
  };
  if (kind === 'text' || kind === 'number') {
    await press([...SENTENCE, 'Control+a']);
    // A browser leaves out the letters that are in no number.
    const written = kind === 'text' ? SENTENCE : '42';
    await press(written);
    assert.equal(await value(), written);
  } else {
    await press(['Home']);
    const first = await value();
    await press([kind === 'range' ? 'ArrowRight' : 'ArrowDown']);
    assert.notEqual(await value(), first, kind);
  }
  await press(MOVES);
}

/**
 * The state of the slides that a key may change, which is that of openSlide as long as none does.
 *
 * @param {Page} page
 */
async function assertUndisturbed(page, /** @type {string} */ after) {
  const state = await page.evaluate(() => {
    const { Reveal } = /** @type {any} */ (window);
    const { h } = Reveal.getIndices();
    const isElsewhere = Reveal.isPaused() || Reveal.isOverview() || Reveal.isAutoSliding();
    const dialogs = document.querySelectorAll('.r-overlay, .jump-to-slide');
    return { slide: h, isElsewhere, dialogs: dialogs.length, hash: location.hash };
  });
  assert.deepEqual(state, { slide: 1, isElsewhere: false, dialogs: 0, hash: '#/1' }, after);
}

test('reveal.js: sentences typed into every field of a slide change no slide', async (t) => {
  const page = await openSlide(t);
  const ui = controls(page);
  await ui.text.fill('');
  await ui.text.pressSequentially(`${SENTENCE}\n${SENTENCE}`);
  assert.equal(await ui.text.inputValue(), `${SENTENCE}\n${SENTENCE}`);
  for (const key of MOVES) await page.keyboard.press(key);
  await assertUndisturbed(page, 'the text');
  await ui.text.fill(TEXT);
  await ui.prompt.pressSequentially(SENTENCE);
  assert.equal(await ui.prompt.inputValue(), SENTENCE);
  await assertUndisturbed(page, 'the prompt');

  const kinds = new Set();
  for (const [tab, label] of Object.entries(FIELDS)) {
    await openTab(page, tab);
    await page.getByLabel(label, { exact: true }).waitFor();
    for (const field of await page.getByRole('tabpanel').locator('input, select, textarea').all()) {
      if (!(await field.isVisible()) || !(await field.isEnabled())) continue;
      const kind = await field.evaluate((element) => /** @type {any} */ (element).type);
      kinds.add(kind);
      await assertTakes(field, kind);
      await assertUndisturbed(page, `a field of ${tab}`);
    }
  }
  assert.deepEqual([...kinds].sort(), ['number', 'range', 'select-one', 'text']);

  await page.evaluate(() => /** @type {any} */ (document.activeElement).blur());
  await page.keyboard.press('n');
  await page.waitForFunction(() => /** @type {any} */ (window).Reveal.getIndices().h === 2);
});

test('reveal.js: a swipe within a tag with data-prevent-swipe changes no slide', async (t) => {
  const page = await openSlide(t);
  const text = await controls(page).text.boundingBox();
  const touch = await page.context().newCDPSession(page);
  /** @param {number} top */
  const swipe = async (top) => {
    for (const [type, ...left] of [
      ['touchStart', 600],
      ['touchMove', 500],
      ['touchMove', 300],
      ['touchEnd'],
    ]) {
      const touchPoints = left.map((x) => ({ x: Number(x), y: top }));
      await touch.send('Input.dispatchTouchEvent', {
        type: /** @type {any} */ (type),
        touchPoints,
      });
    }
  };
  await swipe(Number(text?.y) + 20);
  await assertUndisturbed(page, 'a swipe in the text');
  await swipe(40);
  await page.waitForFunction(() => /** @type {any} */ (window).Reveal.getIndices().h === 2);
});

test('reveal.js: a slide with a tag stands in the middle, before training and during it', async (t) => {
  const page = await openSlide(t, 'panels="text curve sample"');
  const assertInTheMiddle = () =>
    assertSoon(async () => {
      const slide = await page.locator('section.present').boundingBox();
      const { y = 0, height = 0 } = slide ?? {};
      assert.ok(height > 400 && Math.abs(y + height / 2 - 400) < 2, `from ${y}, ${height} high`);
    });
  await assertInTheMiddle();
  await controls(page).train.click();
  await controls(page)
    .sample.getByText(/^after [\d,]+ steps?/)
    .waitFor();
  await assertInTheMiddle();
});
