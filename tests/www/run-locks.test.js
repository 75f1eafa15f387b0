import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasId, heldElsewhere, leaveId, newId, takeId } from '../../www/src/element/run-locks.js';

/** The locks of a browser, of this page and of another. */
class Locks {
  /** @type {Set<string>} */
  held = new Set();

  /**
   * @param {string} name
   * @param {{ifAvailable?: boolean}} options
   * @param {(lock: {name: string} | null) => unknown} hold
   */
  async request(name, options, hold) {
    assert.ok(options.ifAvailable);
    if (this.held.has(name)) return hold(null);
    this.held.add(name);
    await hold({ name });
    this.held.delete(name);
  }

  query() {
    return Promise.resolve({ held: [...this.held].map((name) => ({ name })) });
  }
}

const locks = new Locks();
Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true });
/** Lets promises settle. */
const moment = () => new Promise((resolve) => setImmediate(resolve));

test('an id that is left can be taken again, by this page or another', async () => {
  assert.equal(await takeId('a'), true);
  assert.equal(await takeId('a'), true, 'it has it already');
  assert.equal(locks.held.size, 1);
  leaveId('a');
  await moment();
  assert.deepEqual([locks.held.size, hasId('a')], [0, false]);
  assert.equal(await takeId('a'), true);
  leaveId('a');
  leaveId('never taken');
});

test('a new id is held until it is left, also at once', async () => {
  const [stays, goes] = [newId(), newId()];
  leaveId(goes);
  await moment();
  assert.deepEqual([locks.held.size, hasId(stays), hasId(goes)], [1, true, false]);
  assert.deepEqual(await heldElsewhere(), new Set(), 'its own are not elsewhere');
  leaveId(stays);
  await moment();
  assert.equal(locks.held.size, 0);
});

test('an id of another page is not taken', async () => {
  locks.held.add('lstm-playground run b');
  assert.equal(await takeId('b'), false);
  leaveId('b');
  assert.deepEqual(await heldElsewhere(), new Set(['b']));
});

test('a browser that does not answer about locks is waited for two seconds', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  /** @type {((lock: {name: string} | null) => Promise<unknown>)[]} */
  const asked = [];
  t.mock.method(locks, 'request', (/** @type {any[]} */ ...[, , hold]) => {
    asked.push(hold);
    return new Promise(() => {});
  });
  t.mock.method(locks, 'query', () => new Promise(() => {}));
  for (const ask of [() => takeId('silent'), heldElsewhere]) {
    let answer;
    const asking = ask().then((given) => (answer = given));
    t.mock.timers.tick(1999);
    await moment();
    assert.equal(answer, undefined, 'a millisecond is left');
    t.mock.timers.tick(1);
    assert.deepEqual(await asking, ask === heldElsewhere ? new Set() : false);
  }
  assert.equal(hasId('silent'), false, 'the run is kept under another id');
  const [hold] = asked;
  await hold({ name: 'silent' }); // a lock that comes later is given back
});

test('an id of a page that is being left is waited for', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  /** @type {AbortSignal | undefined} */
  let signal;
  t.mock.method(locks, 'request', (/** @type {any[]} */ ...[, options]) => {
    signal = options.signal;
    return new Promise(() => {});
  });
  const taken = takeId('left', 5000);
  assert.equal(signal?.aborted, false);
  let answer;
  void taken.then((given) => (answer = given));
  t.mock.timers.tick(6999);
  await moment();
  assert.equal(answer, undefined);
  t.mock.timers.tick(1);
  assert.equal(await taken, false, 'two seconds after its patience');
});
