import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cells } from '../../www/src/cells/cells.js';
import { assertExplains } from './support/cell-explanation.js';
import { controls, openTab } from './support/controls.js';
import { reachStep } from './support/records.js';
import { openPage, openPost, serve } from './support/browser.js';
import { assertSoon } from './support/soon.js';

const TEXT = 'a gate is a gate, and another is another. '.repeat(10);
const TAG = `<lstm-playground text="${TEXT}" hidden-size="8" seq-len="8"></lstm-playground>`;
const [lstm, rnn] = [cells[0], cells[cells.length - 1]];

/**
 * Asserts that this notation is pressed and that the explanation is in it.
 *
 * @param {import('playwright-core').Page | import('playwright-core').Locator} scope
 * @param {'textbook' | 'article'} notation
 */
async function assertNotation(scope, notation, cell = lstm) {
  await openTab(scope, 'Cell');
  await assertExplains(scope, cell, notation);
  const { textbook, article } = controls(scope);
  const expected = notation === 'textbook' ? ['true', 'false'] : ['false', 'true'];
  await assertSoon(async () => {
    const pressed = [textbook, article].map((button) => button.getAttribute('aria-pressed'));
    assert.deepEqual(await Promise.all(pressed), expected);
  });
}

test('the keyboard changes the notation, for every cell', async (t) => {
  const { page } = await openPost(t, TAG);
  const ui = controls(page);
  await assertNotation(page, 'textbook');
  await ui.textbook.focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await assertNotation(page, 'article');
  assert.ok(await ui.article.evaluate((button) => button.matches(':focus')), 'focus must stay');
  for (const cell of cells) {
    await ui.cell.selectOption(cell.name);
    await assertNotation(page, 'article', cell);
  }
  await ui.textbook.focus();
  await page.keyboard.press('Enter');
  for (const cell of cells.toReversed()) {
    await ui.cell.selectOption(cell.name);
    await assertNotation(page, 'textbook', cell);
  }
});

test('the notation outlives a reload, and another tab follows', async (t) => {
  const { page } = await openPost(t, TAG);
  await openTab(page, 'Cell');
  await controls(page).article.click();
  await assertNotation(page, 'article');
  await page.reload();
  await assertNotation(page, 'article');

  const other = await page.context().newPage();
  await other.goto(page.url());
  await assertNotation(other, 'article');
  await controls(other).textbook.click();
  await assertNotation(page, 'textbook');
  await page.reload();
  await assertNotation(page, 'textbook');
});

test('two tags on one page share the notation, each for its own cell', async (t) => {
  const { page } = await openPost(t, TAG + TAG.replace('seq-len', 'cell="rnn" seq-len'));
  const [first, second] = [0, 1].map((i) => page.locator('lstm-playground').nth(i));
  for (const [pressed, notation] of /** @type {const} */ ([
    [second, 'article'],
    [first, 'textbook'],
  ])) {
    await pressed.scrollIntoViewIfNeeded(); // a tag that nobody has seen is empty
    await openTab(pressed, 'Cell');
    await controls(pressed)[notation].click();
    await assertNotation(first, notation);
    await assertNotation(second, notation, rnn);
  }
});

test('a change of the notation leaves the model as it is', async (t) => {
  const { page } = await openPost(t, TAG);
  const ui = controls(page);
  await ui.step.click();
  await reachStep(page, 1);
  await openTab(page, 'Cell');
  await ui.article.click();
  await assertNotation(page, 'article');
  assert.equal(await ui.figures.steps.innerText(), '1');
  await ui.coach.getByText(/^Paused\./).waitFor();
});

test('the notation can be changed in a sandboxed frame, which has no storage', async (t) => {
  const head = '<meta charset="utf-8" /><script type="module" src="/lstm-playground.js"></script>';
  const { url } = await serve({
    '/frame.html': `<!doctype html>${head}${TAG}`,
    '/host.html': `<!doctype html><link rel="icon" href="data:," />
      <iframe sandbox="allow-scripts" src="/frame.html" width="900" height="900"></iframe>`,
  });
  const page = await openPage(t, `${url}/host.html`);
  const frame = page.frameLocator('iframe').locator('body');
  const denied = await frame.evaluate(() => {
    try {
      return `a storage of ${localStorage.length}`;
    } catch (error) {
      return /** @type {Error} */ (error).name;
    }
  });
  assert.equal(denied, 'SecurityError', 'only a frame without storage is a test of this');
  const ui = controls(frame);
  await assertNotation(frame, 'textbook');
  await ui.article.click();
  await assertNotation(frame, 'article');
  await ui.cell.selectOption('rnn');
  await ui.textbook.click();
  await assertNotation(frame, 'textbook', rnn);
  await ui.step.click();
  await ui.figures.steps.getByText('1', { exact: true }).waitFor();
  const errors = await frame.evaluate(() => /** @type {any} */ (window).records.error);
  assert.deepEqual(errors, []);
});
