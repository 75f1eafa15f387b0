import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf } from '../../www/src/files/file-bytes.js';

const MIB = 2 ** 20;

/**
 * Serves a body that is read in pieces.
 *
 * @param {import('node:test').TestContext} t
 * @param {UnderlyingDefaultSource<Uint8Array>} source
 */
const serve = (t, source) =>
  t.mock.method(globalThis, 'fetch', async () => new Response(new ReadableStream(source)));

test('the pieces of a file at an address are joined', async (t) => {
  serve(t, {
    start(body) {
      for (const part of [[1, 2], [3]]) body.enqueue(Uint8Array.from(part));
      body.close();
    },
  });
  assert.deepEqual(new Uint8Array(await bytesOf('run.safetensors')), Uint8Array.of(1, 2, 3));
});

test('a connection that breaks in the middle of a file refuses it', async (t) => {
  let pieces = 0;
  serve(t, {
    pull(body) {
      if (pieces++ === 0) body.enqueue(Uint8Array.of(1, 2));
      else body.error(new TypeError('network error'));
    },
  });
  await assert.rejects(bytesOf('run.safetensors'), {
    name: 'RunFileError',
    message: 'The file cannot be opened: its address cannot be loaded (network error).',
  });
});

test('a file at an address that proves too large is not read to its end', async (t) => {
  let isCancelled = false;
  const piece = new Uint8Array(MIB);
  serve(t, {
    pull: (body) => body.enqueue(piece),
    cancel() {
      isCancelled = true;
    },
  });
  await assert.rejects(bytesOf('run.safetensors'), {
    name: 'RunFileError',
    message: /the file has [\d,]+ bytes; expected at most 67,108,864/,
  });
  assert.ok(isCancelled);
});

test('an address that sends nothing is given up, and one that sends slowly is not', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  /** @type {ReadableStreamDefaultController<Uint8Array> | undefined} */
  let body;
  const answer = async (
    /** @type {string} */ _,
    /** @type {{signal: AbortSignal}} */ { signal },
  ) => {
    const source = { start: (/** @type {any} */ controller) => (body = controller) };
    const response = new Response(new ReadableStream(source));
    signal.addEventListener('abort', () => body?.error(signal.reason));
    return response;
  };
  t.mock.method(globalThis, 'fetch', answer);
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const opening = bytesOf('run.safetensors');
  for (const byte of [1, 2, 3]) {
    await settled();
    t.mock.timers.tick(29_000);
    body?.enqueue(Uint8Array.of(byte));
  }
  await settled();
  body?.close();
  assert.deepEqual(new Uint8Array(await opening), Uint8Array.of(1, 2, 3));

  const refused = assert.rejects(bytesOf('run.safetensors'), {
    name: 'RunFileError',
    message:
      'The file cannot be opened: its address cannot be loaded (nothing came for 30 seconds).',
  });
  await settled();
  t.mock.timers.tick(30_000);
  await refused;
});

/**
 * Opens an address that sends nothing, on a page whose clocks a test sets.
 *
 * @param {import('node:test').TestContext} t
 * @returns {(seconds: number) => boolean | undefined} lets the clocks tick, so long after the last time; true
 *   once the address is given up
 */
function openSilent(t) {
  /** @type {(() => void)[]} */
  const clocks = [];
  for (const name of /** @type {const} */ (['setTimeout', 'setInterval'])) {
    t.mock.method(globalThis, name, (/** @type {() => void} */ act) => clocks.push(act));
  }
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  /** @type {AbortSignal | undefined} */
  let signal;
  t.mock.method(globalThis, 'fetch', (/** @type {string} */ _, /** @type {any} */ options) => {
    signal = options.signal;
    return new Promise(() => {});
  });
  void bytesOf('run.safetensors');
  return (seconds) => {
    now += 1000 * seconds;
    for (const tick of clocks) tick();
    return signal?.aborted;
  };
}

test('time in which the page is frozen is no silence of the address', (t) => {
  const isGivenUpAfter = openSilent(t);
  assert.equal(isGivenUpAfter(3600), false, 'frozen for an hour');
  for (let second = 1; second < 20; second++) assert.equal(isGivenUpAfter(1), false);
  assert.equal(isGivenUpAfter(-3600), true, 'a clock that is set back ticks too');
});

test('an address that sends nothing to a hidden page is given up in minutes', (t) => {
  const isGivenUpAfter = openSilent(t); // a browser lets its clocks tick once a minute
  assert.deepEqual([60, 60, 60].map(isGivenUpAfter), [false, false, true]);
});
