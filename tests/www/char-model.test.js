import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { initSync, Playground } from '../../www/pkg/lstm_playground.js';
import { GradientCheck } from './support/gradient-check-of.js';
import { finish } from './support/finish.js';

const { memory } = initSync({
  module: readFileSync(new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url)),
});

const TEXT = 'so much depends upon a small red test beside the white page. '.repeat(20);
/** Another text, which lacks some of these letters. */
const OTHER = 'the white bread is beside the small red bus. '.repeat(25);
const CONFIG = { hiddenSize: 12, seqLen: 8, batchSize: 2 };

const learnt = new Playground(TEXT, CONFIG);
learnt.trainSteps(300);
const model = learnt.network().model();

/** @param {object} [changes] of the model */
const kept = (text = OTHER, changes = {}, config = CONFIG) =>
  Playground.fromModel({ ...model, ...changes }, text, config);

describe('a run from the weights of another', () => {
  test('has these weights and this vocabulary at step 0', () => {
    const run = kept();
    assert.equal(run.weightsHash(), learnt.weightsHash());
    assert.equal(run.vocabulary(), learnt.vocabulary());
    assert.deepEqual([run.steps(), run.validation(), run.stopReason()], [0, undefined, undefined]);
    assert.equal(run.excerpt(0, OTHER.length), OTHER);
    assert.ok(
      run.trainSteps(1).bitsPerChar < new Playground(OTHER, CONFIG).trainSteps(1).bitsPerChar,
    );
  });

  test('has the report and the baselines of its text', () => {
    const [run, anew] = [kept(), new Playground(OTHER, CONFIG)];
    const report = anew.textReport();
    assert.deepEqual(run.textReport(), { ...report, vocabSize: learnt.vocabulary().length });
    assert.equal(report.vocabSize, report.distinctChars);
    for (const order of [-1, 0, 1, 3]) assert.equal(run.baseline(order), anew.baseline(order));
  });

  test('a checkpoint restores it with the same bits', () => {
    const [run, restored] = [kept(), kept()];
    run.trainSteps(25);
    restored.restore(structuredClone(run.snapshot()));
    run.trainSteps(30);
    restored.trainSteps(30);
    assert.equal(restored.weightsHash(), run.weightsHash());
    assert.deepEqual(restored.validation(), run.validation());
  });

  test('its gradients are checked with its vocabulary', () => {
    const run = kept();
    const check = new GradientCheck(OTHER, CONFIG, run.network().model(), 4);
    const { tensors } = finish(check);
    for (const { largestError } of tensors) assert.ok(!(largestError > 1e-6));
  });

  test('every network has its weights: the best ones, and those of a checkpoint', () => {
    const best = learnt.bestNetwork();
    assert.notDeepEqual(best?.model().weights, model.weights);
    assert.deepEqual(learnt.networkAt(learnt.snapshot()).model(), model);
    assert.deepEqual(model.weights, learnt.weights());
    assert.equal(model.readsUnknown, false);
  });

  test('unknown characters are refused by name, or read as U+FFFD', () => {
    const message = /^the network has not learnt "JQ", which the text has; remove .*new network$/;
    assert.throws(() => kept('QJ is red'), { name: 'UnknownCharsError', message });
    const many = { message: /^the network has not learnt "ABCDEFGH" and 18 more, which / };
    assert.throws(() => kept('ABCDEFGHIJKLMNOPQRSTUVWXYZ'), many);
    const rare = new Playground(`${TEXT}é`, { ...CONFIG, rareBelow: 2 });
    const run = Playground.fromModel(rare.network().model(), 'QJ is red', CONFIG);
    assert.equal(run.excerpt(0, 9), '\uFFFD\uFFFD is red');
    const { rareChars, rareCount } = run.textReport();
    assert.deepEqual([rareChars, rareCount], [2, 2]);
  });

  test('the number of weights is checked before they are copied', () => {
    const weights = new Float32Array(20_000_000);
    const before = memory.buffer.byteLength;
    assert.throws(() => kept(OTHER, { weights }), { message: /^weights .*got 20000000 numbers$/ });
    assert.ok(memory.buffer.byteLength - before < weights.byteLength, 'they were copied');
  });

  test('wrong models are refused', () => {
    const count = model.weights.length;
    for (const [changes, message] of /** @type {[object, RegExp][]} */ ([
      [{ vocabulary: 'ba' }, /^vocabulary must be .*, got "ba"$/],
      [{ vocabulary: 5 }, /^vocabulary must be a string, got 5$/],
      [{ readsUnknown: 1 }, /^readsUnknown must be true or false, got 1$/],
      [{ weights: [1] }, /^weights must be a Float32Array, got an array$/],
      [{ weights: model.weights.slice(1) }, new RegExp(`^weights must be ${count} finite numbers`)],
      [{ weights: model.weights.map(() => NaN) }, /^weights must be \d+ finite numbers/],
    ])) {
      assert.throws(() => kept(OTHER, changes), { name: 'SettingError', message });
    }
    const another = { ...CONFIG, hiddenSize: 13 };
    assert.throws(() => kept(OTHER, {}, another), { name: 'SettingError', message: /^weights/ });
    const none = () => Playground.fromModel(/** @type {any} */ (null), OTHER, CONFIG);
    assert.throws(none, { name: 'SettingError', message: 'model must be an object, got null' });
  });
});
