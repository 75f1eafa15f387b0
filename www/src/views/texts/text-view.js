import { el, setText } from '../../lib/dom.js';
import { formatCount, formatWhole } from '../../lib/format.js';
import { TASKS } from '../../texts/lag-tasks.js';

/**
 * @typedef {object} Example
 * @property {string} title
 * @property {string} lesson
 * @property {string} text
 *
 * @typedef {object} Cut which part is learnt and which is kept for checking
 * @property {number} trainChars
 * @property {number} validationChars
 * @property {boolean} isExact false while it is an estimate
 */

/** A longer text is shown by its beginning, because a text box of millions of characters stops the page. */
const EDITABLE = 200_000;
const PREVIEW = 20_000;
/** Texts of the person that are kept while they look at examples: an example that they change is one. */
const KEPT = 3;

/** The text: typed, pasted, dropped, opened or chosen; its size, and how it is cut. */
export class TextView {
  #on;
  #area;
  #text = '';
  /** What the person had before they looked at examples, the latest last. @type {string[]} */
  #own = [];
  /** @type {Example[]} */
  #examples;
  /** @type {HTMLButtonElement[]} */
  #chips;
  #ownChips = el('span', { class: 'own' });
  /** The text that was made for a task last. @type {Example | undefined} */
  #made;
  #madeChip;
  #lesson = el('p', { class: 'lesson' });
  #preview = el('p', { class: 'note', hidden: true });
  #counts = el('p', { class: 'counts' });
  #notes = el('ul', { class: 'notes' });
  #learnt = el('span', { class: 'learnt' });
  #kept = el('span', { class: 'kept' });
  #cut;

  /**
   * @param {HTMLElement} root
   * @param {Example[]} examples
   * @param {object} on
   * @param {(text: string) => void} on.text
   * @param {(file: File) => void} on.file
   */
  constructor(root, examples, on) {
    this.#on = on;
    this.#examples = examples;
    this.#area = el('textarea', {
      'aria-label': 'Text',
      'aria-describedby': 'text-counts',
      spellcheck: false,
      autocomplete: 'off',
      placeholder: 'Type or paste what the network should learn to write, or drop a file here.',
      oninput: () => this.#typed(this.#area.value),
      onpaste: (/** @type {ClipboardEvent} */ event) => this.#pasted(event),
    });
    this.#counts.id = 'text-counts';
    this.#chips = examples.map((example) => this.#chip(example.title, () => example.text));
    this.#madeChip = this.#chip('', () => this.#made?.text ?? '');
    this.#cut = el(
      'div',
      { class: 'cut', hidden: true },
      el('span', { class: 'bar', 'aria-hidden': 'true' }, el('i'), el('i')),
      el('p', {}, this.#learnt, this.#kept),
    );
    root.append(
      el('div', { class: 'head' }, el('h2', {}, 'Text'), this.#opener()),
      el(
        'div',
        { class: 'chips', role: 'group', 'aria-label': 'Examples' },
        ...this.#chips,
        this.#madeChip,
        this.#ownChips,
      ),
      this.#lesson,
      this.#area,
      this.#preview,
      this.#counts,
      this.#cut,
      this.#notes,
    );
  }

  /**
   * @param {object} values
   * @param {string} values.text
   * @param {{chars: number, distinctChars: number}} [values.counts]
   * @param {import('../../runs/draft.js').TaskText} [values.taskText] one more example
   * @param {Cut} [values.cut]
   * @param {string[]} values.notes what was changed in the text, or will be
   */
  update({ text, counts, taskText, cut, notes }) {
    const wasOwn = !this.#exampleOf(this.#text);
    this.#make(taskText);
    const example = this.#exampleOf(text);
    if (example && wasOwn) this.#keep(this.#text);
    if (text !== this.#text || this.#area.readOnly !== text.length > EDITABLE) this.#show(text);
    this.#chips.forEach((chip, i) => press(chip, example === this.#examples[i]));
    press(this.#madeChip, example !== undefined && example === this.#made);
    this.#ownChips.hidden = !example;
    setText(this.#lesson, example?.lesson ?? '');
    setText(
      this.#counts,
      counts
        ? `${formatCount(counts.chars, 'character')}, ${formatWhole(counts.distinctChars)} distinct`
        : 'Counting …',
    );
    this.#showCut(cut);
    const shown = [...this.#notes.children].map((note) => note.textContent);
    if (shown.join('\n') !== notes.join('\n')) {
      this.#notes.replaceChildren(...notes.map((note) => el('li', {}, note)));
    }
  }

  /** @param {string} text of the person */
  #keep(text) {
    if (text === '') return;
    this.#own = [...this.#own.filter((own) => own !== text), text].slice(-KEPT);
    this.#ownChips.replaceChildren(
      ...this.#own.map((own, i) =>
        this.#chip(i === 0 ? 'Your own' : `Your own ${i + 1}`, () => own),
      ),
    );
  }

  /** @param {string} text */
  #exampleOf(text) {
    return [...this.#examples, this.#made].find((known) => known?.text === text);
  }

  /** @param {import('../../runs/draft.js').TaskText} [taskText] */
  #make(taskText) {
    this.#madeChip.hidden = !taskText;
    if (!taskText || taskText.text === this.#made?.text) return;
    const { task, lag } = taskText.source;
    const title = `${task[0].toUpperCase()}${task.slice(1)}, lag ${lag}`;
    const what = `To be remembered over ${formatCount(lag, 'character')}: ${TASKS[task]}.`;
    this.#made = { title, text: taskText.text, lesson: what };
    setText(this.#madeChip, title);
  }

  /** @param {string} text */
  #show(text) {
    this.#text = text;
    const isLong = text.length > EDITABLE;
    this.#area.readOnly = isLong;
    this.#area.value = isLong ? text.slice(0, PREVIEW) : text;
    this.#preview.hidden = !isLong;
    if (!isLong) return;
    this.#preview.replaceChildren(
      `The first ${formatWhole(PREVIEW)} characters; all of it is learnt, but it is too long to be edited here. `,
      el('button', { type: 'button', onclick: () => this.#typed('') }, 'Clear'),
    );
  }

  /** @param {Cut | undefined} cut */
  #showCut(cut) {
    this.#cut.hidden = !cut;
    if (!cut) return;
    const [learnt, kept] = /** @type {HTMLCollectionOf<HTMLElement>} */ (
      /** @type {Element} */ (this.#cut.firstElementChild).children
    );
    learnt.style.flexGrow = String(cut.trainChars);
    kept.style.flexGrow = String(cut.validationChars);
    const about = cut.isExact ? '' : 'about ';
    setText(this.#learnt, `${about}${formatWhole(cut.trainChars)} to learn from`);
    setText(this.#kept, `${about}${formatWhole(cut.validationChars)} kept to check on`);
  }

  /** @param {string} text */
  #typed(text) {
    this.#text = text;
    this.#on.text(text);
  }

  /** @param {ClipboardEvent} event */
  #pasted(event) {
    const { value, selectionStart, selectionEnd, readOnly } = this.#area;
    const pasted = event.clipboardData?.getData('text/plain') ?? '';
    if (readOnly || value.length + pasted.length <= EDITABLE) return;
    event.preventDefault();
    this.#on.text(value.slice(0, selectionStart) + pasted + value.slice(selectionEnd));
  }

  /** @param {string} title @param {() => string} text */
  #chip(title, text) {
    const onclick = () => this.#on.text(text());
    return el('button', { type: 'button', class: 'chip', onclick }, title);
  }

  #opener() {
    const input = el('input', {
      type: 'file',
      accept: 'text/*,.txt,.md,.csv,.json,.js,.py,.rs',
      hidden: true,
      onchange: () => {
        if (input.files?.[0]) this.#on.file(input.files[0]);
        input.value = '';
      },
    });
    const onclick = () => input.click();
    const button = el('button', { type: 'button', class: 'quiet', onclick }, 'Open a file');
    return el('span', {}, input, button);
  }

  /**
   * Takes files that are dropped anywhere within an element: outside, the browser would leave the page for the file.
   *
   * @param {HTMLElement} root
   */
  acceptDrops(root) {
    /** @param {boolean} isOver */
    const mark = (isOver) => root.classList.toggle('dropping', isOver);
    root.addEventListener('dragover', (event) => {
      event.preventDefault();
      mark(true);
    });
    root.addEventListener('dragleave', () => mark(false));
    root.addEventListener('drop', (event) => {
      mark(false);
      const file = event.dataTransfer?.files[0];
      if (!file) return; // Dropped words are the text box's own business.
      event.preventDefault();
      this.#on.file(file);
    });
  }
}

/** @param {HTMLButtonElement} chip @param {boolean} isPressed */
const press = (chip, isPressed) => chip.setAttribute('aria-pressed', String(isPressed));
