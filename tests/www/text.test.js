import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countChars, countDocuments, makeWellFormed, normalise } from '../../www/src/lib/text.js';

const { signal } = new AbortController();

/** @param {string} text */
const sizesOf = async (text) => {
  const { chars, distinctChars } = await countChars(text, signal);
  return { chars, distinctChars };
};

test('lone surrogates are replaced and counted, and pairs stay', () => {
  assert.deepEqual(makeWellFormed('a\uD83Db\uDE00\u{1F600}'), {
    text: 'a\uFFFDb\uFFFD\u{1F600}',
    replaced: 2,
  });
});

test('countChars counts characters, not code units', async () => {
  assert.deepEqual(await sizesOf('a\u{1F600}a'), { chars: 3, distinctChars: 2 });
  assert.deepEqual(await sizesOf(''), { chars: 0, distinctChars: 0 });
});

test('countChars counts each character, as the model normalises it', async () => {
  const { charCounts } = await countChars('ab\r\nae\u0301', signal);
  assert.deepEqual(Object.fromEntries(charCounts), { a: 2, b: 1, '\n': 1, é: 1 });
});

test('line endings and composed letters are counted as the model normalises them', async () => {
  assert.equal(normalise('e\u0301\r\na\rb'), '\u00e9\na\nb');
  const text = `${'a'.repeat(99_999)}\r\n${'e\u0301'.repeat(3)}`;
  assert.deepEqual(await sizesOf(text), { chars: 100_003, distinctChars: 3 });
});

test('a surrogate pair at the edge of a slice is one character', async () => {
  const text = `${'a'.repeat(99_999)}\u{1F600}${'b'.repeat(150_000)}`;
  assert.deepEqual(await sizesOf(text), { chars: 250_000, distinctChars: 3 });
});

test('counting stops when its signal aborts', async () => {
  const controller = new AbortController();
  const counting = countChars('a'.repeat(300_000), controller.signal);
  controller.abort();
  await assert.rejects(counting, { name: 'AbortError' });
});

for (const { text, separator, documents } of [
  { text: 'one\n\ntwo\n\n', separator: '\n\n', documents: 2 },
  { text: 'one\n\ntwo\n\nthree', separator: '\n\n', documents: 3 },
  { text: 'one\n\n\n', separator: '\n\n', documents: 2 },
  { text: 'one\r\n\r\ntwo', separator: '\n\n', documents: 2 },
  { text: 'one\n\ntwo', separator: '\r\n\r', documents: 2 },
  { text: 'onee\u0301two', separator: 'é', documents: 2 },
  { text: 'one', separator: '\n\n', documents: 1 },
  { text: '\f', separator: '\f', documents: 1 },
  { text: 'one\f\ftwo\f', separator: '\f', documents: 3 },
  { text: 'one\n\ntwo', separator: '', documents: 1 },
]) {
  test(`${JSON.stringify(text)} has ${documents} documents by ${JSON.stringify(separator)}`, () => {
    assert.equal(countDocuments(text, separator), documents);
  });
}

for (const { what, text, changed } of [
  { what: 'joined', text: 'e\u0301a\u0308'.repeat(10), changed: [20, 0, 0] },
  { what: 'split', text: '\u0958 '.repeat(20), changed: [0, 20, 0] },
  {
    what: 'replaced',
    text: 'Ω K'.replace('Ω', '\u2126').replace('K', '\u212A'),
    changed: [0, 0, 2],
  },
  { what: 'joined and split', text: 'e\u0301\u0958\u212B', changed: [1, 1, 1] },
  { what: 'unchanged', text: 'é\r\n語', changed: [0, 0, 0] },
]) {
  test(`countChars tells letters that are ${what}`, async () => {
    const { joined, split, replaced } = (await countChars(text, signal)).changed;
    assert.deepEqual([joined, split, replaced], changed);
  });
}
