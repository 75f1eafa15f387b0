import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { shared } from '../../vite.config.js';

const root = join(import.meta.dirname, '../..');
/** @param {string} path */
const read = (path) => readFileSync(join(root, path), 'utf8');

const docs = read('docs/browsers.md');
/**
 * The cells of a row that begins with this.
 *
 * @param {string} start
 */
const rowOf = (start) => {
  const row = docs.split('\n').find((line) => line.startsWith(`| ${start}`));
  assert.ok(row, `a row of ${start}`);
  return row.split('|').map((cell) => cell.trim());
};

const oldest = {
  chrome: Number(rowOf('Chrome and Edge')[2]),
  firefox: Number(rowOf('Firefox  ')[2]),
  safari: Number(rowOf('Safari  ')[2]),
};
const needed = [
  ...docs.matchAll(/^\| `(.+)` *\|[^|]+\| *([\d.]+) *\| *([\d.]+) *\| *([\d.]+) *\|$/gm),
].map(([, feature, ...versions]) => ({ feature, versions: versions.map(Number) }));

/** The sources of the page and of the build, by path. */
const sources = new Map(
  [
    '.cargo/config.toml',
    ...readdirSync(join(root, 'www'), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(js|css|html)$/.test(path) && !path.startsWith('pkg'))
      .map((path) => `www/${path}`),
  ].map((path) => [path, read(path)]),
);

/**
 * Features that are newer than the oldest versions. The code may have one where it helps and nothing needs
 * it: then docs/browsers.md names it among what a page does without.
 */
const NEWER = [
  ...['@scope', '@starting-style', '@view-transition', '@function', '@position-try'],
  ...['sibling-index(', 'anchor-name', 'position-anchor', 'anchor(', 'interpolate-size'],
  ...['calc-size(', 'contrast-color(', 'animation-timeline', 'text-box', 'field-sizing'],
  ...['text-wrap', 'scrollbar-width', 'scrollbar-color', 'print-color-adjust', '::details-content'],
  ...['reading-flow', 'corner-shape', 'offset-path', 'startViewTransition', 'moveBefore'],
  ...['showPicker', 'closedby', 'commandfor', 'requestClose', 'navigation.', 'scheduler.'],
  ...['cookieStore', 'URL.parse', 'URLPattern', 'getHTML', 'setHTML', 'Promise.try'],
  ...['Promise.withResolvers', 'RegExp.escape', 'Float16Array', 'Iterator.', 'Temporal'],
  ...['fromBase64', 'toBase64', 'Map.groupBy', 'Object.groupBy', 'Array.fromAsync'],
  ...['Error.isError', '.isSubsetOf', '.intersection(', '.symmetricDifference(', 'AbortSignal.any'],
  ...['DurationFormat', 'Atomics.waitAsync', 'SharedWorker', 'navigator.gpu'],
  ...['requestIdleCallback', 'structuredClone('],
];

test('the files whose tests run in three browsers are those of the table', () => {
  const named = [...docs.matchAll(/^\| `([\w-]+)` +\| [^|]+ \|$/gm)].map(([, name]) => name);
  const everywhere = readdirSync(join(root, 'tests/e2e'))
    .filter((name) => name.endsWith('.test.js'))
    .map((name) => ({ name: name.slice(0, -'.test.js'.length), text: read(`tests/e2e/${name}`) }))
    .filter(({ text }) => /testInEveryBrowser|engineNames/.test(text))
    .filter(({ text }) => !text.includes("['Chromium'],"));
  assert.deepEqual(named.sort(), everywhere.map(({ name }) => name).sort());
});

test('the oldest versions are those of the newest features', () => {
  assert.ok(needed.length >= 10);
  for (const [at, version] of Object.values(oldest).entries()) {
    assert.equal(Math.max(...needed.map(({ versions }) => versions[at])), version);
  }
});

test('the code has every feature that the table names', () => {
  for (const { feature } of needed) {
    assert.ok(
      [...sources.values()].some((text) => text.includes(feature)),
      feature,
    );
  }
});

test('the build makes style sheets for the oldest versions', () => {
  const targets = Object.entries(oldest).map(([name, version]) => `${name}${version}`);
  assert.deepEqual(shared.build.cssTarget, targets);
});

test('newer features are named, and the page does without them', () => {
  const without = docs.slice(docs.indexOf('does without'));
  const used = NEWER.flatMap((feature) =>
    [...sources].filter(([, text]) => text.includes(feature)).map(([path]) => ({ feature, path })),
  );
  assert.deepEqual(
    used.filter(({ feature }) => !without.includes(`\`${feature}\``)),
    [],
  );
});
