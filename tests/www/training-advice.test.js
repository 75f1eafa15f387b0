import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TrainingRecord } from '../../www/src/runs/training-record.js';
import { adviceOn } from '../../www/src/runs/training-advice.js';

/** A uniform guess among 16 characters costs 4 bits. */
const FACTS = {
  textReport: { distinctChars: 16, validationChars: 1000, unseenCount: 0 },
  config: { gradClip: 5, learningRate: 0.005, validationSplit: 'blocks' },
  suggestedRate: 0.005,
  showsBest: false,
};

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
  record.gradClip = FACTS.config.gradClip;
  record.listeners.history([0, 1, 2, 3, 5, 10, 20, 30]);
  training.forEach((bitsPerChar, i) =>
    record.listeners.progress({ ...PROGRESS, step: i + 1, bitsPerChar }),
  );
  for (const [step, bitsPerChar] of validation) {
    record.listeners.validation({ step, bitsPerChar });
    if (bitsPerChar < (record.best?.bitsPerChar ?? Infinity)) record.best = { step, bitsPerChar };
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
const advice = (training, validation) => adviceOn(recordOf(training, validation), FACTS);

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
    'Its guesses got worse, from 1.00 to 3.20 bits: its steps are too large.',
  );
  assert.deepEqual(found.remedy, {
    label: 'Back to step 20, half the rate',
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
  const textReport = { distinctChars: 1, validationChars: 0 };
  assert.equal(adviceOn(recordOf(flat(0, 40)), { ...FACTS, textReport }), undefined);
});

test('a loss above that of a uniform guess gets advice with step 0', () => {
  const found = advice([...ramp(9, 12, 10), ...flat(10, 20)]);
  assert.equal(found?.message, 'Worse than pure guessing (10.00 bits): its steps are too large.');
  assert.equal(found.remedy?.backTo, 0);
});

test('gradients clipped for 200 steps in a row get advice', () => {
  const after = (/** @type {number[]} */ norms, gradClip = 5) => {
    const record = new TrainingRecord();
    record.gradClip = gradClip;
    norms.forEach((gradNorm, i) =>
      record.listeners.progress({ ...PROGRESS, step: i + 1, bitsPerChar: 3, gradNorm }),
    );
    return adviceOn(record, FACTS)?.message;
  };
  assert.equal(after(flat(7, 200)), undefined);
  assert.match(
    String(after([...flat(7, 200), 5])),
    /^For 200 steps every gradient was cut to length 5: /,
  );
  assert.equal(after([...flat(7, 200), 4.9]), undefined);
  assert.equal(after([...flat(7, 200), 4.9, ...flat(7, 100)]), undefined);
  assert.equal(after(flat(7, 300), 0), undefined, 'no gradient is clipped');
});

/** @type {[number, number][]} */
const RISING = [
  ...[4, 8, 12].map((step) => /** @type {[number, number]} */ ([step, 3])),
  ...[16, 18, 20].map((step) => /** @type {[number, number]} */ ([step, 2.5])),
  ...[30, 35, 40].map((step) => /** @type {[number, number]} */ ([step, 2.7])),
];

test('advice about over-fitting takes precedence, and offers the best weights', () => {
  const expected = /^It is learning by heart: unseen text rose from 2\.50 to 2\.70 bits\.$/;
  const found = advice(ramp(4, 1, 40), RISING);
  assert.match(String(found?.message), expected);
  assert.deepEqual(found?.remedy, { label: 'Back to step 16', usesBest: true });
  const record = recordOf(ramp(4, 1, 300), RISING);
  record.clippedSince = 1;
  const whileBestIsShown = adviceOn(record, { ...FACTS, showsBest: true });
  assert.match(String(whileBestIsShown?.message), expected);
  assert.equal(whileBestIsShown?.remedy, undefined);
  record.ended = { reason: 'patience', step: 300 };
  assert.match(String(adviceOn(record, FACTS)?.message), /every gradient/, 'a usual end');
  assert.equal(advice([...ramp(4, 2, 16), ...ramp(2, 2.6, 24)], RISING), undefined, 'both rise');
  const noisy = RISING.map(
    ([step], i) => /** @type {[number, number]} */ ([step, 2.5 + (i % 2) / 5]),
  );
  assert.equal(advice(ramp(4, 1, 40), noisy), undefined, 'up and down');
});

/**
 * The losses of n-gram models, from a uniform guess to five characters of context.
 *
 * @param {number[]} bits
 */
const baselinesOf = (bits) => bits.map((bitsPerChar, i) => ({ order: i - 1, bitsPerChar }));

const USUAL = baselinesOf([4, 3.5, 3, 2.8, 2.7, 2.7, 2.8]);
const NO_CONTEXT = baselinesOf([4, 3.5, 3.6, 3.8, 3.9, 3.9, 3.9]);

/** @type {[number, number][]} */
const FAR_ABOVE = [5, 10, 15, 20, 25, 30].map((step) => [step, 3.9 - step / 100]);

for (const { name, validation, baselines = USUAL, report = {}, split = 'tail', expected } of [
  {
    name: 'unseen text that costs more than a uniform guess, and letters of its own',
    validation: FAR_ABOVE.map(([step, bits]) => /** @type {[number, number]} */ ([step, 2 * bits])),
    report: { unseenCount: 40 },
    expected:
      'Unseen text is worse than pure guessing (7.30 bits): set “Unseen place” to blocks, or shuffle the lines.',
  },
  {
    name: 'unseen text that always cost more than a uniform guess',
    validation: FAR_ABOVE.map(
      ([step, bits]) => /** @type {[number, number]} */ ([step, bits + 0.5]),
    ),
    baselines: baselinesOf([4, 4.9, 4.7]),
    split: 'blocks',
    expected:
      'Unseen text is worse than pure guessing (4.15 bits): shuffle the lines, or add more text of its kind.',
  },
  {
    name: 'unseen text far above the learnt text from the beginning',
    validation: FAR_ABOVE,
    expected:
      'Unseen text is unlike the rest (3.65 bits): set “Unseen place” to blocks, or shuffle the lines.',
  },
  {
    name: 'unseen text about which contexts say nothing',
    validation: FAR_ABOVE.map(([step, bits]) => /** @type {[number, number]} */ ([step, bits - 1])),
    baselines: NO_CONTEXT,
    expected:
      'What it learns fails on unseen text (2.65 bits): set “Unseen place” to blocks, or shuffle the lines.',
  },
]) {
  test(`${name}: advice says so`, () => {
    const record = recordOf(ramp(3, 1, 40), validation);
    record.baselines = baselines;
    const textReport = { ...FACTS.textReport, ...report };
    const config = { ...FACTS.config, validationSplit: split };
    assert.equal(adviceOn(record, { ...FACTS, textReport, config })?.message, expected);
  });
}

test('unseen text that is like the rest gets no advice about unlike texts', () => {
  const like = FAR_ABOVE.map(
    ([step], i) => /** @type {[number, number]} */ ([step, [3.6, 3.3, 3, 2.6, 2.4, 2.3][i]]),
  );
  const record = recordOf(ramp(3.6, 1, 40), like);
  record.baselines = USUAL;
  assert.equal(
    adviceOn(record, FACTS),
    undefined,
    'it is learnt faster by far, as in a short text',
  );
  const rising = recordOf(ramp(3.6, 0.2, 60), [
    ...like,
    ...[40, 50, 60].map((step) => /** @type {[number, number]} */ ([step, 5])),
  ]);
  rising.baselines = USUAL;
  assert.match(String(adviceOn(rising, FACTS)?.message), /^It is learning by heart/);
});

test('a loss that stays above counting at a high learning rate gets advice with a lower one', () => {
  const config = { ...FACTS.config, learningRate: 0.3 };
  const after = (/** @type {number[]} */ losses, facts = { ...FACTS, config }) => {
    const record = recordOf(losses);
    record.baselines = USUAL;
    return adviceOn(record, facts);
  };
  const noisy = flat(3.39, 400).map((bits, i) => bits + ((i % 7) - 3) / 30);
  assert.deepEqual(after(noisy), {
    message: 'Stuck at 3.39 bits (counting: 2.70): its steps are too large.',
    remedy: {
      label: 'Back to step 0, rate 0.005',
      backTo: 0,
      rate: 0.005,
    },
  });
  assert.equal(after(noisy.slice(0, 280)), undefined, 'too early');
  assert.equal(after(noisy, FACTS), undefined, 'at the suggested rate');
  assert.equal(after(ramp(3.6, 3.2, 400)), undefined, 'it falls');
  assert.equal(after(flat(2.8, 400)), undefined, 'near the loss of counting');
});
