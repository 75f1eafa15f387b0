import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import * as core from '../../www/pkg/lstm_playground.js';
import * as check from '../../www/pkg/gradient-check/lstm_playground.js';
import { fuzz, pick } from './support/fuzz.js';
import { corrupted, strangeValue } from './support/strange-values.js';

/**
 * Calls every public function of both packages with strange values. Classes and methods are found by
 * reflection, so that a new method is covered without a change here.
 */

/** Calls of one case. */
const CALLS = 20;
/** Cases, with 100,000 calls together. */
const CASES = 5000;
/** Cases between two comparisons of the training. */
const BETWEEN_TRAININGS = 100;

const PKG = '../../www/pkg/';
const wasm = (/** @type {string} */ path) =>
  readFileSync(new URL(`${PKG}${path}lstm_playground_bg.wasm`, import.meta.url));

/** The names of the package's errors; any other is a fault. */
const NAMES = new Set([
  'SettingError',
  'MemoryError',
  'TextTooShortError',
  'TextTooLongError',
  'UnknownCharError',
  'UnknownCharsError',
  'NotFiniteError',
  'SnapshotError',
  'UnknownParameterError',
  'ShardsError',
  'WeightsChangedError',
  'TaskEndedError',
]);

const TEXT = 'a small text (in "lines"),\nwith 12 letters. '.repeat(12);
const CONFIG = { hiddenSize: 5, numLayers: 2, seqLen: 6, batchSize: 8, dropout: 0.1 };

const main = core.initSync({ module: wasm('') });
check.initSync({ module: wasm('gradient-check/') });

const make = () => {
  const playground = new core.Playground(TEXT, CONFIG);
  playground.trainSteps(21); // in the middle of a validation pass, with a best result
  return playground;
};
const playground = make();
const start = playground.snapshot();
const startHash = playground.weightsHash();
const startCounters = String(start.counters);
/** The hash after five more steps of a model that never gets a strange value. */
const trainedHash = (() => {
  const untouched = make();
  untouched.trainSteps(5);
  return untouched.weightsHash();
})();
const [gradients, spare] = (() => {
  const replica = make();
  replica.computeShards(0, replica.shards());
  return [replica.partialGradients(), replica.partialGradients()];
})();

/**
 * Good arguments, by the name of the parameter.
 *
 * @type {Record<string, unknown[]>}
 */
const GOOD = {
  chars: [50],
  clamps: [undefined, [], [{ layer: 0, quantity: 'f', value: 0 }]],
  config: [
    CONFIG,
    { hiddenSize: 3, workers: 2 },
    { hiddenSize: 1024, numLayers: 3, batchSize: 256 },
  ],
  count: [1, 5],
  end: [1, 2],
  entries: [1, 2],
  first: [0, 1],
  from: [0, 2],
  index: [0, 3],
  indices: [new Uint32Array([1, 3])],
  lag: [3],
  lags: [0, 5],
  layer: [0, 1],
  milliseconds: [0, 1],
  model: [
    playground.network().model(),
    { vocabulary: 'ab', readsUnknown: true, weights: new Float32Array(3) },
  ],
  n: [1, 2],
  name: playground.parameterNames(),
  options: [
    { length: 4 },
    { prompt: 'a', length: 3, temperature: 0.5, topK: 2, topP: 0.9, seed: 1 },
  ],
  order: [-1, 0, 3],
  partial: [gradients],
  seed: [1],
  snapshot: [start],
  spare: [undefined, spare],
  start: [0, 3],
  task: ['recall', 'copy'],
  text: ['a', 'small lines', TEXT],
  total: [gradients],
  unit: [0, 4, { layer: 1, unit: 2, quantity: 'cell' }],
  x: [0.01],
};

/**
 * The parameters of a function, from its source.
 *
 * @param {Function} act
 */
const parametersOf = (act) =>
  (/\(([^)]*)\)/.exec(String(act))?.[1] ?? '').split(',').flatMap((name) => name.trim() || []);

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {string[]} parameters
 * @property {(args: any[]) => unknown} call
 * @property {Function} [type] the class of a method
 * @property {string} [method]
 */

/**
 * Every public function of a package: its functions, its constructors, and the methods of the
 * objects that `instances` makes for each class.
 *
 * @param {Record<string, any>} pkg
 * @param {Record<string, () => any>} instances
 * @returns {Target[]}
 */
function targetsOf(pkg, instances) {
  return Object.entries(pkg).flatMap(([name, exported]) => {
    if (name === 'default' || name === 'initSync') return [];
    if (!String(exported).startsWith('class')) {
      const call = (/** @type {any[]} */ args) => exported(...args);
      return [{ name, parameters: parametersOf(exported), call }];
    }
    const instance = instances[name];
    assert.ok(instance, `the test must know how to get a ${name}`);
    const methods = Object.getOwnPropertyNames(exported.prototype).filter(
      (method) => !method.startsWith('__') && method !== 'constructor' && method !== 'free',
    );
    /** @type {Target[]} */
    const targets = methods.map((method) => ({
      ...{ type: exported, method },
      name: `${name}.${method}`,
      parameters: parametersOf(exported.prototype[method]),
      call: (args) => instance()[method](...args),
    }));
    for (const made of Object.getOwnPropertyNames(exported)) {
      const act = exported[made];
      if (made.startsWith('__') || typeof act !== 'function') continue;
      const call = (/** @type {any[]} */ args) => act.apply(exported, args);
      targets.push({ name: `${name}.${made}`, parameters: parametersOf(act), call });
    }
    const source = /constructor(\([^)]*\))/.exec(String(exported))?.[1];
    if (source) {
      const call = (/** @type {any[]} */ args) => new exported(...args);
      targets.push({
        name: `new ${name}`,
        parameters: parametersOf(/** @type {any} */ (source)),
        call,
      });
    }
    return targets;
  });
}

/** @type {any[]} objects that the calls of a case have returned */
let made = [];
/** @type {any[]} objects that are freed */
let freed = [];
/** @type {() => number} */
let random = () => 0;

/**
 * @param {Function} type
 * @param {() => any} another
 */
function some(type, another) {
  const known = made.filter((object) => object instanceof type);
  if (known.length > 0 && random() < 0.9) return pick(random, known);
  const object = another();
  made.push(object);
  return object;
}

const targets = [
  ...targetsOf(core, {
    Playground: () => playground,
    Network: () => some(core.Network, () => playground.network()),
    Task: () => some(core.Task, () => playground.network().readText('small')),
  }),
  ...targetsOf(check, {
    GradientCheck: () =>
      some(
        check.GradientCheck,
        () => new check.GradientCheck(TEXT, CONFIG, playground.network().model(), 1),
      ),
  }),
];

/** @param {string} parameter */
function argument(parameter) {
  const good = GOOD[parameter];
  assert.ok(good, `the test must know good values of the parameter ${parameter}`);
  const kind = random();
  if (kind < 0.5) return pick(random, good);
  if (kind < 0.75) return corrupted(pick(random, good), random);
  // A getter that calls the playground while it reads its arguments.
  if (kind < 0.78)
    return {
      get layer() {
        return playground.evaluate();
      },
      get seed() {
        return playground.restore(start);
      },
    };
  return strangeValue(random);
}

/** Checks that the model trains to the same bits as one that never got a strange value. */
function checkTraining() {
  playground.trainSteps(5);
  assert.equal(playground.weightsHash(), trainedHash, 'the model must train to the same bits');
  playground.restore(start);
}

/** @type {Map<string, number>} the errors by their names */
const errors = new Map();

/**
 * Calls a function with random values.
 *
 * @param {Target} target
 */
function callOne({ name, parameters, call }) {
  const args = parameters.map(argument);
  try {
    const result = /** @type {any} */ (call(args));
    if (typeof result?.free === 'function') made.push(result);
    playground.restore(start);
  } catch (error) {
    const told = /** @type {Error} */ (error);
    errors.set(told?.name, (errors.get(told?.name) ?? 0) + 1);
    const fail = (/** @type {string} */ what) =>
      assert.fail(`${name}(${args.map(shown).join(', ')}) ${what}`);
    if (!(told instanceof Error && NAMES.has(told.name))) fail(`threw ${shown(told)}`);
    if (!isSentence(told.message)) fail(`told no sentence: ${told.message}`);
    if (told.name === 'NotFiniteError') playground.restore(start);
    if (playground.weightsHash() !== startHash) fail('changed the weights');
    if (String(playground.snapshot().counters) !== startCounters) fail('changed the counters');
  }
}

/** Frees the objects of a case, and calls one of them again. */
function freeAll() {
  for (const object of made) object.free();
  freed = made;
  made = [];
  if (freed.length === 0) return;
  const object = pick(random, freed);
  const of = targets.filter(({ type }) => type && object instanceof type);
  const { name, parameters, method } = pick(random, of);
  const args = parameters.map(argument);
  assert.throws(() => object[String(method)](...args), Error, `${name} of a freed object`);
  assert.equal(playground.weightsHash(), startHash, `${name} of a freed object`);
}

/**
 * True for a message that a person can read.
 *
 * @param {string} message
 */
const isSentence = (message) => message.length > 15 && /\s\S+\s/.test(message);

let cases = 0;

fuzz(
  'boundary',
  `${CALLS * CASES} calls with strange values throw only named errors and change nothing`,
  (next) => {
    random = next;
    for (let i = 0; i < CALLS; i++) callOne(pick(random, targets));
    freeAll();
    if (++cases % BETWEEN_TRAININGS === 0) checkTraining();
  },
  {
    least: CASES,
    begin() {
      // A clock of its own, so that a seed gives the same calls and slices on every machine. The mock
      // of the test runner would record every call.
      let now = 0;
      const clock = Object.getOwnPropertyDescriptor(performance, 'now');
      performance.now = () => (now += 1);
      return () => {
        if (clock) Object.defineProperty(performance, 'now', clock);
        else Reflect.deleteProperty(performance, 'now');
      };
    },
    end(_, t) {
      checkTraining();
      t.diagnostic([...errors].map(([name, count]) => `${name} ${count}`).join(', '));
      assert.deepEqual(
        [...NAMES].filter((name) => !errors.has(name) && name !== 'NotFiniteError'),
        [],
      );
      const mebibytes = main.memory.buffer.byteLength / 2 ** 20;
      assert.ok(mebibytes < 256, `the memory has grown to ${mebibytes} MiB`);
    },
  },
);

/** @param {unknown} value */
function shown(value) {
  try {
    return inspect(value, { depth: 1, showProxy: true, maxStringLength: 60, maxArrayLength: 8 });
  } catch {
    return '(a value that cannot be shown)';
  }
}
