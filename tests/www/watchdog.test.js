import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Push } from '../../www/src/shared/protocol.js';
import { TrainingRecord } from '../../www/src/state/training-record.js';
import { Watchdog } from '../../www/src/state/watchdog.js';

const CONFIG = { gradClip: 5 };

/**
 * A record of a run, a step for every loss.
 *
 * @param {number[]} training
 * @param {[number, number][]} [validation]
 */
function recordOf(training, validation = []) {
  const record = new TrainingRecord();
  record.add(Push.history, [0, 1, 2, 3, 5, 10, 20, 30]);
  training.forEach((bitsPerChar, i) => record.add(Push.progress, { step: i + 1, bitsPerChar }));
  for (const [step, bitsPerChar] of validation) {
    record.add(Push.validation, { step, bitsPerChar });
  }
  return record;
}

/** @param {number} from @param {number} to @param {number} count */
const ramp = (from, to, count) =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

/** @param {number[]} training @param {[number, number][]} [validation] */
const advice = (training, validation) =>
  new Watchdog().advise(recordOf(training, validation), CONFIG);

test('of a run that goes well nothing is said', () => {
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

test('a loss that is thrice its best is told, with where to go back to', () => {
  const found = advice([...ramp(4, 1, 25), 1.5, 3.2]);
  assert.equal(
    found?.message,
    'The loss has risen to 3.20 bits per character, from 1.00 at step 25: the steps are too long. Halve the learning rate.',
  );
  assert.deepEqual(found.remedy, {
    label: 'Go back to step 20 and halve the learning rate',
    backTo: 20,
  });
});

test('a gradient that is cut for long is told, and one that is not does not count', () => {
  const watchdog = new Watchdog();
  const record = recordOf(ramp(4, 3, 40));
  for (let i = 0; i < 99; i++) watchdog.look({ gradNorm: 7 }, CONFIG);
  assert.equal(watchdog.advise(record, CONFIG), undefined);
  watchdog.look({ gradNorm: 5 }, CONFIG);
  assert.match(
    String(watchdog.advise(record, CONFIG)?.message),
    /^The gradient has been cut to 5 /,
  );
  watchdog.look({ gradNorm: 4.9 }, CONFIG);
  assert.equal(watchdog.advise(record, CONFIG), undefined);
  for (let i = 0; i < 200; i++) watchdog.look({ gradNorm: 7 }, { gradClip: 0 });
  assert.equal(watchdog.advise(record, { gradClip: 0 }), undefined, 'nothing is cut');
});

test('validation that rises while training falls is told', () => {
  const validation = /** @type {[number, number][]} */ ([
    [10, 3],
    [20, 2.5],
    [30, 2.6],
    [40, 2.7],
  ]);
  assert.match(
    String(advice(ramp(4, 1, 40), validation)?.message),
    /^It is learning the text by heart: .* step 20 \(2\.50 bits per character\), and is at 2\.70 now\./,
  );
  assert.equal(
    advice([...ramp(4, 2, 20), ...ramp(2, 2.2, 20)], validation),
    undefined,
    'both rise',
  );
});
