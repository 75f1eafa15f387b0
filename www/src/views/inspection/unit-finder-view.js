import { el, setText } from '../../lib/dom.js';
import { formatSigned, formatWhole } from '../../lib/format.js';

/** @typedef {import('../../shared/protocol.js').UnitMatch} UnitMatch */

/** What a unit may follow, in notation. @type {Record<UnitMatch['feature'], string>} */
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

/** Units that follow something one can name, the best of each first. */
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
   * @param {(layer: number, unit: number) => void} on.choose a unit, by which the text is to be coloured
   */
  constructor(root, on) {
    this.#on = on;
    this.#find = el('button', { type: 'button', onclick: on.find }, 'Find units');
    root.append(this.#find, this.#note, this.#list);
  }

  /**
   * @param {object} values
   * @param {import('../../shared/protocol.js').FoundUnits} [values.found]
   * @param {boolean} values.isBusy whether they are being looked for
   * @param {number} values.chars of the text that is learnt, in which they were or will be looked for
   */
  update({ found, isBusy, chars }) {
    const { matches, step = 0 } = found ?? {};
    this.#find.disabled = isBusy;
    setText(this.#find, isBusy ? 'Looking…' : 'Find units');
    const over = `over the first ${formatWhole(chars)} characters`;
    const note = matches
      ? `How closely each follows at step ${formatWhole(step)}, ${over}, from −1 to 1: “1·2” is unit 2 of layer 1. Press one to see it in the text.`
      : `Compares every unit’s memory with things one can name, ${over}.`;
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
          ...(matches ?? [])
            .filter((match) => match.feature === feature)
            .map((match, rank) => this.#button(match, rank)),
        ),
      ),
    );
  }

  /** @param {UnitMatch} match @param {number} rank */
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
