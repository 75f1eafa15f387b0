import assert from 'node:assert/strict';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { countChars, countDocuments, makeWellFormed, normalise } from '../../www/src/lib/text.js';
import { fuzz } from './support/fuzz.js';
import { randomText } from './support/random-text.js';
import './support/saved-run.js';

const SMALL = { hiddenSize: 1, seqLen: 2, batchSize: 1, validationFraction: 0 };
const { signal } = new AbortController();
const counts = { read: 0, refused: 0, repaired: 0, changed: 0, documents: 0 };

/** Code points in order, as the model's vocabulary has them. */
const inOrder = (/** @type {Iterable<string>} */ chars) =>
  [...new Set(chars)].sort((a, b) => Number(a.codePointAt(0)) - Number(b.codePointAt(0))).join('');

fuzz(
  'text',
  'texts of all Unicode are read as the page counts them, and come back as normalised',
  async (random) => {
    const given = randomText(random, 30);
    const separator = randomText(random, 2).slice(0, 8);
    const { text, replaced } = makeWellFormed(given);
    const shown = JSON.stringify({ given, separator });
    assert.equal(text, Buffer.from(given).toString(), `${shown}: U+FFFD for each lone surrogate`);
    const normal = normalise(text);
    assert.equal(normalise(normal), normal, `${shown}: normalising twice`);
    const counted = await countChars(text, signal);
    assert.equal(counted.chars, [...normal].length, shown);
    counts.repaired += Number(replaced > 0);
    counts.changed += Number(normal !== text);
    /** @type {Playground} */
    let playground;
    try {
      playground = new Playground(given, { ...SMALL, separator });
    } catch (error) {
      assert.ok(counted.chars < 2, shown);
      assert.equal(/** @type {Error} */ (error).name, 'TextTooShortError', shown);
      counts.refused++;
      return;
    }
    const report = playground.textReport();
    assert.equal(report.chars, counted.chars, shown);
    assert.equal(report.distinctChars, counted.distinctChars, shown);
    assert.equal(playground.vocabulary(), inOrder(normal), shown);
    assert.equal(playground.excerpt(0, report.chars), normal, `${shown}: decode(encode(text))`);
    const wellFormed = makeWellFormed(separator).text;
    assert.equal(report.documents, countDocuments(text, wellFormed), `${shown}: documents`);
    counts.documents += Number(report.documents > 1);
    // A prompt is normalised as a text is.
    const length = 1 + Math.floor(random() * 5);
    const [one, other] = [given, normal].map((prompt) =>
      playground.generate({ prompt, length, seed: 1 }),
    );
    assert.equal(one, other, `${shown}: prompt`);
    assert.doesNotMatch(one, /\p{Surrogate}/u, shown);
    assert.equal([...one].length, length, `${shown}: length of ${JSON.stringify(one)}`);
    playground.free();
    counts.read++;
  },
  {
    least: 1000,
    end(count, t) {
      t.diagnostic(JSON.stringify(counts));
      for (const [what, number] of Object.entries(counts)) {
        assert.ok(number > count / 100, `${number} texts are ${what}`);
      }
    },
  },
);
