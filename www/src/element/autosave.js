/** Keeps the run of a page in the browser. This code is loaded where there is a run to keep or to offer. */

import { nextTask } from '../lib/next-task.js';
import { OneByOne } from '../lib/one-by-one.js';
import { secondsOf } from '../runs/earlier-states.js';
import { isOfLesson } from '../runs/lesson-runs.js';
import { fileOf, savedSteps } from '../runs/saved-runs.js';
import { leaveRun, prepareToLeave } from '../storage/left-runs.js';
import { changes, listRuns, storeRun } from '../storage/run-store.js';
import { offerLast } from './last-visit.js';
import { hasId, newId, takeId } from './run-locks.js';
import { contentOf, isKept, keptId, setKept, setStoredId, storedId } from './stored-runs.js';
import { forget, note } from './tab-note.js';

/**
 * @typedef {import('../runs/run.js').Run} Run
 * @typedef {import('../runs/session.js').Session} Session
 */

/** Milliseconds between two times at which a run that trains is kept. */
const INTERVAL = 30_000;
/** The bytes of a checkpoint above which that takes longer, and a page that is left has no time for it… */
const LARGE = 16 * 2 ** 20;
/** …so that such a run is kept at this interval. */
const LONG_INTERVAL = 300_000;
/** A run that has trained for fewer seconds, and has not ended by itself, gives its place to the next. */
const WORTH = 10;
/** Milliseconds in which a sentence can be read. */
const READING = 10_000;

export class Autosave {
  #session;
  #signal;
  #oneByOne = new OneByOne();
  /** The time of the newest keeping of the present run. */
  #keptAt = -Infinity;
  /** @type {Run | undefined} the present run, or the one whose place it has taken just now */
  #present;
  /** @type {Run | undefined} the newest run that has got an id */
  #newest;
  /** True while the storage takes what it is given. */
  #isTaken = false;
  #hasFailed = false;

  /**
   * @param {Session} session
   * @param {AbortSignal} signal ends it
   */
  constructor(session, signal) {
    this.#session = session;
    this.#signal = signal;
    session.addEventListener('checkpoint', this.#follow, { signal });
    session.addEventListener('state', this.#followRun, { signal });
    session.addEventListener('undone', this.#followRun, { signal });
    changes.addEventListener('choice', this.#followChoice, { signal });
    document.addEventListener('visibilitychange', () => document.hidden && this.#hide(), {
      signal,
    });
    addEventListener('pagehide', this.#leave, { signal });
    this.#follow();
  }

  /** Offers the run of the last visit. */
  async offer() {
    try {
      await offerLast(this.#session, this.#say);
    } catch (error) {
      this.#fail(/** @type {Error} */ (error));
    }
  }

  #follow = () => {
    this.#followRun();
    const { run, wantsTraining } = this.#session;
    const interval = isLarge(run) ? LONG_INTERVAL : INTERVAL;
    if (!wantsTraining || performance.now() - this.#keptAt >= interval) void this.#keep(run);
  };

  /** Keeps a run whose place another takes, with its last checkpoint where that is on its way. */
  #followRun = () => {
    const before = this.#present;
    const { run, earlier, wantsTraining } = this.#session;
    if (run === before) return;
    this.#present = run;
    this.#keptAt = -Infinity;
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
      const file = fileOf(run, run.checkpoint, samplingValues);
      if (leaveRun({ id, ...factsOf(run, step) }, file)) {
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
    const step = stepOf(run);
    if (!run?.checkpoint || !step || isUnkept(run)) return;
    const content = contentOf(run, samplingValues);
    if (isKept(run, content)) return;
    const isPresent = run === this.#session.run;
    if (isPresent) this.#keptAt = performance.now();
    try {
      const { checkpoint } = run;
      await this.#oneByOne.run(async () => {
        const id = await this.#idOf(run, isPresent);
        await nextTask(); // what the worker has answered comes first: making the file takes a while
        const file = fileOf(run, checkpoint, samplingValues);
        this.#isTaken = await storeRun({ id, ...factsOf(run, step) }, file);
        this.#succeed();
        if (!this.#isTaken) return;
        setKept(run, content);
        savedSteps.set(run, step);
        const { run: present, wantsTraining } = this.#session;
        if (run === present) note(id, wantsTraining);
      });
      if (this.#isTaken) await prepareToLeave();
    } catch (error) {
      this.#fail(/** @type {Error} */ (error));
    }
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

  #succeed() {
    this.#hasFailed = false;
    removeEventListener('beforeunload', this.#ask);
  }

  /**
   * Says once that runs are not kept, and asks from then on before one is lost.
   *
   * @param {Error} error
   */
  #fail({ message }) {
    this.#isTaken = false;
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    addEventListener('beforeunload', this.#ask, { signal: this.#signal });
    const said = { message, kind: 'notice' };
    this.#say(said);
    setTimeout(() => this.#session.aside === said && this.#say(undefined), READING);
  }

  /** @param {Event} event */
  #ask = (event) => {
    const { run, record } = this.#session;
    const isSaved = !run || isUnkept(run) || record.position.step <= (savedSteps.get(run) ?? 0);
    if (!isSaved) event.preventDefault();
  };

  /** @param {Session['aside']} said */
  #say = (said) => {
    this.#session.aside = said;
    this.#session.changed();
  };
}

/** @param {Run | undefined} run */
const stepOf = (run) => run?.checkpoint?.counters[0];

/** @param {Run} run */
const hasWorth = (run) => secondsOf(run) >= WORTH || Boolean(run.record.ended);

/**
 * The runs of lessons would crowd out the reader's own.
 *
 * @param {Run} run
 */
const isUnkept = (run) => isOfLesson(run) && !storedId(run);

/** @param {Run | undefined} run */
const isLarge = (run) => Number(run?.checkpoint?.values.byteLength) > LARGE;

/**
 * @param {Run} run
 * @param {number} step
 */
function factsOf({ text, config, record, textReport }, step) {
  const { cell, hiddenSize, numLayers } = config;
  return {
    ...{ text, chars: Number(textReport?.chars), cell, hiddenSize, numLayers, step },
    bitsPerChar: record.validationBits ?? record.progress?.bitsPerChar,
    savedAt: Date.now(),
  };
}
