import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

const KEY = 'lstm-playground-notation';
const OLD_KEY = 'lstm-playground-words';

/** @type {Map<string, string>} */
let stored;
/**
 * Tells the page about a change by another tab.
 *
 * @type {(event: object) => void}
 */
let tell;

/** @param {object} [storage] */
function page(storage) {
  const localStorage = storage ?? {
    getItem: (/** @type {string} */ key) => stored.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => stored.set(key, value),
  };
  /**
   * @param {string} type
   * @param {typeof tell} listener
   */
  const addEventListener = (type, listener) => {
    assert.equal(type, 'storage');
    tell = listener;
  };
  return /** @type {any} */ ({ localStorage, addEventListener });
}

Object.assign(globalThis, { window: page({}) });
const { NotationPreference } = await import('../../www/src/cells/notation.js');

beforeEach(() => {
  stored = new Map();
  Object.assign(globalThis, {
    requestAnimationFrame: (/** @type {() => void} */ callback) => void callback(),
  });
});

/** @param {InstanceType<typeof NotationPreference>} notation */
function changesOf(notation) {
  /** @type {string[]} */
  const changes = [];
  notation.addEventListener('change', () => changes.push(notation.value));
  return changes;
}

test('the default is the textbook, and a choice outlives the visit', () => {
  const notation = new NotationPreference(page());
  const changes = changesOf(notation);
  assert.equal(notation.value, 'textbook');
  notation.choose('article');
  notation.choose('article');
  assert.deepEqual(changes, ['article']);
  assert.equal(stored.get(KEY), 'article');
  assert.equal(new NotationPreference(page()).value, 'article');
});

test('an unknown stored value means the textbook', () => {
  stored.set(KEY, 'poem');
  assert.equal(new NotationPreference(page()).value, 'textbook');
});

test('a choice under the old key is read, and the next choice is written under the new key', () => {
  stored.set(OLD_KEY, 'article');
  const notation = new NotationPreference(page());
  assert.equal(notation.value, 'article');
  notation.choose('textbook');
  assert.equal(stored.get(KEY), 'textbook');
  assert.equal(new NotationPreference(page()).value, 'textbook');
});

test('a choice in another tab is adopted, and other keys are ignored', () => {
  const notation = new NotationPreference(page());
  const changes = changesOf(notation);
  /** @param {string} value */
  const storeElsewhere = (value) => {
    stored.set(KEY, value);
    tell({ key: KEY });
  };
  tell({ key: 'other' });
  storeElsewhere('article');
  storeElsewhere('textbook');
  storeElsewhere('article');
  tell({ key: null }); // a frame cleared its session storage; the page's storage is unchanged
  assert.equal(notation.value, 'article');
  stored.clear();
  tell({ key: null });
  assert.deepEqual(changes, ['article', 'textbook', 'article', 'textbook']);
});

test('a choice without storage lasts as long as the page', () => {
  const denied = () => {
    throw new Error('SecurityError');
  };
  const sandboxed = Object.defineProperty(page(), 'localStorage', { get: denied });
  for (const frame of [sandboxed, page({ getItem: denied, setItem: denied })]) {
    const notation = new NotationPreference(frame);
    const changes = changesOf(notation);
    assert.equal(notation.value, 'textbook');
    notation.choose('article');
    assert.deepEqual(changes, ['article']);
    assert.equal(notation.value, 'article');
  }
});
