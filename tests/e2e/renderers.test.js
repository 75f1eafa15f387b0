import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributes } from '../../scripts/package/tag.mjs';
import { settings } from '../../www/src/settings/settings.js';
import { presets } from '../../www/src/texts/presets.js';
import { controls, openTab } from './support/controls.js';
import { records } from './support/records.js';
import { openPost } from './support/browser.js';
import { assertSoon } from './support/soon.js';

const TEXT = 'a page that is rendered gives the same again and again. '.repeat(10);

/** @param {import('playwright-core').Page} page */
const tagOf = (page) => page.locator('lstm-playground');

/** @param {import('playwright-core').Page} page */
const errorsOf = async (page) => (await records(page)).errors;

for (const { moment, isLoaded } of [
  { moment: 'before the widget is loaded', isLoaded: false },
  { moment: 'after it', isLoaded: true },
]) {
  for (const nothing of [null, undefined, '']) {
    test(`${JSON.stringify(nothing)} is a text and a config that are not given, ${moment}`, async (t) => {
      const { page } = await openPost(t, '');
      await page.evaluate(async ([nothing, isLoaded]) => {
        const tag = /** @type {any} */ (document.createElement('lstm-playground'));
        tag.setAttribute('preset', 'names');
        tag.setAttribute('hidden-size', '24');
        if (isLoaded) document.body.append(tag);
        if (isLoaded) await tag.pause();
        tag.text = nothing;
        tag.config = nothing;
        document.body.append(tag);
      }, /** @type {const} */ ([nothing, isLoaded]));
      const names = presets.find(({ id }) => id === 'names');
      await assertSoon(async () =>
        assert.equal(await controls(page).text.inputValue(), names?.text()),
      );
      assert.equal(
        await tagOf(page).evaluate((/** @type {any} */ tag) => tag.config.hiddenSize),
        24,
      );
      assert.deepEqual(await errorsOf(page), []);
    });
  }
}

test('a text and a config that are taken back leave the preset and the attributes', async (t) => {
  const { page } = await openPost(
    t,
    '<lstm-playground preset="names" hidden-size="24"></lstm-playground>',
  );
  await controls(page).text.waitFor();
  const sizes = await tagOf(page).evaluate((/** @type {any} */ tag, text) => {
    tag.text = text;
    tag.config = { hiddenSize: 12 };
    const given = [tag.text, tag.config.hiddenSize];
    tag.text = undefined;
    tag.config = null;
    return [given, [tag.text, tag.config.hiddenSize]];
  }, TEXT);
  const names = presets.find(({ id }) => id === 'names');
  assert.deepEqual(sizes, [
    [TEXT, 12],
    [names?.text(), 24],
  ]);
});

test('the same text, settings, preset and panels given again leave what the reader chose', async (t) => {
  const { page } = await openPost(t, '<lstm-playground hidden-size="16"></lstm-playground>');
  const ui = controls(page);
  await ui.text.waitFor();
  const render = () =>
    tagOf(page).evaluate((/** @type {any} */ tag, text) => {
      tag.text = text;
      tag.config = { seqLen: 8, batchSize: 2, dropout: undefined };
      tag.setAttribute('text', text);
      tag.setAttribute('hidden-size', '16');
      tag.setAttribute('preset', 'names');
      tag.setAttribute('panels', 'text settings');
    }, TEXT);
  await render();
  await tagOf(page).evaluate((/** @type {any} */ tag, text) => (tag.text = text), TEXT);
  await ui.text.fill('The text of the reader.');
  await openTab(page, 'Settings');
  await page.getByLabel('Hidden size', { exact: true }).fill('20');
  await page.getByLabel('Window length', { exact: true }).fill('12');
  await page.keyboard.press('Tab');
  await render();
  const { text, config } = await tagOf(page).evaluate((/** @type {any} */ { text, config }) => ({
    text,
    config,
  }));
  assert.equal(text, 'The text of the reader.');
  assert.deepEqual([config.hiddenSize, config.seqLen, config.batchSize], [20, 12, 2]);
  await assertSoon(async () => assert.equal(await ui.text.inputValue(), 'The text of the reader.'));
  assert.ok(
    await page.getByLabel('Hidden size', { exact: true }).isVisible(),
    'the tab stays open',
  );
  const changed = await tagOf(page).evaluate((/** @type {any} */ tag) => {
    tag.text = 'Another text of the page.';
    tag.config = { seqLen: 10, batchSize: 2 };
    return [tag.text, tag.config.seqLen];
  });
  assert.deepEqual(changed, ['Another text of the page.', 10], 'a change counts');
});

test('every setting is an attribute in the case that renderers write', async (t) => {
  const { page } = await openPost(t, '');
  const other = settings.map(({ name, kind, choices, min = 0, default: usual }) => {
    if (name === 'schedule') return [name, 'cosine:10:100'];
    if (name === 'separator') return [name, '\\n'];
    if (kind === 'choice') return [name, String(choices?.findLast((choice) => choice !== usual))];
    return [name, String(kind === 'integer' ? min + 2 : 0.25)];
  });
  const [camel, kebab] = await page.evaluate((other) => {
    /** @param {(name: string) => string} written */
    const configOf = (written) => {
      const tag = /** @type {any} */ (document.createElement('lstm-playground'));
      for (const [name, value] of other) tag.setAttribute(written(name), value);
      return tag.config;
    };
    return [
      configOf((name) => name),
      configOf((name) => name.replace(/[A-Z]/g, (char) => `-${char.toLowerCase()}`)),
    ];
  }, other);
  assert.deepEqual(camel, kebab);
  for (const { name, default: usual } of settings) {
    assert.notDeepEqual(camel[name], usual, `${name} has been set`);
  }
});

test('an attribute that a renderer takes away is not given', async (t) => {
  const { page } = await openPost(t, '<lstm-playground preset="names"></lstm-playground>');
  await controls(page).text.waitFor();
  const sizes = await tagOf(page).evaluate((/** @type {any} */ tag) => {
    const suggested = tag.config.hiddenSize;
    tag.setAttribute('hiddenSize', '24');
    const given = tag.config.hiddenSize;
    tag.removeAttribute('hiddenSize');
    return [given, tag.config.hiddenSize === suggested];
  });
  assert.deepEqual(sizes, [24, true]);
});

/**
 * The warnings on the console of a page with this in its body.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} body
 */
async function warningsOf(t, body) {
  const { page } = await openPost(
    t,
    `<script>
       window.warnings = [];
       console.warn = (text) => window.warnings.push(text);
     </script>${body}`,
  );
  return { page, warnings: () => page.evaluate(() => /** @type {any} */ (window).warnings) };
}

test('an attribute that looks like one of the tag gives one warning with the right name', async (t) => {
  const { page, warnings } = await warningsOf(
    t,
    `<lstm-playground panels="text" hiddenUnits="24" layers="2"></lstm-playground>
     <lstm-playground panels="text" hiddenUnits="24" layers="2" seeds="3"></lstm-playground>`,
  );
  await page.waitForFunction('warnings.length > 2');
  assert.deepEqual(await warnings(), [
    '<lstm-playground> has no attribute "hiddenunits": did you mean hidden-size?',
    '<lstm-playground> has no attribute "layers": did you mean num-layers?',
    '<lstm-playground> has no attribute "seeds": did you mean seed?',
  ]);
});

test('settings that a renderer writes as an attribute give a warning with the remedy', async (t) => {
  const { page, warnings } = await warningsOf(
    t,
    '<lstm-playground config="[object Object]"></lstm-playground>',
  );
  await page.waitForFunction('warnings.length > 0');
  assert.deepEqual(await warnings(), [
    '<lstm-playground> takes config as a property, not as an attribute: load its script before the page renders the tag',
  ]);
});

test('attributes of all elements, of frameworks and of the tag give no warning', async (t) => {
  const own = attributes.map(({ name }) => `${name}=""`).join(' ');
  const { page, warnings } = await warningsOf(
    t,
    `<lstm-playground ${own} numlayers="1" class="wide" id="a" style="color: red" hidden title="A"
       lang="en" dir="ltr" tabindex="0" slot="a" part="b" height="400" itemprop="c" is="g" v-cloak
       data-v-7ba5bd90 data-theme="d" aria-label="e" onclick="f()" seeds="3"></lstm-playground>`,
  );
  await page.locator('lstm-playground').evaluate((/** @type {any} */ tag) => tag.pause());
  await page.waitForFunction('warnings.length > 0');
  assert.deepEqual(await warnings(), [
    '<lstm-playground> has no attribute "seeds": did you mean seed?',
  ]);
});

test('attributes without a value that a renderer writes as "false" are not given', async (t) => {
  const off = ['address', 'keep', 'readonly', 'autostart'].map((name) => `${name}="false"`);
  const { page } = await openPost(
    t,
    `<lstm-playground text="${TEXT}" ${off.join(' ')}></lstm-playground>`,
  );
  const ui = controls(page);
  await openTab(page, 'Race');
  assert.equal(new URL(page.url()).hash, '');
  assert.equal(await page.getByRole('tab', { name: 'My runs' }).count(), 0);
  assert.equal(await page.getByRole('button', { name: 'Share', exact: true }).count(), 0);
  await assertSoon(async () => assert.ok(await ui.text.isEditable()));
  assert.deepEqual((await records(page)).states, ['idle']);
});
