import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { initSync, lagText, Playground } from '../../www/pkg/lstm_playground.js';
import { finish } from './support/finish.js';
import { recallTextFor } from '../../www/src/worker/lag-texts.js';
import { recall } from './support/recall.js';

initSync({
  module: readFileSync(new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url)),
});

test('the text of a lag task comes with the indices of the characters that need memory', () => {
  const { text, recalled, bitsPerChar } = lagText('recall', 4, 30, 1);
  assert.equal(text, 'cyzzy?c\ndy?d\nayzxz?a\nbz?b\nayzx?a\n');
  // Lines of lag 1 do not count.
  assert.deepEqual([...recalled], [6, 19, 31]);
  // Five times one of three ranges and one of four letters, once one of two lags, thirteen letters.
  const bits = 5 * (Math.log2(3) + 2) + 1 + 13 * Math.log2(3);
  assert.ok(Math.abs(bitsPerChar - bits / text.length) < 1e-12);
});

test('recall is the share of these characters that the model predicts as the likeliest', () => {
  const { text } = lagText('bracket', 3, 5000, 1);
  const playground = new Playground(text, { hiddenSize: 24, batchSize: 4, learningRate: 0.02 });
  playground.trainSteps(150);
  const { text: other, recalled } = lagText('bracket', 3, 400, 2);
  const vocabulary = [...playground.vocabulary()];
  const { probabilities } = playground.inspect(other);
  const right = [...recalled].filter((index) => {
    const row = probabilities.slice((index - 1) * vocabulary.length, index * vocabulary.length);
    return vocabulary[row.indexOf(Math.max(...row))] === other[index];
  });
  const found = recall(playground, other, recalled);
  assert.equal(found.accuracy, right.length / recalled.length);
  const surprises = [...other.slice(1)].map((char, i) => {
    const row = probabilities.slice(i * vocabulary.length, (i + 1) * vocabulary.length);
    return -Math.log2(row[vocabulary.indexOf(char)]);
  });
  const mean = surprises.reduce((sum, bits) => sum + bits, 0) / surprises.length;
  assert.ok(Math.abs(found.bitsPerChar - mean) < 1e-6, `${found.bitsPerChar}, not ${mean}`);
  assert.equal(
    recall(playground, other, new Uint32Array([0, ...recalled])).accuracy,
    found.accuracy,
    'the first character is never predicted',
  );
  assert.ok(right.length > recalled.length / 2, 'the model must have learnt something');
  const shut = [{ layer: 0, quantity: 'i', value: 0 }];
  const guesses = finish(playground.network().measureRecall(other, recalled, shut));
  assert.ok(guesses.accuracy < found.accuracy, `${guesses.accuracy} without a memory`);
  assert.ok(Number.isNaN(recall(playground, other, new Uint32Array()).accuracy));
});

test('recall is not measured on characters that the model does not know', () => {
  const source = { task: 'recall', lag: 4, chars: 30, seed: 1 };
  const { text } = lagText('recall', 4, 400, 2);
  const vocabulary = new Playground(text, { hiddenSize: 4 }).vocabulary();
  assert.equal(recallTextFor(source, vocabulary)?.mostFrequent, 2 / 3);
  assert.equal(recallTextFor(source, vocabulary.replace('d', '')), undefined);
  assert.equal(recallTextFor(undefined, vocabulary), undefined);
});

test('invalid arguments are refused by name and value', () => {
  const make = /** @type {any} */ (lagText);
  for (const [given, message] of /** @type {const} */ ([
    [['sing', 4, 30, 1], 'task must be one of recall, bracket, copy, count, date, add, got "sing"'],
    [['copy', 0, 30, 1], 'lag must be a whole number from 1 to 1000, got 0'],
    [['copy', 4, 0, 1], 'chars must be a whole number from 1 to 1000000, got 0'],
    [['copy', 4, 30, -1], 'seed must be a whole number from 0 to 4294967295, got -1'],
  ])) {
    assert.throws(() => make(...given), { name: 'SettingError', message });
  }
});
