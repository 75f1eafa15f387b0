import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maxTextChars } from '../../www/src/settings/settings.js';
import { firstPart } from '../../www/src/texts/file-end.js';
import { TextFiles } from '../../www/src/texts/text-files.js';
import { encode } from './support/encode.js';

/**
 * @param {Record<string, string | Uint8Array<ArrayBuffer> | undefined>} files
 */
const read = (files) =>
  TextFiles.read(
    Object.entries(files).map(([name, content]) => ({
      name,
      file: content === undefined ? undefined : new Blob([content]),
    })),
  );

/** Bytes as of a picture: every value is as likely as any other. */
const noise = Uint8Array.from({ length: 5000 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 13);

test('one file is taken as it is', async () => {
  const texts = await read({ 'a.txt': 'one\ntwo\n' });
  assert.equal(texts.text, 'one\ntwo\n');
  assert.equal(texts.isTooLong, false);
  assert.equal(texts.guesses.size, 0);
});

test('several files are joined in the order of their names, each with a form feed', async () => {
  const texts = await read({ 'b/10.txt': 'ten', 'b/9.txt': 'nine', 'a.txt': 'first' });
  assert.equal(texts.text, 'first\fnine\ften\f');
  assert.deepEqual(
    texts.files.map(({ name, size, encoding }) => [name, size, encoding]),
    [
      ['a.txt', 5, 'UTF-8'],
      ['b/9.txt', 4, 'UTF-8'],
      ['b/10.txt', 3, 'UTF-8'],
    ],
  );
});

test('files without a text are left out with the reason, and the others taken', async () => {
  const texts = await read({ 'a.txt': 'text', 'b.png': noise, 'c.txt': '', 'd.txt': undefined });
  assert.equal(texts.text, 'text');
  assert.deepEqual(
    texts.leftOut.map(({ name, reason }) => `${name} ${reason}`),
    ['b.png is not a text', 'c.txt is empty', 'd.txt cannot be read'],
  );
});

for (const [what, bytes] of /** @type {const} */ ([
  ['noise', noise],
  ['a header and noise', Uint8Array.from([...encode('%PDF-1.7\nobj\n', 'UTF-8'), ...noise])],
  ['zeros', new Uint8Array(100)],
  ['small numbers', Uint8Array.from({ length: 400 }, (_, i) => (i % 4 ? 0 : i / 4))],
])) {
  test(`not a text: ${what}`, async () => {
    const texts = await read({ x: bytes });
    assert.equal(texts.files.length, 0);
    assert.equal(texts.leftOut[0].reason, 'is not a text');
    assert.ok(texts.leftOut[0].file, 'it can be taken all the same');
  });
}

test('another encoding of a guess is for all files that were read in it', async () => {
  const russian = encode('снег', 'KOI8-R');
  const texts = await read({ 'a.txt': russian, 'b.txt': russian, 'c.txt': 'plain' });
  assert.deepEqual([...texts.guesses.keys()], ['KOI8-R']);
  texts.choose('KOI8-R', 'windows-1251');
  assert.equal(texts.text, 'УОЕЗ\fУОЕЗ\fplain\f');
  assert.deepEqual(
    texts.files.map(({ encoding }) => encoding),
    ['windows-1251', 'windows-1251', 'UTF-8'],
  );
  texts.choose('windows-1251', 'KOI8-R');
  assert.equal(texts.text, 'снег\fснег\fplain\f');
});

test('a text above the limit can be cut, and not within a character', async () => {
  const texts = await read({ 'a.txt': 'ab'.repeat(maxTextChars / 2), 'b.txt': 'c' });
  assert.equal(texts.isTooLong, true);
  assert.equal(firstPart(texts.text).length, maxTextChars);
  assert.equal(firstPart('😀'.repeat(maxTextChars)).length, maxTextChars);
  assert.equal(firstPart(`a${'😀'.repeat(maxTextChars)}`).length, maxTextChars - 1);
});

test('no more bytes are read than a text can have', async () => {
  const huge = new Blob(Array(5).fill(new Uint8Array(maxTextChars).fill(97)));
  const texts = await TextFiles.read([
    { name: 'a', file: huge },
    { name: 'b', file: new Blob(['b']) },
  ]);
  assert.deepEqual(
    texts.files.map(({ name, size, isCut }) => ({ name, size, isCut })),
    [{ name: 'a', size: 5 * maxTextChars, isCut: true }],
  );
  assert.equal(texts.text.length, 4 * maxTextChars);
  assert.deepEqual(texts.leftOut, [{ name: 'b', reason: 'is beyond the limit', file: undefined }]);
});
