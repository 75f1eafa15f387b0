import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countChars, decodeText, makeWellFormed, normalise } from '../../www/src/lib/text.js';

const { signal } = new AbortController();

/** @param {number[]} bytes */
const decode = (...bytes) => decodeText(Uint8Array.from(bytes).buffer);

test('lone surrogates are replaced and counted, and pairs stay', () => {
  assert.deepEqual(makeWellFormed('a\uD83Db\uDE00\u{1F600}'), {
    text: 'a\uFFFDb\uFFFD\u{1F600}',
    replaced: 2,
  });
});

test('UTF-8 is decoded', () => {
  assert.deepEqual(decode(0xc3, 0xa9, 0x00), { text: 'é\0', replaced: 0 });
});

test('malformed bytes are replaced and counted', () => {
  assert.deepEqual(decode(0x61, 0xff, 0xfe, 0x62), { text: 'a\uFFFD\uFFFDb', replaced: 2 });
});

test('a U+FFFD in the file itself is not counted', () => {
  assert.deepEqual(decode(0xef, 0xbf, 0xbd), { text: '\uFFFD', replaced: 0 });
});

test('countChars counts characters, not code units', async () => {
  assert.deepEqual(await countChars('a\u{1F600}a', signal), { chars: 3, distinctChars: 2 });
  assert.deepEqual(await countChars('', signal), { chars: 0, distinctChars: 0 });
});

test('line endings and composed letters are counted as the model normalises them', async () => {
  assert.equal(normalise('e\u0301\r\na\rb'), '\u00e9\na\nb');
  const text = `${'a'.repeat(99_999)}\r\n${'e\u0301'.repeat(3)}`;
  assert.deepEqual(await countChars(text, signal), { chars: 100_003, distinctChars: 3 });
});

test('a surrogate pair at the edge of a slice is one character', async () => {
  const text = `${'a'.repeat(99_999)}\u{1F600}${'b'.repeat(150_000)}`;
  assert.deepEqual(await countChars(text, signal), { chars: 250_000, distinctChars: 3 });
});

test('counting stops when its signal aborts', async () => {
  const controller = new AbortController();
  const counting = countChars('a'.repeat(300_000), controller.signal);
  controller.abort();
  await assert.rejects(counting, { name: 'AbortError' });
});
