import { el, setText } from '../../lib/dom.js';
import { formatCount, formatSigned } from '../../lib/format.js';

/** @typedef {import('../../shared/protocol.js').UnitMatch} UnitMatch */

/**
 * The features of the text that a unit may follow.
 *
 * @type {Record<UnitMatch['feature'], string>}
 */
const FEATURES = {
  'inside-quotes': 'inside quotes',
  'inside-brackets': 'inside brackets',
  'bracket-depth': 'bracket depth',
  'line-position': 'position in the line',
  'after-space': 'after a space',
  vowel: 'vowel',
  digit: 'digit',
  'word-position': 'position in the word',
};

/** A weaker correlation is mere chance. */
const LEAST = 0.3;

/** Units that follow a nameable feature of the text, the best of each feature first. */
export class UnitFinderView {
  #find;
  #list = el('ul', { class: 'found' });
  #note = el('p', { class: 'note' });
  #on;
  /** @type {readonly UnitMatch[] | undefined} */
  #matches;

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {() => void} on.find
   * @param {(layer: number, unit: number) => void} on.choose selects a unit and
   *   colours the text by it
   */
  constructor(root, on) {
    this.#on = on;
    this.#find = el('button', { type: 'button', onclick: on.find }, 'Find units');
    root.append(this.#find, this.#note, this.#list);
  }

  /**
   * @param {object} values
   * @param {import('../../shared/protocol.js').FoundUnits} [values.found]
   * @param {boolean} values.isBusy true during the search
   * @param {number} values.chars length of the learnt text to search
   */
  update({ found, isBusy, chars }) {
    const { matches, step = 0 } = found ?? {};
    this.#find.disabled = isBusy;
    setText(this.#find, isBusy ? 'Searching…' : 'Find units');
    const over = `over the first ${formatCount(chars, 'letter')}`;
    const note = matches
      ? `Correlation with each feature after ${formatCount(step, 'step')}, ${over}, from −1 to 1. “1·2” is unit 2 of layer 1. Press one to see it in the text.`
      : `Compares the memory of every unit with features of the text, ${over}.`;
    setText(this.#note, note);
    if (matches === this.#matches) return;
    this.#matches = matches;
    const features = new Set(matches?.map(({ feature }) => feature));
    this.#list.replaceChildren(
      ...[...features].map((feature) =>
        el(
          'li',
          {},
          el('span', { class: 'feature' }, FEATURES[feature]),
          ...this.#buttons(feature),
        ),
      ),
    );
  }

  /**
   * The units that follow a feature, or the news that none does.
   *
   * @param {UnitMatch['feature']} feature
   */
  #buttons(feature) {
    const following = (this.#matches ?? []).filter(
      (match) => match.feature === feature && Math.abs(match.correlation) > LEAST,
    );
    if (following.length === 0) return [el('span', { class: 'note' }, 'no unit follows it yet')];
    return following.map((match, rank) => this.#button(match, rank));
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
        'aria-label': `${FEATURES[feature]}: ${name}, ${formatSigned(correlation)}`,
        onclick: () => this.#on.choose(layer, unit),
      },
      `${layer + 1}·${unit + 1} `,
      el('b', {}, formatSigned(correlation)),
    );
  }
}
