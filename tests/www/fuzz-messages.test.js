import assert from 'node:assert/strict';
import { inspect as inspected } from 'node:util';
import { WorkerClient } from '../../www/src/lib/worker-client.js';
import { serve } from '../../www/src/lib/worker-server.js';
import { FakeWorker } from './support/fake-worker.js';
import { below, fuzz, pick } from './support/fuzz.js';
import { strangeValue } from './support/strange-values.js';
import { watchUncaught } from './support/uncaught.js';

/** @typedef {import('./support/fuzz.js').Random} Random */

const inspect = (/** @type {unknown} */ value) =>
  inspected(value, { depth: 3, maxStringLength: 60, maxArrayLength: 30 });

/** Names that a message may have, those of every object among them. */
const NAMES = [
  ...['double', 'double', 'double', 'double', 'refuse', 'progress', 'sample', 'then'],
  ...['constructor', '__proto__', 'toString', 'hasOwnProperty', '', 'a name\nof two lines'],
  'x'.repeat(1000),
];

/**
 * A value that can cross between threads.
 *
 * @param {Random} random
 * @returns {any}
 */
function crossing(random) {
  for (;;) {
    const value = strangeValue(random);
    try {
      // A copy of the longest would take a second.
      if (value?.length > 2 ** 20) continue;
      return structuredClone(value);
    } catch {
      // A function, a symbol, or one that throws.
    }
  }
}

/**
 * A message with some of these fields.
 *
 * @param {Random} random
 * @param {Record<string, (random: Random) => unknown>} fields
 */
function message(random, fields) {
  if (random() < 0.15) return crossing(random);
  const chosen = Object.entries(fields).filter(() => random() < 0.45);
  return Object.fromEntries(chosen.map(([name, value]) => [name, value(random)]));
}

/** @type {(random: Random) => unknown} */
const name = (random) => (random() < 0.7 ? pick(random, NAMES) : crossing(random));
/** @type {(random: Random) => unknown} */
const id = (random) => (random() < 0.7 ? below(random, 9) : crossing(random));

const turn = () => new Promise(setImmediate);
/** @type {unknown[]} */
let uncaught = [];
const watch = () => watchUncaught((error) => uncaught.push(error));

/** @param {unknown} sent */
function checkUncaught(sent) {
  const [error] = uncaught;
  uncaught = [];
  if (error) assert.fail(`${inspect(sent)} leads to the uncaught ${inspect(error)}`);
}

const answers = { good: 0, refused: 0, none: 0 };

fuzz(
  'messages',
  'a worker answers each request that has an id, and any other message does no harm',
  async (random) => {
    const port = new FakeWorker();
    const { setInterval } = globalThis;
    Object.assign(globalThis, { setInterval: () => 0 });
    const server = serve(
      port.asWorker(),
      {
        double: (/** @type {number} */ x) => 2 * x,
        refuse() {
          throw Object.assign(new Error('the worker refuses it'), { name: 'SettingError' });
        },
      },
      () => false,
      ['sample'],
      { progress: (waiting, next) => [waiting, next].flat() },
    );
    Object.assign(globalThis, { setInterval });
    const sent = [];
    for (let i = 0; i < 20; i++) {
      const given = message(random, { id, type: name, payload: crossing, ack: name });
      sent.push(given);
      port.sent = [];
      port.say(given);
      if (random() < 0.3) server.push(pick(random, ['progress', 'sample']), crossing(random));
      await turn();
      checkUncaught(given);
      const own = port.sent.filter((answer) => 'id' in answer);
      const isRequest = Number.isInteger(given?.id) && given.ack === undefined;
      assert.equal(own.length, isRequest ? 1 : 0, `answers to ${inspect(given)}`);
      if (!isRequest) answers.none++;
      else if (own[0].error) {
        assert.match(own[0].error.message, /\S+ \S+ \S+/, inspect(given));
        answers.refused++;
      } else {
        assert.equal(given.type, 'double', `${inspect(given)} was answered`);
        answers.good++;
      }
    }
    port.sent = [];
    port.say({ id: 7, type: 'double', payload: 21 });
    await turn();
    assert.deepEqual(port.sent.at(-1), { id: 7, result: 42 }, `after ${inspect(sent)}`);
  },
  {
    begin: watch,
    end(count, t) {
      t.diagnostic(JSON.stringify(answers));
      const { good, refused, none } = answers;
      assert.ok(Math.min(good, refused, none) > count / 10, JSON.stringify(answers));
    },
  },
);

const ends = { answered: 0, died: 0, stopped: 0 };

fuzz(
  'messages',
  'a page takes each message of a worker, or ends it, and no request waits for ever',
  async (random) => {
    const worker = new FakeWorker();
    /** @type {string[]} */
    const deaths = [];
    /** @type {unknown[]} */
    const heard = [];
    /** @type {WorkerClient<{double: (x: number) => number}, {progress: unknown}>} */
    const client = new WorkerClient({
      create: () => worker.asWorker(),
      listeners: { progress: (value) => void heard.push(value) },
      onDeath: (reason) => void deaths.push(reason),
    });
    client.start();
    /** @type {string[]} */
    const settled = [];
    const ask = () =>
      client.remote.double(1).then(
        () => settled.push('answered'),
        (error) => {
          const isOwn = ['AbortError', 'WorkerDiedError'].includes(error.name);
          settled.push(isOwn ? (error.name === 'AbortError' ? 'stopped' : 'died') : 'answered');
        },
      );
    let asked = 0;
    const sent = [];
    for (let i = 0; i < 20; i++) {
      if (random() < 0.3) asked = asked + Number(Boolean(ask()));
      const fields = { id, result: crossing, error: crossing, push: name, value: crossing };
      const isRare = random() < 0.1;
      const given = message(
        random,
        isRare ? { ...fields, fatal: name, silence: crossing } : fields,
      );
      sent.push(given);
      worker.say(given);
      await turn();
      checkUncaught(given);
    }
    assert.ok(deaths.length <= 1, `${deaths.length} deaths`);
    for (const reason of deaths) assert.notEqual(reason, '', inspect(sent));
    assert.equal(worker.isTerminated, deaths.length === 1, inspect(sent));
    client.stop();
    await turn();
    assert.equal(settled.length, asked, `requests that wait after ${inspect(sent)}`);
    for (const how of settled) ends[/** @type {keyof typeof ends} */ (how)]++;
  },
  {
    begin: watch,
    end(count, t) {
      t.diagnostic(JSON.stringify(ends));
      const { answered, died, stopped } = ends;
      assert.ok(Math.min(answered, died, stopped) > count / 10, JSON.stringify(ends));
    },
  },
);
