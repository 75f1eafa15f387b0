import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { initSync, Playground } from '../../www/pkg/lstm_playground.js';
import { drawing } from '../../www/src/cells/drawing.js';
import { drawnNumbers, unitSteps } from '../../www/src/cells/arithmetic.js';
import { cells } from '../../www/src/cells/cells.js';
import { quantitiesOf } from '../../www/src/cells/quantities.js';

/** @typedef {import('../../www/pkg/lstm_playground.js').TextReading} TextReading */
/** @typedef {import('../../www/pkg/lstm_playground.js').UnitSeries} UnitSeries */
/** @typedef {import('../../www/pkg/lstm_playground.js').UnitMatch} UnitMatch */
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

/** Goes on with what was started. @param {Playground} playground @returns {any} */
function look(playground) {
  for (;;) {
    const found = playground.lookFor(0);
    if (found !== undefined) return found;
  }
}

/** @param {Playground} playground @param {string} text @param {Clamp[]} [clamps] @returns {TextReading} */
function read(playground, text, clamps) {
  playground.startReading(text, clamps);
  return look(playground);
}

for (const cell of cells) {
  test(`${cell.name}: the numbers of a unit add up to what is drawn and said`, () => {
    const playground = make(cell.name);
    const text = TEXT.slice(0, 40);
    const reading = read(playground, text);
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
      for (const [unit, place] of [
        [0, 1],
        [7, 39],
        [9, 17],
      ]) {
        const at = place * H + unit;
        const numbers = {
          values: Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all[at]])),
          hiddenBefore: values.hidden[at - H],
          cellBefore: values.cell?.[at - H] ?? NaN,
          layer,
          sums: playground.gateSums(layer, unit, place),
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

/** What is drawn must be the equations of the cell. @param {Record<string, number>} drawn @param {string} kind */
function assertDrawn(drawn, kind) {
  const close = (/** @type {number} */ a, /** @type {number} */ b) =>
    assert.ok(Math.abs(a - b) < 1e-5, `${a} must be ${b}: ${JSON.stringify(drawn)}`);
  if (kind === 'lstm') close(drawn.cell, drawn.retained + drawn.added);
  if (kind === 'lstm' && drawn.u === undefined) close(drawn.hidden, drawn.o * drawn.squashed);
  if (drawn.u !== undefined) close(drawn.hidden, drawn.o * drawn.u);
  if (kind === 'gru') close(drawn.hidden, drawn.retained + drawn.added);
}

/** The arithmetic in a sentence must be right, as far as it is rounded. @param {string} line */
function assertAddsUp(line) {
  const [left, right] = line.split(' = ').map((side) => side.replaceAll('−', '-'));
  if (right === undefined) return;
  const formula = left
    .replaceAll(/[a-zA-Z]+ (?=[\d(-])/g, '')
    .replaceAll('×', '*')
    .replaceAll('σ(', 'sigmoid(')
    .replaceAll('tanh(', 'Math.tanh(');
  const sigmoid = (/** @type {number} */ x) => 1 / (1 + Math.exp(-x));
  const value = new Function('sigmoid', `return ${formula}`)(sigmoid);
  assert.ok(Math.abs(value - Number(right)) < 0.05, `${line}: it is ${value}`);
}

test('to inspect a text is to read all of it', () => {
  const playground = make('four-gate', { numLayers: 3 });
  const text = TEXT.slice(5, 200);
  assert.deepEqual(playground.inspect(text), read(playground, text));
  assert.equal(playground.inspect(text).layers.length, 3);
  const inspect = (/** @type {any} */ text) => () => playground.inspect(text);
  assert.throws(inspect('a§'), { name: 'UnknownCharError' });
  assert.throws(inspect(undefined), { message: 'text must be a string, got undefined' });
});

test('the bits of what validation scores add up to its loss', () => {
  const seqLen = 8;
  const playground = make('peephole', { seqLen });
  const { chars, validationChars } = playground.textReport();
  const runUp = seqLen + 1; // a window to warm up, and the character from which the first is predicted
  const text = TEXT.slice(chars - validationChars - runUp);
  playground.startSeries(text, runUp, { layer: 0, part: 'cell', unit: 0 }, []);
  const { surprise } = /** @type {UnitSeries} */ (look(playground));
  const evaluation = playground.evaluate();
  assert.equal(surprise.length, evaluation?.chars);
  const bitsPerChar = surprise.reduce((sum, bits) => sum + bits, 0) / surprise.length;
  const difference = Math.abs(bitsPerChar - Number(evaluation?.bitsPerChar));
  assert.ok(difference < 1e-6, `${bitsPerChar} must be ${evaluation?.bitsPerChar}`);
});

test('a series is a row of the reading, in slices as in one go', () => {
  const playground = make('peephole', { hiddenSize: 64 });
  playground.startPage(TEXT, 0, 100, TEXT.length - 100, { layer: 1, part: 'f', unit: 63 });
  /** @type {{reading: TextReading}} */
  const { reading } = look(playground);
  playground.startSeries(TEXT, 100, { layer: 1, part: 'f', unit: 63 }, []);
  let slices = 1;
  /** @type {any} */
  let series;
  while ((series = playground.lookFor(0)) === undefined) slices++;
  assert.ok(slices > 5, `${slices} slices`);
  const expected = reading.layers[1].values.f.filter((_, i) => i % 64 === 63);
  assert.deepEqual(series.values, expected);
  assert.deepEqual(series.surprise, reading.surprise);
  assert.equal(playground.lookFor(1), undefined, 'it was told');
});

test('what is held changes the reading and the text that is written, and nothing else', () => {
  const playground = make('lstm');
  const hash = playground.weightsHash();
  const free = read(playground, TEXT.slice(0, 60));
  const clamps = [{ layer: 0, part: 'f', value: 0 }];
  const clamped = read(playground, TEXT.slice(0, 60), clamps);
  const { i, f, g, cell } = clamped.layers[0].values;
  assert.ok(f.every((x) => x === 0));
  assert.deepEqual(
    cell,
    i.map((x, at) => x * g[at]),
  );
  assert.notDeepEqual(clamped.surprise, free.surprise);
  assert.deepEqual(read(playground, TEXT.slice(0, 60)), free, 'untouched again');

  const options = { prompt: 'a unit', length: 80, seed: 3 };
  /** @param {Clamp[]} [clamps] */
  const write = (clamps) => {
    playground.startGenerating(options, clamps);
    return playground.generateFor(10_000);
  };
  assert.equal(write(), playground.generate(options));
  assert.equal(write([]), playground.generate(options));
  assert.notEqual(write(clamps), playground.generate(options));
  assert.equal(playground.weightsHash(), hash);
});

test('units that follow something are found', () => {
  const playground = make('gru');
  playground.startUnitFinder(TEXT);
  const matches = /** @type {UnitMatch[]} */ (look(playground));
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

test('the gradient of one prediction reaches back as far as it is asked for', () => {
  const playground = make('peephole', { numLayers: 3 });
  const text = TEXT.slice(0, 80);
  const reach = playground.gradientReach(text, 50);
  assert.equal(reach.layers.length, 3);
  for (const { hidden, cell } of reach.layers) {
    for (const norms of [hidden, cell]) {
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

test('a page has all of some characters, and one number of all', () => {
  const playground = make('coupled-gates', { numLayers: 3 });
  const followed = { layer: 2, part: 'g', unit: 4 };
  const text = TEXT.slice(0, 300);
  playground.startPage(text, 20, 30, 100, followed);
  const { reading, series } = look(playground);
  const whole = playground.inspect(text);
  playground.startSeries(text, 20, followed);
  assert.deepEqual(series, look(playground));
  assert.equal(reading.chars, 100);
  assert.deepEqual(reading.surprise, whole.surprise.slice(50, 150));
  const { cell } = whole.layers[2].values;
  assert.deepEqual(reading.layers[2].values.cell, cell.slice(50 * H, 150 * H));
  assert.deepEqual(reading.layers[2].cellBefore, cell.slice(49 * H, 50 * H));
});

test('what cannot be looked at is refused in words', () => {
  const playground = /** @type {any} */ (make('lstm'));
  const parts = 'one of i, f, g, o, cell, hidden';
  const held = 'one of i, f, g, o, hidden, hidden_prev, cell_prev';
  /** @type {[() => unknown, string, string][]} */
  const cases = [
    [
      () => playground.startReading('', []),
      'SettingError',
      'text must be a text of 1 to 100000 characters, got 0 characters',
    ],
    [
      () => playground.startSeries('a', 1, { layer: 0, part: 'f', unit: 0 }),
      'SettingError',
      'from must be a whole number from 0 to 0, got 1',
    ],
    [() => playground.startReading('aß', []), 'UnknownCharError', 'character 2 is'],
    [() => playground.startReading(7), 'SettingError', 'text must be a string, got 7'],
    [() => playground.startReading('a', 'f'), 'SettingError', 'clamps must be an array, got "f"'],
    [
      () => playground.startReading('a', [{ layer: 2, part: 'f', value: 0 }]),
      'SettingError',
      'layer must be a whole number from 0 to 1, got 2',
    ],
    [
      () => playground.startReading('a', [{ part: 'x', value: 0 }]),
      'SettingError',
      `part must be ${held}, got "x"`,
    ],
    [
      () => playground.startReading('a', [{ part: 'f', unit: 10, value: 0 }]),
      'SettingError',
      'unit must be a whole number from 0 to 9, got 10',
    ],
    [
      () => playground.startReading('a', [{ part: 'f', value: NaN }]),
      'SettingError',
      'value must be a number from -1000000 to 1000000, got NaN',
    ],
    [
      () => playground.startReading('a', [{ gate: 'f' }]),
      'SettingError',
      'there is no setting gate',
    ],
    [
      () => playground.startSeries('a', 0, { layer: 0, part: 'z', unit: 0 }, []),
      'SettingError',
      `part must be ${parts}, got "z"`,
    ],
    [
      () => playground.startSeries('a', 0, { layer: 0, unit: 0 }, []),
      'SettingError',
      `part must be ${parts}, got nothing`,
    ],
    [
      () => playground.startSeries('a', 0, { layer: 3, part: 'f', unit: 0 }, []),
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
      () => playground.startPage('abc', 1, 0, 3, { layer: 0, part: 'f', unit: 0 }),
      'SettingError',
      'count must be a whole number from 1 to 2, got 3',
    ],
    [() => playground.startUnitFinder('ß'), 'UnknownCharError', 'character 1 is'],
    [() => playground.lookFor(-1), 'SettingError', 'milliseconds must be'],
  ];
  for (const [act, name, message] of cases) {
    assert.throws(act, (/** @type {Error} */ error) => {
      assert.equal(error.name, name, error.message);
      assert.ok(error.message.startsWith(message), `expected ${message}, got ${error.message}`);
      return true;
    });
  }
  assert.deepEqual(playground.gateSums(0, 0, 0), [], 'nothing was read');
  read(playground, 'a unit');
  assert.throws(() => playground.gateSums(0, 10, 0), {
    message: 'unit must be a whole number from 0 to 9, got 10',
  });
  assert.throws(() => playground.gateSums(0, 0, 6), {
    message: 'place must be a whole number from 0 to 5, got 6',
  });
});
