import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { nodeSession } from '../www/support/node-session.js';
import { fragmentOf, readFragment } from '../../www/src/links/setup-link.js';
import { configOf } from '../../www/src/links/setup.js';
import { presets } from '../../www/src/texts/presets.js';
import { openPage, serve } from './support/browser.js';
import { controls } from './support/controls.js';
import { hashOf, stepOf } from './support/one-go.js';
import { post } from './support/site.js';
import { assertSoon } from './support/soon.js';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('../../www/src/element/lstm-playground.js').LstmPlayground} Tag
 */

const TEXT = 'what a link carries, another machine learns to the same bits. '.repeat(30);
const CONFIG = { hiddenSize: 16, batchSize: 8, seqLen: 16, patience: 0, maxSteps: 40 };

/** Notes in the page of the playground every text that a frame shows. */
const NOTES = `<script>
  const seen = (window.seen = new Set());
  const look = () => {
    const root = document.querySelector('lstm-playground')?.shadowRoot;
    const shown = root?.querySelector('section.text textarea')?.value;
    if (shown) seen.add(shown);
    requestAnimationFrame(look);
  };
  look();
</script>`;
const index = await readFile(join(import.meta.dirname, '../../dist/index.html'), 'utf8');

const { url } = await serve({
  '/noted.html': index.replace('</head>', `${NOTES}</head>`),
  '/host.html': post(
    `<lstm-playground text="${TEXT}" hidden-size="20" panels="text curve" workers="1"></lstm-playground>
     <lstm-playground preset="names" link-base="/elsewhere/?a=1#old"></lstm-playground>
     <lstm-playground preset="names" link-base="javascript:alert(1)"></lstm-playground>`,
  ),
});
const playground = `${url}/index.html`;

/** @param {Page} page @param {string} name of the only example that is pressed */
const assertChosen = (page, name) =>
  assertSoon(async () => {
    const pressed = page.locator('section.text').getByRole('button', { pressed: true });
    assert.deepEqual(await pressed.allInnerTexts(), [name]);
  });

/** @param {Page} page */
const linkOf = (page, index = 0) =>
  page.evaluate(
    (i) => /** @type {Tag} */ (document.querySelectorAll('lstm-playground')[i]).link(),
    index,
  );

/** @param {Page} page */
const configOfTag = (page) =>
  page.evaluate(() => /** @type {Tag} */ (document.querySelector('lstm-playground')).config);

test('a page opens the setup of its address, untrained, and keeps it with another tab', async (t) => {
  const setup = { preset: 'sums', config: { hiddenSize: 33, seed: 7 }, tab: 'settings' };
  const fragment = await fragmentOf({ ...setup, panels: ['text', 'sample', 'settings'] });
  const page = await openPage(t, `${playground}#${fragment}`);
  const ui = controls(page);
  await ui.state.getByText('Ready').waitFor();
  await assertChosen(page, 'Sums');
  assert.equal((await configOfTag(page)).hiddenSize, 33);
  await page.getByRole('tabpanel', { name: 'Settings' }).waitFor();
  assert.equal(await page.locator('section.curve').isVisible(), false);
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).records.workers.length), 0);
  assert.equal(await linkOf(page), `${playground}#${fragment}`);
  await ui.text.fill('a text of the reader’s own, which must stay. '.repeat(9));
  await page.getByRole('tab', { name: 'Writing', exact: true }).click();
  const moved = `#${fragment.replace('tab=settings', 'tab=writing')}`;
  await page.waitForFunction((hash) => location.hash === hash, moved);
  await page.evaluate((hash) => (location.hash = hash), `#${fragment}`);
  await page.getByRole('tabpanel', { name: 'Settings' }).waitFor();
  assert.match(await ui.text.inputValue(), /^a text of the reader/);
});

test('no frame shows another text before that of the link', async (t) => {
  const page = await openPage(t, `${url}/noted.html#preset=sums`);
  await controls(page).state.getByText('Ready').waitFor();
  await controls(page).step.click();
  await controls(page).state.getByText('Paused').waitFor();
  const seen = await page.evaluate(() => [.../** @type {any} */ (window).seen]);
  assert.deepEqual(seen, [presets.find(({ id }) => id === 'sums')?.text()]);
});

test('a hostile link is shown as text, in one sentence', async (t) => {
  const markup = '<img src=x onerror=document.title="caught">';
  const parts = {
    preset: markup,
    'hidden-size': markup,
    workers: '8',
    text: 'AAAA',
    [markup]: '1',
  };
  const page = await openPage(t, `${playground}#${new URLSearchParams(parts)}&seed=9`);
  const ui = controls(page);
  await ui.error.getByText('Left out of the link: preset "<img src=x ').waitFor();
  assert.match(await ui.error.innerText(), /, and 2 more\. preset must be one of /);
  assert.equal(await page.locator('lstm-playground img').count(), 0);
  assert.equal(await page.title(), 'LSTM Playground');
  await assertChosen(page, 'Tales');
  assert.equal((await configOfTag(page)).seed, 9);
  await ui.step.click(); // the rest can be trained
  await ui.state.getByText('Paused').waitFor();
});

test('a link that comes to a page with a run asks, and Back leads to the page before', async (t) => {
  const page = await openPage(t, `${playground}#preset=rhyme&hidden-size=16`);
  const ui = controls(page);
  await ui.step.click();
  await ui.state.getByText('Paused').waitFor();
  await page.evaluate(() => (location.hash = '#preset=names&seed=5'));
  await ui.coach.getByText('Open the setup of this link?').waitFor();
  await assertChosen(page, 'Rhyme');
  await page.getByRole('button', { name: 'Open it', exact: true }).click();
  await ui.state.getByText('Ready').waitFor();
  await assertChosen(page, 'Names');
  await page.goBack();
  await page.waitForFunction(() => location.hash === '#preset=rhyme&hidden-size=16');
  await ui.state.getByText('Ready').waitFor();
  await page.waitForFunction(
    () => /** @type {Tag} */ (document.querySelector('lstm-playground')).config.hiddenSize === 16,
  );
  await assertChosen(page, 'Rhyme');
});

/**
 * Trains the page until it stops by itself.
 *
 * @param {Page} page
 */
async function trained(page) {
  const ui = controls(page);
  await ui.train.click();
  await ui.coach.getByText('40 steps').waitFor();
  await ui.state.getByText('Paused').waitFor();
  return { step: await stepOf(page), hash: await hashOf(page) };
}

test('the same link gives the same weights in two browsers and in Node', async (t) => {
  const made = await openPage(t, playground);
  await controls(made).state.getByText('Ready').waitFor();
  await made.evaluate(
    ({ text, config }) => {
      const tag = /** @type {Tag} */ (document.querySelector('lstm-playground'));
      tag.text = text;
      tag.config = config;
    },
    { text: TEXT, config: { ...CONFIG, separator: '. ' } },
  );
  const link = await linkOf(made);
  assert.match(link, /#v=1&hidden-size=16&.*&text=[\w-]+$/);
  const first = await trained(made);
  const other = await openPage(t, link, { viewport: { width: 390, height: 844 } });
  const second = await trained(other);
  assert.deepEqual(second, first);
  assert.equal(first.step, 40);

  const { setup } = await readFragment(link.slice(link.indexOf('#') + 1), []);
  Object.assign(globalThis, { requestAnimationFrame: () => 1, cancelAnimationFrame() {} });
  const session = nodeSession([]);
  t.after(() => session.reset());
  session.setText(setup.text ?? '');
  session.useConfig(configOf(setup));
  await session.train();
  while (session.record.ended?.step !== 40) await new Promise(setImmediate);
  const engine = await session.run?.settle();
  assert.equal(await engine?.weightsHash(), first.hash);
});

test('a tag in a post links to the playground beside its script, and never reads the address', async (t) => {
  const page = await openPage(t, `${url}/host.html#preset=rhyme&hidden-size=99`);
  const link = new URL(await linkOf(page));
  assert.equal(link.href.split('#')[0], playground);
  const { setup } = await readFragment(link.hash.slice(1), ['text', 'curve']);
  assert.deepEqual(setup, { text: TEXT, config: { hiddenSize: 20 }, panels: ['text', 'curve'] });
  assert.equal((await configOfTag(page)).hiddenSize, 20);
  assert.equal(await linkOf(page, 1), `${url}/elsewhere/?a=1#v=1&preset=names`);
  await assert.rejects(
    linkOf(page, 2),
    /link-base must be the address of a playground, got "javascript:/,
  );
  assert.equal(await page.getByRole('button', { name: 'Share', exact: true }).count(), 0);
});
