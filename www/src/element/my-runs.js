/** The view of the runs that are kept on this computer. */

import { cells } from '../cells/cells.js';
import { formatSize } from '../lib/format.js';
import { OneByOne } from '../lib/one-by-one.js';
import { MAX_RUNS, MAX_STORED_BYTES } from '../storage/eviction.js';
import * as store from '../storage/run-store.js';
import { MAX_NAME } from '../storage/stored-run.js';
import { quotedTitleOf } from '../views/runs/stored-run-row.js';
import { StoredRunsView } from '../views/runs/stored-runs-view.js';
import { openStored, storedId } from './stored-runs.js';
import myRunsCss from './styles/my-runs.css?inline';
import { adopt, sheetsOf } from './styles/sheets.js';
import { viewSheets } from './styles/views.js';

/** @typedef {import('../storage/stored-run.js').StoredRun} StoredRun */

const sheets = [...viewSheets, ...sheetsOf(myRunsCss)];
/** Milliseconds between two updates of how long ago a run was kept. */
const INTERVAL = 30_000;

/** The sentences for the reasons why a deleted run is not back. */
const NOT_BACK = {
  taken: 'This run has been kept again since: the deleted one would replace it.',
  full: `There is no room for this run, of ${MAX_RUNS} runs and ${formatSize(MAX_STORED_BYTES)}: delete another first. Undo still brings it back.`,
  nothing:
    'Nothing is kept on this computer: choose to keep runs again first. Undo still brings it back.',
};

/** @param {string} name of a cell, perhaps of another version */
const cellTitle = (name) => cells.find((cell) => cell.name === name)?.title ?? name;

export class MyRuns {
  #place;
  #session;
  #view;
  #isShown = false;
  #acts = new OneByOne();
  /** The number of the newest look into the storage. */
  #look = 0;
  /** @type {{runs: StoredRun[], keepsNothing: boolean} | undefined} */
  #content;
  #listening = new AbortController();
  #timer = setInterval(() => this.#show(), INTERVAL);

  /**
   * @param {HTMLElement} place
   * @param {import('../runs/session.js').Session} session
   */
  constructor(place, session) {
    adopt(place, sheets);
    this.#place = place;
    this.#session = session;
    const most = { runs: MAX_RUNS, bytes: MAX_STORED_BYTES, nameChars: MAX_NAME };
    this.#view = new StoredRunsView(
      place,
      { most, cellTitle },
      {
        open: (run) => this.#act(() => this.#open(run)),
        rename: (run, name) => this.#act(() => store.nameRun(run.id, name)),
        remove: (run) => this.#act(() => this.#remove(run)),
        keepNothing: (isChosen) => this.#act(() => store.keepNothing(isChosen)),
      },
    );
    const refresh = () => void this.#refresh();
    store.changes.addEventListener('change', refresh, this.#listening);
    addEventListener('focus', refresh, this.#listening); // another page may have changed them
  }

  /** Shows the current state of the session. */
  update() {
    const wasShown = this.#isShown;
    this.#isShown = !this.#place.hidden;
    if (!this.#isShown) return;
    if (wasShown) return this.#show();
    this.#view.say();
    void this.#refresh();
  }

  destroy() {
    clearInterval(this.#timer);
    this.#listening.abort();
  }

  async #refresh() {
    if (!this.#isShown) return;
    const look = ++this.#look;
    try {
      const [runs, keepsNothing] = await Promise.all([store.listRuns(), store.keepsNothing()]);
      if (look !== this.#look) return;
      this.#content = { runs, keepsNothing };
      this.#show();
    } catch (error) {
      if (look !== this.#look) return;
      this.#content = undefined;
      this.#view.refuse(/** @type {Error} */ (error).message);
    }
  }

  #show() {
    if (!this.#content || !this.#isShown) return;
    const hereId = storedId(this.#session.run);
    this.#view.update({ ...this.#content, hereId, now: Date.now() });
  }

  /**
   * Does one thing after the other, and says where it fails.
   *
   * @param {() => Promise<unknown>} act
   */
  #act = (act) =>
    this.#acts.run(async () => {
      try {
        this.#view.say();
        await act();
      } catch (error) {
        this.#view.say({ text: /** @type {Error} */ (error).message, isProblem: true });
      }
      await this.#refresh();
    });

  /** @param {StoredRun} run */
  async #open(run) {
    this.#view.say({ text: `Opening ${quotedTitleOf(run)}…` });
    const isOpened = await openStored(this.#session, run.id).then(
      () => true,
      () => false, // it is reported
    );
    this.#view.say(isOpened ? { text: `Opened ${quotedTitleOf(run)}.` } : undefined);
  }

  /** @param {StoredRun} run */
  async #remove(run) {
    const bytes = await store.loadRun(run.id);
    await store.deleteRun(run.id);
    await this.#refresh();
    const isHere = run.id === storedId(this.#session.run);
    const again = isHere ? ' It is kept again when it trains on.' : '';
    const undo = bytes && (() => void this.#act(() => this.#bringBack(run, bytes)));
    this.#view.say({ text: `Deleted ${quotedTitleOf(run)}.${again}`, undo });
  }

  /**
   * @param {StoredRun} run
   * @param {ArrayBuffer} bytes
   */
  async #bringBack(run, bytes) {
    const undo = () => void this.#act(() => this.#bringBack(run, bytes));
    const problem = await store.restoreRun(run, bytes).catch((error) => {
      this.#view.say({ text: error.message, isProblem: true, undo });
      return undefined;
    });
    if (problem === undefined) return;
    await this.#refresh();
    if (problem === '') return this.#view.focus(run.id);
    const text = NOT_BACK[problem];
    this.#view.say({ text, isProblem: true, undo: problem === 'taken' ? undefined : undo });
  }
}
