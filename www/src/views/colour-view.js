import { cssColour } from '../lib/colour-map.js';
import { el, setText } from '../lib/dom.js';
import { InFrames } from '../lib/in-frames.js';
import { formatBits, formatCount, formatSigned, formatWhole } from '../lib/format.js';
import { reachOf, titleOf, visible } from '../shared/parts.js';
import { legend, legendOf } from './legend.js';
import { themeOf } from './theme.js';

/**
 * @typedef {import('../shared/protocol.js').Insight} Insight
 * @typedef {import('../shared/cells.js').Vocabulary} Vocabulary
 */

/** Characters that are coloured in one frame. */
const PER_FRAME = 300;

/** Bits that get the strongest colour. */
const STRONG = 8;

/** A page of the text, every character coloured by how surprising it was or by what a unit did. */
export class ColourView {
  #by;
  #text = el('pre', {
    class: 'coloured',
    tabIndex: 0,
    role: 'group',
    'aria-label': 'The coloured text',
  });
  #held = el('pre', {
    class: 'coloured',
    tabIndex: 0,
    role: 'group',
    'aria-label': 'The coloured text with what is held',
  });
  #bits = { free: el('p', { class: 'note' }), held: el('p', { class: 'note' }) };
  #freeCaption = el('figcaption', {}, 'Untouched');
  #heldFigure;
  #place;
  #placeText = el('output', {});
  #checked;
  #legend = el('div', { class: 'scale' });
  #frames = { free: new InFrames(), held: new InFrames() };
  #unitOption = el('option', { value: 'unit' });
  /** @type {Parameters<ColourView['update']>[0] | undefined} */
  #values;

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {(place: number) => void} on.choose a character, counted in the text
   * @param {(place: number) => void} on.beginAt begins the page with a character
   */
  constructor(root, on) {
    this.#by = el(
      'select',
      { 'aria-label': 'Colour by', onchange: () => this.#draw() },
      el('option', { value: 'surprise' }, 'surprise'),
      this.#unitOption,
    );
    this.#place = el('input', {
      type: 'range',
      min: '0',
      'aria-label': 'Place in the text',
      oninput: () => on.choose(this.#place.valueAsNumber),
    });
    this.#checked = el(
      'button',
      { type: 'button', onclick: () => on.beginAt(Number(this.#values?.checkedFrom)) },
      'What is kept to check on',
    );
    this.#heldFigure = el(
      'figure',
      {},
      el('figcaption', {}, 'With what is held'),
      this.#held,
      this.#bits.held,
    );
    this.#text.addEventListener('click', ({ target }) => {
      const at = [...this.#text.children].indexOf(/** @type {Element} */ (target));
      if (at >= 0 && this.#values) on.choose(this.#values.insight.watch.start + at);
    });
    root.append(
      el(
        'div',
        { class: 'bar' },
        el('label', {}, 'Colour by ', this.#by),
        el('label', { class: 'place' }, this.#place, this.#placeText),
        this.#checked,
        this.#legend,
      ),
      el(
        'div',
        { class: 'compare' },
        el('figure', {}, this.#freeCaption, this.#text, this.#bits.free),
        this.#heldFigure,
      ),
    );
  }

  /**
   * @param {object} values
   * @param {Insight} values.insight
   * @param {number} values.place the chosen character, counted in the text
   * @param {number} values.chars of the text
   * @param {number} [values.checkedFrom] the first character that validation scores; left out where there is none
   * @param {string} values.part
   * @param {number} values.unit
   * @param {Vocabulary} values.words
   */
  update(values) {
    this.#values = values;
    this.#draw();
  }

  /** Colours by the unit from now on. */
  byUnit() {
    this.#by.value = 'unit';
    this.#draw();
  }

  destroy() {
    this.#frames.free.stop();
    this.#frames.held.stop();
  }

  #draw() {
    if (!this.#values) return;
    const { insight, place, chars, checkedFrom, part, unit, words } = this.#values;
    this.#checked.hidden = checkedFrom === undefined;
    setText(this.#unitOption, `unit ${unit + 1}: ${titleOf(part, words)}`);
    this.#place.max = String(chars - 1);
    if (this.#place.valueAsNumber !== place) this.#place.value = String(place);
    const { series, held, text, watch } = insight;
    const bySurprise = this.#by.value === 'surprise';
    const numbers = bySurprise ? series.surprise : series.values;
    const number = numbers[place - watch.start]; // undefined while its page is on its way
    const told = bySurprise ? `${formatBits(number)} bits` : formatSigned(number);
    const at = `character ${formatWhole(place + 1)} of ${formatWhole(chars)}`;
    setText(this.#placeText, number === undefined ? at : `${at}: ${told}`);
    const scale = bySurprise
      ? legend('0 bits', `≥ ${STRONG} bits`)
      : legendOf(part, reachOf(part, series.values));
    this.#legend.replaceChildren(...scale);
    this.#colour(this.#text, this.#frames.free, text, series, place - watch.start);
    const isAllChecked = watch.start === checkedFrom && watch.start + watch.count === chars;
    const same = isAllChecked ? ' It is all that validation scores: its figure is the same.' : '';
    setText(this.#bits.free, account(series.surprise) + same);
    this.#heldFigure.hidden = !held;
    this.#freeCaption.hidden = !held;
    if (!held) return;
    this.#colour(this.#held, this.#frames.held, text, held.series, place - watch.start);
    setText(this.#bits.held, account(held.series.surprise));
  }

  /**
   * @param {HTMLElement} page
   * @param {InFrames} frames
   * @param {string} text
   * @param {import('../shared/protocol.js').UnitSeries} series
   * @param {number} chosen
   */
  #colour(page, frames, text, { values, surprise }, chosen) {
    const chars = [...text];
    const { scale } = themeOf(page);
    const bySurprise = this.#by.value === 'surprise';
    const reach = bySurprise ? STRONG : reachOf(String(this.#values?.part), values);
    const numbers = bySurprise ? surprise : values;
    while (page.childElementCount > chars.length) page.lastElementChild?.remove();
    while (page.childElementCount < chars.length) page.append(el('span'));
    const spans = /** @type {HTMLElement[]} */ ([...page.children]);
    frames.start(chars.length, PER_FRAME, (at) => {
      const span = spans[at];
      setText(span, chars[at] === '\n' ? '↵\n' : chars[at]);
      span.style.background = cssColour(scale, numbers[at] / reach);
      span.classList.toggle('chosen', at === chosen);
      span.title = bySurprise ? `${visible(chars[at])}: ${formatBits(numbers[at])} bits` : '';
    });
  }
}

/** @param {Float64Array} surprise */
function account(surprise) {
  const sum = surprise.reduce((total, bits) => total + bits, 0);
  return `${formatBits(sum)} bits for ${formatCount(surprise.length, 'character')}: ${formatBits(sum / surprise.length)} bits per character.`;
}
