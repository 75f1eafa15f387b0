import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { IDBFactory, IDBKeyRange, IDBObjectStore } from 'fake-indexeddb';
import { MAX_RUNS, MAX_STORED_BYTES } from '../../www/src/storage/eviction.js';
import { leaveRun, leftKey, prepareToLeave } from '../../www/src/storage/left-runs.js';
import {
  changes,
  deleteRun,
  keepNothing,
  isEmpty,
  keepsNothing,
  listRuns,
  loadRun,
  nameRun,
  restoreRun,
  storeRun,
} from '../../www/src/storage/run-store.js';

beforeEach(() => {
  Object.assign(globalThis, { indexedDB: new IDBFactory(), IDBKeyRange });
});

/**
 * @param {string} id
 * @param {object} [other]
 */
const factsOf = (id, other) => ({
  ...{ id, text: 'Once upon a time', chars: 40_000, cell: 'lstm', hiddenSize: 64, numLayers: 1 },
  ...{ step: 1200, bitsPerChar: 2.1, savedAt: 1_700_000_000_000, ...other },
});

/** @param {...number} bytes */
const fileOf = (...bytes) => Uint8Array.from(bytes).buffer;

const ids = async () => (await listRuns()).map(({ id }) => id);

/** @param {ArrayBuffer | undefined} file */
const bytesOf = (file) => file && [...new Uint8Array(file)];

/** A connection of another version or program. */
async function connect(version = 1) {
  const request = globalThis.indexedDB.open('lstm-playground', version);
  await new Promise((resolve, reject) => {
    request.onsuccess = resolve;
    request.onerror = reject;
  });
  return request.result;
}

/**
 * Writes an entry as another version or program would.
 *
 * @param {'facts' | 'bytes'} store
 * @param {string} key
 * @param {unknown} value
 */
async function put(store, key, value) {
  const database = await connect();
  const transaction = database.transaction(store, 'readwrite');
  transaction.objectStore(store).put(value, key);
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  database.close();
}

/** @param {'facts' | 'bytes'} store */
async function keysOf(store) {
  const database = await connect();
  const request = database.transaction(store).objectStore(store).getAllKeys();
  await new Promise((resolve) => (request.onsuccess = resolve));
  database.close();
  return request.result;
}

test('a run is listed and loaded as it was stored', async () => {
  assert.deepEqual(await listRuns(), []);
  assert.equal(await storeRun(factsOf('a'), fileOf(1, 2, 3)), true);
  assert.deepEqual(await listRuns(), [{ ...factsOf('a'), bytes: 3, format: 2 }]);
  assert.deepEqual(bytesOf(await loadRun('a')), [1, 2, 3]);
  assert.equal(await loadRun('b'), undefined);
});

test('a large file is stored in parts, and a smaller one in its place leaves none', async () => {
  const large = Uint8Array.from({ length: 2.5 * 2 ** 20 }, (_, i) => i % 251).buffer;
  await storeRun(factsOf('a'), large);
  await storeRun(factsOf('b'), fileOf(2));
  const parts = [
    ['part', 'a', 2 ** 20],
    ['part', 'a', 2 ** 21],
  ];
  assert.deepEqual(await keysOf('bytes'), ['a', 'b', ...parts]);
  const loaded = new Uint8Array((await loadRun('a')) ?? []);
  assert.ok(Buffer.from(large).equals(loaded), 'the same bytes');
  await storeRun(factsOf('a'), fileOf(1));
  assert.deepEqual(bytesOf(await loadRun('a')), [1]);
  assert.deepEqual(await keysOf('bytes'), ['a', 'b']);
  await storeRun(factsOf('a'), large);
  await deleteRun('a');
  assert.deepEqual(await keysOf('bytes'), ['b']);
  assert.equal(await restoreRun(factsOf('a'), large), '');
  assert.deepEqual(await keysOf('bytes'), ['a', 'b', ...parts]);
  for (let i = 1; i < MAX_RUNS; i++) {
    await storeRun(factsOf(`run ${i}`, { savedAt: 2e12 + i }), fileOf(i));
  }
  await deleteRun('b');
  await storeRun(factsOf('last', { savedAt: 2e12 }), fileOf(1));
  assert.deepEqual(await keysOf('bytes'), await keysOf('facts'), 'the oldest has given way');
});

test('two pages that store one large run leave one of the files whole', async () => {
  const files = [1, 2].map((value) => new Uint8Array(2.5 * 2 ** 20).fill(value));
  await Promise.all(files.map(({ buffer }) => storeRun(factsOf('a'), buffer)));
  const loaded = new Uint8Array((await loadRun('a')) ?? []);
  assert.ok(files.some((file) => Buffer.from(file).equals(loaded)));
});

test('a large file is written whole or not at all', async (t) => {
  const { put } = IDBObjectStore.prototype;
  await storeRun(factsOf('a'), fileOf(1));
  let count = 0;
  t.mock.method(
    IDBObjectStore.prototype,
    'put',
    /** @this {IDBObjectStore} @param {[unknown, IDBValidKey]} args */
    function (...args) {
      if (this.name === 'bytes' && ++count === 3) {
        throw new DOMException('full', 'QuotaExceededError');
      }
      return put.apply(this, args);
    },
  );
  const large = new ArrayBuffer(4 * 2 ** 20);
  await assert.rejects(storeRun(factsOf('a', { step: 1300 }), large), { reason: 'full' });
  assert.equal((await listRuns())[0].step, 1200);
  assert.deepEqual(bytesOf(await loadRun('a')), [1]);
  assert.deepEqual(await keysOf('bytes'), ['a']);
});

test('a run that an earlier version has stored is read', async () => {
  await storeRun(factsOf('a'), fileOf(1));
  await put('facts', 'a', { ...factsOf('a'), bytes: 1, format: 1 });
  assert.deepEqual(await ids(), ['a']);
  assert.deepEqual(bytesOf(await loadRun('a')), [1]);
});

test('the newest run comes first', async () => {
  for (const [id, savedAt] of Object.entries({ old: 1, new: 3, middle: 2 })) {
    await storeRun(factsOf(id, { savedAt }), fileOf());
  }
  assert.deepEqual(await ids(), ['new', 'middle', 'old']);
});

test('a run with the same id takes the place of the first, whose name stays', async () => {
  await storeRun(factsOf('a'), fileOf(1));
  await nameRun('a', '  My  first\nrun ');
  await storeRun(factsOf('a', { step: 1300 }), fileOf(2));
  const [run, ...others] = await listRuns();
  assert.deepEqual(others, []);
  assert.equal(run.name, 'My first run');
  assert.equal(run.step, 1300);
  assert.deepEqual(bytesOf(await loadRun('a')), [2]);
  await nameRun('a', ' ');
  assert.equal('name' in (await listRuns())[0], false);
});

test('a name has at most 80 characters, and none is cut in two', async () => {
  await storeRun(factsOf('a'), fileOf());
  await nameRun('a', '😀'.repeat(100));
  assert.equal((await listRuns())[0].name, '😀'.repeat(80));
});

test('a run that another page has deleted gets no name', async () => {
  await nameRun('a', 'a name');
  assert.deepEqual(await keysOf('facts'), []);
});

test('a deleted run leaves nothing', async () => {
  await storeRun(factsOf('a'), fileOf(1));
  await storeRun(factsOf('b'), fileOf(2));
  await deleteRun('a');
  assert.deepEqual(await keysOf('facts'), ['b']);
  assert.deepEqual(await keysOf('bytes'), ['b']);
});

test('of more than 20 runs, the oldest without a name go', async () => {
  for (let savedAt = 0; savedAt < MAX_RUNS; savedAt++) {
    await storeRun(factsOf(`run ${savedAt}`, { savedAt }), fileOf());
  }
  await nameRun('run 0', 'the first');
  await storeRun(factsOf('another', { savedAt: 0 }), fileOf());
  const kept = await ids();
  assert.equal(kept.length, MAX_RUNS);
  assert.ok(kept.includes('run 0') && kept.includes('another'), kept.join());
  assert.ok(!kept.includes('run 1'), kept.join());
  assert.deepEqual(await keysOf('bytes'), await keysOf('facts'));
});

test('beyond 200 MB, the oldest without a name go', async () => {
  await storeRun(factsOf('old', { savedAt: 1 }), fileOf());
  await storeRun(factsOf('older', { savedAt: 0 }), fileOf());
  await storeRun(factsOf('new', { savedAt: 2 }), fileOf());
  for (const [id, savedAt] of Object.entries({ older: 0, old: 1, new: 2 })) {
    const bytes = 0.4 * MAX_STORED_BYTES;
    await put('facts', id, { ...factsOf(id, { savedAt }), bytes, format: 1 });
  }
  await storeRun(factsOf('another'), fileOf(1));
  assert.deepEqual(await ids(), ['another', 'new', 'old']);
});

test('runs with names never go: a run that has no room beside them is refused', async () => {
  for (let i = 0; i < MAX_RUNS; i++) {
    await storeRun(factsOf(`run ${i}`, { name: `name ${i}` }), fileOf());
  }
  const before = await listRuns();
  await assert.rejects(storeRun(factsOf('another'), fileOf()), {
    name: 'StorageError',
    reason: 'full',
    message: /^All other runs .* have names, .*: delete one in My runs, or .* Save run\.$/,
  });
  assert.deepEqual(await listRuns(), before);
  assert.equal(await storeRun(factsOf('run 3'), fileOf()), true, 'one of them may be replaced');
});

test('a deleted run comes back where it replaces nothing', async () => {
  await storeRun(factsOf('a', { name: 'a name', step: 4999 }), fileOf(1));
  const [deleted] = await listRuns();
  await deleteRun('a');
  await storeRun(factsOf('a', { step: 9477 }), fileOf(2));
  assert.equal(await restoreRun(deleted, fileOf(1)), 'taken');
  assert.deepEqual([bytesOf(await loadRun('a')), (await listRuns())[0].step], [[2], 9477]);
  await deleteRun('a');
  assert.equal(await restoreRun(deleted, fileOf(1)), '');
  assert.deepEqual(await listRuns(), [deleted]);
  assert.deepEqual(bytesOf(await loadRun('a')), [1]);
});

test('a deleted run that comes back takes no room from another', async () => {
  for (let i = 0; i < MAX_RUNS; i++) await storeRun(factsOf(`run ${i}`), fileOf());
  const before = await listRuns();
  assert.equal(await restoreRun(factsOf('deleted'), fileOf()), 'full');
  assert.deepEqual(await listRuns(), before);
  await deleteRun('run 3');
  assert.equal(await restoreRun(factsOf('deleted'), fileOf()), '');
  await keepNothing(true);
  assert.equal(await restoreRun(factsOf('deleted'), fileOf()), 'nothing');
  assert.deepEqual(await keysOf('bytes'), []);
  await keepNothing(false);
  await storeRun(factsOf('large'), fileOf());
  await put('facts', 'large', { ...factsOf('large'), bytes: MAX_STORED_BYTES, format: 1 });
  assert.equal(await restoreRun(factsOf('deleted'), fileOf()), '');
  await deleteRun('deleted');
  assert.equal(await restoreRun(factsOf('deleted'), fileOf(1)), 'full');
});

test('Keep nothing deletes all runs, and keeps none until it is chosen otherwise', async () => {
  assert.equal(await keepsNothing(), false);
  await storeRun(factsOf('a'), fileOf(1));
  await keepNothing(true);
  assert.equal(await keepsNothing(), true);
  assert.deepEqual(await keysOf('facts'), ['keeps-nothing']);
  assert.deepEqual(await keysOf('bytes'), []);
  assert.equal(await storeRun(factsOf('a'), fileOf(1)), false);
  assert.deepEqual(await listRuns(), []);
  await keepNothing(false);
  assert.equal(await keepsNothing(), false);
  assert.equal(await storeRun(factsOf('a'), fileOf(1)), true);
  assert.deepEqual(await ids(), ['a']);
});

test('each change is told', async (t) => {
  const told = t.mock.fn();
  changes.addEventListener('change', told);
  t.after(() => changes.removeEventListener('change', told));
  await storeRun(factsOf('a'), fileOf());
  await nameRun('a', 'a name');
  await deleteRun('a');
  await keepNothing(true);
  await storeRun(factsOf('a'), fileOf());
  assert.equal(told.mock.callCount(), 4, 'nothing is kept at last');
});

test('entries that are damaged or of another version do not break the list', async () => {
  const damaged = {
    ...{ nothing: null, number: 3, text: 'text', list: [1], empty: {} },
    id: { ...factsOf('another'), bytes: 1, format: 1 },
    past: { ...factsOf('past'), bytes: 1, format: 0 },
    infinite: { ...factsOf('infinite', { step: Infinity }), bytes: 1, format: 1 },
    negative: { ...factsOf('negative', { savedAt: -1 }), bytes: 1, format: 1 },
    word: { ...factsOf('word', { hiddenSize: '64' }), bytes: 1, format: 1 },
    cell: { ...factsOf('cell', { cell: 'a'.repeat(200) }), bytes: 1, format: 1 },
  };
  await storeRun(factsOf('a', { savedAt: 1 }), fileOf(1));
  for (const [key, value] of Object.entries(damaged)) await put('facts', key, value);
  await put('facts', 'future', { ...factsOf('future'), bytes: 1, format: 3 });
  await put('bytes', 'future', fileOf(7));
  assert.deepEqual(await ids(), ['a']);
  for (const key of Object.keys(damaged)) assert.equal(await loadRun(key), undefined, key);
  await assert.rejects(loadRun('future'), { name: 'StorageError', reason: 'future' });
  await assert.rejects(storeRun(factsOf('future'), fileOf()), { reason: 'future' });
  await storeRun(factsOf('b', { savedAt: 2 }), fileOf());
  assert.deepEqual(await keysOf('facts'), ['a', 'b', 'future'], 'damaged entries go');
});

test('facts are read without what does not belong to them', async () => {
  await storeRun(factsOf('a'), fileOf());
  const more = { name: 7, bitsPerChar: NaN, text: 'x'.repeat(1000), html: '<b>' };
  await put('facts', 'a', { ...factsOf('a'), ...more, bytes: 0, format: 1 });
  const { bitsPerChar, ...known } = factsOf('a', { text: 'x'.repeat(60) });
  assert.equal(bitsPerChar, 2.1);
  assert.deepEqual(await listRuns(), [{ ...known, bytes: 0, format: 2 }]);
  await put('bytes', 'a', 'no bytes');
  assert.equal(await loadRun('a'), undefined);
});

test('a database of a newer version is refused by its version', async () => {
  (await connect(2)).close();
  for (const call of [listRuns(), loadRun('a'), storeRun(factsOf('a'), fileOf()), keepsNothing()]) {
    await assert.rejects(call, { name: 'StorageError', reason: 'future' });
  }
});

test('where the browser denies its storage, every function says so', async () => {
  const denied = /** @type {any} */ ({
    open() {
      throw new DOMException('access denied', 'SecurityError');
    },
  });
  for (const factory of [undefined, null, denied]) {
    globalThis.indexedDB = factory;
    for (const call of [listRuns, keepsNothing, () => storeRun(factsOf('a'), fileOf())]) {
      await assert.rejects(call(), {
        name: 'StorageError',
        reason: 'denied',
        message: /^This browser does not let the page keep runs .*\.$/,
      });
    }
  }
});

test('a mistake of the page is not said to be one of the browser', async (t) => {
  const mistakes = [new TypeError('no function'), new DOMException('a key', 'DataError')];
  for (const mistake of mistakes) {
    const mock = t.mock.method(IDBObjectStore.prototype, 'put', () => {
      throw mistake;
    });
    await assert.rejects(storeRun(factsOf('a'), fileOf()), mistake);
    mock.mock.restore();
  }
  assert.deepEqual(await listRuns(), [], 'nothing is changed');
});

test('a full storage changes nothing', async (t) => {
  for (let savedAt = 0; savedAt < MAX_RUNS; savedAt++) {
    await storeRun(factsOf(`run ${savedAt}`, { savedAt }), fileOf(savedAt));
  }
  const before = await listRuns();
  const { put } = IDBObjectStore.prototype;
  /**
   * @this {IDBObjectStore}
   * @param {unknown} value
   * @param {IDBValidKey} key
   */
  function putIfSmall(value, key) {
    if (value instanceof ArrayBuffer) throw new DOMException('full', 'QuotaExceededError');
    return put.call(this, value, key);
  }
  t.mock.method(IDBObjectStore.prototype, 'put', putIfSmall);
  await assert.rejects(storeRun(factsOf('another'), fileOf(1)), {
    name: 'StorageError',
    reason: 'full',
    message: /room .*: delete one in My runs, or .* Save run\.$/,
  });
  assert.deepEqual(await listRuns(), before);
  assert.deepEqual(bytesOf(await loadRun('run 0')), [0]);
});

test('two pages that store at once keep at most 20 runs together', async () => {
  const all = Array.from({ length: 30 }, (_, i) => factsOf(`run ${i}`, { savedAt: i }));
  await Promise.all(all.map((facts) => storeRun(facts, fileOf())));
  assert.equal((await listRuns()).length, MAX_RUNS);
  assert.deepEqual(await keysOf('bytes'), await keysOf('facts'));
});

test('a run without its facts is a fault of the caller, and is not stored', async () => {
  for (const wrong of [{ id: '' }, { id: 'keeps-nothing' }, { chars: NaN }, { cell: undefined }]) {
    const facts = /** @type {any} */ (factsOf('a', wrong));
    await assert.rejects(storeRun(facts, fileOf()), { name: 'TypeError' }, JSON.stringify(wrong));
  }
  assert.deepEqual(await listRuns(), []);
});

/**
 * Lets a page be left that has opened its connection before.
 *
 * @param {() => void} leave
 */
async function whenReady(leave) {
  await prepareToLeave();
  await prepareToLeave();
  try {
    leave();
  } finally {
    // A newer version of the page closes the connection.
    const factory = globalThis.indexedDB;
    globalThis.indexedDB = new IDBFactory();
    const request = factory.open('lstm-playground', 2);
    request.onupgradeneeded = () => request.transaction?.abort();
    await new Promise((resolve) => (request.onerror = resolve));
    globalThis.indexedDB = factory;
  }
}

test('a run that a page puts down while it is left gets its place', async () => {
  assert.equal(leaveRun(factsOf('a'), fileOf(1)), false, 'no connection');
  const large = Uint8Array.from({ length: 1_500_000 }, (_, i) => i % 251).buffer;
  await storeRun(factsOf('a', { name: 'Given' }), fileOf(1));
  await whenReady(() => {
    assert.equal(leaveRun(factsOf('a', { step: 1300, savedAt: 2e12 }), fileOf(1, 2)), true);
    assert.equal(leaveRun(factsOf('b', { savedAt: 1e12 }), large), true);
  });
  assert.equal(leaveRun(factsOf('c'), fileOf(1)), false, 'it is closed');
  assert.deepEqual(await keysOf('facts'), ['a', leftKey('a'), leftKey('b')]);
  assert.deepEqual(
    (await listRuns()).map(({ id, step, name }) => [id, step, name]),
    [
      ['a', 1300, 'Given'],
      ['b', 1200, undefined],
    ],
  );
  assert.deepEqual(await keysOf('facts'), ['a', 'b']);
  assert.deepEqual(await keysOf('bytes'), ['a', 'b', ['part', 'b', 2 ** 20]]);
  assert.deepEqual(bytesOf(await loadRun('a')), [1, 2]);
  assert.deepEqual(bytesOf(await loadRun('b')), bytesOf(large));
});

test('a run that is put down takes no place from a later one, nor from a choice', async () => {
  const later = factsOf('a', { step: 1300, savedAt: 2e12 });
  await whenReady(() => leaveRun(factsOf('a'), fileOf(1)));
  await put('facts', 'a', { ...later, bytes: 1, format: 1 });
  await put('bytes', 'a', fileOf(2));
  assert.equal((await listRuns())[0].step, 1300);
  assert.deepEqual(await keysOf('bytes'), ['a']);

  await whenReady(() => leaveRun(factsOf('a'), fileOf(1)));
  await storeRun(later, fileOf(3));
  assert.deepEqual(await keysOf('bytes'), ['a'], 'the page was not gone');

  await whenReady(() => leaveRun(factsOf('b'), fileOf(1)));
  await deleteRun('b');
  await put('facts', 'keeps-nothing', true);
  await whenReady(() => leaveRun(factsOf('c'), fileOf(1)));
  assert.deepEqual(await ids(), ['a']);
  assert.deepEqual(await keysOf('bytes'), ['a']);
});

test('a run of a later version that is put down waits for that version', async () => {
  await storeRun(factsOf('b'), fileOf(2));
  await put('facts', /** @type {any} */ (leftKey('a')), { ...factsOf('a'), bytes: 1, format: 3 });
  await put('bytes', /** @type {any} */ (['left', 'a', 0]), fileOf(1));
  assert.deepEqual(await ids(), ['b']);
  await storeRun(factsOf('b'), fileOf(2));
  assert.deepEqual(await keysOf('facts'), ['b', leftKey('a')]);
  assert.deepEqual(await keysOf('bytes'), ['b', ['left', 'a', 0]]);
});

test('where named runs leave no room, a run that is put down goes', async () => {
  for (let i = 0; i < MAX_RUNS; i++) {
    await storeRun(factsOf(`run ${i}`, { name: 'named', savedAt: i }), fileOf(i));
  }
  await whenReady(() => leaveRun(factsOf('a'), fileOf(1)));
  assert.equal((await ids()).length, MAX_RUNS);
  assert.equal((await keysOf('bytes')).length, MAX_RUNS);
});

test('runs of a later version are runs too', async () => {
  assert.equal(await isEmpty(), true);
  await keepNothing(true);
  assert.equal(await isEmpty(), true);
  await put('facts', 'a', { ...factsOf('a'), format: 2 });
  assert.equal(await isEmpty(), false);
});
