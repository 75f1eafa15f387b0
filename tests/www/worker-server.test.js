import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { serve } from '../../www/src/lib/worker-server.js';
import { FakeWorker } from './support/fake-worker.js';

/** @type {FakeWorker} */
let port;
/** @type {ReturnType<typeof serve>} */
let server;
/** @type {unknown} its first message */
let first;

beforeEach(() => {
  mock.timers.enable({ apis: ['setInterval'] });
  port = new FakeWorker();
  const handlers = {
    double: async (/** @type {number} */ x) => 2 * x,
    refuse() {
      throw Object.assign(new Error('no'), { name: 'SettingError', position: 2 });
    },
    trap() {
      throw new RangeError('unreachable');
    },
  };
  const isFatal = (/** @type {unknown} */ error) => error instanceof RangeError;
  const joins = { part: (/** @type {string} */ a, /** @type {string} */ b) => a + b };
  server = serve(port.asWorker(), handlers, isFatal, ['rolledBack'], joins);
  [first] = port.sent.splice(0);
});

afterEach(() => mock.timers.reset());

/**
 * @param {string} type
 * @param {unknown} [payload]
 */
async function ask(type, payload) {
  port.say({ id: 5, type, payload });
  await new Promise(setImmediate);
  return port.sent;
}

test('a request is answered under its id', async () => {
  assert.deepEqual(await ask('double', 21), [{ id: 5, result: 42 }]);
});

test('an error keeps its name and fields', async () => {
  const error = { name: 'SettingError', message: 'no', position: 2 };
  assert.deepEqual(await ask('refuse'), [{ id: 5, error }]);
});

test('a fatal error asks the page to end the worker', async () => {
  const fatal = 'its code failed, perhaps for want of memory (unreachable)';
  assert.deepEqual(await ask('trap'), [{ fatal }]);
});

test('a request that the worker does not have is refused by a sentence', async () => {
  for (const type of ['halve', 'constructor', '__proto__', undefined]) {
    const [{ error }] = await ask(String(type));
    assert.equal(error.message, `the worker has no request "${type}"`);
    port.sent = [];
  }
});

test('a message that is no request is left alone', async () => {
  for (const data of [undefined, null, 5, 'double', [], {}, { type: 'double', payload: 1 }]) {
    port.say(data);
  }
  port.say({ id: {}, type: 'double' });
  assert.deepEqual(await ask('double', 21), [{ id: 5, result: 42 }]);
});

test('only the newest value of each name waits while the page is busy', () => {
  for (const value of [1, 2, 3]) server.push('progress', value);
  server.push('sample', 'x');
  assert.deepEqual(port.sent, [
    { push: 'progress', value: 1 },
    { push: 'sample', value: 'x' },
  ]);
  port.say({ ack: 'progress' });
  assert.deepEqual(port.sent[2], { push: 'progress', value: 3 });
  port.say({ ack: 'progress' });
  assert.equal(port.sent.length, 3);
  server.push('progress', 4);
  assert.deepEqual(port.sent[3], { push: 'progress', value: 4 });
});

test('values with a sum are joined while the page is busy, and none is lost', async () => {
  for (const value of ['a', 'b', 'c']) server.push('part', value);
  port.say({ ack: 'part' });
  for (const value of ['d', 'e']) server.push('part', value);
  await ask('double', 1);
  server.push('part', 'f');
  assert.deepEqual(port.sent, [
    { push: 'part', value: 'a' },
    { push: 'part', value: 'bc' },
    { push: 'part', value: 'de' },
    { id: 5, result: 2 },
  ]);
  port.say({ ack: 'part' });
  assert.deepEqual(port.sent.at(-1), { push: 'part', value: 'f' });
});

test('an answer does not overtake values pushed before it', async () => {
  for (const value of [1, 2, 3]) server.push('progress', value);
  assert.deepEqual(await ask('double', 21), [
    { push: 'progress', value: 1 },
    { push: 'progress', value: 3 },
    { id: 5, result: 42 },
  ]);
  port.say({ ack: 'progress' });
  port.say({ ack: 'progress' });
  assert.equal(port.sent.length, 3, 'each value is sent once');
});

test('an event does not overtake the values that were pushed before it, and does not wait', () => {
  for (const value of [100, 140]) server.push('progress', value);
  server.push('rolledBack', 60);
  server.push('progress', 61);
  server.push('rolledBack', 60);
  assert.deepEqual(port.sent, [
    { push: 'progress', value: 100 },
    { push: 'progress', value: 140 },
    { push: 'rolledBack', value: 60 },
    { push: 'progress', value: 61 },
    { push: 'rolledBack', value: 60 },
  ]);
  for (const name of ['progress', 'progress', 'rolledBack', 'progress', 'rolledBack']) {
    port.say({ ack: name });
  }
  assert.equal(port.sent.length, 5, 'each value is sent once');
});

test('a heartbeat is sent at the start, twice a second, and with a silence to expect', () => {
  assert.deepEqual(first, { silence: 0 });
  mock.timers.tick(1500);
  assert.deepEqual(port.sent.splice(0), [{ silence: 0 }, { silence: 0 }, { silence: 0 }]);
  server.beat(20_000);
  assert.deepEqual(port.sent, [{ silence: 20_000 }]);
});
