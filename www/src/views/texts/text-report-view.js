import { el, setText } from '../../lib/dom.js';
import { formatCount, formatPercent, formatWhole } from '../../lib/format.js';
import { labelledSettings } from '../../settings/labelled-settings.js';
import { TEXT_SETTINGS } from '../../settings/text-settings.js';
import { rareLetters } from '../../texts/rare-letters.js';
import { Field } from '../settings/field.js';
import { codePoint, visible } from '../visible.js';

/**
 * @typedef {import('../../lib/text.js').CharCounts} CharCounts
 */

/** Letters in the list. */
const LISTED = 200;

/** Usual ends of documents. */
const ENDS = { 'a line end': '\n', 'a blank line': '\n\n', 'a page break': '\f' };

/** The settings of the text, and its letters by frequency. */
export class TextReportView {
  /** @type {Map<string, Field>} */
  #fields = new Map();
  #documents = el('p', { class: 'note' });
  #rare = el('p', { class: 'note' });
  #list = el('ul', {
    class: 'letters',
    tabIndex: 0,
    'aria-label': 'Letters, the most frequent first',
  });
  element;
  /** @type {CharCounts | undefined} */
  #counts;
  /** @type {CharCounts | undefined} */
  #listed;

  /**
   * @param {HTMLDetailsElement} element
   * @param {(name: string, value: unknown) => void} choose
   */
  constructor(element, choose) {
    this.element = element;
    for (const setting of labelledSettings) {
      if (!TEXT_SETTINGS.includes(setting.name)) continue;
      this.#fields.set(setting.name, new Field(setting, (value) => choose(setting.name, value)));
    }
    const ends = Object.entries(ENDS).map(([name, end]) =>
      el(
        'button',
        { type: 'button', class: 'chip', onclick: () => choose('separator', end) },
        name,
      ),
    );
    this.#fields
      .get('separator')
      ?.element.append(el('div', { class: 'chips' }, ...ends), this.#documents);
    this.#fields.get('rareBelow')?.element.append(this.#rare);
    element.append(
      el('div', { class: 'fields' }, ...[...this.#fields.values()].map(({ element }) => element)),
      this.#list,
    );
    element.addEventListener('toggle', () => this.#showList());
  }

  /**
   * @param {object} values
   * @param {CharCounts} [values.counts]
   * @param {number} values.documents
   * @param {import('../../settings/settings-values.js').SettingsValues} values.settings
   */
  update({ counts, documents, settings: { values, defaults, problems } }) {
    for (const [name, field] of this.#fields) {
      field.update(values[name], defaults[name], problems.get(name));
    }
    setText(this.#documents, formatCount(documents, 'document'));
    this.#counts = counts;
    if (!this.element.open) return;
    const separator = documents > 1 ? String(values.separator) : '';
    setText(this.#rare, rareText(counts, Number(values.rareBelow), separator));
    this.#showList();
  }

  #showList() {
    if (!this.element.open || !this.#counts || this.#counts === this.#listed) return;
    this.#listed = this.#counts;
    const counts = [...this.#counts.charCounts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    const more = counts.length - LISTED;
    this.#list.replaceChildren(
      ...counts
        .slice(0, LISTED)
        .map(([char, count]) =>
          el(
            'li',
            { title: codePoint(char) },
            el('bdi', {}, visible(char)),
            ` ${formatWhole(count)}`,
          ),
        ),
      ...(more > 0 ? [el('li', {}, `… and ${formatWhole(more)} more`)] : []),
    );
  }
}

/**
 * The part of the text in rare letters.
 *
 * @param {CharCounts | undefined} counts
 * @param {number} below
 * @param {string} separator of the documents, empty without any
 */
function rareText(counts, below, separator) {
  if (!counts || !(below > 0)) return '';
  const { letters, occurrences } = rareLetters(counts, below, separator);
  return `${formatCount(letters, 'letter')}, ${formatPercent(occurrences / counts.chars)} of the text.`;
}
