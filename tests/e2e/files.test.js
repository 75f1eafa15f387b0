import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { encode } from '../www/support/encode.js';
import { controls } from './support/controls.js';
import { moreSteps } from './support/records.js';
import { openPage, serve } from './support/browser.js';
import { assertSoon } from './support/soon.js';

const { url } = await serve();

/** @param {import('node:test').TestContext} t */
async function openIndex(t) {
  const page = await openPage(t, `${url}/index.html`);
  const ui = controls(page);
  await ui.text.waitFor();
  return { page, ui, input: page.locator('input[type=file]') };
}

/**
 * @param {string} name
 * @param {string | Uint8Array} content
 */
const file = (name, content) => ({ name, mimeType: '', buffer: Buffer.from(content) });

/**
 * @param {import('playwright-core').Page} page
 * @param {string} text
 */
const reachText = (page, text) =>
  page.waitForFunction(
    (wanted) => /** @type {any} */ (document.querySelector('lstm-playground')).text === wanted,
    text,
  );

test('two dropped files are joined and listed', async (t) => {
  const { page, ui } = await openIndex(t);
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['the second\n'.repeat(9)], 'part 10.txt'));
    data.items.add(new File(['the first\n'.repeat(9)], 'part 9.txt'));
    return data;
  });
  await ui.text.dispatchEvent('drop', { dataTransfer: transfer });
  await reachText(page, `${'the first\n'.repeat(9)}\f${'the second\n'.repeat(9)}\f`);
  await ui.files.getByRole('listitem').nth(1).waitFor();
  assert.deepEqual(await ui.files.getByRole('listitem').allInnerTexts(), [
    'part 9.txt: 90 bytes, UTF-8',
    'part 10.txt: 99 bytes, UTF-8',
  ]);
  await page.getByText('191 letters, 14 distinct, 2 documents', { exact: true }).waitFor();
  await ui.train.click();
  await moreSteps(page, 2);
  await ui.text.fill('another text');
  await ui.files.waitFor({ state: 'hidden' });
});

test('the encoding is named, and another can be chosen by its first lines', async (t) => {
  const { page, ui, input } = await openIndex(t);
  const text = 'plain\nLe café coûte 2 €.\n'.repeat(5);
  await input.setInputFiles(file('café.txt', encode(text, 'windows-1252')));
  await reachText(page, text);
  await ui.files.getByText('café.txt: 125 bytes, windows-1252').waitFor();
  await page.getByText('Other encodings than windows-1252').click();
  const readings = page.getByRole('radiogroup', { name: 'Encoding' });
  await readings.getByRole('radio', { name: 'windows-1252 Le café coûte 2 €.' }).waitFor();
  await readings.getByRole('radio', { name: 'windows-1251 Le cafй coыte 2 Ђ.' }).check();
  await reachText(page, text.replaceAll('é', 'й').replaceAll('û', 'ы').replaceAll('€', 'Ђ'));
  await ui.files.getByText('café.txt: 125 bytes, windows-1251').waitFor();
  const chosen = readings.getByRole('radio', { name: 'windows-1251' });
  await assertSoon(async () =>
    assert.ok(await chosen.evaluate((radio) => radio.matches(':checked:focus'))),
  );
});

for (const [encoding, mark] of /** @type {const} */ ([
  ['UTF-16LE', [0xff, 0xfe]],
  ['UTF-16BE', [0xfe, 0xff]],
  ['UTF-16LE', []],
])) {
  test(`a file in ${encoding}, mark [${mark}], is read`, async (t) => {
    const { page, ui, input } = await openIndex(t);
    await input.setInputFiles(file('a.txt', Uint8Array.of(...mark, ...encode('AéB', encoding))));
    await reachText(page, 'AéB');
    await ui.files.getByText(encoding).waitFor();
    assert.deepEqual(await ui.notes.getByRole('listitem').allInnerTexts(), []);
  });
}

test('a file above the limit is offered cut, and the old text stays until then', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'lstm-playground-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'huge.txt');
  await writeFile(path, 'abcdefg\n'.repeat(3_000_000));
  const { page, ui, input } = await openIndex(t);
  await ui.text.fill('my own text');
  await input.setInputFiles(path);
  await ui.offer.getByText('"huge.txt" has 24.0 MB').waitFor();
  assert.equal(await ui.text.inputValue(), 'my own text');
  await ui.offer.getByRole('button', { name: 'Keep mine' }).click();
  await ui.offer.waitFor({ state: 'hidden' });
  assert.equal(await ui.text.inputValue(), 'my own text');
  await input.setInputFiles(path);
  await ui.offer.getByRole('button', { name: 'Take the first 5,000,000 letters' }).click();
  await page.getByText('5,000,000 letters, 8 distinct', { exact: true }).waitFor();
  await ui.offer.waitFor({ state: 'hidden' });
});

test('a file that is not a text is told, and others are taken without it', async (t) => {
  const { page, ui, input } = await openIndex(t);
  await ui.text.fill('my own text');
  const picture = Uint8Array.from({ length: 3000 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 13);
  await input.setInputFiles(file('photo.png', picture));
  await ui.offer.getByText('"photo.png" is not a text').waitFor();
  assert.equal(await ui.text.inputValue(), 'my own text');
  await input.setInputFiles([file('photo.png', picture), file('a.txt', 'a text')]);
  await reachText(page, 'a text');
  await page.getByText('Left out: “photo.png” is not a text.').waitFor();
});

test('a dropped folder is read in all depths, in the order of names, without hidden files', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'lstm-playground-'));
  t.after(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'book/part 2'), { recursive: true });
  for (let i = 1; i <= 120; i++) await writeFile(join(folder, `book/${i}.txt`), `${i}\n`);
  await writeFile(join(folder, 'book/part 2/a.txt'), 'last\n');
  await writeFile(join(folder, 'book/.hidden'), 'hidden\n');
  await writeFile(join(folder, 'book/empty.txt'), '');
  const { page, ui } = await openIndex(t);
  const { x = 0, y = 0 } = (await ui.text.boundingBox()) ?? {};
  const client = await page.context().newCDPSession(page);
  const data = { items: [], files: [join(folder, 'book')], dragOperationsMask: 1 };
  for (const type of /** @type {const} */ (['dragEnter', 'dragOver', 'drop'])) {
    await client.send('Input.dispatchDragEvent', { type, x: x + 9, y: y + 9, data });
  }
  const numbers = Array.from({ length: 120 }, (_, i) => `${i + 1}\n\f`);
  await reachText(page, `${numbers.join('')}last\n\f`);
  await ui.files.getByText('book/part 2/a.txt: 5 bytes, UTF-8').waitFor();
  await assertSoon(async () => assert.equal(await ui.files.getByRole('listitem').count(), 121));
  await page.getByText('Left out: “book/empty.txt” is empty.').waitFor();
});
