import assert from 'node:assert/strict';
import { test } from 'node:test';
import { longestCopied } from '../../www/src/lib/longest-copied.js';

/**
 * The length of the longest copied piece in characters, found by trying all pieces.
 *
 * @param {string} text
 * @param {string} source
 */
function slowly(text, source) {
  const chars = [...text];
  for (let length = chars.length; length > 0; length--) {
    for (let start = 0; start + length <= chars.length; start++) {
      if (source.includes(chars.slice(start, start + length).join(''))) return length;
    }
  }
  return 0;
}

test('the longest copied piece is found, and occurs in both texts', async () => {
  let seed = 1;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  /**
   * @param {number} length
   * @param {number} letters
   */
  const word = (length, letters) =>
    Array.from(
      { length },
      () => ['a', '😀', 'b', '😁', 'é', 'c'][Math.floor(random() * letters)],
    ).join('');
  for (let i = 0; i < 400; i++) {
    const letters = 1 + Math.floor(random() * 6);
    const text = word(Math.floor(random() * 14), letters);
    const source = word(Math.floor(random() * 40), letters);
    const { start, length, chars } = await longestCopied(text, source);
    assert.equal(chars, slowly(text, source), `"${text}" in "${source}"`);
    const piece = text.slice(start, start + length);
    assert.equal([...piece].length, chars, 'no character is split');
    assert.ok(source.includes(piece));
  }
});

test('a long source takes little time', async () => {
  const source = 'the cat sat on the mat, and that was that. '.repeat(23_000);
  const begin = performance.now();
  const text = 'where sat the cat? on the mat, and that.';
  const { start, length } = await longestCopied(text, source);
  assert.equal(text.slice(start, start + length), ' on the mat, and that');
  assert.ok(performance.now() - begin < 1000);
});
