/**
 * Keeps the run of a page in the browser, and offers the one of the last visit. This code is loaded
 * where there is a run to keep or to offer.
 */

import { formatWhole } from '../lib/format.js';
import { OneByOne } from '../lib/one-by-one.js';
import { timeAgo } from '../lib/time-ago.js';
import { secondsOf } from '../runs/earlier-states.js';
import { fileOf, savedSteps } from '../runs/saved-runs.js';
import { listRuns, storeRun } from '../storage/run-store.js';
import { KEPT } from './keeping.js';
import { newId, othersKeep, takeId } from './run-locks.js';
import { openStored, setStoredId, storedId } from './stored-runs.js';

/**
 * @typedef {import('../runs/run.js').Run} Run
 * @typedef {import('../runs/session.js').Session} Session
 * @typedef {import('../storage/run-store.js').StoredRun} StoredRun
 */

/** Milliseconds between two times at which a run that trains is kept. */
const INTERVAL = 30_000;
/** The bytes of a checkpoint above which a run is kept only when it pauses or the page is hidden. */
const LARGE = 16 * 2 ** 20;
/** A run that has trained for fewer seconds gives its place to the next run. */
const WORTH = 10;
/** Milliseconds in which a sentence can be read. */
const READING = 10_000;
/** Milliseconds in which a page that is reloaded gives its run back. */
const RELOAD = 1000;
/** The characters of a text or a name in the offer, which has two short lines on a phone. */
const SHOWN = 12;
/** The key of the run that this tab keeps, among what the browser stores for the tab. */
const TAB = 'lstm-playground-run';

export class Autosave {
  #session;
  #signal;
  #ids = new OneByOne();
  /** The time of the newest keeping. */
  #keptAt = -Infinity;
  /** @type {Run | undefined} the run that had the newest checkpoint */
  #seen;
  /** @type {Run | undefined} the newest run that is kept */
  #newest;
  /** @type {Run | undefined} the run that the tab goes on with after a reload */
  #noted;
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
    const keep = () => void this.#keep(session.run);
    document.addEventListener('visibilitychange', () => document.hidden && keep(), { signal });
    addEventListener('pagehide', keep, { signal });
    this.#follow();
  }

  /** Offers the run of the last visit; one whose tab the browser has discarded goes on. */
  async offer() {
    try {
      const runs = await listRuns();
      if (runs.length === 0) localStorage.removeItem(KEPT);
      const { id, isTraining } = noted();
      const own = runs.find((run) => run.id === id);
      const isOwn = Boolean(own && (await takeId(own.id, RELOAD)));
      const run = isOwn ? own : (await othersKeep()) ? undefined : runs[0];
      const { status } = this.#session;
      if (!run || (status !== 'idle' && status !== 'empty')) return;
      const goOn = () => this.#open(run.id, isOwn && isTraining);
      if (isOwn && /** @type {any} */ (document).wasDiscarded) return await goOn().catch(() => {});
      const past = timeAgo(run.savedAt, Date.now());
      this.#say({
        message: `Go on with ${titleOf(run)}? Step ${formatWhole(run.step)}, ${past}.`,
        offer: { label: 'Go on', act: goOn },
        remedy: { label: 'Start anew', act: () => this.#say(undefined) },
      });
    } catch (error) {
      this.#fail(/** @type {Error} */ (error));
    }
  }

  #follow = () => {
    const { run, wantsTraining } = this.#session;
    const isSmall = Number(run?.checkpoint?.values.byteLength) <= LARGE;
    const isDue = isSmall && performance.now() - this.#keptAt >= INTERVAL;
    this.#seen = run;
    if (isDue || !wantsTraining) void this.#keep(run);
  };

  /** Keeps a run whose place another takes. */
  #followRun = () => {
    if (this.#session.run !== this.#seen) void this.#keep(this.#seen);
    this.#seen = this.#session.run;
  };

  /**
   * Keeps a run as it is at its newest checkpoint.
   *
   * @param {Run | undefined} run
   */
  async #keep(run) {
    const { samplingValues, wantsTraining } = this.#session;
    const step = run?.checkpoint?.counters[0];
    if (!run?.checkpoint || !step) return;
    if (run === this.#noted) note(storedId(run), wantsTraining);
    if (step === savedSteps.get(run)) return;
    this.#keptAt = performance.now();
    try {
      const file = fileOf(run, run.checkpoint, samplingValues);
      const id = await this.#ids.run(() => this.#idOf(run));
      const isKept = await storeRun({ id, ...factsOf(run, step) }, file);
      this.#succeed();
      if (!isKept) return;
      savedSteps.set(run, step);
      this.#noted = run;
      note(id, wantsTraining);
    } catch (error) {
      this.#fail(/** @type {Error} */ (error));
    }
  }

  /**
   * The id under which this page keeps a run.
   *
   * @param {Run} run
   */
  async #idOf(run) {
    const known = storedId(run);
    if (known && (await takeId(known))) return known;
    const before = this.#newest;
    this.#newest = run;
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
    if (!id || secondsOf(run) >= WORTH) return undefined;
    const kept = (await listRuns()).find((other) => other.id === id);
    if (!kept || kept.name) return undefined;
    setStoredId(run, '');
    return id;
  }

  /**
   * @param {string} id
   * @param {boolean} trains
   */
  async #open(id, trains) {
    this.#say(undefined);
    await openStored(this.#session, id);
    if (trains) await this.#session.train();
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
    if (run && record.position.step > (savedSteps.get(run) ?? 0)) event.preventDefault();
  };

  /** @param {Session['aside']} said */
  #say(said) {
    this.#session.aside = said;
    this.#session.changed();
  }
}

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

/**
 * The name of a kept run, or the beginning of its text, on one line and in its own direction.
 *
 * @param {StoredRun} run
 */
function titleOf({ name, text }) {
  const chars = [...(name ?? text.trim().replaceAll(/\s+/g, ' '))];
  const shown = chars.slice(0, SHOWN).join('').trimEnd();
  return `“\u2068${shown}${chars.length > SHOWN ? '…' : ''}\u2069”`;
}

/**
 * Notes the run of this tab, for a reload, and the mark of a page that has kept one.
 *
 * @param {string | undefined} id
 * @param {boolean} isTraining
 */
function note(id, isTraining) {
  if (!id) return;
  try {
    localStorage.setItem(KEPT, '');
    sessionStorage.setItem(TAB, JSON.stringify({ id, isTraining }));
  } catch {
    // The next visit has no offer.
  }
}

/** @returns {{id?: string, isTraining: boolean}} the run of this tab before its reload */
function noted() {
  try {
    const { id, isTraining } = JSON.parse(sessionStorage.getItem(TAB) ?? '{}');
    return { id, isTraining: isTraining === true };
  } catch {
    return { isTraining: false };
  }
}
