import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, test } from 'node:test';
import { IDBFactory, IDBKeyRange, IDBObjectStore } from 'fake-indexeddb';
import { initSync } from '../../www/pkg/lstm_playground.js';
import { Autosave } from '../../www/src/element/autosave.js';
import { openStored, storedId } from '../../www/src/element/stored-runs.js';
import { readRun } from '../../www/src/files/run-file.js';
import { CoreBudget } from '../../www/src/runs/core-budget.js';
import { Session } from '../../www/src/runs/session.js';
import { prepareToLeave } from '../../www/src/storage/left-runs.js';
import { changes, keepNothing, listRuns, loadRun } from '../../www/src/storage/run-store.js';
import { NodeWorker } from './support/node-worker.js';

/** @typedef {import('../../www/src/storage/run-store.js').StoredRun} StoredRun */

const wasm = new WebAssembly.Module(
  readFileSync(new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url)),
);
initSync({ module: wasm });

const TEXT = 'a run that is kept goes on as if the page had never been left. '.repeat(40);
const CONFIG = { hiddenSize: 16, seqLen: 12, batchSize: 8, patience: 0, workers: 1 };
const LIMIT = { timeout: 60_000 };

/** @type {EventTarget} */
let page;
/** @type {Map<string, string>} */
let tab;
/** @type {AbortController} */
let life;
/** @type {Session} */
let session;

/** @param {Map<string, string>} map */
const storage = (map) => ({
  getItem: (/** @type {string} */ key) => map.get(key) ?? null,
  setItem: (/** @type {string} */ key, /** @type {string} */ value) => void map.set(key, value),
  removeItem: (/** @type {string} */ key) => void map.delete(key),
});

const locks = {
  request: async (/** @type {string} */ name, /** @type {object} */ _, /** @type {any} */ hold) =>
    hold({ name }),
  query: async () => ({ held: [] }),
};

beforeEach(() => {
  page = new EventTarget();
  tab = new Map();
  life = new AbortController();
  Object.assign(globalThis, {
    ...{ requestAnimationFrame: () => 1, cancelAnimationFrame() {} },
    ...{ indexedDB: new IDBFactory(), IDBKeyRange },
    document: Object.assign(new EventTarget(), { hidden: false }),
    addEventListener: page.addEventListener.bind(page),
    removeEventListener: page.removeEventListener.bind(page),
    ...{ localStorage: storage(new Map()), sessionStorage: storage(tab) },
  });
  Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true });
  session = new Session({
    createWorker: () => new NodeWorker().asWorker(),
    loadWasm: async () => wasm,
    cores: new CoreBudget(() => 1),
  });
  session.setText(TEXT);
  for (const [name, value] of Object.entries(CONFIG)) session.choose(name, value);
  new Autosave(session, life.signal);
});

afterEach(async () => {
  await prepareToLeave();
  life.abort();
  void session.reset();
  // A newer version of the page closes the connection that waits for the page to be left.
  const request = globalThis.indexedDB.open('lstm-playground', 9);
  await new Promise((resolve) => (request.onsuccess = resolve));
  request.result.close();
});

/**
 * Waits until the runs that are kept fulfil a condition.
 *
 * @param {(runs: StoredRun[]) => boolean} isFulfilled
 */
async function kept(isFulfilled) {
  for (;;) {
    const changed = new Promise((resolve) =>
      changes.addEventListener('change', resolve, { once: true }),
    );
    const runs = await listRuns();
    if (isFulfilled(runs)) return runs;
    await changed;
  }
}

/** @param {string} type of an event of the session */
const next = (type) =>
  new Promise((resolve) => session.addEventListener(type, resolve, { once: true }));

const stepOf = () => Number(session.run?.checkpoint?.counters[0]);

/** Trains for some reports, and pauses; resolves when that is kept. */
async function trainAndKeep() {
  await session.train();
  for (let i = 0; i < 3; i++) await next('step');
  await session.pause();
  await kept((runs) => runs.some(({ step }) => step === stepOf()));
  return stepOf();
}

/**
 * Undoes until a run is back.
 *
 * @param {Session['run']} run
 */
async function undoTo(run) {
  for (let i = 0; i < 3 && session.run !== run; i++) await session.undo.back();
  assert.ok(session.run === run);
}

/**
 * The file of a run.
 *
 * @param {string} id
 */
const fileOf = async (id) => readRun(/** @type {ArrayBuffer} */ (await loadRun(id)));

/** Makes the present run one that has trained for long. */
function trainLong() {
  Object.assign(/** @type {any} */ (session.record.progress), { charsPerSecond: 1 });
}

/** Trains until the page has a checkpoint that is not kept. */
async function trainOn() {
  const before = stepOf();
  await session.train();
  while (stepOf() === before) {
    await next('step');
    const checkpoint = next('checkpoint'); // one comes at once after a new learning rate
    session.choose('learningRate', session.draft.config.learningRate * 0.99);
    await checkpoint;
  }
}

test('what a page has at the moment at which it is left is kept', LIMIT, async (t) => {
  const first = await trainAndKeep();
  await prepareToLeave();
  await trainOn();
  const step = stepOf();
  assert.ok(step > first);
  const { open } = IDBFactory.prototype;
  t.mock.method(IDBFactory.prototype, 'open', () => {
    throw new DOMException('the page is gone', 'AbortError');
  });
  page.dispatchEvent(new Event('pagehide'));
  life.abort();
  /** @type {any} */ (IDBFactory.prototype.open).mock.mockImplementation(open);
  const runs = await listRuns();
  assert.deepEqual(
    runs.map((run) => run.step),
    [step],
  );
  assert.equal((await fileOf(runs[0].id)).checkpoint.counters[0], step);
  assert.deepEqual(JSON.parse(tab.get('lstm-playground-run') ?? ''), {
    id: runs[0].id,
    isTraining: true,
  });
});

test('a run that is opened and the one it comes from keep a place each', LIMIT, async () => {
  await trainAndKeep();
  const [{ id }] = await listRuns();
  const first = session.run;
  await session.reset({ isByReader: true });
  await openStored(session, id);
  const last = await trainAndKeep();
  assert.deepEqual(
    (await listRuns()).map((run) => [run.id, run.step]),
    [[id, last]],
  );
  await undoTo(first);
  await session.step();
  const runs = await kept(({ length }) => length === 2);
  assert.equal(runs.find((run) => run.id === id)?.step, last);
  assert.notEqual(storedId(first), id);
});

test('a run that no file can hold is tried no more often than its size asks', LIMIT, async (t) => {
  await trainAndKeep();
  const [before] = await listRuns();
  const { run } = session;
  assert.ok(run?.checkpoint);
  const { counters } = run.checkpoint;
  const large = new Float32Array(17 * 2 ** 20); // 71 MB, so once in 71 s
  let now = performance.now();
  t.mock.method(performance, 'now', () => now);
  /** @type {Set<number>} */
  const tries = new Set();
  let tried = () => {};
  const checkpoint = (/** @type {number} */ step) => ({
    counters: Float64Array.of(step, ...counters.slice(1)),
    get values() {
      tries.add(now);
      tried();
      return large;
    },
  });
  Object.defineProperty(run, 'config', { value: { ...run.config, hiddenSize: 1024 } });
  Object.defineProperty(session, 'wantsTraining', { value: true, configurable: true });
  const begin = now;
  for (const second of [20, 25, 30, 45, 60, 75, 80, 105, 110]) {
    now = begin + 1000 * second;
    const isDue = second === 20 || second === 105;
    const trial = new Promise((resolve) => (tried = () => resolve(undefined)));
    Object.defineProperty(run, 'checkpoint', {
      value: checkpoint(counters[0] + second),
      configurable: true,
    });
    session.dispatchEvent(new Event('checkpoint'));
    if (isDue) await trial;
    for (let i = 0; i < 20; i++) await new Promise(setImmediate); // room for a try too many
  }
  delete (/** @type {any} */ (session).wantsTraining);
  assert.deepEqual([...tries], [begin + 20_000, begin + 105_000]);
  assert.match(String(session.aside?.message), /too large to be saved/);
  assert.equal((await listRuns())[0].savedAt, before.savedAt);
});

test('an opened run is the one of its tab', LIMIT, async () => {
  await trainAndKeep();
  const [{ id }] = await listRuns();
  trainLong();
  await session.reset({ isByReader: true });
  await trainAndKeep();
  const noted = () => JSON.parse(tab.get('lstm-playground-run') ?? '');
  const own = noted().id;
  assert.notEqual(own, id);
  const { run } = session;
  trainLong();
  await openStored(session, id);
  assert.deepEqual(noted(), { id, isTraining: false });
  await undoTo(run);
  assert.equal(noted().id, own);
});

test('a learning rate that is chosen at a pause is kept', LIMIT, async () => {
  const step = await trainAndKeep();
  const [{ id, savedAt }] = await listRuns();
  const checkpoint = next('checkpoint');
  session.choose('learningRate', 0.0007);
  await checkpoint;
  assert.equal(stepOf(), step);
  await kept(([run]) => run.savedAt > savedAt);
  assert.equal((await fileOf(id)).config.learningRate, 0.0007);
});

test('a prompt that is chosen at a pause is kept when the page is hidden', LIMIT, async () => {
  await trainAndKeep();
  const [{ id, savedAt }] = await listRuns();
  session.chooseSampling('prompt', 'a run');
  Object.assign(globalThis.document, { hidden: true });
  globalThis.document.dispatchEvent(new Event('visibilitychange'));
  await kept(([run]) => run.savedAt > savedAt);
  assert.equal((await fileOf(id)).sampling.prompt, 'a run');
});

test('after nothing was to be kept, the run on the page is kept again', LIMIT, async () => {
  const step = await trainAndKeep();
  await keepNothing(true);
  page.dispatchEvent(new Event('pagehide'));
  assert.deepEqual([...tab], [], 'the tab has forgotten it');
  assert.deepEqual(await listRuns(), []);
  await keepNothing(false);
  await kept((runs) => runs[0]?.step === step);
});

test('a run whose place another takes is kept with its last checkpoint', LIMIT, async () => {
  const first = await trainAndKeep();
  await session.train();
  for (let i = 0; i < 3; i++) await next('step');
  const { run } = session;
  trainLong();
  await session.reset({ isByReader: true });
  await session.earlier.newest?.left;
  const last = Number(run?.checkpoint?.counters[0]);
  assert.ok(last > first);
  await kept((runs) => runs.length === 1 && runs[0].step === last);
});

test('a run that has ended by itself keeps its place', LIMIT, async () => {
  session.choose('maxSteps', 30);
  await session.train();
  await kept((runs) => runs.some(({ step }) => step === 30));
  assert.equal(session.run?.record.ended?.reason, 'maxSteps');
  session.setText(TEXT.replaceAll('run', 'ran'));
  await session.reset({ isByReader: true });
  session.choose('maxSteps', 40);
  await session.train();
  const runs = await kept((runs) => runs.some(({ step }) => step === 40));
  assert.deepEqual(
    runs.map(({ step }) => step),
    [40, 30],
  );
});

/** True where the page asks before it is left. */
const asks = () => !page.dispatchEvent(new Event('beforeunload', { cancelable: true }));

for (const isOpened of [false, true]) {
  const what = isOpened ? 'opened from the storage' : 'kept';
  test(`a run that was ${what} is no longer safe when the storage is lost`, LIMIT, async (t) => {
    await trainAndKeep();
    const [{ id }] = await listRuns();
    if (isOpened) {
      await session.reset({ isByReader: true });
      await openStored(session, id);
    }
    await prepareToLeave();
    assert.equal(asks(), false);
    const { open } = IDBFactory.prototype;
    const denied = t.mock.method(IDBFactory.prototype, 'open', () => {
      throw new DOMException('denied', 'SecurityError');
    });
    const isSaid = () => /does not let the page keep runs/.test(String(session.aside?.message));
    globalThis.indexedDB.deleteDatabase('lstm-playground');
    while (!isSaid()) await new Promise(setImmediate);
    assert.equal(asks(), true);
    denied.mock.mockImplementation(open);
    await session.step();
    await kept((runs) => runs.length === 1);
    assert.equal(asks(), false);
  });
}

/**
 * Denies all room, until the test has ended.
 *
 * @param {import('node:test').TestContext} t
 */
function denyRoom(t) {
  t.mock.method(IDBObjectStore.prototype, 'put', () => {
    throw new DOMException('the disk is full', 'QuotaExceededError');
  });
}

/** Waits until the page says that it cannot keep the run. */
async function told() {
  while (!session.aside) await new Promise(setImmediate);
}

test('a run that was deleted, and cannot be kept again, is not safe', LIMIT, async (t) => {
  await trainAndKeep();
  await keepNothing(true);
  denyRoom(t);
  await keepNothing(false);
  await told();
  assert.equal(asks(), true);
});

test(
  'a run that Undo brings back, whose place another has taken, is not safe',
  LIMIT,
  async (t) => {
    await trainAndKeep();
    const first = session.run;
    const id = storedId(first);
    await session.reset({ isByReader: true });
    await trainAndKeep();
    assert.deepEqual([storedId(first), storedId(session.run)], [undefined, id]);
    await prepareToLeave();
    denyRoom(t);
    await session.step();
    await told();
    await undoTo(first);
    assert.equal(asks(), true);
    Object.assign(globalThis.document, { hidden: true });
    globalThis.document.dispatchEvent(new Event('visibilitychange'));
    while (!storedId(first)) await new Promise(setImmediate);
    assert.equal(asks(), true, 'it has a place, and nothing is kept there');
  },
);
