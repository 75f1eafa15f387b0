import { el, setText } from '../../lib/dom.js';
import { formatCount, formatSigned } from '../../lib/format.js';
import { titleOf } from '../../cells/gate-names.js';
import { shadeOf } from '../../cells/quantities.js';
import { legendOf } from '../charts/legend.js';
import { ColouredPage } from './coloured-page.js';
import { FEATURES, followed, unfollowed } from './followed-features.js';

/** @typedef {import('../../shared/protocol.js').UnitMatch} UnitMatch */

/** Units that follow a nameable feature of the text, the best of each feature first. */
export class UnitFinderView {
  #find;
  #list = el('ul', { class: 'found' });
  #note = el('p', { class: 'note' });
  #others = el('p', { class: 'note' });
  #page;
  #caption = el('span', {});
  #legend = el('span', { class: 'scale' });
  /** The text in the colours of a unit that the reader has pressed. */
  #figure;
  #on;
  /** @type {readonly UnitMatch[] | undefined} */
  #matches;
  /** The index of the first character of the coloured text. */
  #start = 0;

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {() => void} on.find
   * @param {(layer: number, unit: number) => void} on.choose selects a unit and its memory
   * @param {(index: number) => void} on.chooseLetter selects a character of the text
   */
  constructor(root, on) {
    this.#on = on;
    this.#find = el('button', { type: 'button', onclick: on.find }, 'Find units');
    this.#page = new ColouredPage('The text, coloured by the unit', (at) =>
      on.chooseLetter(this.#start + at),
    );
    this.#figure = el(
      'figure',
      { hidden: true },
      el('figcaption', {}, this.#caption, this.#legend),
      this.#page.element,
    );
    root.append(
      el('div', { class: 'bar' }, this.#find, this.#note),
      this.#list,
      this.#others,
      this.#figure,
    );
  }

  /**
   * @param {object} values
   * @param {import('../../shared/protocol.js').FoundUnits} [values.found]
   * @param {boolean} values.isBusy true during the search
   * @param {number} values.chars length of the learnt text to search
   * @param {import('../../shared/protocol.js').Inspection} values.inspection
   * @param {import('../../cells/cells.js').Cell} values.cell
   * @param {number} values.index of the selected character in the text
   * @param {import('../../cells/gate-names.js').Notation} values.notation
   */
  update({ found, isBusy, chars, inspection, cell, index, notation }) {
    const { matches, step = 0 } = found ?? {};
    this.#colour(inspection, cell, index, notation);
    this.#find.disabled = isBusy;
    setText(this.#find, isBusy ? 'Searching…' : 'Find units');
    const over = `over the first ${formatCount(chars, 'letter')}`;
    const note = matches
      ? `How closely a unit’s memory follows the text (correlation, −1 to 1), after ${formatCount(step, 'step')}, ${over}. “1·2” is unit 2 of layer 1.`
      : `Compares the memory of every unit with features of the text, ${over}.`;
    setText(this.#note, note);
    if (matches === this.#matches) return;
    this.#matches = matches;
    this.#figure.hidden = true;
    this.#list.replaceChildren(
      ...followed(matches ?? []).map(({ feature, units }) =>
        el(
          'li',
          {},
          el('span', { class: 'feature' }, FEATURES[feature].name),
          ...units.map((match, rank) => this.#button(match, rank)),
        ),
      ),
    );
    setText(this.#others, unfollowed(matches ?? []));
  }

  destroy() {
    this.#page.stop();
  }

  /**
   * Colours the text by the selected unit.
   *
   * @param {import('../../shared/protocol.js').Inspection} inspection
   * @param {import('../../cells/cells.js').Cell} cell
   * @param {number} index
   * @param {import('../../cells/gate-names.js').Notation} notation
   */
  #colour({ request, series, text }, cell, index, notation) {
    const { layer, unit, quantity, start } = request;
    this.#start = start;
    if (this.#figure.hidden) return;
    setText(this.#caption, `Layer ${layer + 1}, unit ${unit + 1}: ${titleOf(quantity, notation)}`);
    this.#legend.replaceChildren(...legendOf(cell, quantity, notation));
    const selected = index - start;
    this.#page.show(series, { text, shade: shadeOf(cell, quantity), selected, bySurprise: false });
  }

  /**
   * @param {UnitMatch} match
   * @param {number} rank
   */
  #button({ feature, layer, unit, correlation }, rank) {
    const name = `layer ${layer + 1}, unit ${unit + 1}`;
    return el(
      'button',
      {
        type: 'button',
        class: rank === 0 ? 'chip best' : 'chip',
        'aria-label': `${FEATURES[feature].name}: ${name}, ${formatSigned(correlation)}`,
        onclick: () => {
          this.#figure.hidden = false;
          this.#on.choose(layer, unit);
        },
      },
      `${layer + 1}·${unit + 1} `,
      el('b', {}, formatSigned(correlation)),
    );
  }
}
