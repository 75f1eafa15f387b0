import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { IDBDatabase, IDBFactory, IDBKeyRange, IDBObjectStore } from 'fake-indexeddb';
import { connections, leaveRun, prepareToLeave } from '../../www/src/storage/left-runs.js';
import { deleteRun, keepsNothing, listRuns, storeRun } from '../../www/src/storage/run-store.js';

/** The locks of a browser, of which this page and others ask one after another. */
class Locks {
  #last = Promise.resolve();

  /**
   * @param {string} name
   * @param {() => Promise<unknown>} hold
   */
  request(name, hold) {
    assert.equal(name, 'lstm-playground');
    const held = this.#last.then(hold);
    this.#last = held.then(
      () => {},
      () => {},
    );
    return held;
  }
}

const SECOND = 1000;
const PATIENCE = 10;

beforeEach(() => {
  Object.assign(globalThis, { indexedDB: new IDBFactory(), IDBKeyRange });
  const value = { locks: new Locks() };
  Object.defineProperty(globalThis, 'navigator', { value, configurable: true });
});

/** @param {string} id */
const factsOf = (id) => ({
  ...{ id, text: 'Once upon a time', chars: 40_000, cell: 'lstm', hiddenSize: 64, numLayers: 1 },
  ...{ step: 1200, savedAt: 1_700_000_000_000 },
});

/** @param {string} [id] */
const store = (id = 'a') => storeRun(factsOf(id), Uint8Array.of(1, 2, 3).buffer);

const ids = async () => (await listRuns()).map(({ id }) => id);

/**
 * Opens the database as another program does.
 *
 * @param {string[]} [stores] that it makes
 * @returns {Promise<IDBDatabase>}
 */
async function open(stores = []) {
  const request = globalThis.indexedDB.open('lstm-playground', 1);
  request.onupgradeneeded = () => stores.forEach((name) => request.result.createObjectStore(name));
  await new Promise((resolve) => (request.onsuccess = resolve));
  return request.result;
}

/** Lets everything happen that waits for no clock. */
const settled = async () => {
  for (let i = 0; i < 100; i++) await new Promise((resolve) => setImmediate(resolve));
};

/** @param {Promise<unknown>} promise */
async function stateOf(promise) {
  let state = 'pending';
  promise.then(
    () => (state = 'done'),
    ({ reason }) => (state = reason),
  );
  await settled();
  return state;
}

/**
 * Lets the seconds pass that the page gives the storage.
 *
 * @param {number} seconds
 */
async function pass(seconds) {
  for (let i = 0; i < seconds; i++) {
    mock.timers.tick(SECOND);
    await settled();
  }
}

test('a storage that does not open is told after ten seconds, and closed when it opens', async (t) => {
  mock.timers.enable({ apis: ['setInterval'] });
  t.after(() => mock.timers.reset());
  const { open } = IDBFactory.prototype;
  /** @type {IDBOpenDBRequest[]} */
  const requests = [];
  const opening = t.mock.method(IDBFactory.prototype, 'open', () => {
    const request = /** @type {IDBOpenDBRequest} */ ({});
    requests.push(request);
    return request;
  });
  for (const call of [listRuns, keepsNothing, store, () => deleteRun('a'), prepareToLeave]) {
    const promise = call();
    assert.equal(await stateOf(promise), 'pending');
    await pass(PATIENCE - 1);
    assert.equal(await stateOf(promise), 'pending', 'one second is left');
    await pass(1);
    assert.equal(await stateOf(promise), 'busy');
    await assert.rejects(promise, { name: 'StorageError', message: /close other tabs .*\.$/ });
  }
  const close = t.mock.fn();
  Object.assign(requests[0], { result: { close } });
  requests[0].onsuccess?.(/** @type {any} */ (undefined));
  assert.equal(close.mock.callCount(), 1);
  opening.mock.mockImplementation(open);
  await store();
  assert.deepEqual(await ids(), ['a'], 'it is used once it answers');
});

test('a page that was frozen gives the storage as much time as any other', async (t) => {
  mock.timers.enable({ apis: ['setInterval'] });
  t.after(() => mock.timers.reset());
  t.mock.method(IDBFactory.prototype, 'open', () => ({}));
  const promise = listRuns();
  await pass(PATIENCE - 1);
  const { now } = performance;
  t.mock.method(performance, 'now', () => now.call(performance) + 3_600_000);
  assert.equal(await stateOf(promise), 'pending');
  await pass(1);
  assert.equal(await stateOf(promise), 'busy');
});

test('a run that another tab keeps from being written is refused, and nothing is changed', async (t) => {
  await store('before');
  const other = await open();
  const transaction = other.transaction(['facts', 'bytes'], 'readwrite');
  let isHeld = true;
  const hold = () => {
    if (isHeld) transaction.objectStore('facts').get('before').onsuccess = hold;
  };
  hold();
  mock.timers.enable({ apis: ['setInterval'] });
  t.after(() => mock.timers.reset());
  const refused = store('refused');
  assert.equal(await stateOf(refused), 'pending');
  await pass(PATIENCE);
  assert.equal(await stateOf(refused), 'busy');
  isHeld = false;
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  other.close();
  assert.deepEqual(await ids(), ['before']);
  await store('after');
  assert.deepEqual((await ids()).sort(), ['after', 'before']);
});

test('a database that another program has left empty is made anew', async () => {
  (await open()).close();
  assert.deepEqual(await ids(), []);
  await store();
  assert.deepEqual(await ids(), ['a']);
});

test('of two pages that make an empty database anew, neither deletes the run of the other', async (t) => {
  (await open()).close();
  const { deleteDatabase } = IDBFactory.prototype;
  let wasStored = () => {};
  const stored = new Promise((resolve) => (wasStored = () => resolve(undefined)));
  let deletions = 0;
  const slow = t.mock.method(IDBFactory.prototype, 'deleteDatabase', () => {
    if (++deletions === 1) return deleteDatabase.call(globalThis.indexedDB, 'lstm-playground');
    // The second page has found it empty, and comes to this late.
    const request = /** @type {any} */ ({});
    void stored.then(() => {
      const late = deleteDatabase.call(globalThis.indexedDB, 'lstm-playground');
      late.onsuccess = () => request.onsuccess(Object.assign(request, { result: undefined }));
    });
    return request;
  });
  const first = store('first').then(wasStored);
  const second = store('second');
  await Promise.all([first, second]);
  assert.deepEqual((await ids()).sort(), ['first', 'second']);
  assert.equal(slow.mock.callCount(), 1);
});

test('a database with the stores of another program is left to it', async () => {
  (await open(['facts', 'accounts'])).close();
  for (const call of [listRuns, store]) {
    await assert.rejects(call(), { reason: 'damaged', message: /cannot read the runs .*\.$/ });
  }
  const database = await open();
  assert.deepEqual([...database.objectStoreNames], ['accounts', 'facts']);
  database.close();
});

for (const name of ['UnknownError', 'InvalidStateError', 'AbortError']) {
  test(`a connection that is lost with an ${name} is opened once more`, async (t) => {
    await store('before');
    const { transaction } = IDBDatabase.prototype;
    let lost = 1;
    const mocked = t.mock.method(
      IDBDatabase.prototype,
      'transaction',
      /** @this {IDBDatabase} @param {any} args */
      function (...args) {
        if (lost-- > 0) throw new DOMException('Connection to Indexed Database server lost', name);
        return transaction.apply(this, args);
      },
    );
    await store('after');
    assert.deepEqual((await ids()).sort(), ['after', 'before']);
    lost = 100;
    const calls = mocked.mock.callCount();
    await assert.rejects(store('never'), { name: 'StorageError' });
    assert.equal(mocked.mock.callCount() - calls, 2);
  });
}

test('a storage that is full when the changes are written changes nothing', async (t) => {
  await store('before');
  const { put } = IDBObjectStore.prototype;
  t.mock.method(
    IDBObjectStore.prototype,
    'put',
    /** @this {IDBObjectStore} @param {[unknown, IDBValidKey]} args */
    function (...args) {
      const request = put.apply(this, args);
      const { transaction } = this;
      if (this.name === 'bytes') {
        request.addEventListener('success', () => {
          const value = new DOMException('no room', 'QuotaExceededError');
          Object.defineProperty(transaction, 'error', { value });
          transaction.abort();
        });
      }
      return request;
    },
  );
  await assert.rejects(store('refused'), { reason: 'full' });
  t.mock.restoreAll();
  assert.deepEqual(await ids(), ['before']);
});

test('the page hears when the storage is taken away, and leaves over another connection', async () => {
  await store('gone');
  await prepareToLeave();
  const lost = new Promise((resolve) =>
    connections.addEventListener('lost', resolve, { once: true }),
  );
  const deleting = globalThis.indexedDB.deleteDatabase('lstm-playground');
  await new Promise((resolve) => (deleting.onsuccess = resolve));
  await lost;
  assert.equal(leaveRun(factsOf('a'), Uint8Array.of(1).buffer), false, 'no connection');
  await prepareToLeave();
  assert.equal(leaveRun(factsOf('a'), Uint8Array.of(1).buffer), true);
  assert.deepEqual(await ids(), ['a']);
});
