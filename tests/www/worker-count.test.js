import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { WorkerCount } from '../../www/src/worker/worker-count.js';

let now = 0;
beforeEach(() => {
  now = 0;
  mock.method(performance, 'now', () => now);
});
afterEach(() => mock.restoreAll());

/** The shards of a step, the milliseconds of each, and those of the exchange with each worker. */
const SHARDS = 8;
const SHARD = 10;
const EXCHANGE = 1.5;

/**
 * The milliseconds of a step.
 *
 * @param {number} workers
 * @param {number} cores that there are
 */
const stepTime = (workers, cores) =>
  Math.ceil(SHARDS / workers) * SHARD * Math.max(1, workers / cores) + EXCHANGE * (workers - 1);

/** A page that gives a run the workers that it wants, as far as the browser reports cores. */
class Machine {
  count = new WorkerCount();
  size = 1;
  noise = () => 1;

  /**
   * @param {number} cores
   * @param {number} claimed by the browser
   */
  constructor(cores, claimed) {
    this.cores = cores;
    this.claimed = claimed;
    this.settle();
  }

  /** Measures where more workers are there than before, or it is time. */
  settle() {
    for (let i = 0; i < 10; i++) {
      const { size: before, count } = this;
      this.size = Math.min(count.wanted, this.claimed);
      if (this.size === 1 || (this.size <= before && now < count.nextAt)) return;
      this.measure();
    }
    assert.fail('the search has no end');
  }

  measure() {
    const gain = (stepTime(1, this.cores) / stepTime(this.size, this.cores)) * this.noise();
    this.count.note(this.size, gain, 200);
  }

  /** Measures again when it is time. */
  wait() {
    now = this.count.nextAt;
    if (this.size === 1) this.count.begin();
    this.settle();
  }

  /** The speed as a share of the greatest possible. */
  get share() {
    const times = Array.from({ length: this.claimed }, (_, i) => stepTime(i + 1, this.cores));
    return Math.min(...times) / stepTime(this.size, this.cores);
  }
}

for (const cores of [1, 2, 3, 4, 6, 8]) {
  test(`with ${cores} cores, whatever the browser reports, the number of workers is near the fastest`, () => {
    for (let claimed = 1; claimed <= 8; claimed++) {
      const machine = new Machine(cores, claimed);
      assert.ok(
        machine.share >= 0.9,
        `${machine.size} of ${claimed} workers have ${machine.share} of the greatest speed`,
      );
    }
  });
}

test('workers are given back when other programs take the cores, and come again after them', () => {
  const machine = new Machine(8, 7);
  const before = machine.size;
  machine.cores = 1;
  machine.wait();
  assert.equal(machine.size, 1);
  machine.cores = 2;
  machine.wait();
  assert.equal(machine.size, 2);
  machine.cores = 8;
  machine.wait();
  assert.equal(machine.size, before);
});

for (const cores of [2, 3, 4, 8]) {
  test(`of workers that found ${cores} cores, one is left when another program takes all but one`, () => {
    const machine = new Machine(cores, 7);
    const before = machine.size;
    assert.ok(before >= 2);
    machine.cores = 1;
    machine.wait();
    assert.equal(machine.size, 1);
    machine.wait();
    assert.equal(machine.size, 1, 'a further search finds no more');
    machine.cores = cores;
    machine.wait();
    assert.equal(machine.size, before);
  });
}

test('a search on a core that is taken asks for no third worker', () => {
  const count = new WorkerCount();
  count.note(2, 1.8, 200);
  count.note(4, 1.7, 200);
  assert.equal(count.wanted, 2);
  count.note(2, 0.9, 200);
  assert.equal(count.wanted, 1);
});

test('measurements with an error of a tenth change nothing once the number is found', () => {
  const machine = new Machine(2, 7);
  for (let i = 0; i < 20; i++) {
    machine.noise = () => (i % 2 ? 1.1 : 0.9);
    machine.wait();
    assert.equal(machine.size, 2);
  }
});

test('a machine with one core is asked ever more rarely', () => {
  const machine = new Machine(1, 7);
  assert.equal(machine.size, 1);
  const pauses = [];
  for (let i = 0; i < 4; i++) {
    const start = now;
    machine.wait();
    pauses.push(now - start);
  }
  assert.deepEqual(pauses, [60_000, 120_000, 240_000, 480_000]);
});

test('measuring takes at most a fiftieth of the time', () => {
  const count = new WorkerCount();
  count.note(2, 1.9, 4000);
  assert.equal(count.nextAt, 200_000);
});
