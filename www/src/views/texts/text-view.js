import { el, setText } from '../../lib/dom.js';
import { formatCount, formatWhole } from '../../lib/format.js';
import { LateView } from '../late-view.js';
import { term } from '../term.js';
import { fileButton } from './file-input.js';
import { SplitBar } from './split-bar.js';
import { TextReport } from './text-report.js';

/**
 * @typedef {import('./files-view.js').FilesView} FilesView
 *
 * @typedef {object} Example
 * @property {string} title
 * @property {string} effect
 * @property {() => string} text
 * @property {(text: string) => boolean} is true for this example's text
 */

/** The longest text that can be edited: a text box of millions of characters stops the page. */
const EDITABLE = 200_000;
/** Characters shown of a longer text. */
const PREVIEW = 20_000;
/** The number of the user's own texts that stay available while examples are shown. */
const OWN_TEXTS = 3;

/** The text, typed, pasted, dropped, opened or chosen, with its size and its split. */
export class TextView {
  #on;
  #area;
  #text = '';
  /**
   * The user's own texts, the latest last.
   *
   * @type {string[]}
   */
  #own = [];
  /** @type {Example[]} */
  #examples;
  /** @type {HTMLButtonElement[]} */
  #chips;
  #ownChips = el('span', { class: 'own' });
  /**
   * The newest text of a lag task.
   *
   * @type {Example | undefined}
   */
  #taskExample;
  #taskChip;
  #preview = el('p', { class: 'note', hidden: true });
  #counts = el('p', { class: 'counts' });
  #notes = el('ul', { class: 'notes' });
  #numChars = el('span');
  #charNoun = term('letters', 'letters');
  #distinctChars = el('span');
  #split = new SplitBar();
  /** @type {LateView<Parameters<FilesView['update']>[0]>} */
  #files;
  #report;

  /**
   * @param {HTMLElement} root
   * @param {Example[]} examples
   * @param {object} on
   * @param {(name: string, value: unknown) => void} on.choose
   * @param {(text: string) => void} on.text called during typing
   * @param {(text: string) => void} on.pick called with a chosen text
   * @param {(files: import('./file-input.js').NamedFile[]) => void} on.files
   * @param {(guess: string, encoding: string) => void} on.encoding reads the files of a guessed
   *   encoding in another
   * @param {() => Promise<void>} on.styles loads those of what comes late
   * @param {() => void} on.take takes the offered text
   * @param {() => void} on.decline keeps the present text
   */
  constructor(root, examples, on) {
    this.#on = on;
    this.#examples = examples;
    this.#area = el('textarea', {
      'aria-label': 'Text',
      'aria-describedby': 'text-counts',
      spellcheck: false,
      autocomplete: 'off',
      placeholder: 'Type or paste what the network should learn to write, or drop files here.',
      oninput: () => this.#typed(this.#area.value),
      onbeforeinput: (/** @type {InputEvent} */ event) => this.#takeLong(event),
    });
    this.#counts.id = 'text-counts';
    this.#chips = examples.map(({ title, text, effect }) => this.#chip(title, text, effect));
    this.#taskChip = this.#chip('', () => this.#taskExample?.text() ?? '');
    this.#counts.append(this.#numChars, this.#charNoun, this.#distinctChars);
    const files = el('div');
    this.#files = new LateView(async () => {
      const [{ FilesView }] = await Promise.all([import('./files-view.js'), on.styles()]);
      return new FilesView(files, on);
    });
    this.#report = new TextReport(on.choose, on.styles);
    root.append(
      el(
        'div',
        { class: 'head' },
        el('h2', {}, 'What it learns'),
        this.#counts,
        fileButton(on.files),
      ),
      el(
        'div',
        { class: 'chips', role: 'group', 'aria-label': 'Examples', 'data-control': 'examples' },
        ...this.#chips,
        this.#taskChip,
        this.#ownChips,
      ),
      this.#area,
      files,
      this.#preview,
      this.#split.element,
      this.#notes,
      this.#report.element,
    );
  }

  /**
   * @param {object} values
   * @param {string} values.text
   * @param {import('../../lib/text.js').CharCounts} [values.counts]
   * @param {number} values.documents
   * @param {import('../../settings/settings-values.js').SettingsValues} values.settings
   * @param {import('../../runs/draft.js').TaskText} [values.taskText] a further example
   * @param {import('./split-bar.js').Split} [values.split]
   * @param {string[]} values.notes about changes to the text
   * @param {boolean} values.isReadonly true where it is the page's alone
   * @param {Parameters<FilesView['update']>[0]['texts']} [values.texts] the files of the text
   * @param {Parameters<FilesView['update']>[0]['offer']} [values.offer] of another text
   */
  update(values) {
    const { text, counts, documents, settings, taskText, split, notes, texts, offer } = values;
    const wasOwn = !this.#exampleOf(this.#text);
    this.#showTask(taskText);
    const example = this.#exampleOf(text);
    if (example && wasOwn) this.#rememberOwn(this.#text);
    const isReadonly = values.isReadonly || text.length > EDITABLE;
    if (text !== this.#text || this.#area.readOnly !== isReadonly) this.#show(text, isReadonly);
    this.#chips.forEach((chip, i) => press(chip, example === this.#examples[i]));
    press(this.#taskChip, example !== undefined && example === this.#taskExample);
    this.#ownChips.hidden = !example;
    setText(this.#numChars, counts ? `${formatWhole(counts.chars)} ` : 'Counting …');
    this.#charNoun.hidden = !counts;
    setText(this.#charNoun, counts?.chars === 1 ? 'letter' : 'letters');
    const distinct = counts ? `, ${formatWhole(counts.distinctChars)} distinct` : '';
    const several = counts && documents > 1 ? `, ${formatCount(documents, 'document')}` : '';
    setText(this.#distinctChars, distinct + several);
    this.#files.update({ texts, offer });
    if (texts || offer) void this.#files.want();
    this.#split.update(split);
    this.#report.update({ counts, documents, settings });
    const shown = [...this.#notes.children].map((note) => note.textContent);
    if (shown.join('\n') !== notes.join('\n')) {
      this.#notes.replaceChildren(...notes.map((note) => el('li', {}, note)));
    }
  }

  /** @param {string} text one of the user's own */
  #rememberOwn(text) {
    if (text === '') return;
    this.#own = [...this.#own.filter((own) => own !== text), text].slice(-OWN_TEXTS);
    this.#ownChips.replaceChildren(
      ...this.#own.map((own, i) =>
        this.#chip(i === 0 ? 'Your own' : `Your own ${i + 1}`, () => own),
      ),
    );
  }

  /** @param {string} text */
  #exampleOf(text) {
    return [...this.#examples, this.#taskExample].find((known) => known?.is(text));
  }

  /** @param {import('../../runs/draft.js').TaskText} [taskText] */
  #showTask(taskText) {
    this.#taskChip.hidden = !taskText;
    if (!taskText || this.#taskExample?.is(taskText.text)) return;
    const { title, effect, text } = taskText;
    this.#taskExample = { title, effect, text: () => text, is: (other) => other === text };
    setText(this.#taskChip, title);
    this.#taskChip.title = effect;
  }

  /**
   * @param {string} text
   * @param {boolean} isReadonly
   */
  #show(text, isReadonly) {
    this.#text = text;
    const isLong = text.length > EDITABLE;
    this.#area.readOnly = isReadonly;
    this.#area.value = isLong ? text.slice(0, PREVIEW) : text;
    this.#preview.hidden = !isLong;
    if (!isLong) return;
    this.#preview.replaceChildren(
      `The first ${formatWhole(PREVIEW)} letters. The whole text is learnt, but it is too long to edit here. `,
      el(
        'button',
        { type: 'button', 'data-control': 'text', onclick: () => this.#on.pick('') },
        'Clear',
      ),
    );
  }

  /** @param {string} text */
  #typed(text) {
    this.#text = text;
    this.#on.text(text);
  }

  /**
   * Takes a long text that is pasted or dropped, which would stop the page in the text box.
   *
   * @param {InputEvent} event
   */
  #takeLong(event) {
    const { value, selectionStart, selectionEnd, readOnly } = this.#area;
    const added = event.data ?? event.dataTransfer?.getData('text/plain') ?? '';
    if (readOnly || value.length + added.length <= EDITABLE) return;
    event.preventDefault();
    this.#on.text(value.slice(0, selectionStart) + added + value.slice(selectionEnd));
  }

  /**
   * @param {string} name
   * @param {() => string} text
   * @param {string} [title] what to see in it
   */
  #chip(name, text, title = '') {
    const onclick = () => this.#on.pick(text());
    return el('button', { type: 'button', class: 'chip', title, onclick }, name);
  }
}

/**
 * @param {HTMLButtonElement} chip
 * @param {boolean} isPressed
 */
const press = (chip, isPressed) => chip.setAttribute('aria-pressed', String(isPressed));
