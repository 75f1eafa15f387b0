import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mostInMinutes } from '../../scripts/soak/counts.mjs';
import { soak } from '../../scripts/soak/run.mjs';
import { missingPrograms } from '../../scripts/webdriver.mjs';

const missing = missingPrograms('Chromium');
const skip = missing.length > 0 && `${missing.join(' and ')} missing`;

/** Runs in the page: keeps one more of each thing. */
async function keepMore() {
  const { kept } = /** @type {any} */ (window);
  const address = URL.createObjectURL(new Blob(['let a;'], { type: 'text/javascript' }));
  const worker = new Worker(address);
  addEventListener('resize', () => {});
  setInterval(() => {}, 1e6);
  setTimeout(() => {}, 1e6);
  const opening = indexedDB.open('leak', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('kept', { autoIncrement: true });
  await new Promise((resolve) => (opening.onsuccess = resolve));
  const writing = opening.result.transaction('kept', 'readwrite');
  writing.objectStore('kept').put('more');
  await new Promise((resolve) => (writing.oncomplete = resolve));
  opening.result.close();
  const objects = Array.from({ length: 40_000 }, (_, i) => ({ i, text: `number ${i}` }));
  const list = document.createElement('ul');
  list.append(...Array.from({ length: 2000 }, () => document.createElement('li')));
  const bytes = new Uint8Array(20e6).fill(1);
  Object.assign(window, { kept: [...(kept ?? []), worker, objects, list, bytes] });
}

test('a soak reports what a page keeps in each cycle', { skip, timeout: 300_000 }, async () => {
  const leak = {
    leak: (/** @type {import('../../scripts/soak/visitor.mjs').Visitor} */ visitor) =>
      visitor.page(keepMore),
  };
  // It never comes to rest.
  const result = await soak('Chromium', {
    ...{ kind: 'use', seed: 1, pace: 0.1, minutes: 0 },
    ...{ actions: leak, most: mostInMinutes.Chromium, rest: 3000 },
  });
  const growing = result.rows.filter(({ problem }) => problem !== '');
  assert.deepEqual(growing.map(({ name }) => name).sort(), [
    ...['blob URLs', 'heap', 'intervals', 'listeners', 'memory', 'nodes', 'records', 'timeouts'],
    'workers',
  ]);
});
