import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, test } from 'node:test';
import { Playground, initSync } from '../../www/pkg/lstm_playground.js';
import { follow } from '../../www/src/worker/replica.js';
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
 * @param {Playground} leader
 * @param {Playground[]} helpers of this thread
 */
function teamOf(leader, helpers) {
  // Helpers in the same thread as the leader cannot be worth it.
  const team = new DataParallel(
    leader,
    () => assert.fail('the helpers were dismissed'),
    alwaysShared,
  );
  for (const helper of helpers) follow(helper, newEnd(team));
  return team;
}

/**
 * @param {DataParallel} team
 * @returns {MessagePort} where a new helper hears it
 */
function newEnd(team) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  team.add(port2);
  return port1;
}

/**
 * Keeps a helper from what it is told.
 *
 * @param {MessagePort} end
 * @returns {() => void} lets it hear that, and all that follows
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
 * @param {DataParallel} team
 * @param {number} count
 */
async function train(team, count) {
  let report;
  for (let i = 0; i < count; i++) report = await team.trainFor(0);
  return report;
}

/** Waits for what is on its way in this thread. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 50));

for (const workers of [1, 2, 3, 4, 8]) {
  test(`${workers} workers end with the same weights, and report the same`, async () => {
    const [leader, ...helpers] = makeSeveral(workers);
    const team = teamOf(leader, helpers);
    const report = await train(team, 9);
    await settled();
    const alone = make();
    alone.trainSteps(8);
    assert.deepEqual(report, alone.trainSteps(1));
    assertInStep([leader, ...helpers], 9);
    assert.equal(team.size, workers);
  });
}

for (const workers of [1, 2, 4]) {
  test(`200 steps of ${workers} workers give the weights that they give everywhere`, async () => {
    const text = read('../fixtures/weights_hash_text.txt').toString();
    const config = { hiddenSize: 48, numLayers: 2, dropout: 0.1, seqLen: 8, batchSize: 32 };
    const [leader, ...helpers] = Array.from(
      { length: workers },
      () => new Playground(text, config),
    );
    await train(teamOf(leader, helpers), 200);
    const expected = read('../fixtures/shared_weights_hash.txt').toString().trim();
    assert.equal(leader.weightsHash(), expected);
  });
}

test('a helper that joins later, and one that dies, change no number', async () => {
  const [leader, first, second] = makeSeveral(3);
  const team = teamOf(leader, []);
  await train(team, 2);
  const dying = newEnd(team);
  follow(first, dying);
  await train(team, 2);
  assert.equal(team.size, 2);
  const port = newEnd(team);
  follow(second, port);
  await train(team, 2);
  assert.equal(team.size, 3);
  dying.onmessage = null; // it hears no more
  await train(team, 2);
  assert.equal(team.size, 2);
  await settled();
  assertInStep([leader, second], 8);
  second.computeShards(2, 5); // for a leader that died since
  await train(teamOf(second, [leader]), 2); // the other way round
  assertInStep([second], 10);
});

test('a helper that was held up catches up', async () => {
  const [leader, helper] = makeSeveral(2);
  const team = teamOf(leader, []);
  const end = newEnd(team);
  follow(helper, end);
  await train(team, 2);
  const obey = holdUp(end);
  await train(team, 2);
  assert.equal(team.size, 1);
  obey();
  await settled();
  await train(team, 2);
  assert.equal(team.size, 2);
  await settled();
  assertInStep([leader, helper], 6);
});

test('a helper that catches up while others are at work gets its share again', async () => {
  const [leader, steady, helper] = makeSeveral(3);
  const team = teamOf(leader, [steady]);
  const end = newEnd(team);
  follow(helper, end);
  await train(team, 2);
  const obey = holdUp(end);
  await train(team, 1);
  assert.equal(team.size, 2);
  setTimeout(obey, 20);
  const { step } = await team.trainFor(300);
  assert.equal(team.size, 3);
  await settled();
  assertInStep([leader, steady, helper], step);
});

test('a learning rate that changes on the way reaches the helpers', async () => {
  const [leader, helper, alone] = makeSeveral(3);
  const team = teamOf(leader, [helper]);
  for (const rate of [0.01, 0.0001]) {
    leader.setLearningRate(rate);
    alone.setLearningRate(rate);
    await train(team, 2);
    alone.trainSteps(2);
  }
  await settled();
  assert.equal(leader.weightsHash(), alone.weightsHash());
  assert.equal(helper.weightsHash(), alone.weightsHash());
});

test('several steps are reported as one, and calls take turns', async () => {
  const [leader, helper, alone] = makeSeveral(3);
  const team = teamOf(leader, [helper]);
  const [first, second] = await Promise.all([team.trainFor(300), team.trainFor(0)]);
  assert.ok(first.step > 1);
  assert.equal(second.step, first.step + 1);
  const { loss, bitsPerChar, ...rest } = alone.trainSteps(first.step);
  assert.ok(
    Math.abs(first.loss - loss) < 1e-12 && Math.abs(first.bitsPerChar - bitsPerChar) < 1e-12,
  );
  assert.deepEqual({ ...first, loss, bitsPerChar }, { loss, bitsPerChar, ...rest });
});

test('numbers that are not finite are reported, and all roll back alike', async () => {
  const [leader, helper, alone] = makeSeveral(3);
  const team = teamOf(leader, [helper]);
  await train(team, 3);
  await settled();
  const snapshot = leader.snapshot();
  // Weights that make the loss overflow; the last good ones stay.
  snapshot.values.fill(3e38, 0, leader.weights().length);
  for (const playground of [leader, helper, alone]) playground.restore(snapshot);
  await assert.rejects(team.trainFor(0), { name: 'NotFiniteError' });
  assert.throws(() => alone.trainSteps(1), { name: 'NotFiniteError' });
  await train(team, 2);
  alone.trainSteps(2);
  await settled();
  assert.equal(leader.weightsHash(), alone.weightsHash());
  assert.equal(helper.weightsHash(), alone.weightsHash());
});

test('after a rollback the share of a step that was given up is not added to the next', async () => {
  const [leader, helper] = makeSeveral(2);
  const team = teamOf(leader, [helper]);
  const finishStep = leader.finishStep.bind(leader);
  let finished = 0;
  leader.finishStep = () => {
    const report = finishStep();
    if (++finished === 3) throw Object.assign(new Error('no number'), { name: 'NotFiniteError' });
    return report;
  };
  // Runs ahead: the share of the fourth step was ordered when the third one fails, and the next steps wait already.
  const run = team.trainFor(5000);
  const next = team.trainFor(0);
  await assert.rejects(run, { name: 'NotFiniteError' });
  await next;
  await train(team, 2);
  await settled();
  assert.equal(team.size, 2);
  assertInStep([leader, helper], 6);
});

test('a member that is known to be dead is not waited for', async () => {
  const [leader, helper] = makeSeveral(2);
  const team = teamOf(leader, []);
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  team.add(port2, 7);
  follow(helper, port1);
  await train(team, 2);
  port1.onmessage = null; // it hears no more
  const start = performance.now();
  const step = team.trainFor(0);
  setTimeout(() => team.remove(7), 20);
  await step;
  assert.ok(performance.now() - start < 900, 'less than the patience with one that is silent');
  assert.equal(team.size, 1);
  assertInStep([leader], 3);
});

test('helpers that hold the training up are dismissed, and no number changes', async () => {
  const [leader, helper] = makeSeveral(2);
  let dismissed = false;
  // Two measured steps, one each way.
  const pace = { steps: 0, isShared: true, isKnown: false, add: () => {} };
  pace.add = () => {
    pace.isShared = false;
    pace.isKnown = ++pace.steps === 2;
  };
  const team = new DataParallel(
    leader,
    () => (dismissed = true),
    () => pace,
  );
  follow(helper, newEnd(team));
  await train(team, 1);
  assert.equal(dismissed, false);
  await train(team, 1);
  assert.equal(dismissed, true);
  assert.equal(team.size, 1);
  await train(team, 2);
  assert.equal(leader.weightsHash(), hashAfter(leader.steps()));
});

for (const [shared, alone, expected] of [
  [5, 9, true],
  [9, 5, false],
]) {
  test(`steps of ${shared} ms shared and ${alone} ms alone: ${expected ? 'shared' : 'alone'}`, () => {
    const pace = new SpeedProbe();
    let steps = 0;
    for (; !pace.isKnown; steps++) {
      // Now and then one takes long, whatever is done.
      pace.add(steps % 7 === 0 ? 50 : Number(pace.isShared ? shared : alone));
    }
    assert.equal(pace.isShared, expected);
    assert.ok(steps < 40, `${steps} steps to find out`);
    pace.add(1000);
    assert.equal(pace.isShared, expected, 'it does not change its mind');
  });
}
