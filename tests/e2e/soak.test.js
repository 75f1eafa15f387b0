import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionsNamed } from '../../scripts/soak/actions.mjs';
import { mostInMinutes } from '../../scripts/soak/counts.mjs';
import { soak } from '../../scripts/soak/run.mjs';
import { missingPrograms } from '../../scripts/webdriver.mjs';

const missing = missingPrograms('Chromium');
const skip = missing.length > 0 && `${missing.join(' and ')} missing`;
const options = { kind: 'use', seed: 1, pace: 0.1 };

/** Saved files come first, because the address of one lasts for ten seconds. */
const actions = actionsNamed([
  ...['chartFiles', 'saveAndOpen', 'exportModel', 'lookAround'],
  ...['reset', 'example', 'race', 'guest'],
]);

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

const most = mostInMinutes.Chromium;

/** @param {import('../../scripts/soak/run.mjs').Result} result */
const growing = ({ rows }) => rows.filter(({ problem }) => problem !== '');

test('a minute of use leaves nothing behind in the page', { skip, timeout: 600_000 }, async (t) => {
  const result = await soak('Chromium', { ...options, minutes: 0.5, actions, most });
  const figures = result.rows.map(
    ({ name, level, slope, error }) => `${name} ${level} + (${slope} ± ${error}) a cycle`,
  );
  t.diagnostic(`${result.cycles} cycles: ${figures.join(', ')}`);
  assert.deepEqual(
    growing(result).map(({ name, problem }) => `${name} ${problem}`),
    [],
  );
});

test('a soak reports what a page keeps in each cycle', { skip, timeout: 300_000 }, async () => {
  const leak = {
    leak: (/** @type {import('../../scripts/soak/visitor.mjs').Visitor} */ visitor) =>
      visitor.page(keepMore),
  };
  // It never comes to rest.
  const result = await soak('Chromium', {
    ...options,
    minutes: 0,
    actions: leak,
    most,
    rest: 3000,
  });
  assert.deepEqual(
    growing(result)
      .map(({ name }) => name)
      .sort(),
    [
      ...['blob URLs', 'heap', 'intervals', 'listeners', 'memory', 'nodes', 'records', 'timeouts'],
      'workers',
    ],
  );
});
