import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CoreBudget } from '../../www/src/runs/core-budget.js';
import { WorkerPool } from '../../www/src/experiments/worker-pool.js';

test('a pool runs a limited number of jobs at a time, in order of arrival', async () => {
  const pool = new WorkerPool(new CoreBudget(() => 2));
  /** @type {string[]} */
  const started = [];
  /** @type {Map<string, () => void>} */
  const ends = new Map();
  const job = (/** @type {string} */ name) =>
    pool.run(async () => {
      started.push(name);
      await new Promise((resolve) => ends.set(name, () => resolve(undefined)));
      if (name === 'b') throw new Error('b failed');
      return name;
    });
  const all = ['a', 'b', 'c', 'd'].map(job);
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  await settle();
  assert.deepEqual(started, ['a', 'b']);
  ends.get('b')?.();
  await assert.rejects(all[1], { message: 'b failed' });
  await settle();
  assert.deepEqual(started, ['a', 'b', 'c'], 'a failed job makes room too');
  ends.get('c')?.();
  await settle();
  const late = job('e');
  assert.deepEqual(started, ['a', 'b', 'c', 'd']);
  for (const name of ['a', 'd']) ends.get(name)?.();
  await settle();
  ends.get('e')?.();
  assert.deepEqual(await Promise.all([all[0], all[2], all[3], late]), ['a', 'c', 'd', 'e']);
});
