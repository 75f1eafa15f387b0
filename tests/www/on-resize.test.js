import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { onResize } from '../../www/src/lib/on-resize.js';

/** @type {Map<number, () => void>} */
let frames;
/** @type {(() => void) | undefined} tells of a size, while the element is observed */
let resize;

Object.assign(globalThis, {
  requestAnimationFrame(/** @type {() => void} */ act) {
    frames.set(frames.size + 1, act);
    return frames.size;
  },
  cancelAnimationFrame: (/** @type {number} */ id) => frames.delete(id),
  ResizeObserver: class {
    /** @param {(entries: object[]) => void} told */
    constructor(told) {
      this.observe = () => (resize = () => told([{ contentRect: {} }]));
      this.disconnect = () => (resize = undefined);
    }
  },
});

const isObserved = () => resize !== undefined;
const element = /** @type {Element} */ ({});

beforeEach(() => (frames = new Map()));

function nextFrame() {
  const acts = [...frames.values()];
  frames.clear();
  for (const act of acts) act();
}

test('a size that changes with the answer is looked at in the next frame', () => {
  const answers = [false, true, false];
  onResize(element, () => Boolean(answers.shift()));
  resize?.();
  resize?.();
  assert.ok(!isObserved());
  nextFrame();
  resize?.();
  assert.deepEqual(answers, []);
});

test('an element that is no longer followed is not observed again, also not in the next frame', () => {
  for (const isChanged of [false, true]) {
    const end = onResize(element, () => isChanged);
    resize?.();
    end();
    nextFrame();
    assert.ok(!isObserved());
  }
});
