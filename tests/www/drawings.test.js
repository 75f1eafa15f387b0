import assert from 'node:assert/strict';
import { after, beforeEach, mock, test } from 'node:test';
import { Drawings } from '../../www/src/lib/drawings.js';

/** @type {((start: number) => void)[]} */
let frames = [];
let now = 0;
/** @type {string[]} */
let drawn = [];
/** @type {(entries: {target: unknown, isIntersecting: boolean}[]) => void} */
let see;

Object.assign(globalThis, {
  window: globalThis,
  requestAnimationFrame: (/** @type {(start: number) => void} */ act) => frames.push(act),
  cancelAnimationFrame() {},
  IntersectionObserver: class {
    /** @param {typeof see} callback */
    constructor(callback) {
      see = callback;
    }
    observe() {}
    disconnect() {}
  },
});
mock.method(performance, 'now', () => now);
after(() => mock.restoreAll());
beforeEach(() => {
  frames = [];
});

/**
 * @param {number} [spent] milliseconds of other work in it before
 * @returns {string[]} the elements that the next frame draws
 */
function nextFrame(spent = 0) {
  drawn = [];
  const acts = frames;
  frames = [];
  now += spent;
  for (const act of acts) act(now - spent);
  return drawn;
}

/**
 * @param {Drawings} drawings
 * @param {string} element
 * @param {number} milliseconds that its drawing takes
 */
const add = (drawings, element, milliseconds) =>
  drawings.add(/** @type {any} */ (element), () => {
    drawn.push(element);
    now += milliseconds;
  });

test('a frame draws what it has time for, each element once', () => {
  const drawings = new Drawings();
  for (const element of ['a', 'b', 'c', 'b']) add(drawings, element, 1);
  assert.deepEqual(nextFrame(), ['a', 'b', 'c']);
  assert.deepEqual(frames, [], 'nothing is left to draw');
  for (const element of ['d', 'e', 'f']) add(drawings, element, 6);
  assert.deepEqual(nextFrame(), ['d', 'e']);
  assert.deepEqual(nextFrame(), ['f']);
});

test('a drawing gives way to other work in a frame, but not in two', () => {
  const drawings = new Drawings();
  for (const element of ['a', 'b']) add(drawings, element, 6);
  assert.deepEqual(nextFrame(8), []);
  assert.deepEqual(nextFrame(8), ['a', 'b']);
  for (const element of ['c', 'd', 'e']) add(drawings, element, 6);
  assert.deepEqual(nextFrame(8), []);
  assert.deepEqual(nextFrame(7), ['c', 'd']);
  assert.deepEqual(nextFrame(), ['e']);
});

test('a drawing that throws leaves the others for the next frame', () => {
  const drawings = new Drawings();
  drawings.add(/** @type {any} */ ('a'), () => assert.fail('a drawing'));
  add(drawings, 'b', 1);
  assert.throws(nextFrame, /a drawing/);
  assert.deepEqual(nextFrame(), ['b']);
});

test('an element out of view waits after its first drawing, until it is seen', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const drawings = new Drawings();
  add(drawings, 'a', 1);
  assert.deepEqual(nextFrame(), ['a']);
  add(drawings, 'a', 1);
  assert.deepEqual(nextFrame(), []);
  see([{ target: 'a', isIntersecting: true }]);
  assert.deepEqual(nextFrame(), ['a']);
  see([{ target: 'a', isIntersecting: false }]);
  add(drawings, 'a', 1);
  assert.deepEqual(nextFrame(), []);
  drawn = [];
  t.mock.timers.tick(150);
  assert.deepEqual(drawn, ['a'], 'drawn all the same, later');
});
