import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lessons } from '../../www/src/lessons/lessons.js';
import { assertAccessible, DARK, FORCED } from './support/axe.js';
import { openPage, serve } from './support/browser.js';

/** @typedef {import('playwright-core').Page} Page */

const { url } = await serve();

/** @param {Page} page */
const overflowOf = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const name of ['learn', 'teach']) {
  for (const width of [1280, 390]) {
    test(`${name}.html, ${width} px: nothing is wider than the page, and axe finds nothing`, async (t) => {
      const page = await openPage(t, `${url}/${name}.html`, { viewport: { width, height: 900 } });
      for (const tag of await page.locator('lstm-playground').all()) {
        await tag.scrollIntoViewIfNeeded();
        await tag.getByRole('button', { name: 'Show me' }).first().waitFor();
      }
      assert.equal(await overflowOf(page), 0);
      await assertAccessible(page, 'read', { others: width === 1280 ? [DARK, FORCED] : [] });
    });
  }

  test(`${name}.html without script: it tells what came out, and prints`, async (t) => {
    const options = { javaScriptEnabled: false, viewport: { width: 718, height: 1000 } };
    const page = await openPage(t, `${url}/${name}.html`, options);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    assert.equal(
      await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
      'rgb(251, 250, 248)',
      'dark letters on light paper',
    );
    for (const { id } of lessons) {
      const place = page.locator(`#${id}`);
      assert.ok(await place.isVisible(), id);
    }
    const pictures = name === 'learn' ? lessons.length : 0;
    assert.equal(await page.locator('.lesson svg[role=img]').count(), pictures);
    assert.equal(await page.getByRole('navigation').count(), 0, 'no links to other pages on paper');
    assert.equal(await overflowOf(page), 0);
  });
}

test('from a disk, the list for a class opens a lesson in the one page, and it runs', async (t) => {
  const dist = new URL('../../dist/', import.meta.url);
  const page = await openPage(t, String(new URL('teach.html', dist)));
  const [{ id }] = lessons;
  await page.locator(`#${id} ~ p`).getByRole('link', { name: 'in one file' }).first().click();
  assert.equal(page.url(), String(new URL(`playground.html#lesson=${id}`, dist)));
  await page.getByRole('button', { name: 'Do this step' }).first().click();
  await page.locator('.lesson .result:not(:empty)').waitFor();
});

test('the playground leads to the lessons, they lead to the class, and back', async (t) => {
  const page = await openPage(t, `${url}/index.html`);
  await page.getByRole('link', { name: 'Lessons', exact: true }).click();
  await page.getByRole('heading', { name: 'How an LSTM remembers', level: 1 }).waitFor();
  await page.getByRole('link', { name: 'For a class' }).click();
  await page.getByRole('heading', { name: 'LSTM lessons for a class', level: 1 }).waitFor();
  const [{ id }] = lessons;
  await page.locator(`#${id} ~ p`).getByRole('link', { name: 'by itself' }).first().click();
  await page.getByRole('button', { name: 'Show me' }).first().waitFor();
  assert.equal(new URL(page.url()).hash, `#lesson=${id}`);
});
