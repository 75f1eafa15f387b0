import { el, setText } from '../../lib/dom.js';
import { formatWhole } from '../../lib/format.js';
import { mathml } from '../../lib/mathml.js';
import { equations, symbols, weights } from '../../cells/equations.js';
import { cellOf, cells, sources } from '../../cells/cells.js';

/**
 * @typedef {import('../../cells/cells.js').Cell} Cell
 * @typedef {import('../../cells/gate-names.js').Notation} Notation
 */

/** @type {Record<Notation, string>} */
const NOTATIONS = { textbook: 'textbook', article: 'Learn-Forget-Use' };

const LINE = 'Choose a cell and read its equations. The network starts again with it.';

/** The options of the list of cells. */
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

/**
 * A sentence with its sources as links. They open a new tab, because leaving the page would end
 * training.
 *
 * @param {string} sentence
 */
function withLinks(sentence) {
  const pattern = new RegExp(`(${Object.keys(sources).join('|')})`);
  return sentence.split(pattern).map((piece) => {
    if (!(piece in sources)) return piece;
    return el('a', { href: sources[piece], target: '_blank', rel: 'noreferrer' }, piece);
  });
}

/**
 * The choice of a cell, with its equations in either notation, its sources and its number of
 * weights.
 */
export class CellView {
  #select;
  #notations;
  #standardName = el('span', { class: 'range', id: 'cell-standard' });
  #problem = el('p', { class: 'problem', id: 'cell-problem', hidden: true });
  #description = el('p', { class: 'description' });
  #equations = el('dl', {});
  #symbols = el('ul', { class: 'symbols', 'aria-label': 'Symbols' });
  #count = el('span');
  #formula = el('span');
  #account;
  #standard = '';
  /** @type {unknown} */
  #shownCell;
  /** @type {Notation | undefined} */
  #shownNotation;

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {(name: string | undefined) => void} on.choose undefined returns to the default
   * @param {(notation: Notation) => void} on.notation
   */
  constructor(root, on) {
    this.#select = el(
      'select',
      {
        'aria-label': 'Cell',
        'aria-describedby': 'cell-standard cell-problem',
        onchange: () => {
          const { value } = this.#select;
          on.choose(value === this.#standard ? undefined : value);
        },
      },
      ...options(),
    );
    this.#notations = Object.entries(NOTATIONS).map(([value, label]) => {
      const onclick = () => on.notation(/** @type {Notation} */ (value));
      return el('button', { type: 'button', value, onclick }, label);
    });
    this.#account = el(
      'div',
      { class: 'account' },
      this.#description,
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
        el('h2', {}, 'What is a unit made of?'),
        el('p', { class: 'note', 'data-control': 'cell' }, LINE),
        el(
          'div',
          { class: 'notation', role: 'group', 'aria-labelledby': 'cell-notation' },
          el('span', { id: 'cell-notation' }, 'Gate names'),
          ...this.#notations,
        ),
      ),
      el('div', { class: 'control', 'data-control': 'cell' }, this.#select, this.#standardName),
      this.#problem,
      this.#account,
    );
  }

  /**
   * @param {object} values
   * @param {unknown} values.value
   * @param {unknown} values.standard the default
   * @param {string} [values.problem]
   * @param {Notation} values.notation
   * @param {number} [values.numWeights] of the whole network, once its sizes are known
   */
  update({ value, standard, problem = '', notation, numWeights }) {
    this.#standard = String(standard);
    if (this.#select.value !== value) this.#select.value = String(value);
    this.#select.setAttribute('aria-invalid', String(problem !== ''));
    setText(this.#standardName, `default ${cellOf(standard)?.title}`);
    setText(this.#problem, problem);
    this.#problem.hidden = problem === '';
    for (const button of this.#notations) {
      button.setAttribute('aria-pressed', String(button.value === notation));
    }
    const count =
      numWeights === undefined ? '' : `${formatWhole(numWeights)} weights in the whole network. `;
    setText(this.#count, count);
    if (value === this.#shownCell && notation === this.#shownNotation) return;
    this.#shownCell = value;
    this.#shownNotation = notation;
    const cell = cellOf(value);
    this.#account.hidden = !cell;
    if (cell) this.#explain(cell, notation);
  }

  /**
   * @param {Cell} cell
   * @param {Notation} notation
   */
  #explain(cell, notation) {
    this.#description.replaceChildren(...withLinks(cell.description[notation]));
    this.#equations.replaceChildren(
      ...equations(cell, notation).map(({ label, math }) =>
        el(
          'div',
          {},
          el('dt', {}, label),
          ...math.map((equation) => el('dd', {}, mathml(equation))),
        ),
      ),
    );
    this.#symbols.replaceChildren(
      ...symbols(cell, notation).map(({ math, meaning }) =>
        el('li', {}, mathml(math), ` ${meaning}`),
      ),
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
