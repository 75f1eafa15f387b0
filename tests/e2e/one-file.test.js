import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { initSync, Playground } from '../../www/pkg/lstm_playground.js';
import { KEEP, LOOK, SET, TRY } from '../../www/src/element/panels.js';
import { controls, openTab } from './support/controls.js';
import { recording, serveRecorded, testInEveryBrowser } from './support/every-browser.js';
import { hashOf } from './support/one-go.js';
import { reachState } from './support/records.js';

const TEXT = 'one file has it all, and all of it is in one file. '.repeat(20);
const STEPS = 12;
/** Everything but the gradient check. */
const MAX_SCRIPT = 282_000;

const root = join(import.meta.dirname, '../..');
const read = (/** @type {string} */ path) => readFileSync(join(root, path));
const script = read('dist/lstm-playground.all.js');
const integrity = JSON.parse(String(read('dist/integrity.json')))['lstm-playground.all.js'];

const tag = `<lstm-playground text="${TEXT}" hidden-size="24" batch-size="4" max-steps="${STEPS}"></lstm-playground>`;
const { url, served } = await serveRecorded({
  '/one.html': `<!doctype html><html lang="en"><head><meta charset="utf-8" /><title>A post</title>
    <link rel="icon" href="data:," /><script type="module" src="./lstm-playground.all.js"
      integrity="${integrity}" crossorigin></script></head><body>${tag}</body></html>`,
});

initSync({ module: read('www/pkg/lstm_playground_bg.wasm') });

/** @param {Record<string, unknown>} config */
function hashInNode(config) {
  const playground = new Playground(TEXT, config);
  playground.trainSteps(STEPS);
  return playground.weightsHash();
}

const disk = mkdtempSync(join(tmpdir(), 'lstm-playground-'));
after(() => rmSync(disk, { recursive: true }));

/**
 * Puts a page of the site on a disk.
 *
 * @param {string} name
 * @param {string} folder
 * @returns {string} its address
 */
function onDisk(name, folder) {
  const page = String(read(`dist/${name}`));
  const path = join(folder, name);
  writeFileSync(
    path,
    page.replace('<head>', () => `<head><script>${recording}</script>`),
  );
  return String(pathToFileURL(path));
}

test('the one script keeps to its limit, and has the integrity that the build prints', () => {
  const size = gzipSync(script, { level: 9 }).length;
  assert.ok(size <= MAX_SCRIPT, `it may have ${MAX_SCRIPT} bytes gzipped, got ${size}`);
  assert.equal(integrity, `sha384-${createHash('sha384').update(script).digest('base64')}`);
});

testInEveryBrowser(
  'the one script loads nothing else, and trains to the same bits',
  async (page) => {
    served.clear();
    await page.goto(`${url}/one.html`);
    const ui = controls(page);
    await ui.train.click();
    await reachState(page, 'paused');
    const config = await page
      .locator('lstm-playground')
      .evaluate((/** @type {any} */ { config }) => config);
    assert.equal(await hashOf(page), hashInNode(config));
    await openTab(page, 'Cell');
    await page.locator('.set:not(.unloaded)').waitFor();
    assert.equal(await ui.checkGradients.count(), 0, 'the gradient check is left out');
    await page
      .locator('lstm-playground')
      .evaluate((/** @type {any} */ tag) => tag.setAttribute('lesson', 'forget-gate'));
    await ui.error.getByText(/^This script has no lessons: load lstm-playground\.js/).waitFor();
    assert.deepEqual([...served.keys()], ['/one.html', '/lstm-playground.all.js']);
  },
);

testInEveryBrowser('pages in several files say what to open from a disk', async (page) => {
  const site = join(disk, 'site');
  cpSync(join(root, 'dist'), site, { recursive: true });
  onDisk('playground.html', site);
  for (const name of ['embed.html', 'index.html']) {
    await page.goto(onDisk(name, site));
    await page.getByText(/^Opened from a disk, this page cannot load its parts/).waitFor();
    await page.getByRole('link', { name: 'playground.html' }).click();
    await controls(page).train.waitFor();
    assert.equal(await page.getByText(/from a disk/).count(), 0, name);
  }
});

test('no page of the site has a script within, which a strict host would refuse', () => {
  const pages = readdirSync(join(root, 'dist')).filter((name) => name.endsWith('.html'));
  const several = pages.filter((name) => name !== 'playground.html');
  assert.ok(several.includes('index.html') && several.includes('embed.html'));
  for (const name of several) {
    const page = String(read(`dist/${name}`));
    assert.doesNotMatch(page, /<script(?![^>]* src=)|<[^>]* (on\w+=|href="javascript:)/i, name);
  }
});

testInEveryBrowser('the one page does from a disk what the site does', async (page) => {
  const address = onDisk('playground.html', disk);
  await page.goto(address);
  const ui = controls(page);
  await ui.step.click();
  await reachState(page, 'paused');
  for (const views of [LOOK, TRY, KEEP, SET]) {
    await openTab(page, Object.values(views)[0].title);
    await page.locator('.view > :not([hidden]):not(.unloaded)').waitFor();
  }
  await openTab(page, 'Cell');
  await ui.checkGradients.click();
  await ui.agreed.waitFor();
  const sizes = await page.locator('lstm-playground').evaluate(async (/** @type {any} */ tag) => {
    const files = [await tag.save(), await tag.exportModel('onnx'), await tag.exportModel('hub')];
    return files.map(({ size }) => size);
  });
  assert.ok(
    sizes.every((size) => size > 10_000),
    `files are written, got ${sizes} bytes`,
  );
  const loads = await page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => name),
  );
  assert.deepEqual(
    loads.filter((name) => !/^(blob|data):/.test(name)),
    [],
  );
  await openTab(page, 'My runs');
  await page.getByText('On the page').waitFor();
  await page.goto(address);
  await openTab(page, 'My runs');
  await page.getByText(/^1 run, /).waitFor();
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
  await ui.figures.steps.getByText('1', { exact: true }).waitFor();
});

testInEveryBrowser('the one page has the lessons, from a disk too', async (page) => {
  await page.goto(`${onDisk('playground.html', disk)}#lesson=forget-gate`);
  await page.getByRole('button', { name: 'Do this step', exact: true }).click();
  await page.locator('.lesson .result', { hasText: /\d%/ }).waitFor();
});
