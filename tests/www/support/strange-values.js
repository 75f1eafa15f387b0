/** Values that no caller should pass. */

import { pick } from './fuzz.js';

/** @typedef {import('./fuzz.js').Random} Random */

const NUMBERS = [
  ...[NaN, Infinity, -Infinity, -0, 0, 1, 2, 3, 7, -1, 0.5, 1.5, 1e-310, 1e300, -1e300],
  ...[2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53, -(2 ** 31), Number.MAX_VALUE, 3e38, 1e39],
];

const STRINGS = [
  ...['', ' ', 'a', '5', 'NaN', '\0', '\ud800', 'a\udfff', '😀', 'e\u0301', '\r\n', '‮'],
  ...['__proto__', 'constructor', 'length', 'hidden', 'lstm', 'head.bias', 'cosine:1:2', '{}'],
  ...['x'.repeat(1000), 'x'.repeat(300_000), 'x'.repeat(2 ** 28)],
];

/** @returns {never} */
function thrower() {
  throw new RangeError('a stranger throws');
}

const TRAPS = ['get', 'has', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor'];

/** @param {object} target */
const hostile = (target) =>
  new Proxy(target, Object.fromEntries(TRAPS.map((trap) => [trap, thrower])));

/** @param {object} target */
function revoked(target) {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** @param {string} key */
const throwsAt = (key) => Object.defineProperty({}, key, { get: thrower, enumerable: true });

function detached() {
  const array = new Float32Array(8);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

/** @param {number} depth */
function nested(depth) {
  /** @type {unknown} */
  let value = 1;
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { layer: value };
  return value;
}

const KEYS = ['counters', 'values', 'layer', 'hiddenSize', 'prompt', 'nodes', 'length', 'unit'];
const KINDS = [
  ...[Float32Array, Float64Array, Uint32Array, Uint16Array, Uint8Array, Uint8ClampedArray],
  ...[Int32Array, Int16Array, Int8Array, BigInt64Array, BigUint64Array],
];

/** A view whose buffer has become too short for it. */
function outOfBounds() {
  const buffer = Reflect.construct(ArrayBuffer, [80, { maxByteLength: 160 }]);
  const view = new Float32Array(buffer, 40);
  buffer.resize(20);
  return view;
}

function cyclic() {
  /** @type {Record<string, unknown>} */
  const object = { layer: 0 };
  object.self = object;
  return object;
}

/**
 * Makers of objects, each from random numbers.
 *
 * @type {((random: Random) => unknown)[]}
 */
const OBJECTS = [
  () => ({}),
  () => [],
  () => () => 1,
  () => class {},
  () => Object.create(null),
  () => new Date(0),
  () => new Map([['layer', 0]]),
  () => /x/g,
  () => new Error('x'),
  () => Promise.resolve(),
  () => Object.assign([], { length: 2 ** 32 - 1 }),
  () => nested(10_000),
  () => [null, undefined, NaN],
  () => Object(Symbol('x')),
  () => new String('a'),
  () => new Number(1),
  (random) => throwsAt(pick(random, KEYS)),
  () => ({ valueOf: thrower, toString: thrower, [Symbol.toPrimitive]: thrower }),
  () => ({ valueOf: () => 1, toString: () => 'a' }),
  () => ({ [Symbol.iterator]: thrower, length: 3 }),
  (random) => hostile(pick(random, [{}, [], () => 1, new Float32Array(3)])),
  (random) => revoked(pick(random, [{}, [], () => 1])),
  () => new Proxy([], { get: (_, key) => (key === 'length' ? 2 ** 32 : { layer: 0 }) }),
  () => new Proxy([], { get: (_, key) => (key === 'length' ? Symbol('x') : 1) }),
  () => new Proxy({}, { ownKeys: () => ['layer', 'layer '], getOwnPropertyDescriptor: thrower }),
  () => new Proxy(new Float32Array(3), {}),
  (random) => new (pick(random, KINDS))(pick(random, [0, 1, 3, 10, 100])),
  (random) => new (pick(random, KINDS))(new ArrayBuffer(80), pick(random, [0, 8, 40])),
  () => detached(),
  () => outOfBounds(),
  () => cyclic(),
  () => JSON.parse('{"__proto__": {"layer": 1}, "hiddenSize": 3}'),
  () => Object.create({ hiddenSize: 3, length: 2 }),
  () => ({ hiddenSize: 3, extra: 1, constructor: 'x', __proto__: null }),
  () => new (class Playground {})(),
  () => Object.defineProperty(new Float32Array(3), 'length', { value: 2 ** 32 }),
  () => Object.defineProperty(new Float64Array(10), 'length', { get: thrower }),
  () => Object.setPrototypeOf(new Uint8Array(40), Float32Array.prototype),
  () => Object.create(Float32Array.prototype),
  () => new Float32Array(new SharedArrayBuffer(40)),
  () => new DataView(new ArrayBuffer(8)),
  () => new ArrayBuffer(8),
];

/**
 * @param {Random} random
 * @returns {any}
 */
export function strangeValue(random) {
  const kind = random();
  if (kind < 0.25) return pick(random, NUMBERS);
  if (kind < 0.4) return pick(random, STRINGS);
  if (kind < 0.55) {
    return pick(random, [undefined, null, true, false, Symbol('x'), 0n, -1n, 2n ** 64n]);
  }
  return pick(random, OBJECTS)(random);
}

/**
 * A copy of a value with one strange part.
 *
 * @param {any} value
 * @param {Random} random
 * @returns {any}
 */
export function corrupted(value, random) {
  if (ArrayBuffer.isView(value)) {
    const copy = /** @type {Float32Array} */ (value).slice();
    copy[Math.floor(random() * copy.length)] = pick(random, NUMBERS);
    return random() < 0.7 ? copy : copy.subarray(1);
  }
  if (typeof value !== 'object' || value === null) return strangeValue(random);
  const copy = Array.isArray(value) ? [...value] : { ...value };
  const others = random() < 0.2 && !Array.isArray(copy) ? KEYS : [];
  const key = pick(random, [...Object.keys(copy), ...others]) ?? 0;
  if (random() < 0.15) delete copy[key];
  else copy[key] = random() < 0.5 ? corrupted(copy[key], random) : strangeValue(random);
  return copy;
}
