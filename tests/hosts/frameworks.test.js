import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { build } from 'vite';
import { presets } from '../../www/src/texts/presets.js';
import { openPage, serve } from '../e2e/support/browser.js';
import { controls, openTab } from '../e2e/support/controls.js';
import { moreSteps, reachState, reachStep, records } from '../e2e/support/records.js';
import { post } from '../e2e/support/site.js';

/** @typedef {import('playwright-core').Page} Page */

/**
 * The properties that an application gives to the tag; it shows the example "names" with 24 units
 * unless they say otherwise.
 *
 * @typedef {object} Given
 * @property {boolean} [isShown]
 * @property {boolean} [trains] true to start training when the tag is mounted
 * @property {string | null} [text]
 * @property {Record<string, number> | null} [config]
 * @property {number} [hiddenSize]
 */

const FRAMEWORKS = ['react', 'vue', 'svelte'];
const TEXT = 'a page that is rendered again and again. '.repeat(10);
const CONFIG = { seqLen: 8, batchSize: 2, patience: 0 };
const NAMES = presets.find(({ id }) => id === 'names')?.text();

const configFile = join(import.meta.dirname, 'vite.config.js');
const built = /** @type {any} */ (await build({ configFile, logLevel: 'warn' }));
/** @type {Record<string, string>} */
const pages = {};
for (const { fileName, code } of built.output) pages[`/${fileName}`] = code;
for (const name of FRAMEWORKS) {
  pages[`/${name}.html`] = post(
    `<div id="app"></div>
     <script>
       window.warnings = [];
       for (const type of ['warn', 'error'])
         console[type] = (...args) => window.warnings.push(args.join(' '));
     </script>
     <script type="module" src="/${name}.js"></script>`,
  );
}

/**
 * Opens an application; a warning on its console fails the test.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} name
 */
async function openApp(t, name) {
  const { url } = await serve(pages);
  const page = await openPage(t, `${url}/${name}.html`);
  await controls(page).text.waitFor();
  return page;
}

/**
 * Renders the application with these properties.
 *
 * @param {Page} page
 * @param {Given} given
 */
const show = (page, given) =>
  page.evaluate(async (given) => {
    /** @type {any} */ (window).show({ isShown: true, ...given });
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  }, given);

/** @param {Page} page */
const unmount = (page) => page.evaluate(() => /** @type {any} */ (window).unmount());

/** @param {Page} page */
const tagOf = (page) =>
  page.locator('lstm-playground').evaluate((/** @type {any} */ { text, config }) => ({
    text,
    hiddenSize: config.hiddenSize,
    seqLen: config.seqLen,
  }));

/**
 * The events that the framework has heard.
 *
 * @param {Page} page
 * @returns {Promise<[string, any][]>}
 */
const heard = (page) => page.evaluate(() => /** @type {any} */ (window).heard);

/** @param {Page} page */
async function assertQuiet(page) {
  const warnings = await page.evaluate(() => /** @type {any} */ (window).warnings);
  assert.deepEqual([(await records(page)).errors, warnings], [[], []]);
}

/** @param {Page} page */
const workersEnded = (page) =>
  page.waitForFunction(() => {
    const { workers, terminated } = /** @type {any} */ (window).records;
    return terminated === workers.length;
  });

for (const name of FRAMEWORKS) {
  test(`${name}: what is null or undefined is not given`, async (t) => {
    const page = await openApp(t, name);
    const suggested = await tagOf(page);
    assert.ok(suggested.text === NAMES);
    await show(page, { text: TEXT, config: { ...CONFIG, hiddenSize: 12 } });
    assert.deepEqual(await tagOf(page), { text: TEXT, hiddenSize: 12, seqLen: 8 });
    await show(page, { text: null, config: null });
    assert.deepEqual(await tagOf(page), suggested);
    await show(page, { text: TEXT, config: CONFIG });
    await show(page, { text: undefined, config: undefined });
    assert.deepEqual(await tagOf(page), suggested);
    await show(page, { hiddenSize: 24 });
    assert.deepEqual(await tagOf(page), { ...suggested, hiddenSize: 24 });
    await show(page, { hiddenSize: undefined });
    assert.deepEqual(await tagOf(page), suggested);
    await assertQuiet(page);
  });

  test(`${name}: the same properties rendered again leave what the reader chose`, async (t) => {
    const page = await openApp(t, name);
    const ui = controls(page);
    const given = { text: TEXT, config: CONFIG };
    await show(page, given);
    await ui.text.fill('The text of the reader.');
    await openTab(page, 'Settings');
    await page.getByLabel('Hidden size', { exact: true }).fill('20');
    await page.getByLabel('Window length', { exact: true }).fill('12');
    await page.keyboard.press('Tab');
    await show(page, given);
    const kept = { text: 'The text of the reader.', hiddenSize: 20, seqLen: 12 };
    assert.deepEqual(await tagOf(page), kept);
    await show(page, { text: `${TEXT}!`, config: { ...CONFIG, seqLen: 10 } });
    const { text, seqLen } = await tagOf(page);
    assert.deepEqual([text, seqLen], [`${TEXT}!`, 10], 'a change counts');
    await assertQuiet(page);
  });

  test(`${name}: its syntax hears the events, and its end frees the workers`, async (t) => {
    const page = await openApp(t, name);
    await show(page, { text: TEXT, config: CONFIG, hiddenSize: 8, trains: true });
    await reachStep(page, 10);
    const { workers, states } = await records(page);
    assert.deepEqual([workers, states.at(-1)], [1, 'training']);
    const events = await heard(page);
    assert.ok(events.some(([type, value]) => type === 'step' && value >= 10));
    assert.deepEqual(
      events.findLast(([type]) => type === 'state'),
      ['state', 'training'],
    );
    await unmount(page);
    await workersEnded(page);
    assert.equal(await page.locator('lstm-playground').count(), 0);
    await assertQuiet(page);
  });
}

test('vue: a tag that KeepAlive takes away and brings back trains on', async (t) => {
  const page = await openApp(t, 'vue');
  const given = { text: TEXT, config: CONFIG, hiddenSize: 8 };
  await show(page, given);
  await controls(page).train.click();
  await reachStep(page, 20);
  await show(page, { ...given, isShown: false });
  await workersEnded(page);
  const before = await records(page);
  await show(page, given);
  await moreSteps(page, 5);
  const { steps, errors } = await records(page);
  assert.ok(steps[before.steps.length].step > Number(before.steps.at(-1)?.step), 'it goes on');
  assert.deepEqual(errors, []);
  const lives = (await heard(page)).filter(([type]) => type.endsWith('activated'));
  assert.deepEqual(lives, [['activated'], ['deactivated'], ['activated']]);
  await assertQuiet(page);
});

test('react: a tag that Activity hides and shows keeps its run', async (t) => {
  const page = await openApp(t, 'react');
  const given = { text: TEXT, config: CONFIG, hiddenSize: 8, trains: true };
  await show(page, given);
  await reachStep(page, 20);
  await show(page, { ...given, isShown: false });
  await reachState(page, 'paused');
  const before = await records(page);
  await show(page, given);
  await moreSteps(page, 5);
  const { steps, workers } = await records(page);
  assert.ok(steps[before.steps.length].step > Number(before.steps.at(-1)?.step), 'it goes on');
  assert.equal(workers, 1);
  await assertQuiet(page);
});
