/** A sequence of actions on a session, and what has to hold after each. */

import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { Playground } from '../../../www/pkg/lstm_playground.js';
import { seededRandom } from '../../../www/src/lib/random.js';
import { hashWeights } from '../../../www/src/runs/saved-runs.js';
import { AFTER } from '../../support/page-states.js';
import { SMALL, TEXTS } from './session-values.js';
import { isTold, SessionWorld } from './session-world.js';

/** Virtual milliseconds within which every promise settles: a silent worker is noticed meanwhile. */
const PATIENCE = 200_000;

/**
 * @typedef {object} Act an action of a sequence
 * @property {import('./user-actions.js').Action} action
 * @property {number} seed of its values
 * @property {boolean} isAwaited true where nothing else happens before it is complete
 * @property {number} turns of other tasks before the next, where it is not
 */

/** @type {Map<string, number>} the errors that all trials were told, by name */
export const told = new Map();
/** States and weights that were compared. */
export const counts = { awaited: 0, hashes: 0 };

/** One sequence in a page of its own. */
export class SessionTrial {
  world;
  /** @type {Set<{name: string}>} the actions that are not complete */
  #open = new Set();
  #wasTraining = false;
  /** The deaths of workers so far. */
  #deaths = 0;

  /**
   * @param {number} seed of the order of tasks
   * @param {{run: ArrayBuffer, model: ArrayBuffer}} files
   */
  constructor(seed, files) {
    this.world = new SessionWorld(seededRandom(seed), files);
  }

  /** @param {Act[]} acts */
  async run(acts) {
    const { world } = this;
    try {
      for (const act of acts) await this.#perform(act);
      await this.#settle('the last action');
      await this.#checkWorkers();
      await this.#leadOut();
    } finally {
      await world.end();
    }
    this.#checkUncaught('the end');
    assert.ok(world.changes > 0, 'the session has told of its changes');
  }

  /** @param {Act} act */
  async #perform({ action, seed, isAwaited, turns }) {
    const { world } = this;
    const { session } = world;
    const { name, act, isDeath } = action;
    if (isDeath) this.#deaths++;
    const isQuiet = await this.#isQuiet();
    const isAway = session.isAway;
    const before = {
      ...world.state,
      wasTraining: isAway ? this.#wasTraining : session.wantsTraining,
    };
    if (!isAway) this.#wasTraining = session.wantsTraining;
    const step = session.record.progress?.step ?? 0;
    const entry = { name };
    this.#open.add(entry);
    /** @type {any} */
    let error;
    const acting = (async () => act(world, seededRandom(seed)))();
    acting
      .catch((thrown) => {
        error = thrown;
        told.set(thrown?.name, (told.get(thrown?.name) ?? 0) + 1);
      })
      .finally(() => this.#open.delete(entry));
    if (!isAwaited) {
      for (let i = 0; i < turns; i++) await world.simulation.turn();
      this.#checkUncaught(name);
      return;
    }
    await this.#settle(name);
    if (error && !isTold(error)) throw error;
    if (!isQuiet || isAway || session.isAway) return;
    counts.awaited++;
    this.#checkState(action, before, error, step);
  }

  /**
   * @param {import('./user-actions.js').Action} action
   * @param {import('../../support/page-states.js').Before} before
   * @param {Error | undefined} error
   * @param {number} step before it
   */
  #checkState({ name, after }, before, error, step) {
    const { session, line } = this.world;
    const { status } = session;
    const what = `${name} from ${before.status}${error ? ` (${error.name}: ${error.message})` : ''}`;
    if (!error) {
      const expected = AFTER[after](before);
      // An end of the training by itself, or a death that comes to be known meanwhile.
      const hasStopped =
        (status === 'paused' &&
          expected.includes('training') &&
          (session.record.ended || session.error)) ||
        (status === 'failed' && this.#deaths > 0);
      const why = JSON.stringify([session.record.ended, session.error]);
      assert.ok(
        expected.includes(status) || hasStopped,
        `${what} leads to ${status}, not to ${expected}: ${why}`,
      );
      if (name === 'Step' && before.status === 'paused') {
        assert.equal(session.record.progress?.step, step + 1, `${what} makes one step`);
      }
    }
    if (name === 'go back to an earlier step' && !error && session.record.steps.length > 0) {
      const { steps, progress } = session.record;
      assert.ok(status !== 'paused' || steps.includes(progress?.step ?? 0), `${what}: its step`);
    }
    if (name === 'Train' && before.canLearn && error && session.error) {
      assert.match(error.name, /^(UnknownChars|Setting|TextTooShort)Error$/, what);
    }
    const isAtRest = status === 'idle' || status === 'empty';
    if (isAtRest) assert.equal(session.record.progress, undefined, `${what}: a step without a run`);
    assert.match(line.message, /\S \S/, `${what}: the coach says ${inspect(line.message)}`);
  }

  /** True where nothing is under way. */
  async #isQuiet() {
    const { session, simulation } = this.world;
    if (this.#open.size > 0 || session.restarts.isPending) return false;
    await simulation.until(() => session.draft.counts !== undefined || session.isAway, 300);
    return session.status !== 'starting';
  }

  /**
   * Lets all actions come to their end.
   *
   * @param {string} name of the newest one
   */
  async #settle(name) {
    const { session, simulation } = this.world;
    const isSettled = () =>
      this.#open.size === 0 && session.status !== 'starting' && !session.restarts.isPending;
    for (let waited = 0; !(await simulation.until(isSettled, 3000)); waited += 5000) {
      const open = [...this.#open].map((entry) => entry.name);
      const how = `${open.join(', ') || 'nothing'} is open, the status is ${session.status}`;
      assert.ok(waited < PATIENCE, `${name} does not come to its end: ${how}`);
      await simulation.pass(5000);
    }
    this.#checkUncaught(name);
  }

  /** @param {string} name */
  #checkUncaught(name) {
    const [error] = this.world.simulation.uncaught;
    if (error) throw new Error(`uncaught after ${name}: ${inspect(error)}`, { cause: error });
  }

  /** Checks that no worker is left without a run, and that nothing moves in a paused one. */
  async #checkWorkers() {
    const { session, simulation } = this.world;
    await simulation.until(() => false, 100); // those of earlier runs make way
    await this.#settle('the last action');
    const { status, isAway } = session;
    const most = isAway || status === 'idle' || status === 'empty' || status === 'failed' ? 0 : 1;
    const { length } = this.world.living;
    assert.ok(length <= most, `${length} workers for a page that is ${isAway ? 'away' : status}`);
    if (status !== 'paused') return;
    const step = session.record.progress?.step;
    await simulation.until(() => false, 50);
    assert.equal(session.record.progress?.step, step, 'a paused run makes no step');
  }

  /** Checks that the page leads back to training, by the remedies that it states. */
  async #leadOut() {
    const { session, source, simulation } = this.world;
    const act = async (/** @type {string} */ name, /** @type {() => unknown} */ what) => {
      const entry = { name };
      this.#open.add(entry);
      /** @type {any} */
      let error;
      (async () => what())()
        .catch((thrown) => (error = thrown))
        .finally(() => this.#open.delete(entry));
      await this.#settle(name);
      return error;
    };
    if (session.isAway) await act('come back', () => session.comeBack());
    const remedies = {
      Train: () => {},
      'a good text': () => source.pick(TEXTS[1]),
      'good settings': () => session.useConfig({ ...SMALL }),
      Reset: () => session.reset({ isByReader: true }),
    };
    let error;
    for (const [name, remedy] of Object.entries(remedies)) {
      await act(name, remedy);
      error = await act('Train', () => session.train());
      if (!error) break;
    }
    if (error) throw new Error('no remedy leads to training', { cause: error });
    assert.equal(session.status, 'training');
    const { record } = session;
    const step = record.progress?.step ?? 0;
    const grows = await simulation.until(() => (record.progress?.step ?? 0) > step + 3);
    assert.ok(grows, `it trains, and stays at step ${record.progress?.step}`);
    await act('Pause', () => session.pause());
    assert.equal(session.status, 'paused', 'after Train and Pause');
    await this.#checkWeights();
  }

  /** Compares the weights with those of a training without anything. */
  async #checkWeights() {
    const { session, simulation } = this.world;
    const { run, record } = session;
    if (!run || run.learningRate.wasChosen || run.source.kept) return;
    if ((record.progress?.step ?? 0) > 4000) return;
    /** @type {string | undefined} */
    let hash;
    hashWeights(session).then((found) => (hash = found));
    await simulation.until(() => hash !== undefined);
    const whole = new Playground(run.text, run.config);
    whole.trainSteps(Number(record.progress?.step));
    assert.equal(hash, whole.weightsHash(), 'the weights are those of an undisturbed training');
    whole.free();
    counts.hashes++;
  }
}
