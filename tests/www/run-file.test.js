import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { cells } from '../../www/src/cells/cells.js';
import { stateSize, weightShapes } from '../../www/src/cells/weight-shapes.js';
import { COUNTERS } from '../../www/src/files/counters.js';
import { MAX_SAMPLE_BYTES } from '../../www/src/files/record-tensors.js';
import { readRun, runWriter, writeRun } from '../../www/src/files/run-file.js';
import { readSafetensors } from '../../www/src/files/safetensors.js';
import { RECORD, SAMPLING, SMALL, TEXT, opened, savedRun } from './support/saved-run.js';

/**
 * @param {number} steps
 * @param {object} [settings]
 */
function trained(steps, settings) {
  const playground = new Playground(TEXT, { ...SMALL, ...settings });
  playground.trainSteps(steps);
  return playground;
}

for (const { name: cell } of cells) {
  test(`the names and shapes of the weights of ${cell} are those of the crate`, () => {
    const config = { ...SMALL, cell, numLayers: 2 };
    const playground = new Playground(TEXT, config);
    const shapes = weightShapes(config, playground.vocabulary().length);
    const names = playground.parameterNames();
    assert.deepEqual([...shapes.keys()], names);
    for (const [name, shape] of shapes) {
      const [rows, columns] = playground.parameterShape(name);
      assert.deepEqual(
        shape,
        name.includes('bias') || name.includes('peephole') ? [rows] : [rows, columns],
      );
    }
    const weights = playground.weights().length;
    const states = stateSize(config) * playground.textReport().batchSize;
    assert.equal(playground.snapshot().values.length, 4 * weights + states);
  });
}

test('a file has the weights by name, row by row, and the best ones', () => {
  const playground = trained(35);
  const { tensors } = readSafetensors(writeRun(savedRun(playground)));
  for (const name of playground.parameterNames()) {
    assert.deepEqual(tensors.get(`model.${name}`)?.values, playground.parameter(name), name);
  }
  const best = playground.bestNetwork();
  assert.ok(best);
  const flat = best.model().weights;
  const bias = tensors.get('best.head.bias')?.values;
  assert.deepEqual(bias, flat.subarray(flat.length - 4));
  assert.notDeepEqual(bias, tensors.get('model.head.bias')?.values);
});

test('a file that is written in slices has the same bytes', () => {
  const run = savedRun(trained(31));
  const writer = runWriter(run);
  let slices = 1;
  let file = writer.runFor(0);
  for (; !file && slices < 1000; slices++) file = writer.runFor(0);
  assert.ok(slices > 10, `${slices} slices`);
  assert.deepEqual(new Uint8Array(file ?? []), new Uint8Array(writeRun(run)));
});

for (const steps of [0, 1, 15, 31, 35]) {
  test(`a run after ${steps} steps is the same after it was saved and opened`, () => {
    const playground = steps ? trained(steps) : new Playground(TEXT, SMALL);
    const run = savedRun(playground);
    const file = writeRun(run);
    const read = readRun(file);
    const config = { ...read.config, workers: 0 };
    assert.deepEqual({ ...read, config }, { ...run, readsUnknown: undefined, task: undefined });
    assert.deepEqual(new Uint8Array(writeRun(read)), new Uint8Array(file));
    const other = opened(read);
    assert.deepEqual(new Uint8Array(writeRun(savedRun(other))), new Uint8Array(file));
    assert.deepEqual([other.steps(), other.weightsHash()], [steps, playground.weightsHash()]);
  });
}

test('the counters stand in the order of the worker', () => {
  const playground = trained(31);
  const { counters } = playground.snapshot();
  /** @param {import('../../www/src/files/counters.js').CounterName} name */
  const counter = (name) => counters[COUNTERS.indexOf(name)];
  const validation = playground.validation();
  assert.equal(counter('step'), 31);
  assert.equal(counter('learning_rate'), SMALL.learningRate);
  assert.equal(counter('best_validation_step'), validation?.bestStep);
  const bits = counter('best_validation_loss') / Math.LN2;
  assert.ok(Math.abs(bits - Number(validation?.bestBitsPerChar)) < 1e-12);
  assert.equal(counter('pass_step'), 30);
  assert.ok(counter('beta_1_power') < counter('beta_2_power'));
  assert.ok(Number.isFinite(counter('best_loss')));
});

test('a run on another text, of a memory test, and all sampling options come back', () => {
  const playground = trained(3);
  const sampling = { ...SAMPLING, prompt: 'x'.repeat(100_000), seed: 5, temperature: 0 };
  const source = { task: 'recall', lag: 3, chars: 500, seed: 1 };
  const task = { source, bitsPerChar: 0.75, index: 9 };
  const run = { ...savedRun(playground), sampling, task, readsUnknown: true };
  const read = readRun(writeRun(run));
  assert.deepEqual([read.sampling, read.task, read.readsUnknown], [sampling, task, true]);
});

test('text and samples in any script are the same afterwards, markup and NUL included', () => {
  const text = '\u0000<b>&é\r\n漢字😀'.repeat(9);
  const playground = new Playground(text, SMALL);
  playground.trainSteps(12);
  const samples = [{ step: 0, seed: 1, prompt: '漢\ufeff', text: '\ufeff<img onerror="x">😀' }];
  const read = readRun(writeRun(savedRun(playground, text, { ...RECORD, samples })));
  assert.deepEqual([read.text, read.record.samples], [text, samples]);
});

test('the oldest samples are left out where they are too long', () => {
  const text = 'é'.repeat(0.24 * MAX_SAMPLE_BYTES);
  const samples = Array.from({ length: 5 }, (_, step) => ({ step, seed: 1, prompt: '', text }));
  const read = readRun(writeRun(savedRun(trained(12), TEXT, { ...RECORD, samples })));
  assert.deepEqual(
    read.record.samples.map(({ step }) => step),
    [3, 4],
  );
});

test('a run that no file can hold is not saved, and not copied for it', (t) => {
  const playground = new Playground(TEXT, { ...SMALL, hiddenSize: 1024, batchSize: 1 });
  const run = savedRun(playground);
  let largest = 0;
  const { Float32Array } = globalThis;
  t.after(() => Object.assign(globalThis, { Float32Array }));
  const Counted = class extends Float32Array {
    constructor(/** @type {[any]} */ ...args) {
      super(...args);
      const isView = args[0] instanceof ArrayBuffer;
      if (!isView) largest = Math.max(largest, this.length);
    }
  };
  Object.assign(globalThis, { Float32Array: Counted });
  assert.throws(() => writeRun(run), {
    name: 'RunFileError',
    message:
      'The run is too large to be saved: its file would have 67.5 MB, and at most 67.1 MB can be opened again.',
  });
  assert.ok(largest < 10_000, `an array of ${largest} numbers`);
});
