import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import * as core from '../../www/pkg/lstm_playground.js';
import * as check from '../../www/pkg/gradient-check/lstm_playground.js';
import { fuzz, pick } from './support/fuzz.js';
import {
  CONFIG,
  GOOD,
  memory,
  playground,
  start,
  startCounters,
  startHash,
  TEXT,
  trainedHash,
} from './support/good-arguments.js';
import { targetsOf } from './support/public-functions.js';
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
 * @param {import('./support/public-functions.js').Target} target
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
      const mebibytes = memory.buffer.byteLength / 2 ** 20;
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
