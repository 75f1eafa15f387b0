import assert from 'node:assert/strict';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { writeModel } from '../../www/src/files/model-file.js';
import { seededRandom } from '../../www/src/lib/random.js';
import { loadAdvice } from '../../www/src/runs/advice.js';
import { saveRun } from '../../www/src/runs/saved-runs.js';
import { below, fuzz, pick, shrink } from './support/fuzz.js';
import { counts, SessionTrial, told } from './support/session-trial.js';
import { SMALL, TEXTS } from './support/session-values.js';
import { SessionWorld } from './support/session-world.js';
import { prepareWorkers } from './support/simulated-worker.js';
import { ACTIONS } from './support/user-actions.js';

/** Actions of a sequence. */
const ACTS = 20;
/** Sequences of a long run; `npm test` has the time for some. */
const SEQUENCES = 1000;
/** @typedef {import('./support/session-trial.js').Act} Act */

/**
 * @param {() => number} random
 * @returns {Act[]}
 */
const sequence = (random) =>
  Array.from({ length: ACTS }, () => ({
    action: pick(random, ACTIONS),
    seed: below(random, 2 ** 32),
    isAwaited: random() < 0.6,
    turns: below(random, 12),
  }));

/** @type {{run: ArrayBuffer, model: ArrayBuffer}} */
const files = { run: new ArrayBuffer(0), model: new ArrayBuffer(0) };
/**
 * @param {number} seed of the order of tasks
 * @param {Act[]} acts
 * @returns {Promise<Error | undefined>} the failure
 */
async function failureOf(seed, acts) {
  await prepareWorkers(16);
  try {
    await new SessionTrial(seed, files).run(acts);
    return undefined;
  } catch (error) {
    return /** @type {Error} */ (error);
  }
}

/** Trains a run and a model, and writes their files. */
async function makeFiles() {
  const playground = new Playground(TEXTS[1], SMALL);
  playground.trainSteps(7);
  const config = playground.config();
  const { separator } = config;
  files.model = writeModel({ config, separator, ...playground.network().model() });
  const world = new SessionWorld(seededRandom(1), files);
  const saving = world.session.step().then(() => saveRun(world.session));
  /** @type {Blob | undefined} */
  let blob;
  saving.then((saved) => (blob = saved));
  await world.simulation.until(() => blob !== undefined);
  files.run = await /** @type {Blob} */ (blob).arrayBuffer();
  await world.end();
}

await loadAdvice();
await prepareWorkers(4);
await makeFiles();

fuzz(
  'sessions',
  `sequences of ${ACTS} actions end in the state that the model says, and none in a dead end`,
  async (random, seed) => {
    const acts = sequence(random);
    const failure = await failureOf(seed, acts);
    if (!failure) return;
    const fails = async (/** @type {Act[]} */ some) => (await failureOf(seed, some)) !== undefined;
    const shortest = await shrink(acts, fails, 60);
    const cause = (await failureOf(seed, shortest)) ?? failure;
    const list = shortest.map(
      ({ action, isAwaited, turns, seed }) =>
        `  ${action.name} (${isAwaited ? 'awaited' : `${turns} turns`}, values of ${seed})`,
    );
    throw new Error(`${cause.message}\nafter\n${list.join('\n')}`, { cause });
  },
  {
    least: 30,
    leastLong: SEQUENCES,
    end(count, t) {
      t.diagnostic(JSON.stringify({ ...counts, ...Object.fromEntries(told) }));
      assert.ok(counts.awaited > 4 * count, 'many states are compared with the model');
      assert.ok(counts.hashes > count / 4, 'many weights are compared');
    },
  },
);
