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
