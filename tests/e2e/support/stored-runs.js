/** Kept runs in the browser's storage, as a page left them there. */

/**
 * @typedef {object} Page in Playwright or in every browser, at an address of the site
 * @property {<A>(run: (arg: A) => unknown, arg: A) => Promise<any>} evaluate
 *
 * @typedef {object} Entry
 * @property {Record<string, unknown>} facts
 * @property {ArrayBuffer} file
 */

/**
 * Facts of a run, as far as a test does not choose them.
 *
 * @param {string} id
 * @param {Record<string, unknown>} [other]
 */
export const factsOf = (id, other) => ({
  ...{ id, text: 'once upon a time', chars: 600, cell: 'lstm', hiddenSize: 3, numLayers: 1 },
  ...{ step: 31, bitsPerChar: 1.5, savedAt: Date.now(), bytes: 20_000, format: 1, ...other },
});

/**
 * @param {Page} page
 * @param {Entry[]} entries
 */
export function putStored(page, entries) {
  const plain = entries.map(({ facts, file }) => ({ facts, bytes: [...new Uint8Array(file)] }));
  return page.evaluate(async (entries) => {
    const request = indexedDB.open('lstm-playground', 1);
    await new Promise((resolve, reject) => {
      request.onupgradeneeded = () => {
        for (const name of ['facts', 'bytes']) request.result.createObjectStore(name);
      };
      request.onsuccess = resolve;
      request.onerror = reject;
    });
    const database = request.result;
    const transaction = database.transaction(['facts', 'bytes'], 'readwrite');
    for (const { facts, bytes } of entries) {
      const id = String(facts.id);
      transaction.objectStore('facts').put(facts, id);
      transaction.objectStore('bytes').put(Uint8Array.from(bytes).buffer, id);
    }
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    database.close();
  }, plain);
}

/**
 * The facts that are stored, by their keys.
 *
 * @param {Page} page
 * @returns {Promise<Record<string, any>>}
 */
export const getStored = (page) =>
  page.evaluate(async () => {
    const databases = await indexedDB.databases();
    if (!databases.some(({ name }) => name === 'lstm-playground')) return {}; // opening would make one
    const request = indexedDB.open('lstm-playground');
    await new Promise((resolve) => (request.onsuccess = resolve));
    const database = request.result;
    const facts = database.transaction('facts').objectStore('facts');
    const [keys, values] = [facts.getAllKeys(), facts.getAll()];
    await new Promise((resolve) => (values.onsuccess = resolve));
    database.close();
    return Object.fromEntries(keys.result.map((key, i) => [key, values.result[i]]));
  }, undefined);
