import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inSentence, visible } from '../../www/src/views/visible.js';

for (const [char, sign] of [
  ['a', 'a'],
  ['語', '語'],
  ['\uFFFD', '\uFFFD'],
  [' ', '␣'],
  ['\n', '↵'],
  ['\0', 'U+0000'],
  ['\u00A0', 'U+00A0'],
  ['\u200F', 'U+200F'],
  ['\uFEFF', 'U+FEFF'],
  ['\u{E0001}', 'U+E0001'],
  ['\u0301', '◌\u0301'],
]) {
  test(`${JSON.stringify(char)} is visible as ${sign}`, () => {
    assert.equal(visible(char), sign);
    assert.equal(inSentence(char), sign);
  });
}

for (const char of ['ש', 'م', '\u{1E900}']) {
  test(`${char} does not turn the order of a sentence`, () => {
    assert.equal(visible(char), char);
    assert.equal(inSentence(char), `\u2068${char}\u2069`);
  });
}
