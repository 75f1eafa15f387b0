import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import * as core from '../../www/pkg/lstm_playground.js';
import table from '../../www/pkg/settings.json' with { type: 'json' };
import { finish } from './support/finish.js';

/** @param {string} path relative to this file */
const read = (path) => readFileSync(new URL(path, import.meta.url));

const PACKAGE = '../../www/pkg/lstm_playground.js';
const { Playground, initSync } = core;
const { memory } = initSync({ module: read('../../www/pkg/lstm_playground_bg.wasm') });

const TEXT = 'so much depends upon a small red test beside the white page. '.repeat(20);
const SMALL = { hiddenSize: 12, seqLen: 8, batchSize: 2 };

/** @param {core.PlaygroundConfig} [config] */
const make = (config = {}, text = TEXT) => new Playground(text, { ...SMALL, ...config });

/**
 * A value as a message shows it.
 *
 * @param {unknown} value
 */
function shown(value) {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return String(value);
  return value === null ? 'null' : typeof value;
}

/**
 * Asserts that an act throws an error with a name, the allowed values and the given value.
 *
 * @param {() => unknown} act
 * @param {string} name
 * @param {string} allowed
 * @param {unknown} value
 */
function assertRefused(act, name, allowed, value) {
  const message = `${name} must be ${allowed}, got ${shown(value)}`;
  assert.throws(act, { name: 'SettingError', message });
}

const NO_NUMBERS = [NaN, Infinity, -Infinity, '5', '', null, true, {}];

test('the package exports exactly its public names', () => {
  const own = Object.getOwnPropertyNames(Playground.prototype);
  for (const name of [
    ...['trainSteps', 'trainFor', 'evaluate', 'baseline', 'baselineFor'],
    ...['setLearningRate', 'generate'],
    ...['inspect', 'gradientReach', 'gateSums', 'excerpt', 'vocabulary', 'config', 'textReport'],
    ...['parameter', 'parameterNames', 'parameterShape', 'weights', 'weightsHash'],
    ...['validation', 'stopReason', 'bestNetwork', 'snapshot', 'restore', 'free'],
  ]) {
    assert.ok(own.includes(name), `Playground must have ${name}, has ${own}`);
  }
  assert.deepEqual(Object.keys(make().config()), [
    ...['cell', 'hiddenSize', 'numLayers', 'seqLen', 'batchSize', 'dropout', 'forgetBias'],
    ...['optimizer', 'learningRate', 'schedule', 'gradClip', 'weightDecay', 'validationFraction'],
    ...['validationSplit', 'separator', 'rareBelow', 'patience', 'maxSteps', 'seed'],
  ]);
});

test('settings have defaults, and a model returns the configuration that it was given', () => {
  const defaults = Object.fromEntries(table.settings.map((s) => [s.name, s.default]));
  assert.deepEqual(new Playground(TEXT, {}).config(), defaults);
  assert.deepEqual(make({ seed: 7 }).config(), { ...defaults, ...SMALL, seed: 7 });
});

test('a value that is undefined counts as not given', () => {
  const { settings: all, sampling } = table;
  /** @param {{name: string}[]} rows */
  const undefinedIn = (rows) => Object.fromEntries(rows.map(({ name }) => [name, undefined]));
  const playground = new Playground(TEXT, undefinedIn(all));
  assert.deepEqual(playground.config(), new Playground(TEXT, {}).config());
  assert.equal(playground.generate(undefinedIn(sampling)), playground.generate({}));
  const message = /^there is no setting topk/;
  const unknown = /** @type {any} */ ({ topk: undefined });
  assert.throws(() => playground.generate(unknown), { name: 'SettingError', message });
});

test('the key workers is accepted in a configuration and ignored', () => {
  for (const workers of [0, 3, 'many', null]) {
    assert.deepEqual(make({ workers }).config(), make({}).config());
  }
});

describe('settings', () => {
  for (const { name, kind, min, max, allowed } of table.settings) {
    const isNumber = min !== undefined && max !== undefined;
    const noText = [5, NaN, null, {}];
    const texts = name === 'separator' ? [] : ['', 'Magic'];
    const wrong = isNumber
      ? [min - 1, max + 1, ...NO_NUMBERS, ...(kind === 'integer' ? [1.5] : [])]
      : [...texts, ...noText];

    test(`${name}: a value out of range is refused`, () => {
      for (const value of wrong) {
        assertRefused(() => make({ [name]: value }), name, allowed, value);
      }
    });
  }

  test('a separator has at most 100 characters', () => {
    const message = /^separator must be a text of at most 100 characters, got "x+…$/;
    const act = () => make({ separator: 'x'.repeat(101) });
    assert.throws(act, { name: 'SettingError', message });
    assert.equal(make({ separator: '🙂'.repeat(100) }).config().separator, '🙂'.repeat(100));
  });

  for (const key of ['hidden_size', 'hidenSize', 'HiddenSize', ' seed', 'constructor', '']) {
    test(`the key "${key}" is unknown, and the known ones are named`, () => {
      const message = new RegExp(`^there is no setting ${key}.*hiddenSize.*validationFraction`);
      const config = Object.fromEntries([[key, 5]]);
      assert.throws(() => make(config), { name: 'SettingError', message });
    });
  }

  test('a value that is not a configuration is refused', () => {
    for (const config of [null, undefined, 5, 'small', [1]]) {
      const act = () => new Playground(TEXT, /** @type {any} */ (config));
      assert.throws(act, { name: 'SettingError', message: /^config must be an object, got / });
    }
  });

  test('a configuration that needs too much memory is refused with both figures', () => {
    const huge = { hiddenSize: 1024, numLayers: 3, seqLen: 1024, batchSize: 256 };
    const message = /need \d+ MiB of memory and 512 MiB are allowed/;
    assert.throws(() => make(huge, TEXT.repeat(300)), { name: 'MemoryError', message });
  });
});

test('a value that is not a text, or a text that is too short, is refused', () => {
  for (const text of [5, null, undefined, ['ab']]) {
    const act = () => new Playground(/** @type {any} */ (text), {});
    assert.throws(act, { name: 'SettingError', message: /^text must be a string, got / });
  }
  for (const [text, given] of /** @type {const} */ ([
    ['', 0],
    ['a', 1],
    ['\r\n', 1],
  ])) {
    const message = new RegExp(`at least 2 characters, got ${given}`);
    assert.throws(() => make({}, text), { name: 'TextTooShortError', message });
  }
  const message = /at most 5000000 characters, got 5000001/;
  assert.throws(() => make({}, 'a'.repeat(5_000_001)), { name: 'TextTooLongError', message });
});

describe('arguments', () => {
  const playground = /** @type {any} */ (make());

  for (const [method, name, allowed, wrong] of /** @type {const} */ ([
    ['trainSteps', 'n', 'a whole number from 1 to 1000000', [0, -1, 1.5, 1_000_001]],
    ['trainFor', 'milliseconds', 'a number from 0 to 60000', [-1, 60_001]],
    ['baseline', 'order', 'a whole number from -1 to 5', [-2, 6, 0.5]],
    ['baselineFor', 'order', 'a whole number from -1 to 5', [-2, 6, 0.5]],
    ['setLearningRate', 'learningRate', 'a number from 0.000001 to 10', [0, -1, 10.1]],
  ])) {
    test(`${method} refuses invalid arguments`, () => {
      const before = playground.weightsHash();
      for (const value of [...wrong, NaN, Infinity, -Infinity, '5', undefined]) {
        assertRefused(() => playground[method](value), name, allowed, value);
      }
      assertRefused(() => playground[method](), name, allowed, undefined);
      assert.equal(playground.weightsHash(), before, 'a refusal must change nothing');
    });
  }

  for (const { name, min, max, allowed } of table.sampling) {
    test(`generate refuses a wrong ${name}`, () => {
      const numbers = min === undefined || max === undefined ? [] : [min - 1, max + 1, '5'];
      for (const value of [...numbers, NaN, null]) {
        assertRefused(() => playground.generate({ [name]: value }), name, allowed, value);
      }
    });
  }

  test('generate refuses unknown options, and a value that is not an object', () => {
    const message = /^there is no setting top_k.*topK/;
    assert.throws(() => playground.generate({ top_k: 5 }), { name: 'SettingError', message });
    for (const options of [undefined, null, 5, 'a', []]) {
      const act = () => playground.generate(options);
      assert.throws(act, { name: 'SettingError', message: /^options must be an object, got / });
    }
  });

  test('an unknown parameter is refused with the names of the known ones', () => {
    for (const method of ['parameter', 'parameterShape']) {
      const message = /there is no parameter weight;.*weight_ih_l0.*head\.bias/;
      assert.throws(() => playground[method]('weight'), { name: 'UnknownParameterError', message });
      for (const name of [5, NaN, undefined, null]) {
        assertRefused(() => playground[method](name), 'name', 'a string', name);
      }
    }
  });

  test('an error about an unknown character names it and its position in characters', () => {
    const act = () => playground.generate({ prompt: 'so 😀', length: 5 });
    assert.throws(act, { name: 'UnknownCharError', char: '😀', position: 4 });
    assert.throws(act, /character 4 is '😀' \(U\+1F600\)/);
  });
});

describe('results', () => {
  test('a training report has the figures of its steps', () => {
    const playground = make();
    const { stepsPerEpoch } = playground.textReport();
    const report = playground.trainSteps(3);
    assert.deepEqual(Object.keys(report), [
      ...['step', 'epoch', 'loss', 'bitsPerChar', 'gradNorm', 'chars'],
    ]);
    assert.ok(Object.values(report).every(Number.isFinite), JSON.stringify(report));
    assert.deepEqual([report.step, report.chars], [3, 3 * 8 * 2]);
    assert.ok(Math.abs(report.epoch - 3 / stepsPerEpoch) < 1e-12, `epoch ${report.epoch}`);
    assert.ok(Math.abs(report.bitsPerChar - report.loss / Math.LN2) < 1e-12);
    assert.equal(playground.trainFor(0).step, 4, 'no time is enough for one step');
    assert.ok(playground.trainFor(30).step > 5, '30 ms are many steps of so small a model');
  });

  test('the text report adds up, and says what was changed', () => {
    const report = make({ validationFraction: 0.25 }, 'e\u0301\r\na\rb\n'.repeat(10)).textReport();
    const { trainChars, validationChars, validationBlocks, chars } = report;
    assert.equal(chars, 60, 'é, a, b and a line feed after each');
    assert.equal(report.distinctChars, 4);
    assert.deepEqual([trainChars, validationChars], [45, 15]);
    assert.deepEqual(validationBlocks, [22, 37]);
    assert.equal(report.lineEndingsReplaced, 20);
    /** @type {core.PlaygroundConfig} */
    const tail = { validationFraction: 0.2, validationSplit: 'tail', separator: '\r\n' };
    const lines = make(tail, 'ab\ncd\n'.repeat(5) + 'ab\nx\ny\n').textReport();
    assert.deepEqual(lines.validationBlocks, [30, 37]);
    assert.deepEqual([lines.unseenChars, lines.unseenCount, lines.documents], [2, 2, 13]);
    const rare = make({ rareBelow: 6 }, 'ab\ncd\n'.repeat(5) + 'a').textReport();
    assert.deepEqual([rare.distinctChars, rare.rareChars, rare.rareCount], [3, 3, 15]);
    const short = make({ batchSize: 64, seqLen: 512 }, 'abc').textReport();
    assert.ok(short.batchSize < 64 && short.seqLen < 512, JSON.stringify(short));
    assert.equal([...make({}, 'ba😀ab').vocabulary()].sort().join(''), 'ab😀');
  });

  test('an evaluation covers the validation text, at once or in slices', () => {
    const playground = make();
    const whole = playground.evaluate();
    const { validationChars } = playground.textReport();
    assert.deepEqual(Object.keys(whole ?? {}), ['bitsPerChar', 'chars']);
    assert.equal(whole?.chars, validationChars);
    const task = /** @type {core.TaskOf<core.Evaluation>} */ (playground.evaluateText());
    assert.deepEqual(finish(task), whole);
    const all = make({ validationFraction: 0 });
    const nothing = [all.evaluate(), all.evaluateText(), all.baseline(0)];
    assert.deepEqual(nothing, [undefined, undefined, undefined]);
  });

  test('a uniform guess takes log2 V bits, and baselines with more context take fewer', () => {
    for (const text of ['ab', 'aaaa', 'hello world', TEXT]) {
      assert.equal(make({}, text).baseline(-1), Math.log2(new Set(text).size));
    }
    const bits = [-1, 0, 1, 2].map((order) => Number(make().baseline(order)));
    assert.ok(bits[0] > bits[1] && bits[1] > bits[2] && bits[2] > bits[3], String(bits));
  });

  test('a baseline that is counted in slices is the one that is counted at once', () => {
    const [whole, sliced] = [make(), make()];
    for (const order of [-1, 0, 3, 5]) {
      /** @type {number | undefined} */
      let bits;
      while (bits === undefined) bits = sliced.baselineFor(order, 0);
      assert.equal(bits, whole.baseline(order));
    }
    assert.equal(make({ validationFraction: 0 }).baselineFor(0, 0), undefined);
  });

  test('a parameter is a copy, row by row, that outlives growth and the model', () => {
    const playground = make();
    const names = playground.parameterNames();
    const copies = names.map((name) => {
      const [rows, columns] = playground.parameterShape(name);
      const values = playground.parameter(name);
      assert.ok(values instanceof Float32Array, name);
      assert.equal(values.length, rows * columns, name);
      return { name, values, kept: [...values] };
    });
    const vocabulary = playground.textReport().distinctChars;
    assert.deepEqual(playground.parameterShape('weight_ih_l0'), [48, vocabulary]);
    assert.deepEqual(playground.parameterShape('weight_hh_l0'), [48, 12]);
    assert.deepEqual(playground.parameterShape('head.weight'), [vocabulary, 12]);
    assert.deepEqual(playground.parameterShape('head.bias'), [vocabulary, 1]);
    memory.grow(1); // detaches every view of the memory
    playground.trainSteps(5);
    playground.free();
    for (const { name, values, kept } of copies) assert.deepEqual([...values], kept, name);
  });

  test('a parameter is stored by rows: only the one-hot column of a read character changes', () => {
    // One step on one character of context changes the input weights of the characters read, and
    // no other column.
    const playground = make({ seqLen: 1, batchSize: 1, validationFraction: 0 }, 'abcd');
    const before = playground.parameter('weight_ih_l0');
    playground.trainSteps(1);
    const after = playground.parameter('weight_ih_l0');
    const [rows, columns] = playground.parameterShape('weight_ih_l0');
    const moved = new Set();
    for (let i = 0; i < rows * columns; i++) if (after[i] !== before[i]) moved.add(i % columns);
    const first = [...playground.vocabulary()].indexOf('a');
    assert.deepEqual([...moved], [first]);
  });

  test('the hash has 16 digits, is the same for the same run, and changes with training', () => {
    const [one, two] = [make(), make()];
    assert.match(one.weightsHash(), /^[0-9a-f]{16}$/);
    assert.equal(one.weightsHash(), two.weightsHash());
    assert.notEqual(one.weightsHash(), make({ seed: 2 }).weightsHash());
    const start = one.weightsHash();
    one.trainSteps(5);
    for (let i = 0; i < 5; i++) two.trainSteps(1);
    assert.notEqual(one.weightsHash(), start);
    assert.equal(one.weightsHash(), two.weightsHash());
  });

  test('200 steps give the same weights on every machine', () => {
    const text = read('../fixtures/weights_hash_text.txt').toString();
    const config = { hiddenSize: 48, numLayers: 2, dropout: 0.1, seqLen: 16, batchSize: 4 };
    const playground = new Playground(text, config);
    playground.trainSteps(200);
    const expected = read('../fixtures/weights_hash.txt').toString().trim();
    assert.equal(playground.weightsHash(), expected);
  });

  test('a generated text has the requested length and known characters, and repeats with its seed', () => {
    const playground = make();
    const options = { prompt: 'so much', length: 300, seed: 5 };
    const written = playground.generate(options);
    assert.equal(written.length, 300);
    assert.ok([...written].every((char) => TEXT.includes(char)));
    assert.equal(playground.generate(options), written);
    assert.notEqual(playground.generate({ ...options, seed: 6 }), written);
    assert.equal(playground.generate({ length: 0 }), '');
    const greedy = [1, 2].map((seed) => playground.generate({ temperature: 0, seed }));
    assert.equal(greedy[0], greedy[1], 'the likeliest character does not depend on the seed');
  });

  test('a frozen network does not change, and its text comes in parts of whole characters', () => {
    const playground = make({}, 'ab😀𝄞 '.repeat(200));
    const options = { length: 2000, seed: 5, temperature: 2 };
    const whole = playground.generate(options);
    const frozen = playground.frozenNetwork();
    const task = frozen.generateText(options);
    let text = '';
    /** @type {string | undefined} */
    let result;
    while (result === undefined) {
      result = task.runFor(0);
      playground.trainSteps(1);
      const part = task.part();
      if (result === undefined) assert.doesNotMatch(String(part), /\p{Surrogate}/u);
      text += part ?? '';
    }
    assert.equal(result, whole);
    assert.ok(text.length > 1000 && whole.startsWith(text));
    assert.equal(task.part(), undefined, 'after the result');
    assert.notEqual(playground.generate(options), whole);
    assert.equal(playground.network().readText('ab').part(), undefined, 'of another task');
    frozen.free();
  });

  test('a text ends with its end, and the penalty on repetition changes it', () => {
    const playground = make();
    const options = { length: 500, seed: 5 };
    const whole = playground.generate(options);
    const stop = whole.slice(100, 103);
    const ended = playground.generate({ ...options, stop });
    assert.equal(ended, whole.slice(0, whole.indexOf(stop) + 3));
    assert.equal(playground.generate({ ...options, stop: '', repetition: 1 }), whole);
    const greedy = { ...options, temperature: 0 };
    assert.notEqual(
      playground.generate({ ...greedy, repetition: 1.5 }),
      playground.generate(greedy),
    );
  });

  test('a text generated in slices is the same as one generated at once', () => {
    const playground = make();
    const options = { prompt: '', length: 3000, seed: 5 };
    const whole = playground.generate(options);
    const task = playground.network().generateText(options);
    let slices = 0;
    let text;
    do {
      text = task.runFor(0.2);
      slices++;
    } while (text === undefined);
    assert.equal(text, whole);
    assert.ok(slices > 1, `${slices} slices`);
  });

  test('a long text leaks no memory', async () => {
    // A separate instance, whose memory has no free space left by other tests.
    const own = await import(`${PACKAGE}?own`);
    const instance = own.initSync({ module: read('../../www/pkg/lstm_playground_bg.wasm') });
    const playground = new own.Playground(TEXT, SMALL);
    const write = (/** @type {number} */ seed) => playground.generate({ length: 100_000, seed });
    for (let seed = 0; seed < 4; seed++) write(seed); // the allocator settles
    const size = instance.memory.buffer.byteLength;
    for (let seed = 4; seed < 14; seed++) write(seed);
    assert.equal(instance.memory.buffer.byteLength, size);
  });

  test('a freed model refuses every call', () => {
    const playground = make();
    playground.free();
    assert.throws(() => playground.trainSteps(1));
    assert.throws(() => playground.weightsHash());
    assert.throws(() => playground.generate({}));
  });
});
