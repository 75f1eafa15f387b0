import { el, setText } from '../../lib/dom.js';
import { formatCount, formatWhole } from '../../lib/format.js';
import { StoredRunRow } from './stored-run-row.js';

/**
 * @typedef {import('../../storage/stored-run.js').StoredRun} StoredRun
 *
 * @typedef {object} Message
 * @property {string} text
 * @property {boolean} [isProblem]
 * @property {() => void} [undo]
 */

const LINE = 'The page keeps every run by itself, in this browser alone.';
const LOADING = 'Loading…';
const EMPTY = 'No runs yet. Press Train: the page keeps the run, and offers it when you come back.';
const NOTHING =
  'Nothing is kept on this computer: a run ends with the page, unless you save it as a file with Save run.';

/** The runs that are kept on this computer, the newest first. */
export class StoredRunsView {
  #on;
  #cellTitle;
  #maxName;
  /** @type {Map<string, StoredRunRow>} by id */
  #rows = new Map();
  #list = el('ul', { class: 'stored-runs', 'aria-label': 'Kept runs' });
  #empty = el('p', { class: 'empty' }, LOADING);
  #problem = el('p', { class: 'problem', role: 'alert' });
  #note = el('p', { class: 'note' });
  #count = el('span', { class: 'note' });
  #status = el('span', { role: 'status' });
  #undo = el('button', { type: 'button' }, 'Undo');
  #checkbox = el('input', { type: 'checkbox' });
  #choice = el('label', {}, this.#checkbox, 'Keep nothing on this computer');
  #confirm = el('button', { type: 'button' });
  #cancel = el('button', { type: 'button', class: 'quiet' }, 'Cancel');
  #bar = el('div', { class: 'bar' });
  /** @type {StoredRun[]} */
  #runs = [];

  /**
   * @param {HTMLElement} root
   * @param {object} options
   * @param {{runs: number, bytes: number, nameChars: number}} options.most that are kept, of each name its
   *   characters
   * @param {(cell: string) => string} options.cellTitle
   * @param {object} on
   * @param {(run: StoredRun) => void} on.open
   * @param {(run: StoredRun, name: string) => void} on.rename
   * @param {(run: StoredRun) => void} on.remove
   * @param {(isChosen: boolean) => void} on.keepNothing
   */
  constructor(root, { most, cellTitle }, on) {
    this.#on = on;
    this.#cellTitle = cellTitle;
    this.#maxName = most.nameChars;
    const mb = formatWhole(most.bytes / 1e6);
    this.#note.textContent = `${LINE} Beyond ${most.runs} runs or ${mb} MB it deletes the oldest without a name.`;
    this.#checkbox.addEventListener('change', () => this.#choose());
    this.#confirm.addEventListener('click', () => this.#answer(true));
    this.#cancel.addEventListener('click', () => this.#answer(false));
    this.#bar.append(this.#status, this.#undo, this.#count, this.#confirm, this.#cancel);
    this.#bar.append(this.#choice);
    root.append(
      el('div', { class: 'head' }, el('h2', {}, 'What have you trained so far?'), this.#note),
      ...[this.#problem, this.#bar, this.#list, this.#empty],
    );
    this.#ask(false);
    this.say();
    for (const part of [this.#problem, this.#bar, this.#list]) part.hidden = true;
  }

  /**
   * @param {object} values
   * @param {StoredRun[]} values.runs
   * @param {boolean} values.keepsNothing
   * @param {string} [values.hereId] the id of the run on the page, if it is kept
   * @param {number} values.now
   */
  update({ runs, keepsNothing, hereId, now }) {
    this.#runs = runs;
    const ids = new Set(runs.map(({ id }) => id));
    for (const [id, row] of this.#rows) {
      if (ids.has(id)) continue;
      row.element.remove();
      this.#rows.delete(id);
    }
    const context = { cellTitle: this.#cellTitle, now };
    const { activeElement } = /** @type {ShadowRoot} */ (this.#list.getRootNode());
    runs.forEach((run, i) => {
      const row = this.#rowOf(run.id);
      row.update(run, { ...context, isHere: run.id === hereId });
      const present = this.#list.children[i];
      if (present !== row.element) this.#list.insertBefore(row.element, present ?? null);
    });
    // A row that is moved loses it.
    /** @type {HTMLElement | null} */ (activeElement)?.focus({ preventScroll: true });
    this.#problem.hidden = true;
    this.#note.hidden = keepsNothing;
    this.#bar.hidden = false;
    this.#list.hidden = runs.length === 0;
    this.#empty.hidden = runs.length > 0;
    setText(this.#empty, keepsNothing ? NOTHING : EMPTY);
    const megabytes = runs.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
    setText(this.#count, `${formatCount(runs.length, 'run')}, ${megabytes.toFixed(1)} MB`);
    this.#showCount();
    if (this.#confirm.hidden) this.#checkbox.checked = keepsNothing;
  }

  /**
   * Shows why there is no list.
   *
   * @param {string} message
   */
  refuse(message) {
    setText(this.#problem, message);
    this.#problem.hidden = false;
    for (const part of [this.#note, this.#bar, this.#list, this.#empty]) part.hidden = true;
  }

  /**
   * Says what has been done, until something else is.
   *
   * @param {Message} [message]
   */
  say({ text, isProblem, undo } = { text: '' }) {
    setText(this.#status, text);
    this.#status.className = isProblem ? 'problem' : '';
    this.#showCount();
    this.#undo.hidden = !undo;
    this.#undo.onclick = undo ?? null;
    if (undo) this.#undo.focus();
  }

  /**
   * Gives the focus to a run, because the button that had it is gone.
   *
   * @param {string} id
   */
  focus(id) {
    this.#rows.get(id)?.focus();
  }

  /** Without a message, their number stands in its place. */
  #showCount() {
    this.#count.hidden = this.#runs.length === 0 || this.#status.textContent !== '';
  }

  /** @param {string} id */
  #rowOf(id) {
    const row = this.#rows.get(id) ?? new StoredRunRow(this.#on, this.#maxName);
    this.#rows.set(id, row);
    return row;
  }

  #choose() {
    if (!this.#checkbox.checked || this.#runs.length === 0) {
      return this.#on.keepNothing(this.#checkbox.checked);
    }
    this.#ask(true);
    this.#cancel.focus();
  }

  /** @param {boolean} isSure */
  #answer(isSure) {
    this.#ask(false);
    this.#checkbox.checked = isSure;
    this.#checkbox.focus();
    if (isSure) this.#on.keepNothing(true);
  }

  /** @param {boolean} isAsked */
  #ask(isAsked) {
    if (isAsked) {
      const runs = this.#runs.length;
      this.say({ text: `This deletes ${runs === 1 ? 'the run' : `all ${runs} runs`}, for good.` });
      setText(this.#confirm, `Delete ${formatCount(runs, 'run')}`);
    } else if (!this.#confirm.hidden) this.say();
    this.#confirm.hidden = this.#cancel.hidden = !isAsked;
    this.#choice.hidden = isAsked;
  }
}
