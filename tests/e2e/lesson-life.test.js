import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, openPost, serve } from './support/browser.js';
import { controls } from './support/controls.js';
import { reachStep, records } from './support/records.js';
import { post } from './support/site.js';
import { getStored } from './support/stored-runs.js';
import { assertSoon } from './support/soon.js';

const OWN = 'what the reader has typed stays, whatever a lesson needs. '.repeat(20);
const SMALL = 'hidden-size="8" batch-size="4" seq-len="16" patience="0" workers="1"';
/** A few seconds of training on a busy machine. */
const TRAINING = { timeout: 60_000 };

/**
 * @param {import('playwright-core').Page} page
 * @param {string | undefined} lesson without it, the tag has none
 */
const setLesson = (page, lesson) =>
  page
    .locator('lstm-playground')
    .evaluate(
      (tag, id) =>
        id === undefined ? tag.removeAttribute('lesson') : tag.setAttribute('lesson', id),
      lesson,
    );

test('a lesson that comes later leaves the text and the run of the reader to Undo', async (t) => {
  const { page } = await openPost(t, `<lstm-playground ${SMALL}></lstm-playground>`);
  const { text, train, pause, state, coach } = controls(page);
  await text.fill(OWN);
  await train.click();
  await reachStep(page, 5);
  await pause.click();
  await state.getByText('Paused').waitFor({ state: 'attached' });
  const tag = page.locator('lstm-playground');
  const hash = () => tag.evaluate((tag) => /** @type {any} */ (tag).weightsHash());
  const before = await hash();
  await setLesson(page, 'gate');
  const lesson = page.locator('section.lesson');
  await lesson.waitFor();
  await page.waitForFunction(
    (own) => /** @type {any} */ (document.querySelector('lstm-playground')).text !== own,
    OWN,
  );
  await setLesson(page, undefined);
  await lesson.waitFor({ state: 'detached' });
  await coach.getByRole('button', { name: 'Undo' }).click();
  await page.waitForFunction(
    (own) => /** @type {any} */ (document.querySelector('lstm-playground')).text === own,
    OWN,
  );
  assert.equal(await hash(), before);
});

test('the browser keeps no run of a lesson, and offers that of the reader', async (t) => {
  const { url } = await serve({
    '/keep.html': post(`<lstm-playground keep ${SMALL} text="${OWN}"></lstm-playground>`),
    '/empty.html': '<!doctype html><title>Empty</title><link rel="icon" href="data:," />',
  });
  const page = await openPage(t, `${url}/keep.html`);
  const { train, pause, state, coach } = controls(page);
  await train.click();
  await reachStep(page, 5);
  await pause.click();
  await state.getByText('Paused').waitFor({ state: 'attached' });
  const assertKept = () =>
    assertSoon(async () => assert.equal(Object.keys(await getStored(page)).length, 1));
  await assertKept();
  await setLesson(page, 'by-heart');
  await page
    .locator('section.lesson')
    .getByText(/^Step 1 of/)
    .waitFor();
  await state.getByText('Paused').waitFor({ state: 'detached' });
  await train.click(); // it stops by itself
  await state.getByText('Paused').waitFor({ state: 'attached', ...TRAINING });
  await page.goto(`${url}/empty.html`);
  await page.goto(`${url}/keep.html`);
  await coach.getByText(/^Go on with “\u2068what the rea…/).waitFor();
  await assertKept();
});

test('Next keeps the network on screen, and Train goes on with it', async (t) => {
  const { url } = await serve();
  const page = await openPage(t, `${url}/index.html#lesson=by-heart`);
  const { train, figures } = controls(page);
  const lesson = page.locator('section.lesson');
  const at = (/** @type {string} */ step) => figures.steps.getByText(step, { exact: true });
  const next = lesson.getByRole('button', { name: 'Next', exact: true });
  const result = lesson.locator('.result').filter({ hasText: /\S/ });
  await lesson.getByText(/^Step 1 of/).waitFor();
  await train.click();
  await at('250').waitFor(TRAINING);
  await result.waitFor();
  await next.click();
  await lesson.getByText(/^Step 2 of/).waitFor();
  await result.waitFor({ state: 'hidden' });
  await at('250').waitFor();
  const count = (await records(page)).steps.length;
  await train.click();
  await at('1,500').waitFor(TRAINING);
  await result.waitFor();
  const { steps } = await records(page);
  assert.ok(steps.slice(count).every(({ step }) => step > 250));
});

test('what screen readers hear of a German lesson is marked as German', async (t) => {
  const { page } = await openPost(
    t,
    '<main lang="de"><lstm-playground lesson="forget-gate"></lstm-playground></main>',
  );
  const lesson = page.locator('section.lesson');
  await lesson.getByRole('button', { name: 'Weiter', exact: true }).click();
  const heard = page.getByRole('status').filter({ hasText: /^Schritt 2 von/ });
  await heard.waitFor({ state: 'attached' });
  const language = await heard.evaluate(
    (element) => /** @type {HTMLElement} */ (element.closest('[lang]')).lang,
  );
  assert.equal(language, 'de');
});
