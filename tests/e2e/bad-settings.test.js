import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  labelledSamplingOptions,
  labelledSettings,
} from '../../www/src/settings/labelled-settings.js';
import { controls, openTab } from './support/controls.js';
import { moreSteps, records } from './support/records.js';
import { openPage, serve } from './support/browser.js';
import { assertSoon } from './support/soon.js';

const { url } = await serve();
const TEXT = 'to err is human, to say so is kind. '.repeat(10);

/**
 * @param {import('node:test').TestContext} t
 * @param {string} tab with the fields
 */
async function openForm(t, tab) {
  const page = await openPage(t, `${url}/index.html`);
  const ui = controls(page);
  await ui.text.fill(TEXT);
  await page.getByText(/^360 letters, /).waitFor(); // the suggestions are for this text
  await openTab(page, tab);
  return { page, ui };
}

/**
 * The problem of a control, on screen and for screen readers.
 *
 * @param {import('playwright-core').Locator} control
 * @param {string} given the value as the message shows it
 */
async function problemOf(control, given) {
  await control.and(control.page().locator('[aria-invalid=true]')).waitFor();
  const problem = control.locator('xpath=ancestor::*[@class="field"]').locator('.problem');
  await problem.filter({ hasText: `got ${given}` }).waitFor();
  const id = String(await problem.getAttribute('id'));
  const describedBy = String(await control.getAttribute('aria-describedby')).split(' ');
  assert.ok(describedBy.includes(id), `expected ${id} in ${describedBy}`);
  return problem.innerText();
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} label
 */
const field = (page, label) => page.getByRole('textbox', { name: label, exact: true });

/**
 * Wrong values of a setting, with their messages.
 *
 * @param {import('../../www/src/settings/setting.js').Setting} setting
 */
function wrongValues({ name, allowed, min, max }) {
  return [Number(min) - 1, Number(max) + 1].map((value) => ({
    value: String(value),
    message: `${name} must be ${allowed}, got ${value}`,
  }));
}

const numeric = labelledSettings.filter(({ min }) => min !== undefined);

test('every setting shows its problem at its field, and Train refuses it', async (t) => {
  const { page, ui } = await openForm(t, 'Settings');
  await page.getByText('Letters and documents').click();
  for (const setting of numeric) {
    const control = field(page, setting.label);
    for (const { value, message } of wrongValues(setting)) {
      await control.fill(value);
      await control.press('Enter');
      assert.equal(await problemOf(control, value), message);
      await ui.train.click();
      await ui.error.filter({ hasText: message }).waitFor();
    }
    await control.fill('1e');
    await control.blur();
    const said = `${setting.name} must be ${setting.allowed}, got "1e"`;
    assert.equal(await problemOf(control, '"1e"'), said);
    assert.equal(await control.inputValue(), '1e', 'the wrong value stays in its field');
    await control.fill('');
  }
  const { workers, states } = await records(page);
  assert.equal(workers, 0, 'a wrong setting starts no worker');
  assert.ok(!states.includes('training'), `states: ${states}`);
  assert.equal(await ui.text.inputValue(), TEXT);
  await ui.train.click();
  await moreSteps(page, 2);
});

test('an emptied field means the default, and wheel and arrow keys change no number', async (t) => {
  const { page, ui } = await openForm(t, 'Settings');
  await page.getByText('Letters and documents').click();
  for (const setting of numeric) {
    const control = field(page, setting.label);
    const standard = await control.inputValue();
    await control.focus();
    await page.keyboard.press('ArrowUp');
    await page.mouse.wheel(0, 50);
    await control.blur();
    assert.equal(await control.inputValue(), standard, setting.name);
    await control.fill('');
    await control.blur();
    await assertSoon(async () => assert.equal(await control.inputValue(), standard, setting.name));
  }
  await ui.train.click();
  await moreSteps(page, 2);
});

test('a schedule that ends before its warm-up is refused', async (t) => {
  const { page, ui } = await openForm(t, 'Settings');
  await page.getByLabel('Schedule').selectOption('cosine');
  await page.getByLabel('Warm-up, steps').fill('50');
  await page.getByLabel('Total, steps').fill('20');
  const message = /Total must be above the warm-up/;
  await page.locator('#schedule-problem').filter({ hasText: message }).waitFor();
  await ui.train.click();
  await ui.error.filter({ hasText: /schedule must be .*, got "cosine:50:20"/ }).waitFor();
  await page.getByLabel('Total, steps').fill('2000');
  await ui.train.click();
  await moreSteps(page, 2);
});

test('every sampling option shows its problem at its field, and Write refuses it', async (t) => {
  const { page, ui } = await openForm(t, 'Writing');
  for (const option of labelledSamplingOptions.filter(({ min }) => min !== undefined)) {
    const control = field(page, option.label);
    for (const { value, message } of wrongValues(option)) {
      await control.fill(value);
      await control.press('Enter');
      assert.equal(await problemOf(control, value), message);
      await ui.write.click();
      await ui.error.filter({ hasText: message }).waitFor();
    }
    await control.fill('');
  }
  await ui.write.click();
  await ui.sample.getByText(/^after [\d,]+ steps?, (best, )?seed/).waitFor();
  assert.deepEqual(await ui.text.inputValue(), TEXT);
});

test('a configuration that needs too much memory is refused with the amount', async (t) => {
  const { page, ui } = await openForm(t, 'Settings');
  for (const [label, value] of [
    ['Hidden size', '1024'],
    ['Layers', '3'],
    ['Window length', '1024'],
    ['Batch size', '256'],
  ]) {
    await field(page, label).fill(value);
  }
  await ui.text.fill('to err is human, '.repeat(20_000));
  await ui.train.click();
  await ui.error.filter({ hasText: /need \d+ MiB of memory and 512 MiB are allowed/ }).waitFor();
  await field(page, 'Window length').fill('8');
  await field(page, 'Batch size').fill('1');
  await field(page, 'Hidden size').fill('16');
  await ui.train.click();
  await moreSteps(page, 2);
});
