import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prepareCounts, takeCounts } from '../../scripts/soak/counts.mjs';
import { heldCounting } from '../../scripts/soak/held-counts.mjs';
import { workerCounting } from '../../scripts/soak/worker-counts.mjs';
import { engineNames, missingPrograms, openBrowser } from '../../scripts/webdriver.mjs';
import { serve } from './support/site.js';
import { assertSoon } from './support/soon.js';

/** A module with a memory of three pages of 64 KiB. */
const MODULE = [
  ...[0, 97, 115, 109, 1, 0, 0, 0, 5, 3, 1, 0, 3],
  ...[7, 10, 1, 6, 109, 101, 109, 111, 114, 121, 2, 0],
];
/** Each thing that the page holds, once. */
const HELD = {
  ...{ workers: 1, 'wasm memory': 3 * 65_536, 'blob URLs': 1, listeners: 2, intervals: 1 },
  ...{ timeouts: 1, observations: 1, locks: 1, sheets: 1, elements: 0 },
  ...{ records: 2, 'kept runs': 1, 'lost bytes of runs': 1 },
};

/** Runs in the page: takes one of each, and nothing twice. @param {number[]} module */
async function hold(module) {
  const bytes = JSON.stringify(module);
  const source = `self.kept = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(${bytes})));
    postMessage('ready');`;
  const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = new Worker(address);
  await new Promise((resolve) => worker.addEventListener('message', resolve, { once: true }));
  const listen = () => {};
  const dark = matchMedia('(prefers-color-scheme: dark)');
  for (let twice = 0; twice < 2; twice++) {
    addEventListener('resize', listen);
    dark.addEventListener('change', listen);
  }
  const ended = new AbortController();
  ended.abort();
  addEventListener('resize', () => {}, { signal: ended.signal });
  const observer = new ResizeObserver(listen);
  for (let twice = 0; twice < 2; twice++) observer.observe(document.body);
  const [interval, timeout] = [setInterval(listen, 1e6), setTimeout(listen, 1e6)];
  /** @type {(value?: unknown) => void} */
  let unlock = () => {};
  await new Promise((resolve) => {
    navigator.locks.request('held', () => {
      resolve(undefined);
      return new Promise((end) => (unlock = end));
    });
  });
  document.adoptedStyleSheets.push(new CSSStyleSheet());
  const opening = indexedDB.open('lstm-playground', 1);
  opening.onupgradeneeded = () => {
    for (const name of ['facts', 'bytes']) opening.result.createObjectStore(name);
  };
  await new Promise((resolve) => (opening.onsuccess = resolve));
  const writing = opening.result.transaction('bytes', 'readwrite');
  // A large run in two parts.
  for (const key of ['a', ['part', 'a', 8]]) {
    writing.objectStore('bytes').put(new ArrayBuffer(8), key);
  }
  await new Promise((resolve) => (writing.oncomplete = resolve));
  opening.result.close();
  const list = document.createElement('ul');
  list.append(...Array.from({ length: 1000 }, () => document.createElement('li')));

  const give = async () => {
    worker.terminate();
    URL.revokeObjectURL(address);
    removeEventListener('resize', listen);
    dark.removeEventListener('change', listen);
    observer.disconnect();
    clearInterval(interval);
    clearTimeout(timeout);
    unlock();
    document.adoptedStyleSheets.pop();
    const clearing = indexedDB.deleteDatabase('lstm-playground');
    await new Promise((resolve) => (clearing.onsuccess = resolve));
    Object.assign(window, { kept: undefined });
  };
  Object.assign(window, { kept: { list, bytes: new Uint8Array(120e6).fill(1), give } });
}

const { url } = await serve(
  { '/empty.html': '<!doctype html><html><head></head><body>Empty</body></html>' },
  `${workerCounting}${heldCounting}`,
);

for (const name of engineNames) {
  const missing = missingPrograms(name);
  const skip = missing.length > 0 && `${missing.join(' and ')} missing`;
  test(`a soak counts what a page holds, in ${name}`, { skip, timeout: 180_000 }, async (t) => {
    const session = await openBrowser(name, { isMeasured: true });
    t.after(() => session.close());
    await session.goTo(`${url}/empty.html`);
    await prepareCounts(name, session);
    const before = await takeCounts(name, session);
    assert.equal(before.timeouts, 0, 'the timer of the driver does not count');
    /** The growth since then. @param {Record<string, number>} counts */
    const since = (counts) =>
      Object.fromEntries(Object.keys(HELD).map((key) => [key, counts[key] - before[key]]));

    await session.execute(hold, MODULE);
    const held = await takeCounts(name, session);
    assert.deepEqual(since(held), HELD);
    assert.ok(held.memory > before.memory + 60e6, `${held.memory} after ${before.memory} bytes`);
    if (name === 'Chromium') {
      assert.ok(held.nodes > before.nodes + 1000, 'detached nodes count');
      assert.ok(held.heap > before.heap, 'and their objects');
    }

    await session.execute(() => /** @type {any} */ (window).kept.give());
    const after = await takeCounts(name, session);
    assert.deepEqual(
      since(after),
      Object.fromEntries(Object.keys(HELD).map((key) => [key, 0])),
      'nothing when it is given back',
    );
    // A browser gives memory back to the system when it finds the time.
    await assertSoon(async () => {
      const { memory } = await takeCounts(name, session);
      assert.ok(memory < held.memory - 60e6, `${memory} after ${held.memory} bytes`);
    });
    if (name === 'Chromium') assert.ok(after.nodes < before.nodes + 100, 'the nodes are gone');
  });
}
