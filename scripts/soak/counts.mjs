/** The counts that are taken of a page at rest, and how much each may grow. */

import { collectGarbage, memoryOf } from './memory.mjs';

/**
 * @typedef {import('../webdriver.mjs').EngineName} EngineName
 * @typedef {import('../webdriver.mjs').Session} Session
 * @typedef {Record<string, number>} Counts
 */

const KB = 1024;
const MB = 1024 * KB;

/**
 * The greatest slope a cycle that does not matter, by count; 0 where all counts must be equal. A lock
 * ends when its run is collected, which may be minutes later. A tag that stays behind has 1,500 nodes.
 * Chance has a part in the results that an experiment leaves in its view, some hundred elements.
 *
 * @type {Record<string, number>}
 */
export const mostGrowth = {
  ...{ workers: 0, 'wasm memory': 0, 'blob URLs': 0, listeners: 0, intervals: 0, timeouts: 0 },
  ...{ frames: 0, locks: 0.5, sheets: 0, 'kept runs': 0, 'lost bytes of runs': 0, records: 0 },
  documents: 0,
  ...{ observations: 10, elements: 200, nodes: 400, 'listeners of nodes': 40 },
  ...{ heap: 100 * KB, memory: MB },
};

/** WebKit collects when it likes: its memory comes and goes over minutes. */
const late = { memory: 4 * MB };

/**
 * The greatest slopes in a run of minutes, in which caches of a browser still fill, and the memory of WebKit
 * rises and falls by hundreds of megabytes. The driver's scripts leave up to 60 kB a cycle in Chromium's heap.
 *
 * @type {Record<EngineName, Record<string, number>>}
 */
export const mostInMinutes = {
  Chromium: { heap: 150 * KB, memory: 8 * MB },
  Firefox: { memory: 16 * MB },
  WebKit: { locks: 2, memory: Infinity },
};

/**
 * @param {EngineName} name
 * @returns {Record<string, number>} `mostGrowth` in this browser
 */
export const mostGrowthIn = (name) => ({ ...mostGrowth, ...(name === 'WebKit' && late) });

/** Counts in bytes. */
export const isBytes = (/** @type {string} */ name) =>
  ['heap', 'memory', 'wasm memory'].includes(name);

/** Runs in the page. @param {number | null} drivers milliseconds of the driver's own timer, if any */
async function countInPage(drivers) {
  const { soak } = /** @type {any} */ (window);
  /** @type {(ParentNode & {adoptedStyleSheets: CSSStyleSheet[]})[]} */
  const roots = [document];
  let elements = 0;
  for (const root of roots) {
    for (const element of root.querySelectorAll('*')) {
      elements++;
      if (element.shadowRoot) roots.push(element.shadowRoot);
    }
  }
  const { held = [], pending = [] } = (await navigator.locks?.query()) ?? {};
  const keysIn = async (/** @type {IDBDatabase} */ database, /** @type {string} */ name) => {
    const request = database.transaction(name).objectStore(name).getAllKeys();
    await new Promise((resolve) => (request.onsuccess = resolve));
    return request.result;
  };
  /** @type {Record<string, IDBValidKey[]>} the keys of all records by store, the page's own at least */
  const records = { facts: [], bytes: [] };
  // To open one that is not there would make it.
  for (const { name } of await indexedDB.databases()) {
    const request = indexedDB.open(String(name));
    await new Promise((resolve) => (request.onsuccess = resolve));
    const database = request.result;
    for (const store of database.objectStoreNames) {
      records[store] = [...(records[store] ?? []), ...(await keysIn(database, store))];
    }
    database.close();
  }
  const { facts, bytes } = records;
  // A large run has further parts, whose keys name it.
  const runs = new Set(
    bytes.map((key) => (Array.isArray(key) && key[0] === 'part' ? key[1] : key)),
  );
  return {
    ...Object.assign({}, ...soak.counts.map((/** @type {Function} */ count) => count(drivers))),
    'wasm memory': await soak.wasmBytes(),
    locks: held.length + pending.length,
    sheets: roots.reduce((sum, { adoptedStyleSheets }) => sum + adoptedStyleSheets.length, 0),
    records: Object.values(records).flat().length,
    'kept runs': runs.size,
    'lost bytes of runs': [...runs].filter((key) => !facts.includes(key)).length,
    elements,
  };
}

/**
 * Chromium's own figures.
 *
 * @param {Session} session
 * @returns {Promise<Counts>}
 */
async function chromiumCounts(session) {
  const { metrics } = await session.command('goog/cdp/execute', {
    cmd: 'Performance.getMetrics',
    params: {},
  });
  const figures = Object.fromEntries(
    metrics.map((/** @type {{name: string, value: number}} */ { name, value }) => [name, value]),
  );
  return {
    documents: figures.Documents,
    nodes: figures.Nodes,
    'listeners of nodes': figures.JSEventListeners,
    heap: figures.JSHeapUsedSize,
  };
}

/**
 * Switches on what `takeCounts` needs.
 *
 * @param {EngineName} name
 * @param {Session} session
 */
export async function prepareCounts(name, session) {
  if (name !== 'Chromium') return;
  await session.command('goog/cdp/execute', { cmd: 'Performance.enable', params: {} });
}

/**
 * @param {EngineName} name
 * @param {Session} session
 * @returns {Promise<Counts>} by name, after a collection of garbage
 */
export async function takeCounts(name, session) {
  await collectGarbage(name, session);
  const memory = memoryOf(name, session);
  // This driver ends a script by a timer in the page.
  const counts = await session.execute(countInPage, name === 'WebKit' ? session.patience : null);
  return {
    ...counts,
    ...(name === 'Chromium' && (await chromiumCounts(session))),
    ...(memory && { memory }),
  };
}
