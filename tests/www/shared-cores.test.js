import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { after, mock, test } from 'node:test';
import { initSync, Playground } from '../../www/pkg/lstm_playground.js';
import { WorkerPool } from '../../www/src/experiments/worker-pool.js';
import { CoreBudget } from '../../www/src/runs/core-budget.js';
import { WorkerGroup } from '../../www/src/runs/worker-group.js';
import { FakeSession, settle } from './support/fake-session.js';
import { NodeWorker } from './support/node-worker.js';

/** @param {FakeSession} tag */
const alive = ({ workers }) => workers.filter(({ isTerminated }) => !isTerminated).length;

/** @param {FakeSession} tag begins to train, with a step that eight workers can share */
async function train(tag) {
  tag.session.setText('ab'.repeat(10));
  const training = tag.session.train();
  await tag.make(0, 0.01, { mostWorkers: 8 });
  await tag.answer('train');
  await training;
}

/**
 * The leading worker of a tag reports a step.
 *
 * @param {FakeSession} tag
 * @param {number} [wanted] the number of workers that it wants
 */
function report({ workers: [leader] }, wanted = 8) {
  leader.say({ push: 'wantedWorkers', value: wanted });
  leader.say({ push: 'progress', value: { step: 1, bitsPerChar: 1, learningRate: 0.01 } });
}

/** @param {FakeSession} tag */
async function pause({ session, workers }) {
  const pausing = session.pause();
  await settle();
  workers[0].answer('pause');
  await pausing;
}

test('three training tags on eight cores have seven workers, fairly shared', async () => {
  const budget = new CoreBudget(() => 7);
  const tags = [0, 1, 2].map(() => new FakeSession(budget));
  const counts = () => tags.map(alive);
  await train(tags[0]);
  report(tags[0]);
  assert.deepEqual(counts(), [7, 0, 0]);
  const second = train(tags[1]);
  await settle();
  assert.deepEqual(counts(), [6, 1, 0], 'a core is free before the second one starts');
  await second;
  report(tags[1]);
  assert.deepEqual(counts(), [4, 3, 0]);
  await train(tags[2]);
  for (const tag of tags) report(tag);
  assert.deepEqual(counts(), [3, 2, 2]);
  await pause(tags[0]);
  for (const tag of tags.slice(1)) report(tag);
  assert.deepEqual(counts(), [1, 4, 3], 'a paused one keeps its model');
  await tags[1].session.reset();
  report(tags[2]);
  assert.deepEqual(counts(), [1, 0, 7]);
  const back = tags[0].session.train();
  await settle();
  tags[0].workers[0].answer('train');
  await back;
  for (const tag of [tags[0], tags[2]]) report(tag);
  assert.deepEqual(counts(), [4, 0, 3]);
  assert.deepEqual(
    tags.flatMap(({ errors }) => errors),
    [],
  );
  for (const { session } of tags) await session.reset();
});

test('a run has as many workers as its leading one finds worth, and two until it knows', async () => {
  const tag = new FakeSession(new CoreBudget(() => 7));
  await train(tag);

  const progress = { step: 1, bitsPerChar: 1, learningRate: 0.01 };
  tag.workers[0].say({ push: 'progress', value: progress });
  assert.equal(alive(tag), 2);
  const counts = [4, 8, 4, 2, 1, 2].map((count) => {
    report(tag, count);
    return alive(tag);
  });
  assert.deepEqual(counts, [4, 7, 4, 2, 1, 2]);
  await tag.session.reset();
});

test('a run for which no worker can start leaves the cores to others', async () => {
  const budget = new CoreBudget(() => 7);
  const [first, second] = [new FakeSession(budget), new FakeSession(budget)];
  second.isRefused = true;
  second.session.setText('ab'.repeat(10));
  await assert.rejects(second.session.train(), { message: 'workers are forbidden' });
  await train(first);
  report(first);
  assert.equal(alive(first), 7);
  await first.session.reset();
});

test('a paused run keeps its replicas until another needs the cores', async () => {
  const budget = new CoreBudget(() => 4);
  const [first, second] = [new FakeSession(budget), new FakeSession(budget)];
  await train(first);
  report(first);
  await pause(first);
  assert.equal(alive(first), 4);
  await train(second);
  assert.equal(alive(first), 2);
  report(second);
  assert.deepEqual([first, second].map(alive), [1, 4]);
  for (const { session } of [first, second]) await session.reset();
});

test('an experiment takes its share from a run, and gives it back', async () => {
  const budget = new CoreBudget(() => 7);
  const pool = new WorkerPool(budget);
  const tag = new FakeSession(budget);
  await train(tag);
  report(tag);
  let running = 0;
  /** @type {(() => void)[]} */
  const ends = [];
  const jobs = Array.from({ length: 6 }, () =>
    pool.run(async () => {
      running++;
      await new Promise((resolve) => ends.push(() => resolve(undefined)));
      running--;
    }),
  );
  await settle();
  report(tag);
  assert.deepEqual([alive(tag), running], [4, 3]);
  while (ends.length > 0) {
    ends.pop()?.();
    await settle();
    assert.ok(running <= 3);
  }
  await Promise.all(jobs);
  report(tag);
  assert.equal(alive(tag), 7);
  await tag.session.reset();
});

test('each of more tags than cores is told its share of the time, also after a death', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const budget = new CoreBudget(() => 1);
  const tags = [0, 1, 2, 3].map(() => new FakeSession(budget));
  const told = () => {
    mock.timers.tick(1000);
    return tags.map((tag) => (tag.newest ? tag.sent('setShare') : []));
  };
  await train(tags[0]);
  await train(tags[1]);
  assert.deepEqual(told(), [[], [], [], []], 'there are two cores');
  for (const tag of tags.slice(2)) await train(tag);
  const quarter = [1 / 4];
  assert.deepEqual(told(), [quarter, quarter, quarter, quarter], 'changes in short order are one');
  await tags[1].die();
  await tags[1].restore(0);
  assert.deepEqual(told()[1], quarter, 'the new worker is told as well');
  for (const tag of tags.slice(2)) await pause(tag);
  const all = [...quarter, 1];
  assert.deepEqual(told().slice(0, 2), [all, all]);
  mock.timers.reset();
  for (const { session } of tags) await session.reset();
});

const CONFIG = { hiddenSize: 12, batchSize: 16, seqLen: 8, dropout: 0.1, patience: 0, workers: 4 };
const TEXT = 'many hands make light work, and the same work. '.repeat(30);

test('replicas that come and go during training change no bit', { timeout: 60_000 }, async () => {
  const wasm = new WebAssembly.Module(
    readFileSync(new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url)),
  );
  initSync({ module: wasm });
  const reports = new EventTarget();
  let workers = 0;
  let step = 0;
  const group = new WorkerGroup({
    createWorker: () => new NodeWorker().asWorker(),
    listeners: {
      progress(progress) {
        ({ workers } = progress);
        reports.dispatchEvent(new Event('report'));
      },
      checkpoint: ({ counters }) => void ([step] = counters),
    },
    onDeath: (reason) => assert.fail(reason),
  });
  after(() => group.stop());
  group.start();
  const sampling = { prompt: '', length: 1, temperature: 1, topK: 0, topP: 1 };
  const request = /** @type {any} */ ({ wasm, text: TEXT, config: CONFIG, sampling });
  await group.engine.create(request);
  await group.engine.train();
  for (const count of [4, 2, 3, 1, 4]) {
    group.keepReplicas(count - 1);
    group.addReplicas(count - 1, request);
    while (workers !== count) await once(reports, 'report');
  }
  await group.engine.pause();
  const alone = new Playground(TEXT, CONFIG);
  alone.trainSteps(step);
  assert.equal(await group.engine.weightsHash(), alone.weightsHash());
});
