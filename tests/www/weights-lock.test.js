import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { WeightsLock } from '../../www/src/worker/weights-lock.js';

/** @type {WeightsLock} */
let lock;
/** @type {string[]} */
let events;
/**
 * The functions that end what has begun, by name.
 *
 * @type {Record<string, () => void>}
 */
let end;

beforeEach(() => {
  lock = new WeightsLock();
  events = [];
  end = {};
});

/** @param {string} name */
const act = (name) => () =>
  new Promise((resolve) => {
    events.push(name);
    end[name] = () => resolve(name);
  });

const settled = () => new Promise(setImmediate);

test('reads overlap, and a change waits for all of them', async () => {
  const reads = [lock.read(act('first read')), lock.read(act('second read'))];
  const change = lock.change(act('change'));
  await settled();
  assert.deepEqual(events, ['first read', 'second read']);
  end['second read']();
  await settled();
  assert.equal(events.length, 2);
  end['first read']();
  await settled();
  assert.deepEqual(events, ['first read', 'second read', 'change']);
  end.change();
  assert.deepEqual(await Promise.all([...reads, change]), ['first read', 'second read', 'change']);
});

test('a read waits for the change that is being made, and for no other', async () => {
  lock.change(act('first change'));
  lock.change(act('second change'));
  lock.read(act('read'));
  await settled();
  assert.deepEqual(events, ['first change']);
  end['first change']();
  await settled();
  assert.deepEqual(events, ['first change', 'read']);
  lock.read(act('late read'));
  await settled();
  assert.deepEqual(events, ['first change', 'read', 'late read']);
  end.read();
  end['late read']();
  await settled();
  assert.equal(events.at(-1), 'second change');
});

test('an error of a read or of a change lets the next one begin', async () => {
  const fail = () => {
    throw new Error('no');
  };
  await Promise.all([
    assert.rejects(lock.change(fail), /no/),
    assert.rejects(lock.read(fail), /no/),
    assert.rejects(lock.change(fail), /no/),
  ]);
  lock.change(act('change'));
  await settled();
  assert.deepEqual(events, ['change']);
});
