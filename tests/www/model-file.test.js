import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { cells } from '../../www/src/cells/cells.js';
import { numWeights } from '../../www/src/cells/weight-shapes.js';
import { modelTensors, takeModel } from '../../www/src/files/model-tensors.js';
import { writeModel } from '../../www/src/files/model-file.js';
import { readSafetensors } from '../../www/src/files/safetensors.js';
import { SMALL, TEXT } from './support/saved-run.js';

/**
 * A model of a trained network.
 *
 * @param {object} [settings]
 */
function trainedModel(settings) {
  const playground = new Playground(TEXT, { ...SMALL, numLayers: 2, ...settings });
  playground.trainSteps(3);
  const config = playground.config();
  const { vocabulary, readsUnknown, weights } = playground.network().model();
  return { playground, model: { config, vocabulary, readsUnknown, separator: '', weights } };
}

const MODULES = ['lstm', 'gru', 'rnn'];

for (const { name: cell } of cells) {
  test(`the tensors of ${cell} have PyTorch's names, and give the same weights again`, () => {
    const { playground, model } = trainedModel({ cell });
    const vocabSize = model.vocabulary.length;
    const tensors = modelTensors(model.weights, model.config, vocabSize);
    for (const name of playground.parameterNames()) {
      const values = playground.parameter(name);
      if (name.startsWith('bias_hn')) {
        const both = tensors.get(`rnn.${name.replace('bias_hn', 'bias_hh')}`);
        assert.deepEqual(both?.values, Float32Array.of(...Array(6).fill(0), ...values), name);
        assert.deepEqual(both?.shape, [9]);
      } else {
        const tensor = tensors.get(name.startsWith('head.') ? name : `rnn.${name}`);
        assert.deepEqual(tensor?.values, values, name);
      }
    }
    const isModule = MODULES.includes(cell);
    assert.equal(tensors.has('rnn.bias_hh_l1'), isModule);
    assert.deepEqual(takeModel(tensors, model.config, vocabSize), model.weights);
    assert.deepEqual([...tensors.keys()], [], 'every tensor is taken');
  });
}

test('the second bias of a model from PyTorch counts', () => {
  for (const cell of MODULES) {
    const { model } = trainedModel({ cell, numLayers: 1 });
    const vocabSize = model.vocabulary.length;
    const tensors = modelTensors(model.weights, model.config, vocabSize);
    const [first, second] = ['rnn.bias_ih_l0', 'rnn.bias_hh_l0'].map((name) =>
      Array.from(tensors.get(name)?.values ?? []),
    );
    const split = first.map((value) => Math.fround(value / 4));
    const end = cell === 'gru' ? 6 : Infinity;
    const halves = first.map((value, i) => (i < end ? Math.fround(value - split[i]) : second[i]));
    const at = first.map((value, i) => (i < end ? split[i] : value));
    tensors.set('rnn.bias_ih_l0', { shape: [first.length], values: Float32Array.from(at) });
    tensors.set('rnn.bias_hh_l0', { shape: [first.length], values: Float32Array.from(halves) });
    const read = takeModel(tensors, model.config, vocabSize);
    assert.equal(read.length, numWeights(model.config, vocabSize));
    read.forEach((value, i) => assert.ok(Math.abs(value - model.weights[i]) < 1e-6, cell));
  }
});

test('a model file has the configuration in its metadata, and the same bytes each time', () => {
  const { model } = trainedModel({ dropout: 0.25 });
  const file = writeModel({ ...model, separator: '\n\n' });
  const { metadata } = readSafetensors(file);
  assert.deepEqual(
    { ...metadata, config: JSON.parse(metadata.config) },
    {
      format: 'pt',
      lstm_playground: '1',
      config: {
        cell: 'lstm',
        hidden_size: 3,
        num_layers: 2,
        dropout: 0.25,
        separator: '\n\n',
        reads_unknown: false,
        vocabulary: 'abcd',
      },
    },
  );
  assert.deepEqual(
    new Uint8Array(writeModel({ ...model, separator: '\n\n' })),
    new Uint8Array(file),
  );
});
