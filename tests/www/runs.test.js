import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Announcer } from '../../www/src/lib/announcer.js';
import { SampleHistory } from '../../www/src/runs/sample-history.js';
import { heartbeatTimeout } from '../../www/src/runs/heartbeat-timeout.js';
import { TrainingRate } from '../../www/src/worker/training-rate.js';

test('an announcer says only the newest message, at most one in five seconds', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  let now = 0;
  mock.method(performance, 'now', () => now);
  /** @type {string[]} */
  const said = [];
  const announcer = new Announcer((message) => said.push(message), 5000);
  for (const message of ['a', 'b', 'c']) announcer.announce(message);
  assert.deepEqual(said, ['a']);
  now = 5000;
  mock.timers.tick(5000);
  assert.deepEqual(said, ['a', 'c']);
  now = 20_000;
  announcer.announce('c');
  announcer.announce('d');
  assert.deepEqual(said, ['a', 'c', 'd']);
  mock.timers.reset();
  mock.restoreAll();
});

test('the sample history is bounded, and keeps the first and the newest samples', () => {
  const history = new SampleHistory();
  for (let step = 0; step < 1000; step++) history.add({ step, prompt: '', text: '', seed: 0 });
  const steps = history.samples.map((sample) => sample.step);
  assert.ok(steps.length <= 41);
  assert.equal(steps[0], 0);
  assert.deepEqual(steps.slice(-10), [990, 991, 992, 993, 994, 995, 996, 997, 998, 999]);
});

test('a larger model may be silent for longer', () => {
  const text = { chars: 0, distinctChars: 65, batchSize: 32, seqLen: 64 };
  const small = heartbeatTimeout({ hiddenSize: 128, numLayers: 1 }, text);
  const forward = 8 * 128 ** 2 + 2 * 65 * 128;
  // At 0.5e9 operations a second, plus ten seconds.
  assert.equal(small, 1000 * (10 + (forward * (3 * 32 * 64 + 384)) / 0.5e9));
  const large = heartbeatTimeout({ hiddenSize: 1024, numLayers: 3 }, text);
  assert.ok(large > 500_000, String(large));
});

test('the speed follows a change within about a second', () => {
  const rate = new TrainingRate();
  assert.equal(rate.add(400, 40), 10_000);
  for (let i = 0; i < 75; i++) rate.add(800, 40);
  const speed = rate.add(800, 40);
  assert.ok(speed > 19_000 && speed <= 20_000, String(speed));
});
