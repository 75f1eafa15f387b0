import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, test } from 'node:test';
import { Playground, initSync } from '../../www/pkg/lstm_playground.js';
import { Replica } from '../../www/src/worker/replica.js';
import { Replicas } from '../../www/src/worker/replicas.js';
import { SpeedProbe, alwaysShared } from '../../www/src/worker/speed-probe.js';
import { DataParallel } from '../../www/src/worker/data-parallel.js';

/** @param {string} path relative to this file */
const read = (path) => readFileSync(new URL(path, import.meta.url));

initSync({ module: read('../../www/pkg/lstm_playground_bg.wasm') });

const TEXT = read('../fixtures/weights_hash_text.txt').toString().repeat(3);
const CONFIG = { hiddenSize: 24, numLayers: 2, seqLen: 12, batchSize: 32, dropout: 0.1 };

const make = () => new Playground(TEXT, CONFIG);
const makeSeveral = (/** @type {number} */ count) => Array.from({ length: count }, make);

/**
 * @param {number} count of steps
 * @returns {string} the hash of the weights that one worker has after them
 */
function hashAfter(count) {
  const playground = make();
  playground.trainSteps(count);
  return playground.weightsHash();
}

/**
 * @param {Playground[]} workers
 * @param {number} steps that all of them have done
 */
function assertInStep(workers, steps) {
  const expected = hashAfter(steps);
  for (const [index, worker] of workers.entries()) {
    assert.equal(worker.steps(), steps, `worker ${index}`);
    assert.equal(worker.weightsHash(), expected, `worker ${index}`);
  }
}

/** @type {MessagePort[]} */
const ports = [];
afterEach(() => ports.splice(0).forEach((port) => port.close()));

/**
 * @param {Playground} playground
 * @param {MessagePort} port
 * @returns {Replicas} those below it
 */
function follow(playground, port) {
  const replicas = new Replicas(playground);
  new Replica(playground, replicas).follow(port);
  return replicas;
}

/**
 * @param {Playground} leader
 * @param {Playground[]} replicas of this thread
 */
function sharedBy(leader, replicas) {
  // Replicas in the leading worker's thread never make training faster.
  const dataParallel = new DataParallel(
    leader,
    (count) => assert.fail(`${count} workers were wanted`),
    alwaysShared,
  );
  for (const replica of replicas) follow(replica, newEnd(dataParallel));
  return dataParallel;
}

/**
 * @param {DataParallel} dataParallel
 * @returns {MessagePort} for a new replica
 */
function newEnd(dataParallel) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  dataParallel.replicas.attach(NaN, port2);
  return port1;
}

/** The ends of a channel between two workers. */
function channel() {
  const { port1: here, port2: there } = new MessageChannel();
  ports.push(here, there);
  return { here, there };
}

/**
 * Holds back the messages to a replica.
 *
 * @param {MessagePort} end
 * @returns {() => void} delivers them, and all later ones
 */
function holdUp(end) {
  const obey = end.onmessage;
  /** @type {MessageEvent[]} */
  const heard = [];
  end.onmessage = (event) => heard.push(event);
  return () => {
    end.onmessage = obey;
    for (const event of heard) obey?.call(end, event);
  };
}

/**
 * @param {DataParallel} dataParallel
 * @param {number} count
 */
async function train(dataParallel, count) {
  let report;
  for (let i = 0; i < count; i++) report = await dataParallel.trainFor(0);
  return report;
}

/** Waits until all messages sent in this thread have arrived. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 50));

for (const workers of [1, 2, 3, 4, 8]) {
  test(`${workers} workers end with the same weights and the same reports`, async () => {
    const [leader, ...replicas] = makeSeveral(workers);
    const dataParallel = sharedBy(leader, replicas);
    const report = await train(dataParallel, 9);
    await settled();
    const alone = make();
    alone.trainSteps(8);
    assert.deepEqual(report, alone.trainSteps(1));
    assertInStep([leader, ...replicas], 9);
    assert.equal(dataParallel.replicas.size, workers);
  });
}

for (const workers of [1, 2, 4]) {
  test(`200 steps of ${workers} workers give the same weights on every machine`, async () => {
    const text = read('../fixtures/weights_hash_text.txt').toString();
    const config = { hiddenSize: 48, numLayers: 2, dropout: 0.1, seqLen: 8, batchSize: 32 };
    const [leader, ...replicas] = Array.from(
      { length: workers },
      () => new Playground(text, config),
    );
    await train(sharedBy(leader, replicas), 200);
    const expected = read('../fixtures/shared_weights_hash.txt').toString().trim();
    assert.equal(leader.weightsHash(), expected);
  });
}

test('a replica that joins later and one that dies change no bit', async () => {
  const [leader, first, second] = makeSeveral(3);
  const dataParallel = sharedBy(leader, []);
  await train(dataParallel, 2);
  const dying = newEnd(dataParallel);
  follow(first, dying);
  await train(dataParallel, 2);
  assert.equal(dataParallel.replicas.size, 2);
  const port = newEnd(dataParallel);
  follow(second, port);
  await train(dataParallel, 2);
  assert.equal(dataParallel.replicas.size, 3);
  dying.onmessage = null; // it hears no more
  await train(dataParallel, 2);
  assert.equal(dataParallel.replicas.size, 2);
  await settled();
  assertInStep([leader, second], 8);
  second.computeShards(2, 5); // for a leading worker that has died
  await train(sharedBy(second, [leader]), 2); // now the other worker leads
  assertInStep([second], 10);
});

test('a delayed replica catches up', async () => {
  const [leader, replica] = makeSeveral(2);
  const dataParallel = sharedBy(leader, []);
  const end = newEnd(dataParallel);
  follow(replica, end);
  await train(dataParallel, 2);
  const obey = holdUp(end);
  await train(dataParallel, 2);
  assert.equal(dataParallel.replicas.size, 1);
  obey();
  await settled();
  await train(dataParallel, 2);
  assert.equal(dataParallel.replicas.size, 2);
  await settled();
  assertInStep([leader, replica], 6);
});

test('a replica that catches up during a step gets a share of the next ones', async () => {
  const [leader, steady, replica] = makeSeveral(3);
  const dataParallel = sharedBy(leader, [steady]);
  const end = newEnd(dataParallel);
  follow(replica, end);
  await train(dataParallel, 2);
  const obey = holdUp(end);
  await train(dataParallel, 1);
  assert.equal(dataParallel.replicas.size, 2);
  setTimeout(obey, 20);
  const { step } = await dataParallel.trainFor(300);
  assert.equal(dataParallel.replicas.size, 3);
  await settled();
  assertInStep([leader, steady, replica], step);
});

test('a change of the learning rate reaches the replicas', async () => {
  const [leader, replica, alone] = makeSeveral(3);
  const dataParallel = sharedBy(leader, [replica]);
  for (const rate of [0.01, 0.0001]) {
    leader.setLearningRate(rate);
    alone.setLearningRate(rate);
    await train(dataParallel, 2);
    alone.trainSteps(2);
  }
  await settled();
  assert.equal(leader.weightsHash(), alone.weightsHash());
  assert.equal(replica.weightsHash(), alone.weightsHash());
});

test('a long step that is no longer wanted is abandoned, and changes no number', async () => {
  const leader = make();
  const dataParallel = sharedBy(leader, []);
  let asked = 0;
  assert.equal(await dataParallel.trainWhile(0, () => ++asked < 3), undefined);
  assert.equal(asked, 3); // before the step, and after each of two shards
  await dataParallel.trainWhile(0);
  assertInStep([leader], 1);
  assert.equal(await dataParallel.trainWhile(0, () => false), undefined);
  await dataParallel.trainFor(0);
  assertInStep([leader], 2);
});

test('several steps give one report, and calls wait for each other', async () => {
  const [leader, replica, alone] = makeSeveral(3);
  const dataParallel = sharedBy(leader, [replica]);
  const [first, second] = await Promise.all([dataParallel.trainFor(300), dataParallel.trainFor(0)]);
  assert.ok(first.step > 1);
  assert.equal(second.step, first.step + 1);
  const { loss, bitsPerChar, ...rest } = alone.trainSteps(first.step);
  assert.ok(
    Math.abs(first.loss - loss) < 1e-12 && Math.abs(first.bitsPerChar - bitsPerChar) < 1e-12,
  );
  assert.deepEqual({ ...first, loss, bitsPerChar }, { loss, bitsPerChar, ...rest });
});

test('a non-finite loss is reported, and all workers make the same rollback', async () => {
  const [leader, replica, alone] = makeSeveral(3);
  const dataParallel = sharedBy(leader, [replica]);
  await train(dataParallel, 3);
  await settled();
  const snapshot = leader.snapshot();
  // Weights that make the loss overflow; the last good ones stay.
  snapshot.values.fill(3e38, 0, leader.weights().length);
  for (const playground of [leader, replica, alone]) playground.restore(snapshot);
  await assert.rejects(dataParallel.trainFor(0), { name: 'NotFiniteError' });
  assert.throws(() => alone.trainSteps(1), { name: 'NotFiniteError' });
  await train(dataParallel, 2);
  alone.trainSteps(2);
  await settled();
  assert.equal(leader.weightsHash(), alone.weightsHash());
  assert.equal(replica.weightsHash(), alone.weightsHash());
});

test('a share of an abandoned step is not added to the next one', async () => {
  const [leader, replica] = makeSeveral(2);
  const dataParallel = sharedBy(leader, [replica]);
  const finishStep = leader.finishStep.bind(leader);
  let finished = 0;
  leader.finishStep = () => {
    const report = finishStep();
    if (++finished === 3) throw Object.assign(new Error('no number'), { name: 'NotFiniteError' });
    return report;
  };
  // The share of the fourth step is ordered when the third one fails, and other steps wait already.
  const run = dataParallel.trainFor(5000);
  const next = dataParallel.trainFor(0);
  await assert.rejects(run, { name: 'NotFiniteError' });
  await next;
  await train(dataParallel, 2);
  await settled();
  assert.equal(dataParallel.replicas.size, 2);
  assertInStep([leader, replica], 6);
});

test('a detached replica is not waited for', async () => {
  const [leader, replica] = makeSeveral(2);
  const dataParallel = sharedBy(leader, []);
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  dataParallel.replicas.attach(7, port2);
  follow(replica, port1);
  await train(dataParallel, 2);
  port1.onmessage = null; // it hears no more
  const start = performance.now();
  const step = dataParallel.trainFor(0);
  setTimeout(() => dataParallel.replicas.detach(7), 20);
  await step;
  assert.ok(performance.now() - start < 900, 'less than the time limit of a silent replica');
  assert.equal(dataParallel.replicas.size, 1);
  assertInStep([leader], 3);
});

test('replicas that slow the training down are ended, and no bit changes', async () => {
  const [leader, replica] = makeSeveral(2);
  let ended = false;
  // Two measured steps, one shared and one not.
  const probe = { steps: 0, isShared: true, isKnown: false, gain: 0.5, add: () => {} };
  probe.add = () => {
    probe.isShared = false;
    probe.isKnown = ++probe.steps === 2;
  };
  const dataParallel = new DataParallel(
    leader,
    (count) => (ended = count === 1),
    () => probe,
  );
  follow(replica, newEnd(dataParallel));
  await train(dataParallel, 1);
  assert.equal(ended, false);
  await train(dataParallel, 1);
  assert.equal(ended, true);
  assert.equal(dataParallel.replicas.size, 1);
  await train(dataParallel, 2);
  assert.equal(leader.weightsHash(), hashAfter(leader.steps()));
});

test('the number of workers doubles while that pays', async (t) => {
  const [leader, ...replicas] = makeSeveral(4);
  /** @type {number[]} */
  const wanted = [];
  const gains = [1.9, 1.7];
  /** A probe that knows the gain after two steps. */
  const newProbe = () => ({
    steps: 0,
    isShared: true,
    gain: 0,
    get isKnown() {
      return this.steps === 2;
    },
    add() {
      this.steps++;
      this.gain = gains[wanted.length];
    },
  });
  const dataParallel = new DataParallel(leader, (count) => wanted.push(count), newProbe);
  const [first, ...others] = replicas;
  follow(first, newEnd(dataParallel));
  await train(dataParallel, 3);
  assert.deepEqual(wanted, [4]);
  const ends = others.map(() => channel());
  for (const [i, { here, there }] of ends.entries()) {
    dataParallel.replicas.attach(i + 2, here);
    follow(others[i], there);
  }
  await train(dataParallel, 3);
  assert.deepEqual(wanted, [4, 2], 'four are slower than two');
  for (const id of [2, 3]) dataParallel.replicas.detach(id);
  const now = performance.now();
  gains.push(1.8);
  t.mock.method(performance, 'now', () => now + 20_000);
  await train(dataParallel, 3);
  assert.equal(wanted.length, 2, 'it rests');
  t.mock.method(performance, 'now', () => now + 120_000);
  await train(dataParallel, 4);
  assert.deepEqual(wanted, [4, 2, 4], 'it searches again after a while');
  await settled();
  assert.equal(leader.weightsHash(), hashAfter(leader.steps()));
});

for (const [shared, alone, expected] of [
  [5, 9, true],
  [9, 5, false],
]) {
  test(`steps of ${shared} ms shared and ${alone} ms unshared: ${expected ? 'shared' : 'unshared'}`, () => {
    const probe = new SpeedProbe();
    let steps = 0;
    for (; !probe.isKnown; steps++) {
      // Some steps take long, shared or not.
      probe.add(steps % 7 === 0 ? 50 : Number(probe.isShared ? shared : alone));
    }
    assert.equal(probe.isShared, expected);
    assert.ok(steps < 40, `${steps} steps to find out`);
    probe.add(1000);
    assert.equal(probe.isShared, expected, 'the decision is final');
  });
}
