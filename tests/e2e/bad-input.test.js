import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controls } from './support/controls.js';
import { moreSteps, reachState, records } from './support/records.js';
import { openPage, serve } from './support/browser.js';

const { url } = await serve();

/** @param {import('node:test').TestContext} t */
async function openIndex(t) {
  const page = await openPage(t, `${url}/index.html`);
  const ui = controls(page);
  await ui.text.waitFor();
  // Or a short text would soon end by itself.
  await page.locator('lstm-playground').evaluate((tag) => tag.setAttribute('patience', '0'));
  return { page, ui };
}

/**
 * @param {import('playwright-core').Page} page
 * @param {Parameters<import('playwright-core').Locator['setInputFiles']>[0]} file
 */
const openFile = (page, file) => page.locator('input[type=file]').setInputFiles(file);

/**
 * @param {string} name
 * @param {string | number[]} content
 */
const file = (name, content) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });

for (const { what, text, message } of [
  { what: 'an empty text', text: '', message: /text is empty.*type or paste/i },
  { what: 'one character', text: 'a', message: /one letter.*at least two/i },
]) {
  test(`${what} is refused with a remedy, and a longer text is then learnt`, async (t) => {
    const { page, ui } = await openIndex(t);
    await ui.text.fill(text);
    await ui.train.click();
    await ui.error.filter({ hasText: message }).waitFor();
    assert.equal((await records(page)).workers, 0, 'a refusal needs no worker');
    await ui.text.fill('ab');
    await ui.error.waitFor({ state: 'hidden' });
    await ui.train.click();
    await moreSteps(page, 3);
  });
}

const family = '👩‍👩‍👧‍👦';
/** @param {number} count */
const whole = (count) => count.toLocaleString('en');
for (const { what, text } of [
  { what: 'one distinct character', text: 'a'.repeat(50) },
  {
    what: '5,000 distinct characters',
    text: Array.from({ length: 5000 }, (_, i) => String.fromCharCode(0x4e00 + i)).join(''),
  },
  {
    what: 'emoji joined by ZWJ',
    text: `${family} and ${family}
`.repeat(4),
  },
  { what: 'right-to-left text', text: 'שלום עולם, مرحبا بالعالم. '.repeat(8) },
]) {
  test(`${what} can be learnt`, async (t) => {
    const { page, ui } = await openIndex(t);
    await ui.text.fill(text);
    const chars = [...text];
    const counts = `${whole(chars.length)} letters, ${whole(new Set(chars).size)} distinct`;
    await page.getByText(counts, { exact: true }).waitFor();
    await ui.train.click();
    await moreSteps(page, 2);
    await ui.pause.click();
    await reachState(page, 'paused');
    await ui.write.click();
    await ui.sample.getByText(/^after [\d,]+ steps?, (best, )?seed/).waitFor();
    const written = String(await ui.sample.locator('pre.sample').textContent());
    const unknown = [...written].filter((char) => !text.includes(char));
    assert.deepEqual(unknown, [], 'characters that are not in the text');
    assert.equal(await ui.text.inputValue(), text);
    assert.deepEqual((await records(page)).errors, []);
  });
}

for (const { what, content, note, text } of [
  {
    what: 'NUL',
    content: `${'abcdefgh'.repeat(5)}\0`.repeat(20),
    text: `${'abcdefgh'.repeat(5)}\0`.repeat(20),
    note: 'The text has 20 NUL characters, which the network learns too.',
  },
  {
    what: 'CRLF',
    content: 'one\r\ntwo\r\n'.repeat(20),
    text: 'one\r\ntwo\r\n'.repeat(20),
    note: '40 line endings became a plain line feed.',
  },
  {
    what: 'a few invalid bytes in UTF-8',
    content: [...Buffer.from('Große süße Äpfel. '.repeat(9)), 0xff, 0xfe, 0x61],
    text: `${'Große süße Äpfel. '.repeat(9)}\uFFFD\uFFFDa`,
    note: 'The text has 2 unreadable letters, which the network learns too.',
  },
]) {
  test(`a file with ${what} can be learnt, and a note lists the changes`, async (t) => {
    const { page, ui } = await openIndex(t);
    await openFile(page, file('odd <b>.txt', content));
    await page.waitForFunction(
      (wanted) => /** @type {any} */ (document.querySelector('lstm-playground')).text === wanted,
      text,
    );
    await ui.train.click();
    await moreSteps(page, 2);
    await ui.notes.getByText(note, { exact: true }).waitFor();
    assert.deepEqual((await records(page)).errors, []);
  });
}

test('lone surrogates are replaced, and a note gives their number', async (t) => {
  const { page, ui } = await openIndex(t);
  await page.locator('lstm-playground').evaluate((/** @type {any} */ tag) => {
    tag.text = 'a\uD800b\uDC00c😀'.repeat(3);
  });
  await ui.notes.getByText('6 unpaired surrogates became').waitFor();
  assert.equal(await ui.text.inputValue(), 'a\uFFFDb\uFFFDc😀'.repeat(3));
  await ui.train.click();
  await moreSteps(page, 2);
});

test('markup stays text in the text box, in samples and in messages', async (t) => {
  const { page, ui } = await openIndex(t);
  const markup = '<img src=x onerror="window.broken=1"><script>window.broken=1</script>';
  await openFile(page, file(`${markup.replaceAll('/', '')}.txt`, markup));
  await ui.files.getByText('<img src=x').waitFor();
  await ui.text.fill(markup.repeat(5));
  await ui.prompt.fill(markup);
  await ui.write.click();
  await ui.sample.locator('pre.sample').getByText(markup).waitFor();
  await ui.prompt.fill(`${markup}é`);
  await ui.write.click();
  await ui.skip.waitFor();
  const made = await page.locator('lstm-playground :is(img, script)').count();
  assert.equal(made, 0, 'no element may come out of a text');
  assert.equal(await page.evaluate('window.broken'), undefined, 'nothing of it may run');
});

test('a character that the text does not have is named, and can be skipped', async (t) => {
  const { page, ui } = await openIndex(t);
  await ui.text.fill('abba'.repeat(20));
  await ui.prompt.fill('abXba');
  await ui.write.click();
  await ui.sample.getByText(/character 3 is 'X' \(U\+0058\)/).waitFor();
  await ui.skip.click();
  await ui.sample.getByText(/^after [\d,]+ steps?, (best, )?seed/).waitFor();
  const written = String(await ui.sample.locator('pre.sample').textContent());
  assert.ok(written.startsWith('abba'), `expected abba and more, got ${written}`);
  assert.equal(await ui.prompt.inputValue(), 'abba');
  assert.equal(await ui.skip.isVisible(), false);
  const names = (await records(page)).errors.map(({ name }) => name);
  assert.deepEqual(names, ['UnknownCharError']);
});

test('a double click on Train trains once', async (t) => {
  const { page, ui } = await openIndex(t);
  await ui.train.dblclick();
  await moreSteps(page, 10);
  const { states, workers } = await records(page);
  assert.equal(workers, 1, 'one worker is enough');
  assert.deepEqual(states.slice(-2), ['starting', 'training']);
});

test('a reload during training starts anew', async (t) => {
  const { page, ui } = await openIndex(t);
  await ui.train.click();
  await moreSteps(page, 5);
  await page.reload();
  await ui.train.click();
  await moreSteps(page, 5);
  assert.equal((await records(page)).workers, 1);
});
