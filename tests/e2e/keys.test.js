import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controls, openTab } from './support/controls.js';
import { openPost } from './support/browser.js';

/** @typedef {import('playwright-core').Page} Page */

const TEXT = 'a key that is typed here stays here. '.repeat(10);
const SENTENCE = 'Once, f and n: 42?';
const MOVES = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'];

/**
 * A page whose shortcuts are single keys: it records those that reach it, and prevents what they do.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} attributes
 */
async function openSlides(t, attributes) {
  const { page } = await openPost(
    t,
    `<button id="host">host</button><lstm-playground text="${TEXT}" hidden-size="8" seq-len="8"
      batch-size="2" patience="0" ${attributes}></lstm-playground>
     <script>
       window.keys = [];
       for (const type of ['keydown', 'keypress', 'keyup'])
         document.addEventListener(type, (event) => {
           window.keys.push(type + ' ' + event.key);
           const isModified = event.ctrlKey || event.altKey || event.metaKey;
           if (type === 'keydown' && !isModified && event.key !== 'Tab') event.preventDefault();
         });
     </script>`,
  );
  return page;
}

/**
 * The events of keys that have reached the page since the last call.
 *
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
const reached = (page) => page.evaluate(() => /** @type {any} */ (window).keys.splice(0));

/**
 * @param {Page} page
 * @param {string[]} keys
 */
async function press(page, keys) {
  for (const key of keys) await page.keyboard.press(key);
}

test('sentences and the keys that edit them stay in the fields where they are typed', async (t) => {
  const page = await openSlides(t, '');
  const ui = controls(page);
  await ui.text.fill('');
  await ui.text.pressSequentially('One line.\nTwo? s b f');
  assert.equal(await ui.text.inputValue(), 'One line.\nTwo? s b f');
  await press(page, [
    ...MOVES,
    'PageUp',
    'PageDown',
    'Delete',
    'End',
    'Backspace',
    'Shift+ArrowLeft',
  ]);
  await page.keyboard.insertText('é');
  const shifts = /^key(down|up) Shift$/; // the key alone writes nothing
  assert.deepEqual(
    (await reached(page)).filter((key) => !shifts.test(key)),
    [],
  );
  await ui.text.fill(TEXT);

  await ui.prompt.fill('');
  await ui.prompt.pressSequentially(SENTENCE);
  assert.equal(await ui.prompt.inputValue(), SENTENCE);
  await openTab(page, 'Settings');
  for (const name of ['Hidden size', 'Seed']) {
    const field = page.getByLabel(name, { exact: true });
    await field.fill('');
    await field.pressSequentially('12');
    await press(page, [...MOVES, 'Backspace']);
    assert.equal((await field.inputValue()).length, 1, name);
    await press(page, ['3', 'Enter']);
  }
  await reached(page);
  const layers = page.getByLabel('Optimiser', { exact: true });
  await layers.focus();
  await press(page, ['s', 'Enter', 'Escape', 'ArrowDown', 'ArrowUp', 'Home']);
  assert.deepEqual(
    (await reached(page)).filter((key) => !key.endsWith(' Escape')),
    [],
    'a list of choices',
  );
});

test('Escape, Tab, keys for functions and keys with Control, Alt or Meta go on', async (t) => {
  const page = await openSlides(t, '');
  const ui = controls(page);
  await ui.text.focus();
  await press(page, ['Escape', 'Control+b', 'Alt+n', 'Meta+j', 'F2', 'Tab']);
  const all = await reached(page);
  for (const key of ['Escape', 'b', 'n', 'j', 'F2', 'Tab']) {
    assert.ok(all.includes(`keydown ${key}`), `${key} must go on, got ${all}`);
  }
  assert.ok(all.includes('keyup Escape'));
  await page.locator('#host').focus();
  await press(page, ['n']);
  assert.deepEqual(await reached(page), ['keydown n', 'keyup n'], 'the keys of the page itself');
});

test('a key that writes with AltGr stays; one that is released elsewhere is not half of two', async (t) => {
  const page = await openSlides(t, '');
  const ui = controls(page);
  await ui.text.waitFor();
  await ui.text.evaluate((area) => {
    const modifiers = { ctrlKey: true, altKey: true, bubbles: true, composed: true };
    const keys = { key: '@', code: 'KeyQ', ...modifiers };
    area.dispatchEvent(new KeyboardEvent('keydown', { ...keys, modifierAltGraph: true }));
    area.dispatchEvent(new KeyboardEvent('keyup', keys));
    const composed = { key: 'Escape', code: 'Escape', bubbles: true, composed: true };
    area.dispatchEvent(new KeyboardEvent('keydown', { ...composed, isComposing: true }));
    area.dispatchEvent(new KeyboardEvent('keyup', composed));
  });
  assert.deepEqual(await reached(page), []);
  // The page's shortcut that goes to the field keeps both of its events.
  await page.locator('#host').focus();
  await page.keyboard.down('t');
  await ui.text.focus();
  await page.keyboard.up('t');
  assert.deepEqual(await reached(page), ['keydown t', 'keyup t']);
  await page.keyboard.down('x');
  await ui.train.focus();
  await page.keyboard.up('x');
  assert.deepEqual(await reached(page), [], 'a letter that leaves its field');
});

test('buttons, tabs, sliders and lists take their own keys, and leave letters', async (t) => {
  const page = await openSlides(t, '');
  const ui = controls(page);
  await ui.step.focus();
  await press(page, ['Enter']);
  await ui.figures.steps.getByText('1', { exact: true }).waitFor();
  await ui.state.getByText('Paused').waitFor();
  await ui.step.focus();
  await press(page, [' ']);
  await ui.figures.steps.getByText('2', { exact: true }).waitFor();
  assert.deepEqual(await reached(page), [], 'a button');
  await ui.state.getByText('Paused').waitFor();
  await ui.step.focus();
  await press(page, ['n', 'ArrowRight']);
  assert.deepEqual(
    (await reached(page)).filter((key) => key.startsWith('keydown')),
    ['keydown n', 'keydown ArrowRight'],
    'keys that a button does not take',
  );

  await openTab(page, 'Settings');
  await page.getByRole('tab', { name: 'Settings', exact: true }).focus();
  await reached(page);
  await press(page, ['ArrowRight', 'ArrowLeft', 'End', 'Home', 'Enter', ' ']);
  assert.deepEqual(await reached(page), [], 'tabs');
  await openTab(page, 'All units');
  const strip = page.getByRole('slider', { name: /^Memory strip/ });
  await strip.focus();
  await reached(page);
  await strip.press('Home');
  await page.locator('.strip[aria-valuenow="0"]').waitFor();
  await strip.press('ArrowRight');
  await page.locator('.strip[aria-valuenow="1"]').waitFor();
  assert.deepEqual(await reached(page), [], 'a slider of the tag');
  await strip.press('n');
  assert.ok((await reached(page)).includes('keydown n'));

  await openTab(page, 'Memory test');
  const range = page.getByRole('slider', { name: 'Greatest lag' });
  await range.focus();
  await reached(page);
  const before = await range.inputValue();
  await press(page, ['ArrowRight']);
  assert.notEqual(await range.inputValue(), before);
  await press(page, MOVES);
  assert.deepEqual(await reached(page), [], 'a slider of the browser');
});

test('a text that scrolls takes the keys that scroll it', async (t) => {
  const page = await openSlides(t, '');
  const ui = controls(page);
  await openTab(page, 'Writing');
  await ui.length.fill('5000');
  await ui.write.click();
  await ui.written.getByText(/\S/).first().waitFor();
  await page.waitForFunction(() => {
    const tag = /** @type {Element} */ (document.querySelector('lstm-playground'));
    const pre = tag.shadowRoot?.querySelector('section.sample > pre.sample');
    return pre && pre.scrollHeight > pre.clientHeight + 100;
  });
  await ui.written.focus();
  await reached(page);
  await press(page, ['PageDown', 'ArrowDown', ' ']);
  assert.deepEqual(await reached(page), []);
  await press(page, ['n']);
  assert.ok((await reached(page)).includes('keydown n'));
});
