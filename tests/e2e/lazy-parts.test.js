import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controls, openTab } from './support/controls.js';
import { openPage, openPost, serve } from './support/browser.js';
import { assertSoon } from './support/soon.js';

/** The files of the parts, and what shows that each is there. */
const PARTS = [
  { file: /set-tabs/, section: '.set', tab: 'Cell', button: 'Prove it' },
  { file: /inspection-/, section: '.inspection', tab: 'All units', button: undefined },
  {
    file: /experiments-/,
    section: '.experiments',
    tab: 'Learning rate',
    button: 'Test learning rates',
  },
];

/** @param {Map<string, unknown>} served */
const partsIn = (served) =>
  PARTS.filter(({ file }) => [...served.keys()].some((k) => file.test(k)));

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
]) {
  test(`each part is loaded when its tab is opened: ${viewport.width}`, async (t) => {
    const { url, served } = await serve();
    const page = await openPage(t, `${url}/index.html`, { viewport });
    await page.waitForLoadState('networkidle');
    await page.locator('.inspection').scrollIntoViewIfNeeded();
    await page.getByText('Press Train or Step to look inside.').waitFor();
    assert.deepEqual(partsIn(served), [], 'no part is loaded before it has something to show');
    await controls(page).step.click();
    for (const { file, section, tab, button } of PARTS) {
      await openTab(page, tab);
      await page.locator(`${section}:not(.unloaded)`).waitFor();
      if (button) await page.getByRole('button', { name: button }).waitFor();
      assert.ok(
        [...served.keys()].some((path) => file.test(path)),
        `${file} is loaded`,
      );
    }
  });
}

test('hidden panels are never loaded', async (t) => {
  const { page, served } = await openPost(
    t,
    '<lstm-playground preset="names" panels="curve sample"></lstm-playground>',
  );
  await controls(page).train.waitFor();
  await page.waitForLoadState('networkidle');
  assert.deepEqual(partsIn(served), []);
  await page.locator('lstm-playground').evaluate((tag) => tag.setAttribute('panels', 'curve rate'));
  await openTab(page, 'Learning rate');
  await page.getByRole('button', { name: 'Test learning rates' }).waitFor();
  assert.deepEqual(
    partsIn(served).map(({ section }) => section),
    ['.experiments'],
    'a panel is loaded once it is shown',
  );
});

test('a part that cannot be loaded says so, and loads at the next try', async (t) => {
  const { url } = await serve();
  const expected = /Failed to load resource: net::ERR_FAILED/;
  const page = await openPage(t, 'about:blank', undefined, expected);
  const files = /assets\/(set-tabs|inspection|experiments)-.*\.js$/;
  await page.route(files, (route) => route.abort());
  await page.goto(`${url}/index.html`);
  await controls(page).step.click();
  for (const { section, tab } of PARTS) {
    const part = page.locator(section);
    await openTab(page, tab);
    await part
      .getByRole('alert')
      .getByText(/could not be loaded: the network may be/)
      .waitFor();
  }
  await page.unroute(files);
  for (const { section, tab } of PARTS) {
    const part = page.locator(section);
    await openTab(page, tab);
    await part.getByRole('button', { name: 'Try again' }).focus();
    await page.keyboard.press('Enter');
    await page.locator(`${section}:not(.unloaded)`).waitFor();
    await assertSoon(async () => {
      assert.equal(await part.getByRole('alert').count(), 0, 'the message is gone');
      assert.equal(await part.getByRole('button', { name: 'Try again' }).count(), 0);
      assert.ok(await part.evaluate((place) => place.matches(':focus')), 'it takes the focus');
    });
  }
});

test('parts from another host load in each of two tags, also after a move', async (t) => {
  const { url, served } = await serve();
  const tag = '<lstm-playground preset="names" panels="rate"></lstm-playground>';
  const { page } = await openPost(t, `<div></div>${tag}${tag}`, url);
  await page.setViewportSize({ width: 1280, height: 1700 }); // both are seen
  const buttons = page.getByRole('button', { name: 'Test learning rates' });
  await buttons.nth(1).waitFor();
  assert.equal(await buttons.count(), 2);
  assert.deepEqual(
    partsIn(served).map(({ section }) => section),
    ['.experiments'],
    'the part comes from the host of the tag',
  );
  await page.evaluate(() => {
    document.querySelector('div')?.append(document.querySelectorAll('lstm-playground')[1]);
  });
  await buttons.nth(1).waitFor();
  assert.equal(await buttons.count(), 2, 'a moved tag keeps its parts');
});

test('a tag removed while a part is loading leaves nothing behind', async (t) => {
  const { url } = await serve();
  const page = await openPage(t, 'about:blank');
  /** @type {(() => void) | undefined} */
  let answer;
  const asked = new Promise((resolve) => {
    void page.route(/assets\/experiments-/, async (route) => {
      resolve(undefined);
      await new Promise((now) => (answer = () => now(undefined)));
      await route.continue();
    });
  });
  await page.goto(`${url}/index.html`);
  await openTab(page, 'Learning rate');
  await asked;
  await page.locator('.experiments').getByText('Loading…').waitFor();
  const tag = await page.locator('lstm-playground').elementHandle();
  await tag?.evaluate((element) => element.remove());
  await page.waitForFunction((element) => !element?.shadowRoot?.querySelector('.playground'), tag);
  answer?.();
  await page.waitForLoadState('networkidle');
  // Put back, it is a tag like any other.
  await tag?.evaluate((element) => document.querySelector('main')?.append(element));
  await openTab(page, 'Learning rate');
  await page.getByRole('button', { name: 'Test learning rates' }).waitFor();
});
