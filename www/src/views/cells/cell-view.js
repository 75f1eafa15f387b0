import { el, setText } from '../../lib/dom.js';
import { formatWhole } from '../../lib/format.js';
import { mathml } from '../../lib/mathml.js';
import { equations, symbols, weights } from '../../cells/equations.js';
import { cells, sources } from '../../cells/cells.js';

/**
 * @typedef {import('../../cells/cells.js').Cell} Cell
 * @typedef {import('../../cells/cells.js').Vocabulary} Vocabulary
 */

/** The vocabularies by some of their words. @type {Record<Vocabulary, string>} */
const VOCABULARIES = { textbook: 'input, forget, output', article: 'Learn, Forget, Use' };

/** @param {unknown} name @returns {Cell | undefined} */
const cellOf = (name) => cells.find((cell) => cell.name === name);

/** The cells as a list to choose from. */
function options() {
  const groups = new Set(cells.map(({ group }) => group));
  return [...groups].map((label) =>
    el(
      'optgroup',
      { label },
      ...cells
        .filter(({ group }) => group === label)
        .map(({ name, title }) => el('option', { value: name }, title)),
    ),
  );
}

/** A sentence with its sources as links: in a new tab, because leaving the page would end training. @param {string} sentence */
function withLinks(sentence) {
  const pattern = new RegExp(`(${Object.keys(sources).join('|')})`);
  return sentence.split(pattern).map((part) => {
    if (!(part in sources)) return part;
    return el('a', { href: sources[part], target: '_blank', rel: 'noreferrer' }, part);
  });
}

/** The cell: a choice, its equations in either vocabulary, where it comes from and how many weights it has. */
export class CellView {
  #select;
  #words;
  #standardName = el('span', { class: 'range', id: 'cell-standard' });
  #problem = el('p', { class: 'problem', id: 'cell-problem', hidden: true });
  #what = el('p', { class: 'what' });
  #equations = el('dl', {});
  #symbols = el('ul', { class: 'symbols', 'aria-label': 'Symbols' });
  #count = el('span');
  #formula = el('span');
  #account;
  #standard = '';
  /** What is explained: the cell and the vocabulary. @type {unknown[]} */
  #shown = [];

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {(name: string | undefined) => void} on.choose undefined takes the choice back
   * @param {(words: Vocabulary) => void} on.words
   */
  constructor(root, on) {
    this.#select = el(
      'select',
      {
        'aria-labelledby': 'cell-heading',
        'aria-describedby': 'cell-standard cell-problem',
        onchange: () => {
          const { value } = this.#select;
          on.choose(value === this.#standard ? undefined : value);
        },
      },
      ...options(),
    );
    this.#words = Object.entries(VOCABULARIES).map(([value, some]) => {
      const onclick = () => on.words(/** @type {Vocabulary} */ (value));
      return el('button', { type: 'button', value, onclick }, some);
    });
    this.#account = el(
      'div',
      { class: 'account' },
      this.#what,
      el(
        'div',
        { class: 'equations', role: 'group', 'aria-label': 'Equations', tabIndex: 0 },
        this.#equations,
      ),
      this.#symbols,
      el('p', { class: 'note' }, this.#count, this.#formula),
    );
    root.append(
      el(
        'div',
        { class: 'head' },
        el('h2', { id: 'cell-heading' }, 'Cell'),
        el(
          'div',
          { class: 'words', role: 'group', 'aria-labelledby': 'cell-words' },
          el('span', { id: 'cell-words' }, 'Words'),
          ...this.#words,
        ),
      ),
      el('div', { class: 'control' }, this.#select, this.#standardName),
      this.#problem,
      this.#account,
    );
  }

  /**
   * @param {object} values
   * @param {unknown} values.value
   * @param {unknown} values.standard what it is when nobody chooses
   * @param {string} [values.problem]
   * @param {Vocabulary} values.words
   * @param {number} [values.numWeights] of the whole network, when its sizes are known
   */
  update({ value, standard, problem = '', words, numWeights }) {
    this.#standard = String(standard);
    if (this.#select.value !== value) this.#select.value = String(value);
    this.#select.setAttribute('aria-invalid', String(problem !== ''));
    setText(this.#standardName, `default ${cellOf(standard)?.title}`);
    setText(this.#problem, problem);
    this.#problem.hidden = problem === '';
    for (const button of this.#words) {
      button.setAttribute('aria-pressed', String(button.value === words));
    }
    const count =
      numWeights === undefined ? '' : `${formatWhole(numWeights)} weights in the whole network. `;
    setText(this.#count, count);
    if (value === this.#shown[0] && words === this.#shown[1]) return;
    this.#shown = [value, words];
    const cell = cellOf(value);
    this.#account.hidden = !cell;
    if (cell) this.#explain(cell, words);
  }

  /** @param {Cell} cell @param {Vocabulary} words */
  #explain(cell, words) {
    this.#what.replaceChildren(...withLinks(cell.what[words]));
    this.#equations.replaceChildren(
      ...equations(cell, words).map(({ label, math }) =>
        el(
          'div',
          {},
          el('dt', {}, label),
          ...math.map((equation) => el('dd', {}, mathml(equation))),
        ),
      ),
    );
    this.#symbols.replaceChildren(
      ...symbols(cell, words).map(({ math, meaning }) => el('li', {}, mathml(math), ` ${meaning}`)),
    );
    this.#formula.replaceChildren(
      'A layer of cells has ',
      mathml(weights(cell)),
      ', with hidden size ',
      mathml('H'),
      ' and an input of size ',
      mathml('X'),
      '.',
    );
  }
}
