import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { mostGrowth, mostGrowthIn, mostInMinutes } from '../../scripts/soak/counts.mjs';
import { heldCounting } from '../../scripts/soak/held-counts.mjs';
import { judge } from '../../scripts/soak/judgement.mjs';
import { kinds } from '../../scripts/soak/kinds.mjs';
import { growthIn, slopeOf } from '../../scripts/soak/slope.mjs';

/** @param {number} value */
const rounded = (value) => Number(value.toFixed(6));

test('the slope and its standard error are those of least squares', () => {
  // By hand: the sum of (i - 1.5)(y - 6) is 16.5 over 5, the residuals 0.95, -1.35, -0.15, 0.55... .
  const { level, slope, error } = slopeOf([2, 3, 7.5, 11.5]);
  assert.equal(level, 6);
  assert.equal(rounded(slope), 3.3);
  const residuals = [0.95, -1.35, -0.15, 0.55];
  const squares = residuals.reduce((sum, residual) => sum + residual ** 2, 0);
  assert.equal(rounded(error), rounded(Math.sqrt(squares / 2 / 5)));
  assert.deepEqual(slopeOf([4, 4, 4]), { level: 4, slope: 0, error: 0 });
});

test('a line needs three values', () => {
  assert.throws(() => slopeOf([1, 2]), /at least three values, got 2/);
});

test('a count that must stay equal grows with a single other value', () => {
  assert.equal(growthIn([3, 3, 3, 3], 0), '');
  assert.equal(growthIn([3, 3, 4, 3], 0), 'must stay 3, got 4');
  assert.equal(growthIn([3, 2, 3, 3], 0), 'must stay 3, got 2');
});

test('a count of what must be gone grows also where it stays the same', () => {
  assert.equal(growthIn([0, 0, 0, 0], 0, true), '');
  assert.equal(growthIn([1, 1, 1, 1], 0, true), 'must be 0, got 1, 1, 1, 1');
});

test('an amount grows where its slope is neither small nor chance', () => {
  const noise = [0.3, -0.2, 0.1, -0.3, 0.2, -0.1];
  const line = (/** @type {number} */ slope, /** @type {number} */ loud) =>
    noise.map((value, i) => 100 + slope * i + loud * value);
  assert.match(growthIn(line(2, 1), 1), /^grows by .* a cycle, at most 1 allowed$/);
  assert.equal(growthIn(line(0.5, 1), 1), '', 'too little to matter');
  assert.equal(growthIn(line(2, 13), 1), '', 'within the noise');
  assert.match(growthIn(line(2, 40), 1), /let it run longer/, 'too noisy to be judged');
  assert.equal(growthIn(line(-5, 1), 1), '', 'it falls');
});

const MB = 2 ** 20;
/** Amounts like those after six cycles of use in Chromium; the first four are as recorded. */
const recorded = {
  elements: [4778, 4723, 4720, 4716, 4881, 4836],
  nodes: [10_631, 10_521, 10_514, 10_507, 10_728, 10_635],
  observations: [17, 17, 17, 17, 17, 17],
  'listeners of nodes': [268, 268, 268, 268, 268, 268],
  heap: [3.31, 3.41, 3.4, 3.44, 3.38, 3.42].map((size) => size * MB),
  memory: [98.92, 98.46, 98.16, 97.17, 99.55, 98.06].map((size) => size * MB),
};
/**
 * All that a page holds after each of six cycles, the warm-up first.
 *
 * @type {Record<string, number>[]}
 */
const cycles = Array.from({ length: 6 }, (_, i) => ({
  ...Object.fromEntries(Object.keys(mostGrowth).map((name) => [name, 0])),
  ...{ 'blob URLs': 1, listeners: 17, intervals: 2, locks: 2, sheets: 24, documents: 1 },
  ...Object.fromEntries(Object.entries(recorded).map(([name, values]) => [name, values[i]])),
}));
/** The least that a cycle leaves behind if it does, and that four cycles tell from chance. */
const leaks = {
  ...{ workers: 1, 'wasm memory': 65_536, 'blob URLs': 1, listeners: 1, intervals: 1, timeouts: 1 },
  ...{ frames: 1, locks: 1, sheets: 1, 'kept runs': 1, 'lost bytes of runs': 1, records: 1 },
  ...{ documents: 1, observations: 11, elements: 250, nodes: 450, 'listeners of nodes': 50 },
  ...{ heap: 0.2 * MB, memory: 4 * MB },
};

/** @param {Record<string, number>[]} counts @returns {string[]} the names of those that fail */
const growing = (counts) =>
  judge(counts, { none: kinds.use.none, most: mostGrowth }).flatMap(({ name, problem }) =>
    problem ? [name] : [],
  );

test('a page that keeps nothing passes, and one leak in each cycle fails by its name', () => {
  assert.deepEqual(growing(cycles), []);
  assert.deepEqual(Object.keys(leaks).sort(), Object.keys(mostGrowth).sort());
  for (const [name, size] of Object.entries(leaks)) {
    const leaking = cycles.map((counts, i) => ({ ...counts, [name]: counts[name] + size * i }));
    assert.deepEqual(growing(leaking), [name]);
  }
});

test('a leak in the first third alone is warm-up, unless the count must be none', () => {
  const once = (/** @type {string} */ name, /** @type {number} */ size) =>
    growing(cycles.map((counts, i) => ({ ...counts, [name]: counts[name] + (i > 1 ? size : 0) })));
  assert.deepEqual(once('listeners', 5), []);
  assert.deepEqual(once('heap', 5 * MB), []);
  assert.deepEqual(once('workers', 1), ['workers']);
});

test('a small leak shows in a longer run, where the noise hides it in a short one', () => {
  const many = Array.from({ length: 60 }, (_, i) => cycles[i % 6]);
  const leaking = many.map((counts, i) => ({ ...counts, memory: counts.memory + 1.2 * MB * i }));
  assert.deepEqual(growing(many), []);
  assert.deepEqual(growing(leaking.slice(0, 6)), []);
  assert.deepEqual(growing(leaking), ['memory']);
});

test('in an hour every leak of a lock a cycle fails in each browser, in minutes in two of them', () => {
  const leaking = cycles.map((counts, i) => ({ ...counts, locks: counts.locks + i }));
  /** @param {Record<string, number>} most */
  const problems = (most) =>
    judge(leaking, { none: kinds.use.none, most }).flatMap(({ name, problem }) =>
      problem ? [name] : [],
    );
  /** @type {[import('../../scripts/webdriver.mjs').EngineName, string[]][]} */
  const inMinutes = [
    ['Chromium', ['locks']],
    ['Firefox', ['locks']],
    ['WebKit', []],
  ];
  for (const [name, found] of inMinutes) {
    assert.deepEqual(problems(mostGrowthIn(name)), ['locks'], name);
    assert.deepEqual(problems({ ...mostGrowthIn(name), ...mostInMinutes[name] }), found, name);
  }
});

test('a timer of the driver does not count, and only where there is one', () => {
  const due = () => Math.random();
  const nothing = class {};
  /** @type {any} */
  const page = {
    ...{ setTimeout: due, setInterval: due, requestAnimationFrame: due, EventTarget: nothing },
    ...{ ResizeObserver: nothing, IntersectionObserver: nothing, MutationObserver: nothing },
    soak: { counts: [] },
  };
  runInNewContext(heldCounting, Object.assign(page, { window: page }));
  /** @param {number | null} drivers */
  const timeouts = (drivers) =>
    Object.assign({}, ...page.soak.counts.map((/** @type {Function} */ count) => count(drivers)))
      .timeouts;
  assert.equal(timeouts(30_000), 0);
  page.setTimeout(() => {}, 30_000);
  assert.equal(timeouts(30_000), 0);
  page.setTimeout(() => {}, 30_000);
  page.setTimeout(() => {}, 5);
  assert.equal(timeouts(30_000), 2);
  assert.equal(timeouts(null), 3);
});
