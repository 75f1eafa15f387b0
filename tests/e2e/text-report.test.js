import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controls } from './support/controls.js';
import { openPost } from './support/browser.js';
import { assertSoon } from './support/soon.js';

/** @param {import('node:test').TestContext} t */
async function openText(t) {
  const { page } = await openPost(t, '<lstm-playground panels="text"></lstm-playground>');
  const ui = controls(page);
  await ui.text.waitFor();
  return {
    page,
    ui,
    letters: page.getByRole('list', { name: 'Letters, the most frequent first' }),
  };
}

test('letters that the normalisation splits are told apart from joined ones', async (t) => {
  const { ui } = await openText(t);
  await ui.text.fill('\u0958 '.repeat(20));
  await ui.notes.getByText('20 letters split into a letter and its signs.').waitFor();
  await ui.text.fill('e\u0301 '.repeat(20));
  await ui.notes.getByText('20 signs joined with the letter before.').waitFor();
  await assertSoon(async () => assert.equal(await ui.notes.getByRole('listitem').count(), 1));
});

test('the letters are listed by frequency, invisible ones by their code point', async (t) => {
  const { page, ui, letters } = await openText(t);
  await ui.text.fill('aab\u200Fa\u00A0b\n');
  await page.getByText('Letters and documents').click();
  const items = letters.getByRole('listitem');
  await assertSoon(async () =>
    assert.deepEqual(await items.allInnerTexts(), ['a 3', 'b 2', '↵ 1', 'U+00A0 1', 'U+200F 1']),
  );
});

test('of thousands of letters the most frequent are listed', async (t) => {
  const { page, ui, letters } = await openText(t);
  const text = Array.from({ length: 5387 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('');
  await ui.text.fill(`一${text}`);
  await page.getByText('Letters and documents').click();
  await letters.getByText('… and 5,187 more').waitFor();
  await assertSoon(async () => {
    const listed = await letters.getByRole('listitem').allInnerTexts();
    assert.equal(listed.length, 201);
    assert.equal(listed[0], '一 2');
  });
});

test('the text is divided into documents by a separator with escapes', async (t) => {
  const tag = '<lstm-playground panels="text" separator="\\n\\n"></lstm-playground>';
  const { page } = await openPost(t, tag);
  const ui = controls(page);
  const config = () =>
    page.locator('lstm-playground').evaluate((/** @type {any} */ tag) => tag.config.separator);
  await ui.text.fill('one\n\ntwo\n\nthree\n\n');
  await page.getByText('17 letters, 8 distinct, 3 documents', { exact: true }).waitFor();
  assert.equal(await config(), '\n\n');
  await page.getByText('Letters and documents').click();
  const field = page.getByLabel('Documents end with');
  await assertSoon(async () => assert.equal(await field.inputValue(), '\\n\\n'));
  await field.fill('o\\n');
  await field.blur();
  await page.getByText('17 letters, 8 distinct, 2 documents', { exact: true }).waitFor();
  assert.equal(await config(), 'o\n');
  await page.getByRole('button', { name: 'a line end' }).click();
  await page.getByText('17 letters, 8 distinct, 6 documents', { exact: true }).waitFor();
  assert.equal(await config(), '\n');
  await assertSoon(async () => assert.equal(await field.inputValue(), '\\n'));
});
