/**
 * Whether the machine is ours alone. Two threads that wait for each other suffer out of all proportion when
 * something else has one of two cores: PyTorch then fell from 70,000 characters a second to 150.
 */

import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const WINDOW = 300;
const MAX_TRIES = 20;

/** Cores in use from which on a measurement counts as disturbed. */
export const BUSY = 0.2;

/** @returns {{busy: number, all: number}} milliseconds of all cores since the start of the machine */
function times() {
  const sums = { busy: 0, all: 0 };
  for (const { times } of cpus()) {
    const all = Object.values(times).reduce((sum, time) => sum + time, 0);
    sums.all += all;
    sums.busy += all - times.idle;
  }
  return sums;
}

/**
 * To be called while nothing of ours works.
 *
 * @returns {Promise<number>} how many cores are in use, by whatever it is
 */
export async function coresInUse() {
  const before = times();
  await sleep(WINDOW);
  const after = times();
  const share = (after.busy - before.busy) / Math.max(1, after.all - before.all);
  return share * cpus().length;
}

/**
 * Waits, for some seconds at most, until nothing else works.
 *
 * @returns {Promise<number>} how many cores are in use at last
 */
export async function quiet() {
  let inUse = await coresInUse();
  for (let i = 1; i < MAX_TRIES && inUse >= BUSY; i++) inUse = await coresInUse();
  return inUse;
}
