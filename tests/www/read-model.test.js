import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { modelTensors } from '../../www/src/files/model-tensors.js';
import { isModel, readModel, writeModel } from '../../www/src/files/model-file.js';
import { readSafetensors, writeSafetensors } from '../../www/src/files/safetensors.js';
import { readRun, writeRun } from '../../www/src/files/run-file.js';
import { cells } from '../../www/src/cells/cells.js';
import { SMALL, savedRun, TEXT } from './support/saved-run.js';

/** @param {object} [settings] */
function trained(settings) {
  const playground = new Playground(TEXT, { ...SMALL, numLayers: 2, ...settings });
  playground.trainSteps(20);
  const { cell, hiddenSize, numLayers, dropout, separator } = playground.config();
  const config = { cell, hiddenSize, numLayers, dropout };
  return { playground, model: { config, separator, ...playground.network().model() } };
}

const { model } = trained();

/**
 * The content of a changed file.
 *
 * @param {(content: import('../../www/src/files/safetensors.js').Tensors) => void} change
 */
function changed(change) {
  const content = readSafetensors(writeModel(model));
  change(content);
  return readSafetensors(writeSafetensors(content));
}

/**
 * The content of a file with another config.
 *
 * @param {object} changes
 */
const configured = (changes) =>
  changed(({ metadata }) => {
    metadata.config = JSON.stringify({ ...JSON.parse(metadata.config), ...changes });
  });

for (const { name: cell } of cells) {
  test(`a model of ${cell} is read as it was written`, () => {
    const written = trained({ cell, dropout: 0.25, separator: 'd' }).model;
    const content = readSafetensors(writeModel(written));
    assert.ok(isModel(content));
    assert.deepEqual(readModel(content), written);
  });
}

test('a run is no model, and a model is no run', () => {
  const { playground } = trained();
  const run = writeRun(savedRun(playground));
  assert.equal(isModel(readSafetensors(run)), false);
  const problem = /its format is "pt"; expected "lstm-playground run"/;
  assert.throws(() => readRun(writeModel(model)), { name: 'RunFileError', message: problem });
});

test('config.json stands for missing metadata, and the metadata count first', () => {
  const config = readSafetensors(writeModel(model)).metadata.config;
  const bare = () => changed(({ metadata }) => delete metadata.config);
  assert.deepEqual(readModel(bare(), config), model);
  assert.deepEqual(readModel(readSafetensors(writeModel(model)), '{'), model);
  const fewer = JSON.parse(config);
  for (const name of ['dropout', 'separator', 'reads_unknown']) delete fewer[name];
  assert.deepEqual(readModel(bare(), JSON.stringify(fewer)), model);
});

test('letters in another order are put in order, with the same predictions', () => {
  for (const cell of ['lstm', 'gru', 'four-gate']) {
    const { model, playground } = trained({ cell });
    const { config, weights } = model;
    const vocabSize = model.vocabulary.length;
    const tensors = modelTensors(weights, config, vocabSize);
    const order = [2, 0, 3, 1];
    /** @param {string} name @param {number} columns */
    const rowsOf = (name, columns) => {
      const { values } = /** @type {{values: Float32Array}} */ (tensors.get(name));
      return Array.from({ length: values.length / columns }, (_, row) =>
        Array.from(values.subarray(row * columns, (row + 1) * columns)),
      );
    };
    /** @param {string} name @param {number[][]} rows */
    const set = (name, rows) => tensors.get(name)?.values.set(rows.flat());
    const input = rowsOf('rnn.weight_ih_l0', vocabSize);
    set(
      'rnn.weight_ih_l0',
      input.map((row) => order.map((id) => row[id])),
    );
    for (const [name, columns] of /** @type {const} */ ([
      ['head.weight', config.hiddenSize],
      ['head.bias', 1],
    ])) {
      const rows = rowsOf(name, columns);
      set(
        name,
        order.map((id) => rows[id]),
      );
    }
    const vocabulary = order.map((id) => model.vocabulary[id]).join('');
    const content = readSafetensors(writeModel(model));
    const metadata = {
      ...content.metadata,
      config: JSON.stringify({ ...JSON.parse(content.metadata.config), vocabulary }),
    };
    const read = readModel({ tensors, metadata });
    assert.deepEqual(read, model, cell);
    assert.equal(playground.vocabulary(), read.vocabulary);
  }
});

describe('a file that is refused', () => {
  /** @type {[string, () => ReturnType<typeof readSafetensors>, string][]} */
  const CASES = [
    [
      'without a config',
      () => changed(({ metadata }) => delete metadata.config),
      'it does not tell its cell and its letters; expected "config" in "__metadata__", or config.json opened together with it',
    ],
    [
      'with a config that is no JSON',
      () => changed(({ metadata }) => (metadata.config = '<b>')),
      '"config" in "__metadata__" is "<b>"; expected JSON',
    ],
    [
      'with a config that is null',
      () => changed(({ metadata }) => (metadata.config = 'null')),
      '"config" in "__metadata__" is not an object; expected values by name',
    ],
    [
      'of a future version',
      () => changed(({ metadata }) => (metadata.lstm_playground = '2')),
      'its format has the version "2", and this page reads 1: use a newer one',
    ],
    [
      'of no version',
      () => changed(({ metadata }) => (metadata.lstm_playground = '')),
      'its format has the version ""; expected 1',
    ],
    [
      'with an unknown cell',
      () => configured({ cell: 'transformer' }),
      `cell in "config" is "transformer"; expected one of ${cells.map(({ name }) => name).join(', ')}`,
    ],
    [
      'with a setting that it does not have',
      () => configured({ layer_norm: true }),
      '"config" has "layer_norm"; expected cell, hidden_size, num_layers, dropout, separator',
    ],
    [
      'without a size',
      () => configured({ hidden_size: undefined }),
      'hidden_size in "config" is undefined; expected a whole number from 1 to 1024',
    ],
    [
      'with a size out of its range',
      () => configured({ hidden_size: 1025 }),
      'hidden_size in "config" is 1025; expected a whole number from 1 to 1024',
    ],
    [
      'with other layers than its tensors',
      () => configured({ num_layers: 1 }),
      'there is a tensor "rnn.weight_ih_l1"; expected those of the model alone',
    ],
    [
      'with fewer layers in its tensors',
      () => configured({ num_layers: 3 }),
      'the tensor "rnn.weight_ih_l2" is missing; expected F32 [12, 3]',
    ],
    [
      'with letters that are no string',
      () => configured({ vocabulary: ['a', 'b', 'c', 'd'] }),
      'vocabulary in "config" is ["a","b","c","d"]; expected a string with each letter once',
    ],
    [
      'with a letter twice',
      () => configured({ vocabulary: 'abca' }),
      'vocabulary in "config" is "abca"; expected a string with each letter once',
    ],
    [
      'with half a letter',
      () => configured({ vocabulary: 'abc\ud800' }),
      'vocabulary in "config" is "abc\\ud800"; expected a string with each letter once',
    ],
    [
      'with more letters than its tensors',
      () => configured({ vocabulary: 'abcde' }),
      'the tensor "rnn.weight_ih_l0" is F32 [12,4]; expected F32 [12, 5]',
    ],
    [
      'with no letter',
      () => configured({ vocabulary: '' }),
      'vocabulary in "config" is ""; expected a string with each letter once',
    ],
    [
      'with another word than true or false',
      () => configured({ reads_unknown: 1 }),
      'reads_unknown in "config" is 1; expected true or false',
    ],
    [
      'with a separator that is no text',
      () => configured({ separator: 7 }),
      'separator in "config" is 7; expected a text of at most 100 characters',
    ],
    [
      'with a dropout out of its range',
      () => configured({ dropout: 1 }),
      'dropout in "config" is 1; expected a number from 0 to 0.9',
    ],
    [
      'of another cell',
      () => configured({ cell: 'peephole' }),
      'the tensor "rnn.peephole_i_l0" is missing; expected F32 [3]',
    ],
    [
      'without its head',
      () => changed(({ tensors }) => tensors.delete('head.bias')),
      'the tensor "head.bias" is missing; expected F32 [4]',
    ],
    [
      'with numbers of another type',
      () =>
        changed(({ tensors }) =>
          tensors.set('head.bias', { shape: [4], values: new Float64Array(4) }),
        ),
      'the tensor "head.bias" is F64 [4]; expected F32 [4]',
    ],
    [
      'with a weight that is not finite',
      () => changed(({ tensors }) => tensors.get('head.weight')?.values.set([NaN], 5)),
      'the tensor "head.weight" has a number that is not finite; expected finite numbers',
    ],
    [
      'with two biases whose sum is not finite',
      () =>
        changed(({ tensors }) => {
          for (const name of ['rnn.bias_ih_l0', 'rnn.bias_hh_l0']) {
            tensors.get(name)?.values.set([3e38]);
          }
        }),
      'a sum of two biases is not finite; expected finite numbers',
    ],
  ];
  for (const [name, content, problem] of CASES) {
    test(name, () => {
      const message = `The file cannot be opened: ${problem}.`;
      assert.throws(() => readModel(content()), { name: 'RunFileError', message });
    });
  }
});
