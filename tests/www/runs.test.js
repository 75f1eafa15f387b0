import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Announcer } from '../../www/src/lib/announcer.js';
import { SampleHistory } from '../../www/src/runs/sample-history.js';
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

test('the speed follows a change within about a second', () => {
  const rate = new TrainingRate();
  assert.equal(rate.add(400, 40), 10_000);
  for (let i = 0; i < 75; i++) rate.add(800, 40);
  const speed = rate.add(800, 40);
  assert.ok(speed > 19_000 && speed <= 20_000, String(speed));
});
