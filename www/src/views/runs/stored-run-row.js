import { el, setText } from '../../lib/dom.js';
import { formatBits, formatCount, formatSize, formatWhole } from '../../lib/format.js';
import { timeAgo } from '../../lib/time-ago.js';

/** @typedef {import('../../storage/stored-run.js').StoredRun} StoredRun */

const fullDate = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' });

/**
 * The name of a run, or else the beginning of its text, in one line.
 *
 * @param {StoredRun} run
 */
const titleOf = ({ name, text }) => name ?? excerptOf(text);

/**
 * The title in a sentence, in its own direction.
 *
 * @param {StoredRun} run
 */
export const quotedTitleOf = (run) => `“\u2068${titleOf(run)}\u2069”`;

/** @param {string} text */
const excerptOf = (text) => text.replaceAll(/\s+/g, ' ').trim() || 'Spaces alone';

/** @param {StoredRun} run */
function unitsOf({ hiddenSize, numLayers }) {
  const units = formatCount(hiddenSize, 'unit');
  return numLayers === 1 ? units : `${formatWhole(numLayers)} layers of ${units}`;
}

/** One kept run: its name, its figures and what can be done with it. */
export class StoredRunRow {
  element = el('li', { class: 'stored-run' });
  #name = el('bdi', { class: 'run-name' });
  #excerpt = el('bdi', { class: 'excerpt' });
  #title = el('div', { class: 'run-title' }, this.#name, this.#excerpt);
  #figures = {
    model: el('span'),
    step: el('span'),
    bits: el('span'),
    chars: el('span'),
    time: el('time'),
    bytes: el('span'),
  };
  #facts = el('div', { class: 'facts' }, ...Object.values(this.#figures));
  #here = el('span', { class: 'here' }, 'On the page');
  #buttons;
  #actions;
  #input;
  #form;
  #on;
  /** @type {StoredRun | undefined} */
  #run;

  /**
   * @param {object} on
   * @param {(run: StoredRun) => void} on.open
   * @param {(run: StoredRun, name: string) => void} on.rename
   * @param {(run: StoredRun) => void} on.remove
   * @param {number} maxName the most characters of a name
   */
  constructor(on, maxName) {
    this.#on = on;
    this.#input = el('input', {
      ...{ type: 'text', maxLength: maxName, 'aria-label': 'Name', dir: 'auto' },
      ...{ autocomplete: 'off', spellcheck: false },
    });
    /**
     * Another button takes its place: the second click of a double click is for the first.
     *
     * @param {string} label
     * @param {() => void} act
     */
    const button = (label, act, kind = '') => {
      const onclick = (/** @type {MouseEvent} */ { detail }) => detail < 2 && act();
      return el('button', { type: 'button', class: kind, onclick }, label);
    };
    const run = () => /** @type {StoredRun} */ (this.#run);
    this.#buttons = {
      open: button('Open', () => on.open(run())),
      rename: button('Rename', () => this.#edit(), 'quiet'),
      remove: button('Delete', () => on.remove(run()), 'quiet'),
    };
    this.#actions = el('div', { class: 'actions' }, this.#here, ...Object.values(this.#buttons));
    this.#form = el(
      'form',
      { class: 'rename', onsubmit: this.#submit, onkeydown: this.#onKey },
      this.#input,
      el('button', { type: 'submit' }, 'Save name'),
      button('Cancel', () => this.#close(), 'quiet'),
    );
    this.#form.hidden = true;
    this.element.append(this.#title, this.#facts, this.#actions, this.#form);
  }

  /**
   * @param {StoredRun} run
   * @param {object} context
   * @param {boolean} context.isHere true for the run on the page
   * @param {(cell: string) => string} context.cellTitle
   * @param {number} context.now
   */
  update(run, { isHere, cellTitle, now }) {
    this.#run = run;
    const title = titleOf(run);
    const { model, step, bits, chars, bytes, time } = this.#figures;
    setText(this.#name, title);
    this.#name.classList.toggle('unnamed', !run.name);
    setText(this.#excerpt, run.name ? excerptOf(run.text) : '');
    setText(model, `${cellTitle(run.cell)}, ${unitsOf(run)}`);
    setText(step, `step ${formatWhole(run.step)}`);
    setText(
      bits,
      run.bitsPerChar === undefined ? '' : `${formatBits(run.bitsPerChar)} bits a letter`,
    );
    setText(chars, formatCount(run.chars, 'letter'));
    setText(bytes, formatSize(run.bytes));
    setText(time, timeAgo(run.savedAt, now));
    time.dateTime = new Date(run.savedAt).toISOString();
    time.title = fullDate.format(run.savedAt);
    const { open, rename, remove } = this.#buttons;
    for (const button of [open, rename, remove]) {
      button.setAttribute('aria-label', `${button.textContent} “${title}”`);
    }
    const hadFocus = open.matches(':focus');
    this.#here.hidden = !isHere;
    open.hidden = isHere;
    if (hadFocus && isHere) rename.focus();
  }

  focus() {
    this.#buttons.remove.focus();
  }

  #edit() {
    this.#input.value = this.#run?.name ?? '';
    this.#input.placeholder = excerptOf(this.#run?.text ?? '');
    this.#show(true);
    this.#input.select();
    this.#input.focus();
  }

  #close() {
    this.#show(false);
    this.#buttons.rename.focus();
  }

  /** @param {boolean} isEdited */
  #show(isEdited) {
    this.#form.hidden = !isEdited;
    for (const part of [this.#title, this.#facts, this.#actions]) part.hidden = isEdited;
  }

  /** @param {Event} event */
  #submit = (event) => {
    event.preventDefault();
    this.#on.rename(/** @type {StoredRun} */ (this.#run), this.#input.value);
    this.#close();
  };

  /** @param {KeyboardEvent} event */
  #onKey = (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.#close();
  };
}
