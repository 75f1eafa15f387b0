import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { initSync, Playground } from '../../www/pkg/lstm_playground.js';
import { countChars, countDocuments } from '../../www/src/lib/text.js';
import { rareLetters } from '../../www/src/texts/rare-letters.js';

initSync({
  module: readFileSync(new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url)),
});

const { signal } = new AbortController();

for (const [text, separator, expected] of /** @type {const} */ ([
  ['abab;ab;', ';', [0, 0, 2]],
  ['ab\nab\nab;', '\n§', [2, 3, 1]],
  ['ab\nabab;', '\n;', [2, 2, 1]],
  ['ababab;', ';', [1, 1, 1]],
  ['abab\n;ab\nabc', '\r\n;', [1, 1, 2]],
  ['abae\u0301;abab', ';', [1, 1, 2]],
])) {
  const what = `${JSON.stringify(text)} with the separator ${JSON.stringify(separator)}`;
  test(`the page and the model report the same rare letters of ${what}`, async () => {
    const documents = countDocuments(text, separator);
    const counts = await countChars(text, signal);
    const rare = rareLetters(counts, 3, documents > 1 ? separator : '');
    assert.deepEqual([rare.letters, rare.occurrences, documents], expected);

    const config = { hiddenSize: 2, seqLen: 2, batchSize: 1, validationFraction: 0 };
    const model = new Playground(text, { ...config, separator, rareBelow: 3 });
    const report = model.textReport();
    assert.deepEqual([report.rareChars, report.rareCount, report.documents], expected);
    const read = model.excerpt(0, report.chars);
    assert.equal([...read].filter((letter) => letter === '\uFFFD').length, expected[1]);
  });
}
