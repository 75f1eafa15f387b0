import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { WorkerClient } from '../../www/src/lib/worker-client.js';
import { FakeWorker } from './support/fake-worker.js';

/** @type {FakeWorker[]} */
let workers;
/** @type {unknown[][]} */
let heard;
/**
 * @typedef {(payload?: number) => number} Handler
 * @type {WorkerClient<{add: Handler, fail: Handler, other: Handler}, {progress: unknown}>}
 */
let client;

beforeEach(() => {
  mock.timers.enable({ apis: ['setInterval'] });
  workers = [];
  heard = [];
  client = new WorkerClient({
    create() {
      workers.push(new FakeWorker());
      return workers[workers.length - 1].asWorker();
    },
    listeners: { progress: (value) => void heard.push(['progress', value]) },
    onDeath: (reason) => heard.push(['death', reason]),
  });
  client.start();
});

afterEach(() => {
  client.stop();
  mock.timers.reset();
  mock.restoreAll();
});

/**
 * Lets time pass, with punctual timers.
 *
 * @param {number} seconds
 */
function pass(seconds) {
  for (let i = 0; i < 2 * seconds; i++) mock.timers.tick(500);
}

test('an answer goes to the request with its id', async () => {
  const first = client.remote.add(1);
  const second = client.remote.add(2);
  const [one, two] = workers[0].sent;
  assert.deepEqual(one, { id: one.id, type: 'add', payload: 1 });
  workers[0].say({ id: two.id, result: 'two' });
  workers[0].say({ id: one.id, result: 'one' });
  assert.deepEqual(await Promise.all([first, second]), ['one', 'two']);
});

test('the object with the functions of a worker is not a promise', async () => {
  const { remote } = client;
  assert.equal(await (async () => remote)(), remote);
  assert.deepEqual(workers[0].sent, []);
});

test("a request rejects with the worker's error and its fields", async () => {
  const request = client.remote.fail();
  const error = { name: 'UnknownCharError', message: 'no such character', position: 3 };
  workers[0].say({ id: workers[0].sent[0].id, error });
  await assert.rejects(request, error);
});

test('a request that cannot be sent rejects, and leaves the others alone', async () => {
  const earlier = client.remote.add(1);
  const { mock: posts } = mock.method(workers[0], 'postMessage', () => {
    throw new DOMException('it could not be cloned', 'DataCloneError');
  });
  await assert.rejects(client.remote.add(2), { name: 'DataCloneError' });
  posts.restore();
  workers[0].say({ id: workers[0].sent[0].id, result: 'one' });
  assert.equal(await earlier, 'one');
});

test('a push reaches its listener and is acknowledged', () => {
  workers[0].say({ push: 'progress', value: 7 });
  assert.deepEqual(heard, [['progress', 7]]);
  assert.deepEqual(workers[0].sent, [{ ack: 'progress' }]);
});

test('a push that nobody listens to is acknowledged, also by the name of a property of objects', () => {
  for (const push of ['unknown', 'constructor', '__proto__']) workers[0].say({ push, value: 1 });
  assert.deepEqual(
    workers[0].sent.map(({ ack }) => ack),
    ['unknown', 'constructor', '__proto__'],
  );
  assert.deepEqual(heard, []);
});

test('an answer to a request that nobody made changes nothing', async () => {
  const request = client.remote.add(1);
  for (const id of [0, 99, -1, '1', null]) workers[0].say({ id, result: 'wrong' });
  workers[0].say({ id: workers[0].sent[0].id, result: 'right' });
  assert.equal(await request, 'right');
});

for (const [what, kill, reason] of /** @type {const} */ ([
  ['an error', (/** @type {FakeWorker} */ w) => w.dispatchEvent(errorEvent('boom')), 'boom'],
  [
    'an error without a message',
    (/** @type {FakeWorker} */ w) => w.dispatchEvent(errorEvent('')),
    'the browser could not start it',
  ],
  [
    'a message that cannot be read',
    (/** @type {FakeWorker} */ w) => w.dispatchEvent(new Event('messageerror')),
    'a message from it could not be read',
  ],
  [
    'a message that is none',
    (/** @type {FakeWorker} */ w) => w.say(null),
    'a message from it could not be read',
  ],
  ['a trap', (/** @type {FakeWorker} */ w) => w.say({ fatal: 'unreachable' }), 'unreachable'],
  [
    'a trap without a reason',
    (/** @type {FakeWorker} */ w) => w.say({ fatal: '' }),
    'a message from it could not be read',
  ],
])) {
  test(`${what} ends the worker and rejects the pending requests`, async () => {
    const requests = [client.remote.add(), client.remote.other()];
    kill(workers[0]);
    for (const request of requests) await assert.rejects(request, { name: 'WorkerDiedError' });
    assert.deepEqual(heard, [['death', reason]]);
    assert.ok(workers[0].isTerminated);
    await assert.rejects(client.remote.add(), { name: 'AbortError' });
  });
}

test('a silent worker is ended within four seconds', () => {
  workers[0].say({ silence: 0 });
  pass(3);
  assert.deepEqual(heard, []);
  pass(0.5);
  assert.deepEqual(heard, [['death', 'it has been silent for 4 seconds']]);
});

test('a message of any kind ends the silence', () => {
  const messages = [{ silence: 0 }, { push: 'progress', value: 1 }, { id: 99 }];
  for (const message of [...messages, ...messages]) {
    workers[0].say(message);
    pass(3);
  }
  assert.equal(heard.filter(([what]) => what === 'death').length, 0);
});

test('a worker may be silent for as long as it has announced, once', () => {
  workers[0].say({ silence: 10_000 });
  pass(10);
  assert.deepEqual(heard, []);
  workers[0].say({ silence: 0 });
  pass(3.5);
  assert.equal(heard[0][0], 'death', 'the next silence is a usual one');
});

test('a worker that has announced a long silence is not waited for beyond it', () => {
  workers[0].say({ silence: 10_000 });
  pass(10.5);
  assert.deepEqual(heard, [['death', 'it has been silent for 11 seconds']]);
});

test('a worker may take twenty seconds to send its first message', () => {
  pass(20);
  assert.deepEqual(heard, []);
  pass(0.5);
  assert.equal(heard[0][0], 'death');
});

for (const silence of [NaN, -1, -Infinity, '10000', {}, null]) {
  test(`a silence that is no number of milliseconds counts for nothing: ${silence}`, () => {
    workers[0].say({ silence });
    pass(3);
    assert.deepEqual(heard, []);
    pass(1);
    assert.equal(heard[0][0], 'death');
  });
}

test('a worker that announces an endless silence is dead after a day', () => {
  workers[0].say({ silence: Infinity });
  pass(86_400);
  assert.deepEqual(heard, []);
  pass(1);
  assert.equal(heard[0][0], 'death');
});

test('an hour in which the computer sleeps is not a silence', () => {
  let now = 0;
  mock.method(performance, 'now', () => now);
  mock.method(Date, 'now', () => now);
  workers[0].say({ silence: 0 });
  for (let i = 0; i < 6; i++) {
    now += 3_600_000;
    mock.timers.tick(500); // one timer each time it wakes up
  }
  assert.deepEqual(heard, []);
});

test('a page that is not in view, whose timers are slow, is more patient', () => {
  let checks = 0;
  const { setInterval } = globalThis;
  mock.method(globalThis, 'setInterval', (/** @type {() => void} */ check) =>
    // Browsers run them once a second.
    setInterval(() => {
      checks++;
      check();
    }, 1000),
  );
  client.start();
  workers[1].say({ silence: 0 });
  pass(6);
  assert.deepEqual([checks, heard.length], [6, 0]);
  pass(1);
  assert.equal(heard[0][0], 'death');
});

test('stop rejects with an AbortError and reports no death', async () => {
  const request = client.remote.add();
  client.stop();
  await assert.rejects(request, { name: 'AbortError' });
  assert.ok(workers[0].isTerminated);
  assert.deepEqual(heard, []);
});

test('no message of an ended worker reaches its successor', async () => {
  client.start();
  assert.ok(workers[0].isTerminated);
  const request = client.remote.add();
  const { id } = workers[1].sent[0];
  workers[0].say({ id, result: 'old' });
  workers[0].say({ push: 'progress', value: 'old' });
  workers[0].dispatchEvent(errorEvent('old'));
  workers[1].say({ id, result: 'new' });
  assert.equal(await request, 'new');
  assert.deepEqual(heard, []);
});

/** @param {string} message */
function errorEvent(message) {
  return Object.assign(new Event('error'), { message });
}
