import assert from 'node:assert/strict';
import { after, mock, test } from 'node:test';
import { Notifier } from '../../www/src/lib/notifier.js';

/** @type {(() => void)[]} */
let frames = [];
let now = 0;
/** @type {string[]} */
let fired = [];

Object.assign(globalThis, {
  requestAnimationFrame: (/** @type {() => void} */ act) => frames.push(act),
});
mock.method(performance, 'now', () => now);
after(() => mock.restoreAll());

/** @param {string} name @param {number} milliseconds that its listeners take */
function notifierOf(name, milliseconds) {
  const notifier = new Notifier();
  notifier.addEventListener('change', () => {
    fired.push(name);
    now += milliseconds;
  });
  return notifier;
}

/** @returns {string[]} the notifiers that fired in the next frame */
function nextFrame() {
  fired = [];
  const acts = frames;
  frames = [];
  for (const act of acts) act();
  return fired;
}

test('a notifier fires once a frame, and not when it is silenced', () => {
  const [first, second] = ['first', 'second'].map((name) => notifierOf(name, 1));
  for (const notifier of [first, second, first]) notifier.changed();
  assert.deepEqual(nextFrame(), ['first', 'second']);
  for (const notifier of [first, second]) notifier.changed();
  second.silence();
  assert.deepEqual(nextFrame(), ['first']);
  assert.deepEqual(nextFrame(), []);
});

test('a notifier that an earlier one silences in the same frame does not fire', () => {
  const [first, second, third] = ['first', 'second', 'third'].map((name) => notifierOf(name, 1));
  first.addEventListener('change', () => second.silence());
  for (const notifier of [first, second, third]) notifier.changed();
  assert.deepEqual(nextFrame(), ['first', 'third']);
  assert.deepEqual(nextFrame(), []);
});

test('notifiers that take long are spread over frames, in order', () => {
  const notifiers = ['a', 'b', 'c', 'd'].map((name) => notifierOf(name, 15));
  for (const notifier of notifiers) notifier.changed();
  assert.deepEqual(nextFrame(), ['a', 'b']);
  notifiers[0].changed();
  assert.deepEqual(nextFrame(), ['c', 'd']);
  assert.deepEqual(nextFrame(), ['a']);
});

test('changes that may be shown soon are shown together, and with one that comes sooner', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const notifier = notifierOf('it', 1);
  notifier.changedSoon();
  t.mock.timers.tick(60);
  notifier.changedSoon();
  assert.deepEqual(nextFrame(), []);
  t.mock.timers.tick(40);
  assert.deepEqual(nextFrame(), ['it']);
  notifier.changedSoon();
  notifier.changed();
  assert.deepEqual(nextFrame(), ['it']);
  t.mock.timers.tick(100);
  assert.deepEqual(nextFrame(), []);
  notifier.changedSoon();
  notifier.silence();
  t.mock.timers.tick(100);
  assert.deepEqual(nextFrame(), []);
});

test('a change in a listener is told in the next frame', () => {
  const notifier = notifierOf('again', 1);
  notifier.addEventListener('change', () => fired.length < 3 && notifier.changed());
  notifier.changed();
  assert.deepEqual([nextFrame(), nextFrame()], [['again'], ['again']]);
});
