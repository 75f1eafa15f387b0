import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { finish } from './support/finish.js';
import { initSync, Playground } from '../../www/pkg/lstm_playground.js';
import { drawing } from '../../www/src/cells/drawing.js';
import { drawnNumbers, unitSteps } from '../../www/src/cells/arithmetic.js';
import { cells } from '../../www/src/cells/cells.js';
import { formatSigned } from '../../www/src/lib/format.js';
import { quantitiesOf } from '../../www/src/cells/quantities.js';

/** @typedef {import('../../www/pkg/lstm_playground.js').Clamp} Clamp */

const wasm = new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url);
initSync({ module: readFileSync(wasm) });

const TEXT =
  'a unit that counts (brackets) is easy to see, and one that (does (not)) is not. '.repeat(9);
const H = 10;

/** @param {string} cell */
function make(cell, config = {}) {
  const all = /** @type {any} */ ({ cell, hiddenSize: H, numLayers: 2, seqLen: 8, batchSize: 2 });
  const playground = new Playground(TEXT, { ...all, ...config });
  playground.trainSteps(30);
  return playground;
}

/**
 *
 * @param {Playground} playground
 * @param {string} text
 * @param {Clamp[]} [clamps]
 */
const read = (playground, text, clamps) => finish(playground.network().readText(text, clamps));

for (const cell of cells) {
  test(`${cell.name}: the drawing and the sentences show the numbers of the unit`, () => {
    const playground = make(cell.name);
    const text = TEXT.slice(0, 40);
    const reading = playground.inspect(text);
    assert.equal(reading.chars, 40);
    assert.equal(reading.surprise.length, 40);
    assert.equal(reading.probabilities.length, 40 * playground.vocabulary().length);
    assert.equal(reading.layers.length, 2);
    for (const [layer, { values, hiddenBefore, cellBefore }] of reading.layers.entries()) {
      const shown = Object.keys(values).filter((name) => name !== 'h');
      assert.deepEqual(shown, quantitiesOf({ cell: cell.name }));
      for (const [name, numbers] of Object.entries(values))
        assert.equal(numbers.length, 40 * H, name);
      assert.equal(hiddenBefore.length, H);
      assert.equal(cellBefore.length, values.cell ? H : 0);
      for (const [unit, index] of [
        [0, 1],
        [7, 39],
        [9, 17],
      ]) {
        const at = index * H + unit;
        const numbers = {
          values: Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all[at]])),
          hiddenBefore: values.hidden[at - H],
          cellBefore: values.cell?.[at - H] ?? NaN,
          layer,
          sums: playground.gateSums(layer, unit, index),
        };
        const drawn = drawnNumbers(cell, numbers);
        assertDrawn(drawn, cell.parts.kind);
        const nodes = drawing(cell).nodes.map(({ id }) => id);
        for (const notation of /** @type {const} */ (['textbook', 'article'])) {
          const steps = unitSteps(cell, numbers, notation);
          assert.ok(steps.length > 0);
          for (const { node, title, line, why } of steps) {
            assert.ok(nodes.includes(node), `${node} must be drawn, there are ${nodes}`);
            assert.ok(title && why.endsWith('.'), `${title}: ${why}`);
            assert.doesNotMatch(`${title} ${line} ${why}`, /NaN|undefined|Infinity/);
            assertAddsUp(line);
          }
        }
      }
    }
  });
}

/**
 * Asserts that the drawn numbers satisfy the equations of the cell.
 *
 * @param {Record<string, number>} drawn
 * @param {string} kind
 */
function assertDrawn(drawn, kind) {
  const close = (/** @type {number} */ a, /** @type {number} */ b) =>
    assert.ok(Math.abs(a - b) < 1e-5, `${a} must be ${b}: ${JSON.stringify(drawn)}`);
  if (kind === 'lstm') close(drawn.cell, drawn.retained + drawn.added);
  if (kind === 'lstm' && drawn.u === undefined) close(drawn.hidden, drawn.o * drawn.squashed);
  if (drawn.u !== undefined) close(drawn.hidden, drawn.o * drawn.u);
  if (kind === 'gru') close(drawn.hidden, drawn.retained + drawn.added);
}

/**
 * Asserts that the figures in a line give its result, to the last digit shown.
 *
 * @param {string} line
 */
function assertAddsUp(line) {
  const [, words, squash, total, inAll, result] =
    line.match(/^(.*): (?:(σ|tanh)\((.*)\)|(.*) in all)(?: = (.*))?$/) ?? [];
  if (words) {
    const terms = words.match(/[+−]?\d+\.\d+/g) ?? [];
    const sum = terms.reduce((all, term) => all + numberOf(term), 0);
    const shown = total ?? inAll;
    assert.ok(Math.abs(sum - numberOf(shown)) < 1e-9, `${line}: the parts give ${sum}`);
    if (squash) assert.equal(formatSigned(SQUASH[squash](numberOf(shown))), result, line);
    return;
  }
  const [left, right] = line.split(' = ');
  const formula = left
    .replaceAll(/[a-zA-Z]+ (?=[\d(−])/g, '')
    .replaceAll('−', '-')
    .replaceAll('×', '*')
    .replaceAll('tanh(', 'Math.tanh(');
  assert.equal(formatSigned(new Function(`return ${formula}`)()), right, line);
}

/** @type {Record<string, (x: number) => number>} */
const SQUASH = { σ: (x) => 1 / (1 + Math.exp(-x)), tanh: Math.tanh };

/** @param {string} text */
const numberOf = (text) => Number(text.replace('−', '-'));

test('inspect returns the reading of the whole text', () => {
  const playground = make('four-gate', { numLayers: 3 });
  const text = TEXT.slice(5, 200);
  assert.deepEqual(playground.inspect(text), read(playground, text));
  assert.equal(playground.inspect(text).layers.length, 3);
  const inspect = (/** @type {any} */ text) => () => playground.inspect(text);
  assert.throws(inspect('a§'), { name: 'UnknownCharError' });
  assert.throws(inspect(undefined), { message: 'text must be a string, got undefined' });
});

test('the surprise over the validation text adds up to the loss of an evaluation', () => {
  const seqLen = 8;
  const playground = make('peephole', { seqLen });
  const { validationBlocks } = playground.textReport();
  // The window that warms the state up, and the character that predicts the first one.
  const runUp = seqLen + 1;
  const unit = { layer: 0, quantity: 'cell', unit: 0 };
  /** @type {number[]} */
  const surprise = [];
  for (let i = 0; i < validationBlocks.length; i += 2) {
    const text = TEXT.slice(validationBlocks[i] - runUp, validationBlocks[i + 1]);
    surprise.push(...finish(playground.network().readUnitSeries(text, runUp, unit, [])).surprise);
  }
  const evaluation = playground.evaluate();
  assert.equal(surprise.length, evaluation?.chars);
  const bitsPerChar = surprise.reduce((sum, bits) => sum + bits, 0) / surprise.length;
  const difference = Math.abs(bitsPerChar - Number(evaluation?.bitsPerChar));
  assert.ok(difference < 1e-6, `${bitsPerChar} must be ${evaluation?.bitsPerChar}`);
});

test('a unit series read in slices is a row of the reading', () => {
  const playground = make('peephole', { hiddenSize: 64 });
  const unit = { layer: 1, quantity: 'f', unit: 63 };
  const network = playground.network();
  const { reading } = finish(network.readPage(TEXT, 0, 100, TEXT.length - 100, unit));
  const task = network.readUnitSeries(TEXT, 100, unit, []);
  let slices = 1;
  let series;
  while ((series = task.runFor(0)) === undefined) slices++;
  assert.ok(slices > 5, `${slices} slices`);
  const expected = reading.layers[1].values.f.filter((_, i) => i % 64 === 63);
  assert.deepEqual(series.values, expected);
  assert.deepEqual(series.surprise, reading.surprise);
  assert.throws(() => task.runFor(1), { name: 'TaskEndedError' });
});

test('a task is refused once its weights have changed', () => {
  const playground = make('lstm', { hiddenSize: 64 });
  const network = playground.network();
  const tasks = [
    network.readText(TEXT),
    network.generateText({ length: 1000 }),
    playground.copyCheckpoint(),
    /** @type {import('../../www/pkg/lstm_playground.js').Task} */ (playground.evaluateText()),
  ];
  playground.inspect('a unit');
  playground.trainSteps(1);
  for (const task of tasks) {
    assert.throws(() => task.runFor(1), { name: 'WeightsChangedError', message: /start it again/ });
    assert.throws(() => task.runFor(1), { name: 'TaskEndedError' });
  }
  assert.throws(() => playground.gateSums(0, 0, 0), { name: 'WeightsChangedError' });
});

test('several tasks of one network do not affect each other', () => {
  const playground = make('lstm');
  const network = playground.network();
  const tasks = [
    network.generateText({ length: 300, seed: 1 }),
    network.generateText({ length: 400, seed: 2 }),
    network.readText(TEXT),
  ];
  /** @type {unknown[]} */
  const results = tasks.map(() => undefined);
  while (results.includes(undefined)) {
    for (const [i, task] of tasks.entries()) results[i] ??= task.runFor(0);
  }
  assert.deepEqual(results, [
    playground.generate({ length: 300, seed: 1 }),
    playground.generate({ length: 400, seed: 2 }),
    playground.inspect(TEXT),
  ]);
});

test('a checkpoint is copied in slices, and its network can be inspected during training', () => {
  const playground = make('gru', { hiddenSize: 200 });
  const snapshot = playground.snapshot();
  const task = playground.copyCheckpoint();
  let slices = 1;
  let copy;
  while ((copy = task.runFor(0)) === undefined) slices++;
  assert.deepEqual(copy, snapshot);
  assert.ok(slices > 1, `${slices} slices`);
  const expected = playground.inspect(TEXT.slice(0, 30));
  const earlier = playground.networkAt(snapshot);
  const reading = earlier.readText(TEXT.slice(0, 30));
  playground.trainSteps(1);
  assert.deepEqual(finish(reading), expected);
  assert.deepEqual(earlier.gateSums(1, 3, 7).length, 3);
  assert.notDeepEqual(playground.inspect(TEXT.slice(0, 30)), expected);
});

test('a snapshot with infinite weights is refused, and one with infinite moments resumes', () => {
  const playground = make('lstm', { gradClip: 0 });
  const snapshot = playground.snapshot();
  const count = playground.weights().length;
  const infinite = (/** @type {number} */ index) => {
    const values = snapshot.values.slice();
    values[index] = Infinity;
    return { ...snapshot, values };
  };
  const refused = (/** @type {string} */ what) => ({
    name: 'SnapshotError',
    message: new RegExp(`^the snapshot has ${what} that are not finite`),
  });
  assert.throws(() => playground.restore(infinite(5)), refused('weights'));
  assert.throws(() => playground.networkAt(infinite(5)), refused('weights'));
  assert.throws(() => playground.restore(infinite(3 * count + 5)), refused('last good weights'));
  playground.restore(infinite(2 * count + 5)); // the mean of a squared gradient
  playground.trainSteps(5);
  assert.equal(playground.snapshot().values[2 * count + 5], Infinity);
});

test('clamps change the reading and the generated text, and no weight', () => {
  const playground = make('lstm');
  const hash = playground.weightsHash();
  const free = read(playground, TEXT.slice(0, 60));
  const clamps = [{ layer: 0, quantity: 'f', value: 0 }];
  const clamped = read(playground, TEXT.slice(0, 60), clamps);
  const { i, f, g, cell } = clamped.layers[0].values;
  assert.ok(f.every((x) => x === 0));
  assert.deepEqual(
    cell,
    i.map((x, at) => x * g[at]),
  );
  assert.notDeepEqual(clamped.surprise, free.surprise);
  assert.deepEqual(
    read(playground, TEXT.slice(0, 60)),
    free,
    'without clamps it is the same again',
  );

  const options = { prompt: 'a unit', length: 80, seed: 3 };
  /** @param {Clamp[]} [clamps] */
  const write = (clamps) => finish(playground.network().generateText(options, clamps));
  assert.equal(write(), playground.generate(options));
  assert.equal(write([]), playground.generate(options));
  assert.notEqual(write(clamps), playground.generate(options));
  assert.equal(playground.weightsHash(), hash);
});

test('the units that follow a feature are found', () => {
  const playground = make('gru');
  const matches = finish(playground.network().findUnits(TEXT));
  const features = [...new Set(matches.map(({ feature }) => feature))];
  assert.deepEqual(features, [
    ...['inside-brackets', 'bracket-depth', 'line-position', 'after-space', 'vowel'],
    'word-position', // there are no quotes and no digits
  ]);
  for (const feature of features) {
    const sizes = matches
      .filter((match) => match.feature === feature)
      .map(({ correlation }) => Math.abs(correlation));
    assert.equal(sizes.length, 5);
    assert.ok(
      sizes.every((size, i) => size <= (sizes[i - 1] ?? 1)),
      `${feature}: ${sizes}`,
    );
  }
  for (const { layer, unit } of matches) assert.ok(layer < 2 && unit < H);
});

test('the gradient reach has as many lags as requested', () => {
  const playground = make('peephole', { numLayers: 3 });
  const text = TEXT.slice(0, 80);
  const reach = playground.gradientReach(text, 50);
  assert.equal(reach.layers.length, 3);
  for (const { hidden, cell, forgetPath } of reach.layers) {
    for (const norms of [hidden, cell, forgetPath]) {
      assert.equal(norms.length, 51);
      assert.ok(norms.every((norm) => norm > 0));
    }
  }
  assert.equal(reach.inputs.length, 51);
  const { surprise } = read(playground, text);
  assert.ok(Math.abs(reach.loss / Math.LN2 - surprise[79]) < 1e-6);
  assert.equal(playground.gradientReach('a ', 200).inputs.length, 1, 'as far as the text goes');
  assert.equal(make('rnn').gradientReach(text, 5).layers[0].cell.length, 0);
});

test('the gradient reach ends where the document begins', () => {
  const playground = make('lstm', { separator: '. ' });
  const text = TEXT.slice(0, 100);
  const start = text.indexOf('. ') + 1;
  const reach = playground.gradientReach(text, 200);
  assert.deepEqual(reach, playground.gradientReach(text.slice(start), 200));
  assert.equal(reach.inputs.length, 99 - start);
  const { surprise } = read(playground, text);
  assert.ok(Math.abs(reach.loss / Math.LN2 - surprise[99]) < 1e-6);
  // The first character of a document is predicted from the last one of the separator.
  assert.equal(playground.gradientReach(text.slice(0, start + 2), 200).inputs.length, 1);
  assert.equal(playground.gradientReach(text.slice(0, start + 1), 200).inputs.length, start);
});

test('a page has all values of some characters and one unit series', () => {
  const playground = make('coupled-gates', { numLayers: 3 });
  const unit = { layer: 2, quantity: 'g', unit: 4 };
  const text = TEXT.slice(0, 300);
  const network = playground.network();
  const { reading, series } = finish(network.readPage(text, 20, 30, 100, unit));
  const whole = playground.inspect(text);
  assert.deepEqual(series, finish(network.readUnitSeries(text, 20, unit)));
  assert.equal(reading.chars, 100);
  assert.deepEqual(reading.surprise, whole.surprise.slice(50, 150));
  const { cell } = whole.layers[2].values;
  assert.deepEqual(reading.layers[2].values.cell, cell.slice(50 * H, 150 * H));
  assert.deepEqual(reading.layers[2].cellBefore, cell.slice(49 * H, 50 * H));
});

test('wrong arguments of an inspection are refused with a message', () => {
  const playground = /** @type {any} */ (make('lstm'));
  const network = playground.network();
  const quantities = 'one of i, f, g, o, cell, hidden';
  const clampable = 'one of i, f, g, o, hidden, hidden_prev, cell_prev';
  /** @type {[() => unknown, string, string][]} */
  const cases = [
    [
      () => network.readText('', []),
      'SettingError',
      'text must be a text of 1 to 100000 characters, got 0 characters',
    ],
    [
      () => network.readUnitSeries('a', 1, { layer: 0, quantity: 'f', unit: 0 }),
      'SettingError',
      'from must be a whole number from 0 to 0, got 1',
    ],
    [() => network.readText('aß', []), 'UnknownCharError', 'character 2 is'],
    [() => network.readText(7), 'SettingError', 'text must be a string, got 7'],
    [() => network.readText('a', 'f'), 'SettingError', 'clamps must be an array, got "f"'],
    [
      () => network.readText('a', [{ layer: 2, quantity: 'f', value: 0 }]),
      'SettingError',
      'layer must be a whole number from 0 to 1, got 2',
    ],
    [
      () => network.readText('a', [{ quantity: 'x', value: 0 }]),
      'SettingError',
      `quantity must be ${clampable}, got "x"`,
    ],
    [
      () => network.readText('a', [{ quantity: 'f', unit: 10, value: 0 }]),
      'SettingError',
      'unit must be a whole number from 0 to 9, got 10',
    ],
    [
      () => network.readText('a', [{ quantity: 'f', value: NaN }]),
      'SettingError',
      'value must be a number from -1000000 to 1000000, got NaN',
    ],
    [() => network.readText('a', [{ gate: 'f' }]), 'SettingError', 'there is no setting gate'],
    [
      () => network.readUnitSeries('a', 0, { layer: 0, quantity: 'z', unit: 0 }, []),
      'SettingError',
      `quantity must be ${quantities}, got "z"`,
    ],
    [
      () => network.readUnitSeries('a', 0, { layer: 0, unit: 0 }, []),
      'SettingError',
      `quantity must be ${quantities}, got nothing`,
    ],
    [
      () => network.readUnitSeries('a', 0, { layer: 3, quantity: 'f', unit: 0 }, []),
      'SettingError',
      'layer must be a whole number from 0 to 1, got 3',
    ],
    [
      () => playground.gradientReach('a', 5),
      'SettingError',
      'text must be a text of at least 2 characters: the last is predicted from the others, got 1',
    ],
    [
      () => playground.gradientReach('a unit', 1001),
      'SettingError',
      'lags must be a whole number from 0 to 1000, got 1001',
    ],
    [
      () => network.readPage('abc', 1, 0, 3, { layer: 0, quantity: 'f', unit: 0 }),
      'SettingError',
      'count must be a whole number from 1 to 2, got 3',
    ],
    [() => network.findUnits('ß'), 'UnknownCharError', 'character 1 is'],
    [() => network.readText('a').runFor(-1), 'SettingError', 'milliseconds must be'],
    [() => network.measureRecall('a', [0]), 'SettingError', 'indices must be a Uint32Array'],
  ];
  for (const [act, name, message] of cases) {
    assert.throws(act, (/** @type {Error} */ error) => {
      assert.equal(error.name, name, error.message);
      assert.ok(error.message.startsWith(message), `expected ${message}, got ${error.message}`);
      return true;
    });
  }
  assert.deepEqual(playground.gateSums(0, 0, 0), [], 'nothing was read');
  playground.inspect('a unit');
  assert.throws(() => playground.gateSums(0, 10, 0), {
    message: 'unit must be a whole number from 0 to 9, got 10',
  });
  assert.throws(() => playground.gateSums(0, 0, 6), {
    message: 'index must be a whole number from 0 to 5, got 6',
  });
});
