import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { initSync, Playground } from '../../www/pkg/lstm_playground.js';
import { GradientCheck, settings } from '../../www/pkg/gradient-check/lstm_playground.js';
import { countWeights } from '../../www/src/cells/count-weights.js';
import { complete, checkArguments, gradientCheckOf } from './support/gradient-check-of.js';

/** @typedef {import('../../www/pkg/lstm_playground.js').Config} Config */
/** @typedef {import('./support/gradient-check-of.js').GradientReport} GradientReport */

/** @param {string} name of a file of the package */
const read = (name) => readFileSync(new URL(`../../www/pkg/${name}`, import.meta.url));

initSync({ module: read('lstm_playground_bg.wasm') });

const TEXT = 'each cell has a gate or two, and each gate has a weight or two. '.repeat(20);
const V = new Set(TEXT).size;
const H = 12;
const SMALL = { hiddenSize: H, seqLen: 8, batchSize: 2 };

/** @param {Partial<Config>} [config] */
const make = (config = {}, text = TEXT) => new Playground(text, { ...SMALL, ...config });

/**
 * The number of blocks in the matrices of each cell, and its further tensors.
 *
 * @type {Record<Config['cell'], [number, string]>}
 */
const layers = {
  lstm: [4, ''],
  peephole: [4, 'peephole_i peephole_f peephole_o'],
  'four-gate': [4, 'weight_u bias_u'],
  'no-input-gate': [3, 'peephole_f peephole_o'],
  'no-forget-gate': [3, 'peephole_i peephole_o'],
  'no-output-gate': [3, 'peephole_i peephole_f'],
  'linear-input': [4, 'peephole_i peephole_f peephole_o'],
  'linear-output': [4, 'peephole_i peephole_f peephole_o'],
  'coupled-gates': [3, 'peephole_i peephole_o'],
  'full-gate-recurrence': [4, 'peephole_i peephole_f peephole_o weight_gates'],
  gru: [3, 'bias_hn'],
  rnn: [1, ''],
};
const cells = /** @type {Config['cell'][]} */ (Object.keys(layers));

/**
 * The names and shapes of all parameters.
 *
 * @param {Config['cell']} cell
 * @param {number} numLayers
 */
function expectedShapes(cell, numLayers) {
  const [blocks, others] = layers[cell];
  const shapes = Array.from({ length: numLayers }, (_, layer) => [
    [`weight_ih_l${layer}`, [blocks * H, layer === 0 ? V : H]],
    [`weight_hh_l${layer}`, [blocks * H, H]],
    [`bias_ih_l${layer}`, [blocks * H, 1]],
    ...(others.match(/\w+/g) ?? []).map((name) => [
      `${name}_l${layer}`,
      { weight_u: [H, H], weight_gates: [3 * H, 3 * H] }[name] ?? [H, 1],
    ]),
  ]);
  return [...shapes.flat(), ['head.weight', [V, H]], ['head.bias', [V, 1]]];
}

/** @param {Playground} playground */
const gradientReport = (playground, entries = 16) => complete(gradientCheckOf(playground, entries));

/** @param {GradientReport} report */
const countVisited = ({ tensors }) =>
  tensors.reduce((sum, { entries, unmeasured }) => sum + entries + unmeasured, 0);

/**
 * Asserts that the gradients of every tensor were compared and agree.
 *
 * @param {GradientReport} report
 */
function assertAgreement({ bound, resolution, tensors }) {
  assert.deepEqual([bound, resolution], [1e-6, 1e-6]);
  for (const tensor of tensors) {
    const { entries, unmeasured, largestGradient, largestError, gradient, difference } = tensor;
    assert.ok(entries > 0 && unmeasured === 0 && largestError < bound, JSON.stringify(tensor));
    assert.ok(Math.abs(gradient) <= largestGradient, JSON.stringify(tensor));
    const size = Math.max(Math.abs(difference), resolution, 1e-4 * largestGradient);
    assert.equal(largestError, Math.abs(gradient - difference) / size, JSON.stringify(tensor));
  }
}

test('the settings, the sizes and the types list the same cells and counters', () => {
  const table = settings();
  /** @param {string} name */
  const json = (name) => JSON.parse(read(name).toString());
  const [cellRows, counters] = [json('cells.json'), json('counters.json')];
  const files = { ...json('settings.json'), cells: cellRows, counters };
  assert.deepEqual(files, table, 'the page reads the files');
  assert.deepEqual(table.settings.find(({ name }) => name === 'cell')?.choices, cells);
  assert.deepEqual(
    table.cells.map(({ name }) => name),
    cells,
  );
  const types = read('lstm_playground.d.ts').toString();
  const namesOf = (/** @type {RegExp} */ union) => types.match(union)?.[1].match(/[^\s'|]+/g);
  assert.deepEqual(namesOf(/^ *cell:(\s*\|[^;]*);/m), cells);
  assert.deepEqual(namesOf(/^ *counts: \((\s*\|[^;]*)\)\[\];/m), counters.counts);
  assert.deepEqual(namesOf(/^ *constants: \((\s*\|[^;]*)\)\[\];/m), counters.constants);
});

for (const cell of cells) {
  describe(cell, () => {
    for (const numLayers of [1, 3]) {
      test(`${numLayers} layers have the expected parameters and number of weights`, () => {
        const playground = make({ cell, numLayers });
        const shapes = playground
          .parameterNames()
          .map((name) => [name, playground.parameterShape(name)]);
        assert.deepEqual(shapes, expectedShapes(cell, numLayers));
        const lengths = shapes.map(([name]) => playground.parameter(String(name)).length);
        assert.equal(
          countWeights({ cell, hiddenSize: H, numLayers }, V),
          lengths.reduce((sum, length) => sum + length),
        );
      });
    }

    test('every parameter learns, and the model writes a text', () => {
      const playground = make({ cell, numLayers: 2 });
      assert.equal(playground.config().cell, cell);
      const names = playground.parameterNames();
      const before = names.map((name) => String(playground.parameter(name)));
      const report = playground.trainSteps(3);
      assert.equal(report.step, 3);
      assert.ok(Object.values(report).every(Number.isFinite), JSON.stringify(report));
      names.forEach((name, i) => assert.notEqual(String(playground.parameter(name)), before[i]));
      const options = { prompt: 'each cell', length: 50, seed: 2 };
      const written = playground.generate(options);
      assert.equal(written.length, 50);
      assert.equal(playground.generate(options), written);
    });

    test('the loss falls', () => {
      const playground = make({ cell, seqLen: 16, batchSize: 8, learningRate: 0.01 });
      playground.trainSteps(300);
      const { bitsPerChar } = playground.trainSteps(50);
      assert.ok(bitsPerChar < 1, `${bitsPerChar} bits are left of ${Math.log2(V)}`);
    });

    test('the gradients are right before training and after it', () => {
      const playground = make({ cell, numLayers: 2 });
      for (const steps of [1, 50]) {
        const hash = playground.weightsHash();
        const report = gradientReport(playground);
        assert.equal(playground.weightsHash(), hash, 'the check works on a copy');
        assertAgreement(report);
        const shapes = Object.fromEntries(expectedShapes(cell, 2));
        const names = report.tensors.map(({ name }) => name);
        assert.deepEqual(names, Object.keys(shapes));
        for (const { name, entries, row, column } of report.tensors) {
          const [rows, columns] = shapes[name];
          assert.ok(entries <= 16 && row < rows && column < columns, `${name}: ${row}, ${column}`);
        }
        playground.trainSteps(steps);
      }
    });

    test('training and a gradient check in alternating slices do not affect each other', () => {
      const [alone, both] = [make({ cell, dropout: 0.2 }), make({ cell, dropout: 0.2 })];
      for (const playground of [alone, both]) playground.trainSteps(20);
      const expected = gradientReport(alone);
      const check = gradientCheckOf(both);
      let report;
      let slices = 0;
      do {
        report = check.runFor(0);
        both.trainSteps(1);
        slices++;
      } while (!report);
      assert.deepEqual(report, expected);
      assert.ok(slices > 10, `${slices} slices`);
      alone.trainSteps(slices);
      assert.equal(both.weightsHash(), alone.weightsHash());
    });
  });
}

describe('a gradient check', () => {
  test('reports its progress', () => {
    const check = gradientCheckOf(make());
    check.runFor(0);
    const first = check.report();
    assert.deepEqual(Object.keys(first), ['entriesLeft', 'bound', 'resolution', 'tensors']);
    assert.deepEqual(Object.keys(first.tensors[0]), [
      ...['name', 'largestGradient', 'entries', 'unmeasured', 'largestError', 'row', 'column'],
      ...['gradient', 'difference'],
    ]);
    let report = first;
    const all = report.entriesLeft + countVisited(report);
    while (report.entriesLeft > 0) {
      check.runFor(0);
      const next = check.report();
      assert.ok(next.entriesLeft <= report.entriesLeft, 'the check advances');
      assert.equal(next.entriesLeft + countVisited(next), all);
      report = next;
    }
    assert.deepEqual(check.runFor(1), report, 'a complete report stays the same');
    assertAgreement(report);
  });

  test('compares the requested number of entries of each tensor', () => {
    const playground = make({ numLayers: 2 });
    for (const entries of [1, 5, 16]) {
      const { tensors } = gradientReport(playground, entries);
      assert.deepEqual(new Set(tensors.map((tensor) => tensor.entries)), new Set([entries]));
    }
    const { tensors } = gradientReport(playground, 40);
    for (const { name, entries } of tensors) {
      const [rows, columns] = playground.parameterShape(name);
      assert.equal(entries, Math.min(40, rows * columns), name);
    }
  });

  test('has the same result for the same model, and another for another', () => {
    const [one, two] = [make({ seed: 3 }), make({ seed: 3 })];
    const report = gradientReport(one);
    assert.deepEqual(gradientReport(one), report);
    assert.deepEqual(gradientReport(two), report);
    assert.notDeepEqual(gradientReport(make({ seed: 4 })), report);
  });

  test('refuses wrong arguments, and continues undisturbed', () => {
    const [text, config, model] = checkArguments(make());
    const make16 = () => new GradientCheck(text, config, model, 16);
    const check = make16();
    /** @type {[(value: any) => unknown, string, string, unknown[]][]} */
    const wrong = [
      [
        (value) => new GradientCheck(text, config, model, value),
        'entries',
        'a whole number from 1 to 1000',
        [0, -1, 1001, 1.5],
      ],
      [(value) => check.runFor(value), 'milliseconds', 'a number from 0 to 60000', [-1, 60_001]],
    ];
    for (const [act, name, allowed, values] of wrong) {
      for (const [value, shown] of [
        ...[...values, NaN, Infinity, undefined].map((value) => [value, String(value)]),
        ['5', '"5"'],
        [null, 'null'],
        [{}, 'object'],
      ]) {
        const message = `${name} must be ${allowed}, got ${shown}`;
        assert.throws(() => act(value), { name: 'SettingError', message });
      }
    }
    const { weights } = model;
    const allowed = `${weights.length} finite numbers, for this network and vocabulary`;
    const message = `weights must be ${allowed}, got 3 numbers`;
    const short = { ...model, weights: weights.slice(0, 3) };
    assert.throws(() => new GradientCheck(text, config, short, 16), {
      name: 'SettingError',
      message,
    });
    assert.deepEqual(complete(check), complete(make16()));
  });

  test('refuses a model whose copy needs too much memory', () => {
    const huge = { hiddenSize: 940, numLayers: 3, seqLen: 1, batchSize: 1 };
    const playground = make({ ...huge, optimizer: 'sgd', validationFraction: 0 });
    const message = /need \d+ MiB of memory and 512 MiB are allowed/;
    assert.throws(() => gradientCheckOf(playground, 1), { name: 'MemoryError', message });
    playground.free();
  });

  for (const wild of /** @type {const} */ ([
    { cell: 'linear-input', learningRate: 1 }, // a loss too steep for difference quotients
    { cell: 'rnn', learningRate: 2 }, // a large loss with large rounding errors
  ])) {
    test(`reports no error for a diverged ${wild.cell} whose gradients cannot be measured`, () => {
      const playground = make({ ...wild, optimizer: 'sgd' });
      playground.trainSteps(200);
      const { bound, tensors } = gradientReport(playground);
      const wrong = tensors.filter(({ largestError }) => largestError > bound);
      assert.deepEqual(wrong, []);
    });
  }

  test('completes on the shortest texts', () => {
    for (const text of ['ab', 'aa', 'abc', 'a'.repeat(40)]) {
      const playground = make({}, text);
      const { tensors } = gradientReport(playground);
      for (const tensor of tensors) {
        assert.ok(tensor.largestError < 1e-6, `${text}: ${JSON.stringify(tensor)}`);
      }
      playground.trainSteps(1);
    }
  });
});
