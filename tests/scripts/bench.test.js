import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contenders } from '../../bench/contenders.mjs';
import { jobOf, plan } from '../../bench/jobs.mjs';
import { readOptions } from '../../bench/options.mjs';
import { learningTable, speedTable, summaries } from '../../bench/report.mjs';

/** @typedef {import('../../bench/report.mjs').Raw} Raw */

const VOCAB = 65;

/**
 * @param {string} name
 * @param {Partial<Raw>[]} launches
 * @returns {Raw[]}
 */
function speeds(name, ...launches) {
  const cell = /** @type {const} */ ({ table: 'speed', name, hidden: 128, batch: 32 });
  return launches.map((one, i) => ({ ...cell, launch: i + 1, othersBusy: 0, ...one }));
}

test('the table of speeds shows the median, the range, the factor, and the share of the peak', () => {
  const raw = [
    ...speeds(
      'ours',
      { charsPerSecond: 90_000, peaks: [60, 64] },
      { charsPerSecond: 100_000, peaks: [62, 62] },
      { charsPerSecond: 95_000, peaks: [62, 62] },
    ),
    ...speeds(
      'tfjs',
      { charsPerSecond: 4000, othersBusy: 0.5 },
      { charsPerSecond: 5000 },
      { charsPerSecond: 4750 },
    ),
    ...speeds('torch-1', { charsPerSecond: 1 }, { error: 'a | b' }, { charsPerSecond: 1 }),
  ];
  // 24 · 128² + 6 · 65 · 128 = 443,136 FLOP for a character.
  assert.deepEqual(speedTable(summaries(raw, VOCAB)).split('\n'), [
    '|  | batch | hidden 128 |',
    '| --- | --- | --- |',
    '| this project, 1 worker | 32 | 95,000 (90,000 to 100,000) |',
    '| its share of the peak | 32 | 68 % (64 % to 71 %) of 62 GFLOP/s |',
    '| TensorFlow.js, wasm | 32 | 4,750* (4,000 to 5,000), 20×* |',
    '| PyTorch, 1 thread | 32 | a / b |',
  ]);
});

test('the table of validation bits has a column for every moment', () => {
  const cell = /** @type {const} */ ({ table: 'learning', hidden: 128, batch: 32, launch: 1 });
  const point = (/** @type {number} */ seconds, /** @type {number} */ bitsPerChar) => ({
    seconds,
    bitsPerChar,
    chars: 1000 * seconds,
  });
  /** @type {Raw[]} */
  const raw = [
    { ...cell, name: 'ours', othersBusy: 0, points: [point(15, 1.5), point(30, 1.25)] },
    { ...cell, name: 'torch-1', othersBusy: 1, points: [point(15, 1.125), point(30, 1)] },
    { ...cell, name: 'torch-2', othersBusy: 0, error: 'over 180 s' },
  ];
  raw.push({ ...raw[0], launch: 2, points: [point(15, 1.75), point(30, 1.25)] });
  assert.deepEqual(learningTable(summaries(raw, VOCAB)).split('\n'), [
    '|  | 15 s | 30 s | characters read |',
    '| --- | --- | --- | --- |',
    '| this project, 1 worker | 1.63 (1.50 to 1.75) | 1.25 | 30,000 |',
    '| PyTorch, 1 thread | 1.13* | 1.00* | 30,000* |',
    '| PyTorch, 2 threads | over 180 s | over 180 s |  |',
  ]);
});

test('a run measures every contender where it applies, launch by launch', () => {
  const options = { launches: 2, learning: 1, hidden: [64, 128], batch: [1, 32] };
  const cells = [...plan(options, Object.keys(contenders))];
  const found = cells.map(({ table, launch, name, hidden, batch }) =>
    [table, launch, name, hidden, batch].join(' '),
  );
  assert.equal(new Set(found).size, found.length);
  assert.deepEqual(
    found.filter((cell) => / (ours-2|sampling|brain|firefox) /.test(cell) && !/ 2 /.test(cell)),
    [
      'speed 1 brain 64 1',
      'speed 1 firefox 128 1',
      'speed 1 sampling 128 1',
      'speed 1 brain 128 1',
      'speed 1 ours-2 64 32',
      'speed 1 ours-2 128 32',
      'speed 1 firefox 128 32',
      'learning 1 ours-2 128 32',
    ],
  );
});

test('the generated text is the same in every run, and both tables train on the whole alphabet', () => {
  const [cell] = plan({ launches: 0, learning: 1, hidden: [], batch: [] }, ['ours']);
  const { text, vocab, moments } = jobOf(cell);
  assert.equal(text, jobOf(cell).text);
  assert.equal(text.length, 1_000_000);
  assert.equal(vocab, new Set(text.slice(0, 0.9 * text.length)).size);
  assert.deepEqual(moments, [15, 30, 60]);
  const speed = jobOf({ ...cell, table: 'speed' });
  assert.equal(new Set(speed.text).size, speed.vocab);
});

test('--all measures more, and explicit options win', () => {
  const few = readOptions([]);
  const all = readOptions(['--all', '--launches', '2']);
  assert.deepEqual([few.launches, few.learning, few.hidden], [3, 1, [128]]);
  assert.deepEqual([all.launches, all.learning, all.hidden], [2, 3, [64, 128, 256, 512]]);
});

for (const { args, message } of [
  { args: ['--launches', '1.5'], message: /^--launches takes a whole number, .* got 1\.5$/ },
  { args: ['--hidden', '64,0'], message: /^--hidden takes whole numbers above 0, .* got 64,0$/ },
  { args: ['--only', 'ours,theirs'], message: /^--only takes some of .*, got theirs$/ },
]) {
  test(`the benchmark refuses ${args.join(' ')}`, () => {
    assert.throws(
      () => readOptions(args),
      ({ message: given }) => message.test(given),
    );
  });
}
