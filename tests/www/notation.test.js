import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

const KEY = 'lstm-playground-words';

/** @type {Map<string, string>} */
let stored;
/** Tells the page what another tab has stored. @type {(event: object) => void} */
let tell;

/** @param {object} [storage] */
function page(storage) {
  const localStorage = storage ?? {
    getItem: (/** @type {string} */ key) => stored.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => stored.set(key, value),
  };
  /** @param {string} type @param {typeof tell} listener */
  const addEventListener = (type, listener) => {
    assert.equal(type, 'storage');
    tell = listener;
  };
  return /** @type {any} */ ({ localStorage, addEventListener });
}

Object.assign(globalThis, { window: page({}) });
const { Words } = await import('../../www/src/cells/notation.js');

beforeEach(() => {
  stored = new Map();
  Object.assign(globalThis, {
    requestAnimationFrame: (/** @type {() => void} */ callback) => void callback(),
  });
});

/** @param {InstanceType<typeof Words>} words */
function changesOf(words) {
  /** @type {string[]} */
  const changes = [];
  words.addEventListener('change', () => changes.push(words.value));
  return changes;
}

test('the textbook first, then what was chosen, in the next visit too', () => {
  const words = new Words(page());
  const changes = changesOf(words);
  assert.equal(words.value, 'textbook');
  words.choose('article');
  words.choose('article');
  assert.deepEqual(changes, ['article']);
  assert.equal(stored.get(KEY), 'article');
  assert.equal(new Words(page()).value, 'article');
});

test('what is stored and no vocabulary is the textbook', () => {
  stored.set(KEY, 'poem');
  assert.equal(new Words(page()).value, 'textbook');
});

test('another tab is followed, other keys are not', () => {
  const words = new Words(page());
  const changes = changesOf(words);
  /** @param {string} value */
  const storeElsewhere = (value) => {
    stored.set(KEY, value);
    tell({ key: KEY });
  };
  tell({ key: 'other' });
  storeElsewhere('article');
  storeElsewhere('textbook');
  storeElsewhere('article');
  tell({ key: null }); // a frame cleared the storage of its session: ours is still there
  assert.equal(words.value, 'article');
  stored.clear();
  tell({ key: null });
  assert.deepEqual(changes, ['article', 'textbook', 'article', 'textbook']);
});

test('without storage the choice holds on this page', () => {
  const denied = () => {
    throw new Error('SecurityError');
  };
  const sandboxed = Object.defineProperty(page(), 'localStorage', { get: denied });
  for (const frame of [sandboxed, page({ getItem: denied, setItem: denied })]) {
    const words = new Words(frame);
    const changes = changesOf(words);
    assert.equal(words.value, 'textbook');
    words.choose('article');
    assert.deepEqual(changes, ['article']);
    assert.equal(words.value, 'article');
  }
});
