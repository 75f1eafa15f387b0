import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cells } from '../../www/src/cells/cells.js';
import { assertAccessible, DARK } from './support/axe.js';
import { assertExplains } from './support/cell-explanation.js';
import { controls, openTab } from './support/controls.js';
import { reachState, reachStep } from './support/records.js';
import { openPage, serve } from './support/browser.js';

const { url } = await serve();
const MIN_GAP = 5000;
/** The open view, where nothing else has changed since the whole page was checked. */
const VIEW = /** @type {{within: [string, string]}} */ ({ within: ['lstm-playground', '.view'] });

/**
 * @param {import('playwright-core').Page} page
 * @param {string} state
 */
async function assertFits(page, state) {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.equal(overflow, 0, `pixels beyond the viewport while ${state}`);
}

for (const width of [1280, 390]) {
  // Colours do not depend on the width.
  const colours = width === 1280 ? { others: [DARK] } : { hasContrast: false };
  const options = { viewport: { width, height: 900 } };

  test(`axe finds nothing on the playground, ${width} px`, async (t) => {
    const page = await openPage(t, `${url}/index.html`, options);
    const ui = controls(page);
    await openTab(page, 'Settings');
    const hiddenSize = page.getByLabel('Hidden size', { exact: true });
    await hiddenSize.fill('0');
    await ui.train.click();
    await ui.error.waitFor();
    await assertAccessible(page, 'idle, with an error', colours);
    await hiddenSize.fill('32');
    await ui.train.click();
    await ui.sample.getByText(/^after [\d,]+ steps?, (best, )?seed/).waitFor();
    await page.getByText('Table', { exact: true }).click();
    await openTab(page, 'Cell');
    await ui.article.click();
    await ui.checkGradients.click();
    await ui.agreed.waitFor();
    await page.getByText('The method').click();
    await assertAccessible(page, 'training, with a gradient check', colours);
    await assertFits(page, `training, with a gradient check, at ${width} px`);
    await ui.pause.click();
    await reachState(page, 'paused');
    await openTab(page, 'All units');
    const inside = page.locator('.inspection');
    await inside
      .locator('.memory .readout')
      .getByText(/unit \d/)
      .waitFor();
    await inside.getByText('The selected letter as a table').click();
    await inside.locator('.column td').first().waitFor();
    await assertAccessible(page, 'all units are shown', { ...VIEW, ...colours });
    await openTab(page, 'Who does what');
    await inside.getByRole('button', { name: 'Find units' }).click();
    await inside
      .getByRole('button', { name: /^vowel: / })
      .first()
      .waitFor();
    await assertAccessible(page, 'units are found', { ...VIEW, ...colours });
    await openTab(page, 'Surgery');
    await inside.getByRole('button', { name: 'Silence the unit' }).click();
    await inside.getByRole('button', { name: 'Write from here' }).click();
    await inside.getByText('Clamped', { exact: true }).first().waitFor();
    await assertAccessible(page, 'a unit is clamped', { ...VIEW, ...colours });
    await openTab(page, 'Surprise');
    await page.getByRole('slider', { name: 'Position in the text' }).fill('60');
    await assertAccessible(page, 'the text is coloured', { ...VIEW, ...colours });
    await openTab(page, 'Race');
    const race = page.locator('.race');
    await race.getByLabel('Steps').fill('10');
    await race.getByRole('button', { name: 'Start' }).click();
    await race.locator('tbody tr').nth(1).waitFor();
    await assertAccessible(page, 'a race is shown', { ...VIEW, ...colours });
    await openTab(page, 'Reach');
    await page.locator('.influence .selected').waitFor();
    await assertAccessible(page, 'the inside is shown', colours);
    await assertFits(page, `the inside is shown, at ${width} px`);
  });

  test(`axe finds nothing on files and their letters, ${width} px`, async (t) => {
    const page = await openPage(t, `${url}/index.html`, options);
    const input = page.locator('input[type=file]');
    const picture = { name: 'a.png', mimeType: '', buffer: Buffer.alloc(99) };
    const brief = {
      name: `${'long'.repeat(30)}.txt`,
      mimeType: '',
      buffer: Buffer.from('f\xfcr', 'latin1'),
    };
    await input.setInputFiles([picture, brief]);
    await page.getByText('Other encodings than windows-1252').click();
    await page.getByRole('radio', { name: 'windows-1252' }).waitFor();
    await page.getByText('Letters and documents').click();
    await page
      .getByRole('list', { name: /^Letters/ })
      .getByText('ü')
      .waitFor();
    await input.setInputFiles(picture);
    await page.getByRole('button', { name: 'Keep mine' }).waitFor();
    await assertAccessible(page, 'files are shown', colours);
    await assertFits(page, `files are shown, at ${width} px`);
  });

  test(`axe finds nothing on the export, ${width} px`, async (t) => {
    const page = await openPage(t, `${url}/index.html`, options);
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Export the network' });
    await dialog.getByRole('button', { name: 'Save .onnx', exact: true }).click();
    await dialog.getByText(/^Saved model.onnx, /).waitFor();
    await assertAccessible(page, 'the network is exported', colours);
    const widths = await dialog.evaluate(({ scrollWidth, clientWidth }) => [
      scrollWidth,
      clientWidth,
    ]);
    assert.equal(widths[0], widths[1], 'nothing is wider than the dialog');
    await assertFits(page, `the network is exported, at ${width} px`);
  });

  test(`axe finds nothing on the post, ${width} px`, async (t) => {
    const page = await openPage(t, `${url}/embed.html`, options);
    for (const tag of await page.locator('lstm-playground').all()) {
      await tag.scrollIntoViewIfNeeded();
      await controls(tag).train.waitFor();
    }
    await controls(page).step.last().click();
    await reachStep(page, 1);
    await assertAccessible(page, 'two tags are shown', colours);
  });
}

for (const width of [320, 390]) {
  test(`no cell overflows the page, in either notation, at ${width} px`, async (t) => {
    const page = await openPage(t, `${url}/index.html`, { viewport: { width, height: 900 } });
    const ui = controls(page);
    await openTab(page, 'Settings');
    await page.getByLabel('Hidden size', { exact: true }).fill('8');
    await page.getByLabel('Layers', { exact: true }).fill('3');
    await openTab(page, 'Cell');
    await ui.cell.selectOption('peephole'); // the longest names of tensors
    await ui.checkGradients.click();
    await ui.agreed.waitFor();
    for (const notation of /** @type {const} */ (['article', 'textbook'])) {
      await ui[notation].click();
      for (const cell of cells) {
        await ui.cell.selectOption(cell.name);
        await assertExplains(page, cell, notation);
        await assertFits(page, `${cell.name} is explained in the notation of the ${notation}`);
      }
    }
  });
}

test('every main control has its accessible name', async (t) => {
  const page = await openPage(t, `${url}/index.html`);
  const { text, train, pause, step, reset, write, sample, status } = controls(page);
  for (const control of [text, train, pause, step, reset, write, sample, status]) {
    await control.waitFor({ state: 'attached' });
    assert.equal(await control.count(), 1, `expected one: ${control}`);
  }
});

test('Tab reaches every control of every view', async (t) => {
  const page = await openPage(t, `${url}/index.html`);
  const ui = controls(page);
  await ui.step.click();
  await reachStep(page, 1);
  const tabs = await page.getByRole('tab').allInnerTexts();
  assert.equal(tabs.length, 14);
  let controlsInAll = 0;
  for (const tab of tabs) {
    await openTab(page, tab);
    await page.getByRole('tabpanel', { name: tab, exact: true }).waitFor();
    await page.locator('.view > :not([hidden], .unloaded)').waitFor();
    const expected = await page.evaluate(() => {
      const all = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
      const { shadowRoot } = /** @type {Element} */ (document.querySelector('lstm-playground'));
      const reachable = [.../** @type {ShadowRoot} */ (shadowRoot).querySelectorAll(all)].filter(
        (element) =>
          element.checkVisibility({ visibilityProperty: true }) &&
          !element.matches(':disabled, [tabindex="-1"]'),
      );
      reachable.forEach((element, i) => element.setAttribute('data-stop', String(i)));
      document.body.tabIndex = -1;
      document.body.focus(); // Tab starts from the top
      return reachable.length;
    });
    controlsInAll += expected;
    const reached = new Set();
    // Beside them, the page has links of its own, and controls that came since.
    for (let i = 0; i < expected + 40 && reached.size < expected; i++) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() =>
        document.activeElement?.shadowRoot?.activeElement?.getAttribute('data-stop'),
      );
      if (stop) reached.add(stop);
    }
    const missed = Array.from({ length: expected }, (_, i) => String(i)).filter(
      (stop) => !reached.has(stop),
    );
    const names = await Promise.all(
      missed.map((stop) =>
        page.locator(`[data-stop="${stop}"]`).evaluate((element) => element.outerHTML),
      ),
    );
    assert.deepEqual(names, [], `controls that Tab does not reach: ${tab}`);
    await page.evaluate(() => {
      const { shadowRoot } = /** @type {Element} */ (document.querySelector('lstm-playground'));
      const marked = /** @type {ShadowRoot} */ (shadowRoot).querySelectorAll('[data-stop]');
      for (const element of marked) element.removeAttribute('data-stop');
    });
  }
  assert.ok(controlsInAll > 13 * 15, `expected more controls, got ${controlsInAll}`);
});

test('the keyboard starts and pauses training, and the focus follows', async (t) => {
  const page = await openPage(t, `${url}/index.html`);
  const ui = controls(page);
  for (const key of ['Enter', 'Space']) {
    await ui.train.focus();
    await page.keyboard.press(key);
    await ui.state.getByText('Training').waitFor();
    await page.locator('button:focus').getByText('Pause').waitFor();
    await page.keyboard.press(key);
    await ui.state.getByText('Paused').waitFor();
    await page.locator('button:focus').getByText('Train').waitFor();
  }
});

test('the live region changes at most every five seconds while the state changes often', async (t) => {
  const page = await openPage(t, `${url}/index.html`);
  const ui = controls(page);
  await ui.train.waitFor();
  const announcements = await ui.status.evaluate(async (status) => {
    /** @type {{at: number, text: string}[]} */
    const heard = [];
    new MutationObserver(() =>
      heard.push({ at: performance.now(), text: String(status.textContent) }),
    ).observe(status, { childList: true, characterData: true, subtree: true });
    const tag = /** @type {any} */ (document.querySelector('lstm-playground'));
    while (heard.length === 0 || performance.now() < heard[0].at + 8000) {
      await tag.train();
      await new Promise((resolve) => setTimeout(resolve, 400));
      await tag.pause();
    }
    return heard;
  });
  const said = JSON.stringify(announcements);
  assert.ok(announcements.length >= 2, `expected at least two announcements, got ${said}`);
  announcements.slice(1).forEach(({ at }, i) => {
    const gap = at - announcements[i].at;
    // Timers may fire a moment early.
    assert.ok(gap > MIN_GAP - 20, `${gap} ms between two: ${said}`);
  });
  assert.ok(
    announcements.some(({ text }) =>
      /Paused\. After [\d,]+ steps?: [\d.]+ bits a letter/.test(text),
    ),
    `expected the figures, got ${said}`,
  );
});
