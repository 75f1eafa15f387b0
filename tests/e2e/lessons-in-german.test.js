import assert from 'node:assert/strict';
import { test } from 'node:test';
import outcomes from '../../www/src/lessons/figures.json' with { type: 'json' };
import { openPage, openPost, serve } from './support/browser.js';
import { controls } from './support/controls.js';
import { DARK, assertAccessible } from './support/axe.js';

const TAG = '<lstm-playground lesson="forget-gate"></lstm-playground>';
/** A few seconds of training on a busy machine. */
const TRAINING = { timeout: 60_000 };

test('a lesson amid German words is in German, with the same line to copy', async (t) => {
  const { page } = await openPost(
    t,
    `<main lang="de-AT"><h1>Ein Beitrag</h1><div>${TAG}</div></main>`,
  );
  const lesson = page.locator('section.lesson');
  const button = (/** @type {string} */ name) => lesson.getByRole('button', { name, exact: true });
  await lesson.getByRole('heading', { name: 'Das Vergesstor entscheidet, was bleibt' }).waitFor();
  assert.equal(await lesson.getAttribute('lang'), 'de');
  await button('Nur diesen Schritt').click();
  await lesson.getByText(/hat es in 100\s% der Fälle recht/).waitFor();
  await button('Weiter').click();
  const within = /** @type {[string, string]} */ (['lstm-playground', '.lesson']);
  await assertAccessible(page, 'a question is asked in German', { others: [DARK], within });
  await button('Zeigen').click();
  await lesson.getByRole('heading', { name: 'Ergebnis: Die Behauptung stimmt' }).waitFor(TRAINING);
  assert.equal(await lesson.locator('code').innerText(), outcomes['forget-gate'].line);
  const told = await lesson.innerText();
  for (const english of [/\bthe\b/i, /\bof\b/, /\d%/, /\d\.\d\d? (Bit|%)/]) {
    assert.doesNotMatch(told, english);
  }
});

test('a link asks for a lesson in German; on a narrow screen nothing sticks out', async (t) => {
  const { url } = await serve();
  const options = { viewport: { width: 390, height: 844 } };
  const page = await openPage(t, `${url}/index.html#lesson=by-heart&lang=de`, options);
  await page.getByRole('heading', { name: 'Gelernt oder auswendig gelernt?' }).waitFor();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 390, `${width} px`);
});

test('German is loaded where it is asked for, and English stands in for it', async (t) => {
  const { page: english, served } = await openPost(t, TAG);
  await english.getByRole('heading', { name: 'The forget gate decides what stays' }).waitFor();
  const isGerman = (/** @type {string} */ path) => /\/de-[\w-]+\.js$/.test(path);
  assert.deepEqual([...served.keys()].filter(isGerman), []);

  const { url } = await serve();
  const page = await openPage(t, `${url}/index.html`, {}, /Failed to load resource/);
  await controls(page).train.waitFor();
  await page.route(
    ({ pathname }) => isGerman(pathname),
    (route) => route.abort(),
  );
  await page.evaluate(() => (location.hash = 'lesson=forget-gate&lang=de'));
  await page.getByRole('heading', { name: 'The forget gate decides what stays' }).waitFor();
  assert.equal(await page.locator('section.lesson').getAttribute('lang'), 'en');
});
