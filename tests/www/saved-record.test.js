import assert from 'node:assert/strict';
import { test } from 'node:test';
import { restoreRecord, savedRecord } from '../../www/src/runs/saved-record.js';
import { TrainingRecord } from '../../www/src/runs/training-record.js';

/**
 * A record with a report of each step, whose bits are 100 less than its norm.
 *
 * @param {number} steps
 */
function recordOf(steps) {
  const record = new TrainingRecord();
  for (let step = 1; step <= steps; step++) {
    record.listeners.progress({
      ...{ step, bitsPerChar: step / 7, loss: (step / 7) * Math.LN2, gradNorm: 100 + step / 7 },
      ...{ epoch: step / 10, chars: 64, charsPerSecond: 5, workers: 2, learningRate: 0.1 },
    });
  }
  return record;
}

for (const steps of [2000, 2001, 4003, 4004]) {
  test(`a curve of ${steps} points goes on after a saved step as after a way back to it`, () => {
    for (let last = steps - 5; last <= steps; last++) {
      const record = recordOf(steps);
      const opened = new TrainingRecord();
      restoreRecord(opened, savedRecord(record, { step: last, epoch: last / 10 }), () => last);
      record.goBackTo(last);
      for (const { training, gradient } of [opened, record]) {
        for (let step = last + 1; step < last + 9; step++) {
          training.push(step, 1);
          gradient.push(step, 2);
        }
      }
      assert.deepEqual(opened.training, record.training);
      assert.deepEqual(opened.gradient, record.gradient);
    }
  });
}

test('a run that is saved at a step before the newest report has nothing of a later one', () => {
  const record = recordOf(30);
  for (const step of [10, 20, 30]) {
    record.listeners.validation({ step, bitsPerChar: step });
    record.listeners.sample({ step, seed: step, prompt: '', text: 'a' });
  }
  record.clippedSince = 28;
  const { figures, samples } = savedRecord(record, { step: 25, epoch: 2.5 });
  assert.deepEqual(
    samples.map(({ step }) => step),
    [10, 20],
  );
  const bits = 25 / 7;
  assert.deepEqual(figures, {
    ...{ validation_bits: 20, validation_step: 20 },
    ...{ bits_per_char: bits, loss: bits * Math.LN2, grad_norm: 100 + bits },
    ...{ epoch: 2.5, chars_per_second: 5, workers: 2 },
  });
  assert.deepEqual(savedRecord(record, { step: 0, epoch: 0 }).figures, {
    ...{ epoch: 0, chars_per_second: 5, workers: 2 },
  });
  const { figures: newest } = savedRecord(record, { step: 30, epoch: 3 });
  assert.deepEqual(
    [newest.validation_step, newest.clipped_since, newest.chars, newest.epoch],
    [30, 28, 64, 3],
  );
});
