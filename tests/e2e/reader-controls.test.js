import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './support/axe.js';
import { controls, openTab } from './support/controls.js';
import { reachState, reachStep, records } from './support/records.js';
import { openPost } from './support/browser.js';
import { assertSoon } from './support/soon.js';

/** @typedef {import('playwright-core').Page} Page */

const TEXT = 'a teacher says what a reader may change, and hides the rest. '.repeat(10);

/** @param {string} attributes */
const tagWith = (attributes) =>
  `<lstm-playground text="${TEXT}" hidden-size="8" seq-len="8" batch-size="2" ${attributes}></lstm-playground>`;

/** @param {Page} page */
const tagOf = (page) => page.locator('lstm-playground');

/**
 * The names of everything that a reader can press, choose or type into.
 *
 * @param {Page} page
 */
const controlsOf = (page) =>
  tagOf(page).evaluate((tag) => {
    const root = /** @type {ShadowRoot} */ (tag.shadowRoot);
    const found = [...root.querySelectorAll('button, select, input, textarea, [role=tab]')];
    const shown = found.filter((element) => element.checkVisibility());
    return shown
      .filter((element) => !element.matches(':disabled, :read-only:is(textarea, input)'))
      .map((element) => {
        const [label] = /** @type {HTMLInputElement} */ (element).labels ?? [];
        return element.ariaLabel ?? label?.textContent ?? String(element.textContent);
      });
  });

/** @param {Page} page @param {string[]} names */
const assertControls = (page, names) =>
  assertSoon(async () => assert.deepEqual(await controlsOf(page), names));

test('a reader has the controls that the page names, and no others', async (t) => {
  const { page } = await openPost(
    t,
    `<main><h1>A lesson</h1>
       ${tagWith('panels="text settings curve sample live" controls="train hidden-size temperature"')}
     </main>`,
  );
  const ofPanels = ['Previous unit', 'Next unit', 'Hold still', 'Settings', 'Writing'];
  await assertControls(page, ['Train', ...ofPanels]);
  for (const [tab, field] of [
    ['Settings', 'Hidden size'],
    ['Writing', 'Temperature'],
  ]) {
    await openTab(page, tab);
    await page.getByRole('textbox', { name: field, exact: true }).waitFor();
    await assertControls(page, ['Train', ...ofPanels, field]);
  }
  await controls(page).train.click();
  await reachStep(page, 1);
  await controls(page).pause.click();
  await assertAccessible(page, 'a reader has few controls');
});

test('a view in which the reader may change nothing has no tab, but that of the equations stays', async (t) => {
  const { page } = await openPost(
    t,
    tagWith('panels="text sample settings cell" controls="train validation-fraction2 prompt"'),
  );
  await openTab(page, 'Cell');
  await page.locator('.equations math').first().waitFor();
  const tabs = page.getByRole('tab');
  await assertSoon(async () => {
    const shown = await tabs.allInnerTexts();
    assert.deepEqual(shown, ['One unit', 'Cell'], 'not Settings and Writing');
  });
  assert.equal(await controls(page).cell.isVisible(), false);
  const [{ name, message }] = (await records(page)).errors;
  assert.equal(name, 'SettingError');
  assert.match(
    message,
    /^controls must be settings, .* or some of "train .* repetition", got "validation-fraction2"$/,
  );
});

test('a reader without controls looks, and changes nothing in any panel', async (t) => {
  const panels =
    'text settings curve sample live cell memory colour next units surgery reach race lags rate';
  const { page } = await openPost(t, tagWith(`panels="${panels}" controls=""`));
  await tagOf(page).evaluate((/** @type {any} */ tag) => tag.step());
  const LOOKING = [
    ...['Previous unit', 'Next unit', 'Hold still', 'Unit', 'Show', 'Text to read', 'Step'],
    ...['Letter before', 'Letter after', 'Play', 'Order of the units', 'Colour by'],
    ...['Position in the text', 'Type a beginning', 'Find units', 'Unseen text', 'SVG', 'CSV'],
    ...['textbook', 'Learn-Forget-Use'],
  ];
  /** A network that is kept, and a line of the drawing. */
  const CHOICES =
    /^((best|now), step|(Forget|Input|Output) gate|Candidate|Cell state|Hidden state)/;
  const SEEN = {
    'One unit': 'section.opened .drawn text >> nth=0',
    'All units': 'section.memory canvas >> nth=0',
    Surprise: 'section.colour [aria-label="Colour by"]',
    'Next letter': 'section.next table >> nth=0',
    'Who does what': 'section.units button:text("Find units")',
    Reach: 'section.reach .drawing svg >> nth=0',
    Cell: 'section.cell .equations math >> nth=0',
  };
  const shown = Object.keys(SEEN);
  await assertSoon(async () => {
    const tabs = await page.getByRole('tab').allInnerTexts();
    assert.deepEqual(tabs, shown, 'no experiment, Settings and Writing');
  });
  for (const [tab, part] of Object.entries(SEEN)) {
    await openTab(page, tab);
    await page.locator(part).waitFor();
    await assertSoon(async () => {
      const others = (await controlsOf(page)).filter(
        (name) => !LOOKING.includes(name) && !shown.includes(name) && !CHOICES.test(name),
      );
      assert.deepEqual(others, [], tab);
    });
  }
  await tagOf(page).evaluate((tag) => tag.setAttribute('controls', 'race compare check'));
  await openTab(page, 'Race');
  await page.getByRole('button', { name: 'Start', exact: true }).waitFor();
  await openTab(page, 'Reach');
  await page.getByRole('button', { name: 'Train a plain rnn to compare' }).waitFor();
  await openTab(page, 'Cell');
  await page.getByRole('button', { name: 'Prove it' }).waitFor();
});

test('the page changes the controls of the reader at any time', async (t) => {
  const { page } = await openPost(t, tagWith('panels="text sample" controls=""'));
  const ui = controls(page);
  await ui.text.waitFor();
  assert.equal(await ui.train.isVisible(), false);
  await assertSoon(async () => assert.equal(await ui.text.isEditable(), false));
  await tagOf(page).evaluate((tag) => tag.setAttribute('controls', 'train text'));
  await ui.train.waitFor();
  await assertSoon(async () => assert.equal(await ui.text.isEditable(), true));
  await tagOf(page).evaluate((tag) => tag.removeAttribute('controls'));
  await ui.step.waitFor();
  await tagOf(page).evaluate((tag) => tag.toggleAttribute('readonly'));
  await page.waitForFunction(() => {
    const { shadowRoot } = /** @type {Element} */ (document.querySelector('lstm-playground'));
    return shadowRoot?.querySelector('textarea')?.readOnly;
  });
});

test('a text that is readonly is not typed over, replaced by an example or by a file', async (t) => {
  const { page } = await openPost(
    t,
    `${tagWith('panels="text sample" readonly')}
     ${tagWith('panels="text sample" readonly="false"')}`,
  );
  const [first, second] = [tagOf(page).nth(0), tagOf(page).nth(1)];
  await controls(first).text.waitFor();
  await assertSoon(async () => assert.equal(await controls(first).text.isEditable(), false));
  for (const name of ['Rhyme', 'Open files']) {
    const button = (/** @type {typeof first} */ tag) =>
      tag.getByRole('button', { name, exact: true });
    await button(second).waitFor();
    await button(first).waitFor({ state: 'hidden' });
  }
  for (const tag of [first, second]) {
    await tag.locator('.playground').evaluate((frame) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['another text. '.repeat(9)], 'another.txt'));
      const options = { dataTransfer, bubbles: true, cancelable: true };
      for (const type of ['dragover', 'drop']) frame.dispatchEvent(new DragEvent(type, options));
    });
  }
  // The second tag has taken its file; the first one had the same time.
  await second.getByText('another.txt').waitFor();
  assert.equal(await controls(first).text.inputValue(), TEXT);
  await controls(first).train.waitFor();
  await assertSoon(async () => assert.equal(await controls(first).prompt.isEditable(), true));
});

test('a tag with autostart trains once it is seen, and not in a hidden tab', async (t) => {
  const { page } = await openPost(
    t,
    `<script>
       Object.defineProperty(document, 'hidden', { get: () => window.isAway, configurable: true });
       window.isAway = true;
     </script>
     <div id="above" style="height: 4000px"></div>${tagWith('autostart workers="1"')}`,
  );
  const ui = controls(page);
  await tagOf(page).evaluate((/** @type {any} */ tag) => tag.pause());
  await ui.train.waitFor();
  assert.equal((await records(page)).workers, 0, 'below the window');
  await page.locator('#above').evaluate((above) => above.remove());
  await page.locator('section.live:not(.unloaded)').waitFor();
  assert.equal((await records(page)).workers, 0, 'in a hidden tab');
  await page.evaluate(() => {
    /** @type {any} */ (window).isAway = false;
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await reachStep(page, 1);
  await ui.pause.click();
  await reachState(page, 'paused');
  await page.evaluate(() => {
    document.dispatchEvent(new Event('visibilitychange'));
    const tag = document.querySelector('lstm-playground');
    tag?.remove();
    Object.assign(window, { tag });
  });
  // A tag that is back before its worker has ended keeps it.
  await page.waitForFunction(() => /** @type {any} */ (window).records.terminated === 1);
  await page.evaluate(() => document.body.append(/** @type {any} */ (window).tag));
  await page.locator('section.live:not(.unloaded)').waitFor();
  await ui.state.getByText('Paused').waitFor();
});

test('lstm-ready comes once, with the text and the settings', async (t) => {
  const { page } = await openPost(
    t,
    `<script>
       window.ready = [];
       addEventListener('lstm-ready', ({ target }) => ready.push(target.config.hiddenSize));
     </script>
     ${tagWith('panels="text"')}`,
  );
  const isReady = () => /** @type {any} */ (window).ready.length > 0;
  await page.waitForFunction(isReady);
  await page.evaluate(async () => {
    const tag = /** @type {any} */ (document.querySelector('lstm-playground'));
    tag.remove();
    await new Promise((resolve) => setTimeout(resolve));
    document.body.append(tag);
    await tag.pause();
  });
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).ready), [8]);
});

test('without Write no sentence in the writing panel asks for it', async (t) => {
  const tag = (/** @type {string} */ names) =>
    `<lstm-playground preset="names" panels="sample" controls="${names}"></lstm-playground>`;
  const { page } = await openPost(t, tag('train temperature'));
  await openTab(page, 'Writing');
  await page.getByText('Change a value').waitFor();
  const pressWrite = page.getByText(/press Write/);
  assert.equal(await pressWrite.filter({ visible: true }).count(), 0);
  await tagOf(page).evaluate((element) =>
    element.setAttribute('controls', 'train write temperature'),
  );
  await pressWrite.nth(1).waitFor();
});
