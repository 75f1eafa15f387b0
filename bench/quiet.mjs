/**
 * The load of the machine by other programs. Two threads that wait for each other suffer out of all
 * proportion when another program has one of two cores: PyTorch then fell from 70,000 characters a
 * second to 150.
 */

import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const WINDOW = 300;
const MAX_TRIES = 20;

/** The number of cores in use by other programs above which a measurement counts as disturbed. */
export const BUSY = 0.2;

/**
 * The times of all cores since the start of the machine.
 *
 * @returns {{busy: number, all: number}} in milliseconds
 */
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
 * The load now. Call it while the benchmark itself is idle.
 *
 * @returns {Promise<number>} cores in use, by any program
 */
export async function coresInUse() {
  const before = times();
  await sleep(WINDOW);
  const after = times();
  const share = (after.busy - before.busy) / Math.max(1, after.all - before.all);
  return share * cpus().length;
}

/**
 * Waits until the other programs are idle, for some seconds at most.
 *
 * @returns {Promise<number>} cores in use at the end
 */
export async function quiet() {
  let inUse = await coresInUse();
  for (let i = 1; i < MAX_TRIES && inUse >= BUSY; i++) inUse = await coresInUse();
  return inUse;
}
