import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { seededIntegers } from '../../www/src/lib/random.js';
import { readRun, writeRun } from '../../www/src/files/run-file.js';
import {
  bytesAt,
  checkTour,
  nativeVerdicts,
  NATIVE_STEPS,
  pathOf,
  train,
  trainedNatively,
} from './support/native-runs.js';
import { MALFORMED } from './support/malformed-files.js';
import { mutatedFiles } from './support/mutated-files.js';
import { covering, PRODUCT } from './support/resume.js';
import { opened, RECORD, SAMPLING, savedRun, SMALL, TEXT } from './support/saved-run.js';

for (const settings of covering(PRODUCT)) {
  test(`a run that goes on natively has the bits of one that never left: ${Object.values(settings).join(' ')}`, async () => {
    assert.equal((await checkTour(settings)).step, 100);
  });
}

test('a run that goes on natively stops by itself at the same step', async () => {
  assert.equal((await checkTour({ patience: 20 })).stop, 'patience');
  const { stop, step } = await checkTour({ maxSteps: 77 });
  assert.deepEqual([stop, step], ['maxSteps', 77]);
});

/** @param {number} steps in wasm */
function trained(steps) {
  const playground = new Playground(TEXT, SMALL);
  if (steps > 0) playground.trainSteps(steps);
  return playground;
}

for (const steps of [0, 1, 15, 31, 35]) {
  test(`a run of ${steps} steps that is opened and saved natively has the same bytes`, () => {
    const playground = trained(steps);
    const source = { task: 'recall', lag: 3, chars: 500, seed: 1 };
    const task = { source, bitsPerChar: 1e-7, index: 9 };
    const sampling = { ...SAMPLING, prompt: '漢\u0001"\\', seed: 5, temperature: 1 };
    for (const run of [savedRun(playground), { ...savedRun(playground), task, sampling }]) {
      const file = writeRun(run);
      assert.deepEqual(trainedNatively(file, 0), file);
    }
  });
}

test('a run with the weights of another, whose vocabulary it has, goes on natively', () => {
  const text = 'abba'.repeat(150);
  const model = trained(20).network().model();
  const whole = Playground.fromModel(model, text, SMALL);
  const other = Playground.fromModel(model, text, SMALL);
  whole.trainSteps(31 + NATIVE_STEPS);
  other.trainSteps(31);
  for (const readsUnknown of [false, true]) {
    const run = { ...savedRun(other, text), readsUnknown };
    const after = readRun(trainedNatively(writeRun(run), NATIVE_STEPS));
    assert.deepEqual([after.vocabulary, after.readsUnknown], ['abcd', readsUnknown]);
    assert.deepEqual(after.checkpoint, whole.snapshot());
  }
});

test('what the native program does not know stays, and the curves go on', () => {
  const file = writeRun(savedRun(trained(31)));
  const before = readRun(file);
  const after = readRun(trainedNatively(file, NATIVE_STEPS));
  const { record } = after;
  for (const name of /** @type {const} */ (['text', 'vocabulary', 'config', 'sampling'])) {
    assert.deepEqual(after[name], before[name], name);
  }
  const { samples, baselines } = record;
  assert.deepEqual([samples.slice(0, 2), baselines], [RECORD.samples, RECORD.baselines]);
  const { prompt, length } = SAMPLING;
  assert.deepEqual([samples.length, samples[2].prompt, samples[2].step], [3, prompt, 51]);
  assert.ok(samples[2].text.length > 0 && samples[2].text.length <= length);
  assert.deepEqual(record.training.x.slice(0, 2), RECORD.training.x);
  assert.equal(record.training.x.at(-1), 31 + NATIVE_STEPS);
  assert.ok(record.training.y.every((bits) => bits > 0 && bits < 3));
  assert.deepEqual(record.validation.x, [10, 30, 40]);
  assert.equal(record.gradient?.x.at(-1), 31 + NATIVE_STEPS);
  const { epoch, workers, chars_per_second: speed } = record.figures;
  assert.ok(epoch > 0.5 && workers >= 1 && speed > 0);
});

test('the learning rate can be another natively, and no other setting', () => {
  const file = writeRun(savedRun(trained(31)));
  const slower = readRun(trainedNatively(file, 9, '--set', 'learning_rate=0.001'));
  assert.equal(slower.config.learningRate, 0.001);
  const expected = trained(31);
  expected.setLearningRate(0.001);
  expected.trainSteps(9);
  assert.equal(opened(slower).weightsHash(), expected.weightsHash());
  assert.throws(() => trainedNatively(file, 9, '--set', 'hidden_size=4'), {
    stderr: /a saved run keeps its settings: --set can change learning_rate, got hidden_size/,
  });
});

test('a run begun natively opens, and goes on with the same bits', () => {
  const [text, saved] = [pathOf('text.txt'), pathOf('begun.safetensors')];
  writeFileSync(text, TEXT);
  const settings = Object.entries(trained(0).config()).flatMap(([name, value]) => [
    '--set',
    `${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}=${value}`,
  ]);
  const said = train(text, '--save', saved, '--steps', '31', ...settings);
  const run = readRun(bytesAt(saved));
  const playground = opened(run);
  assert.equal(playground.weightsHash(), trained(31).weightsHash());
  assert.match(said, new RegExp(`step 31, weights ${playground.weightsHash()}`));
  assert.deepEqual([run.text, run.sampling.seed], [TEXT, undefined]);
  assert.equal(run.record.training.x.length, 31);
  assert.deepEqual(run.record.validation.x, [10, 20]);
  assert.throws(() => train(text, '--save', saved), {
    stderr: /begun.safetensors exists: --open it to go on, or save to another file/,
  });
  assert.equal(opened(readRun(bytesAt(saved))).weightsHash(), playground.weightsHash());
});

test('the native reader refuses the malformed files that the page refuses', () => {
  const verdicts = nativeVerdicts(MALFORMED.map(([, make]) => make()));
  for (const [index, [problem]] of MALFORMED.entries()) {
    assert.match(verdicts[index], /^the file cannot be opened: [^\n]{10,700}$/, problem);
  }
});

/**
 * Opens a file as a page does.
 *
 * @param {ArrayBuffer} file
 */
function open(file) {
  const run = readRun(file);
  const playground = opened(run);
  assert.equal(playground.vocabulary(), run.vocabulary);
  playground.free();
}

test('the same mutated files open natively as in the page', () => {
  const mutated = mutatedFiles(writeRun(savedRun(trained(31))), seededIntegers(18));
  const files = Array.from({ length: 20_000 }, () => mutated.next().value);
  const verdicts = nativeVerdicts(files);
  const counts = { open: 0, refused: 0 };
  for (const [index, file] of files.entries()) {
    let refusal = '';
    try {
      open(file.buffer);
      counts.open++;
    } catch (error) {
      refusal = /** @type {Error} */ (error).message;
      counts.refused++;
    }
    const both = `${index}: ${verdicts[index]} / ${refusal}`;
    assert.equal(Boolean(verdicts[index]), Boolean(refusal), both);
  }
  assert.ok(counts.open > 200 && counts.refused > 12_000, JSON.stringify(counts));
});
