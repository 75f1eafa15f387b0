/** Keeps the run of a page in the browser. This code is loaded where there is a run to keep or to offer. */

import { nextTask } from '../lib/next-task.js';
import { OneByOne } from '../lib/one-by-one.js';
import { runAtOnce, runInSlices } from '../lib/run-in-slices.js';
import { secondsOf } from '../runs/earlier-states.js';
import { SLICE, writerOf } from '../runs/saved-runs.js';
import { connections, leaveRun, prepareToLeave } from '../storage/left-runs.js';
import { changes, listRuns, storeRun } from '../storage/run-store.js';
import { KeepingPace } from './keeping-pace.js';
import { offerLast } from './last-visit.js';
import { hasId, newId, takeId } from './run-locks.js';
import {
  contentOf,
  forgetKept,
  isKept,
  isUnkept,
  keptId,
  setKept,
  setStoredId,
  storedFacts,
  storedId,
} from './stored-runs.js';
import { forget, note } from './tab-note.js';
import { UnkeptRuns } from './unkept-runs.js';

/**
 * @typedef {import('../runs/run.js').Run} Run
 * @typedef {import('../runs/session.js').Session} Session
 */

/** The bytes of a checkpoint above which a page that is left has no time to write it. */
const LARGE = 16 * 2 ** 20;
/** A run that has trained for fewer seconds, and has not ended by itself, gives its place to the next. */
const WORTH = 10;

export class Autosave {
  #session;
  #oneByOne = new OneByOne();
  #pace = new KeepingPace();
  /** @type {Map<Run, Session['samplingValues']>} the runs that are to be kept */
  #waiting = new Map();
  /** @type {Run | undefined} the present run, or the one whose place it has taken just now */
  #present;
  /** @type {Run | undefined} the newest run that has got an id */
  #newest;
  /** True while the storage takes what it is given. */
  #isTaken = false;
  #unkept;

  /**
   * @param {Session} session
   * @param {AbortSignal} signal ends it
   */
  constructor(session, signal) {
    this.#session = session;
    this.#unkept = new UnkeptRuns(session, signal);
    session.addEventListener('checkpoint', this.#follow, { signal });
    session.addEventListener('state', this.#followRun, { signal });
    session.addEventListener('undone', this.#followRun, { signal });
    changes.addEventListener('choice', this.#followChoice, { signal });
    connections.addEventListener('lost', this.#keepAgain, { signal });
    document.addEventListener('visibilitychange', () => document.hidden && this.#hide(), {
      signal,
    });
    addEventListener('pagehide', this.#leave, { signal });
    this.#follow();
  }

  /** Offers the run of the last visit. */
  async offer() {
    try {
      await offerLast(this.#session, this.#unkept.say);
    } catch (error) {
      this.#fail(error);
    }
  }

  #follow = () => {
    this.#followRun();
    const { run, wantsTraining } = this.#session;
    const isDue = this.#pace.isDue();
    if (isDue || !wantsTraining) void this.#keep(run);
  };

  /** Keeps the present run once more, where all runs may be gone. */
  #keepAgain = () => {
    forgetKept();
    this.#isTaken = false;
    void this.#keep(this.#session.run);
  };

  /** Keeps a run whose place another takes, with its last checkpoint where that is on its way. */
  #followRun = () => {
    const before = this.#present;
    const { run, earlier, wantsTraining } = this.#session;
    if (run === before) return;
    this.#present = run;
    this.#pace.begin();
    note(keptId(run), wantsTraining);
    if (!before) return;
    const left = hasWorth(before) ? earlier.leftOf(before) : undefined;
    void (left ? left.then(() => this.#keep(before)) : this.#keep(before));
  };

  /** @param {Event} event whether the reader wants nothing to be kept */
  #followChoice = (event) => {
    const { run } = this.#session;
    this.#isTaken = false;
    this.#newest = undefined;
    if (run) setStoredId(run, '');
    if (/** @type {CustomEvent} */ (event).detail) forget();
    else void this.#keep(run);
  };

  #hide() {
    const { run, wantsTraining } = this.#session;
    note(keptId(run), wantsTraining);
    void this.#keep(run);
  }

  /** Keeps the present run within this task, after which the page may be gone. */
  #leave = () => {
    const { run, samplingValues, wantsTraining } = this.#session;
    const step = stepOf(run);
    const isChanged = run && step && !isKept(run, contentOf(run, samplingValues));
    if (isChanged && !isUnkept(run) && run.checkpoint && this.#isTaken && !isLarge(run)) {
      const known = storedId(run);
      const id = known && hasId(known) ? known : newId();
      const file = runAtOnce(writerOf(run, run.checkpoint, samplingValues));
      if (leaveRun({ id, ...storedFacts(run, step) }, file)) {
        setStoredId(run, id);
        return note(id, wantsTraining);
      }
    }
    note(keptId(run), wantsTraining);
  };

  /**
   * Keeps a run as it is at its newest checkpoint.
   *
   * @param {Run | undefined} run
   */
  async #keep(run) {
    const { samplingValues } = this.#session;
    if (!run || !stepOf(run) || isUnkept(run)) return;
    if (isKept(run, contentOf(run, samplingValues))) return;
    const isPresent = run === this.#session.run;
    if (isPresent) this.#pace.note();
    const isWaiting = this.#waiting.has(run);
    this.#waiting.set(run, samplingValues);
    if (isWaiting) return;
    try {
      await this.#oneByOne.run(() => this.#store(run, isPresent));
      if (this.#isTaken) await prepareToLeave();
    } catch (error) {
      this.#fail(error);
    }
  }

  /**
   * @param {Run} run that waits to be kept
   * @param {boolean} isPresent true for one that may have the place of the run before
   */
  async #store(run, isPresent) {
    const sampling = this.#waiting.get(run) ?? this.#session.samplingValues;
    this.#waiting.delete(run);
    const id = await this.#idOf(run, isPresent);
    await nextTask(); // what the worker has answered comes first: making the file takes a while
    const { checkpoint } = run;
    if (!checkpoint) return;
    const content = contentOf(run, sampling);
    this.#pace.bytes = checkpoint.values.byteLength; // also of a run that no file can hold
    const facts = { id, ...storedFacts(run, checkpoint.counters[0]) };
    const file = await runInSlices(writerOf(run, checkpoint, sampling), SLICE);
    this.#isTaken = await storeRun(facts, file);
    this.#unkept.end();
    if (!this.#isTaken) return;
    setKept(run, content);
    const { run: present, wantsTraining } = this.#session;
    if (run === present) note(id, wantsTraining);
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#isTaken = false;
    this.#unkept.tell(/** @type {Error} */ (error));
  }

  /**
   * The id under which this page keeps a run.
   *
   * @param {Run} run
   * @param {boolean} isPresent true for one that may have the place of the run before
   */
  async #idOf(run, isPresent) {
    const known = storedId(run);
    if (known && (await takeId(known)) && storedId(run) === known) return known;
    const before = isPresent ? this.#newest : undefined;
    if (isPresent) this.#newest = run;
    const id = (before && (await this.#idFrom(before))) || newId();
    setStoredId(run, id);
    return id;
  }

  /**
   * The id of a run that gives its place away, because it has trained for a moment only.
   *
   * @param {Run} run
   */
  async #idFrom(run) {
    const id = storedId(run);
    if (!id || hasWorth(run)) return undefined;
    const kept = (await listRuns()).find((other) => other.id === id);
    return kept && !kept.name && storedId(run) === id ? id : undefined;
  }
}

/** @param {Run | undefined} run */
const stepOf = (run) => run?.checkpoint?.counters[0];

/** @param {Run} run */
const hasWorth = (run) => secondsOf(run) >= WORTH || Boolean(run.record.ended);

/** @param {Run | undefined} run */
const isLarge = (run) => Number(run?.checkpoint?.values.byteLength) > LARGE;
