import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TrainingRecord } from '../../www/src/runs/training-record.js';
import { TrainingAdvisor } from '../../www/src/runs/training-advice.js';

const CONFIG = { gradClip: 5 };
/** A uniform guess among so many costs 4 bits. */
const DISTINCT = 16;

/** The figures of a step that affect no advice. */
const PROGRESS = {
  epoch: 0,
  loss: 0,
  gradNorm: 0,
  chars: 1,
  charsPerSecond: 1,
  workers: 1,
  learningRate: 0.005,
};

/**
 * A record of a run, a step for every loss.
 *
 * @param {number[]} training
 * @param {[number, number][]} [validation]
 */
function recordOf(training, validation = []) {
  const record = new TrainingRecord();
  record.listeners.history([0, 1, 2, 3, 5, 10, 20, 30]);
  training.forEach((bitsPerChar, i) =>
    record.listeners.progress({ ...PROGRESS, step: i + 1, bitsPerChar }),
  );
  for (const [step, bitsPerChar] of validation) {
    record.listeners.validation({ step, bitsPerChar });
  }
  return record;
}

/**
 * @param {number} from
 * @param {number} to
 * @param {number} count
 */
const ramp = (from, to, count) =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

/**
 * @param {number[]} training
 * @param {[number, number][]} [validation]
 */
const advice = (training, validation) =>
  new TrainingAdvisor().advise(recordOf(training, validation), CONFIG, DISTINCT);

/**
 * A repeated value.
 *
 * @param {number} value
 * @param {number} count
 */
const flat = (value, count) => Array.from({ length: count }, () => value);

test('a run that goes well gets no advice', () => {
  assert.equal(advice(ramp(4, 1, 40)), undefined);
  assert.equal(advice([]), undefined);
  assert.equal(advice([1, 9]), undefined, 'too early');
  const validation = /** @type {[number, number][]} */ ([
    [10, 3],
    [20, 2.5],
    [30, 2.6],
    [40, 2.5],
  ]);
  assert.equal(advice(ramp(4, 1, 40), validation), undefined);
});

test('a loss at three times its best value gets advice with the step of that value', () => {
  const found = advice([...ramp(4, 1, 24), ...flat(1, 5), ...flat(3.2, 5)]);
  assert.equal(
    found?.message,
    'The loss has risen to 3.20 bits a letter, from 1.00 at step 28: the steps are too large. Halve the learning rate.',
  );
  assert.deepEqual(found.remedy, {
    label: 'Back to step 20, with half the learning rate',
    backTo: 20,
  });
});

test('noisy batches get no advice, nor do large factors of tiny losses', () => {
  const noisy = ramp(4, 1, 60).map((bits, i) => bits + (i % 5 === 0 ? 2.2 : 0));
  assert.equal(advice(noisy), undefined);
  assert.equal(
    advice([...ramp(4, 0.001, 40), ...flat(0.1, 10)]),
    undefined,
    'three times a tiny loss',
  );
});

test('a text of one character gets no advice', () => {
  const record = recordOf(flat(0, 40));
  assert.equal(new TrainingAdvisor().advise(record, CONFIG, 1), undefined);
});

test('a loss above that of a uniform guess gets advice with step 0', () => {
  const found = advice([...ramp(9, 12, 10), ...flat(10, 20)]);
  assert.equal(
    found?.message,
    'The loss is at 10.00 bits a letter, and pure guessing is at 4.00: the steps are too large. Halve the learning rate.',
  );
  assert.equal(found.remedy?.backTo, 0);
});

test('gradients clipped for 200 steps in a row get advice', () => {
  const config = { ...CONFIG, gradClip: 5 };
  const after = (/** @type {number[]} */ norms, { gradClip } = config) => {
    const advisor = new TrainingAdvisor();
    norms.forEach((gradNorm, i) => advisor.observe({ step: i + 1, gradNorm }, { gradClip }));
    return advisor.advise(recordOf(flat(3, norms.length)), { gradClip }, DISTINCT)?.message;
  };
  assert.equal(after(flat(7, 200)), undefined);
  assert.match(
    String(after([...flat(7, 200), 5])),
    /^Every gradient of the last 200 steps was longer than 5 /,
  );
  assert.equal(after([...flat(7, 200), 4.9]), undefined);
  assert.equal(after([...flat(7, 200), 4.9, ...flat(7, 100)]), undefined);
  assert.equal(after(flat(7, 300), { gradClip: 0 }), undefined, 'no gradient is clipped');
});

test('advice about over-fitting takes precedence over advice about clipping', () => {
  const rising = /** @type {[number, number][]} */ ([
    ...[4, 8, 12].map((step) => [step, 3]),
    ...[16, 18, 20].map((step) => [step, 2.5]),
    ...[30, 35, 40].map((step) => [step, 2.7]),
  ]);
  const expected =
    /^It is learning the text by heart\. .* near step 20, with 2\.50 bits a letter, and is at 2\.70 now\./;
  assert.match(String(advice(ramp(4, 1, 40), rising)?.message), expected);
  const cut = new TrainingAdvisor();
  cut.observe({ step: 1, gradNorm: 9 }, CONFIG);
  const record = recordOf(ramp(4, 1, 300), rising);
  assert.match(String(cut.advise(record, CONFIG, DISTINCT)?.message), expected);
  assert.equal(advice([...ramp(4, 2, 20), ...ramp(2, 2.6, 20)], rising), undefined, 'both rise');
  const noisy = rising.map(
    ([step], i) => /** @type {[number, number]} */ ([step, 2.5 + (i % 2) / 5]),
  );
  assert.equal(advice(ramp(4, 1, 40), noisy), undefined, 'up and down');
});
