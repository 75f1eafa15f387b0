import assert from 'node:assert/strict';
import { test } from 'node:test';
import { longestCopied } from '../../www/src/lib/longest-copied.js';

/** @param {string} text @param {string} source */
function slowly(text, source) {
  for (let length = text.length; length > 0; length--) {
    for (let start = 0; start + length <= text.length; start++) {
      if (source.includes(text.slice(start, start + length))) return length;
    }
  }
  return 0;
}

test('the longest piece that is copied is found, and stands in both', () => {
  let seed = 1;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  /** @param {number} length @param {number} letters */
  const word = (length, letters) =>
    Array.from({ length }, () => 'abcdé😀'[Math.floor(random() * letters)]).join('');
  for (let i = 0; i < 400; i++) {
    const letters = 1 + Math.floor(random() * 6);
    const [text, source] = [
      word(Math.floor(random() * 14), letters),
      word(Math.floor(random() * 40), letters),
    ];
    const { start, length } = longestCopied(text, source);
    assert.equal(length, slowly(text, source), `"${text}" in "${source}"`);
    assert.ok(source.includes(text.slice(start, start + length)));
  }
});

test('a long source takes little time', () => {
  const source = 'the cat sat on the mat, and that was that. '.repeat(23_000);
  const begin = performance.now();
  const text = 'where sat the cat? on the mat, and that.';
  const { start, length } = longestCopied(text, source);
  assert.equal(text.slice(start, start + length), ' on the mat, and that');
  assert.ok(performance.now() - begin < 1000);
});
