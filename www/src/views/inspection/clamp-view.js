import { el, setText } from '../../lib/dom.js';
import { formatNumber, formatWhole } from '../../lib/format.js';
import { titleOf } from '../../cells/gate-names.js';
import { written } from '../written-text.js';

/**
 * @typedef {import('../../shared/protocol.js').Clamp} Clamp
 * @typedef {import('../../cells/gate-names.js').Notation} Notation
 * @typedef {Parameters<ClampView['update']>[0]} Values
 */

/** Holds a part of the network at a value, and shows what becomes of its text. */
export class ClampView {
  #quantity = el('select', { 'aria-label': 'What is held' });
  #unit = el('select', { 'aria-label': 'Of which units' });
  #value = el('input', { type: 'number', value: '0', step: 'any', 'aria-label': 'At what value' });
  #list = el('ul', { class: 'clamps', 'aria-label': 'Held' });
  #problem = el('p', { class: 'problem' });
  #compare = el('div', { class: 'compare' });
  #free = el('pre', { class: 'sample' });
  #clamped = el('pre', { class: 'sample' });
  #freeCaption = el('figcaption', {});
  #clampedCaption = el('figcaption', {});
  #sample;
  #on;
  /** @type {Values | undefined} */
  #values;
  /** What was held in the text that is shown. @type {Clamp[] | undefined} */
  #compared;
  #options = '';
  /** What the lists were made of. */
  #listed = '';

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {(clamps: Clamp[]) => void} on.clamp everything that is to be held
   * @param {() => Promise<import('../../shared/protocol.js').Written>} on.sample goes on with the text, untouched and held
   */
  constructor(root, on) {
    this.#on = on;
    const add = el('button', { type: 'button', onclick: () => this.#add() }, 'Hold');
    const silence = el(
      'button',
      { type: 'button', onclick: () => this.#silence() },
      'Silence the unit',
    );
    this.#sample = el(
      'button',
      { type: 'button', onclick: () => this.#writeOn() },
      'Write on from here',
    );
    this.#compare.append(
      el('figure', {}, this.#freeCaption, this.#free),
      el('figure', {}, this.#clampedCaption, this.#clamped),
    );
    this.#compare.hidden = true;
    root.append(
      el(
        'div',
        { class: 'bar' },
        this.#quantity,
        this.#unit,
        el('label', { class: 'at' }, 'at ', this.#value),
        add,
        silence,
      ),
      this.#problem,
      this.#list,
      this.#sample,
      this.#compare,
    );
  }

  /**
   * @param {object} values
   * @param {string[]} values.quantities that can be held
   * @param {number} values.layer the chosen one, from 0
   * @param {number} values.unit the chosen one
   * @param {Clamp[]} values.clamps
   * @param {Notation} values.notation
   */
  update(values) {
    this.#values = values;
    const { quantities, layer, unit, clamps, notation } = values;
    const options = quantities.map((quantity) => [quantity, titleOf(quantity, notation)]);
    if (this.#options !== String(options)) {
      this.#options = String(options);
      const { value } = this.#quantity;
      this.#quantity.replaceChildren(
        ...options.map(([quantity, name]) => el('option', { value: quantity }, name)),
      );
      if (quantities.includes(value)) this.#quantity.value = value;
      else if (quantities.includes('f')) this.#quantity.value = 'f';
    }
    this.#sample.disabled = clamps.length === 0;
    const listed = JSON.stringify([layer, unit, clamps, notation]);
    if (listed === this.#listed) return;
    this.#listed = listed;
    if (clamps !== this.#compared) this.#compare.hidden = true; // it was written with others
    const { value } = this.#unit;
    this.#unit.replaceChildren(
      el('option', { value: 'all' }, `all units of layer ${layer + 1}`),
      el('option', { value: 'one' }, `unit ${unit + 1} of layer ${layer + 1}`),
    );
    if (value) this.#unit.value = value;
    this.#list.replaceChildren(...clamps.map((clamp, index) => this.#item(clamp, index, notation)));
  }

  /** @param {Clamp} clamp @param {number} index @param {Notation} notation */
  #item({ layer, part: quantity, unit, value }, index, notation) {
    const whose =
      unit === undefined
        ? `all units of layer ${layer + 1}`
        : `unit ${unit + 1} of layer ${layer + 1}`;
    const text = `${titleOf(quantity, notation)}, ${whose}, at ${formatNumber(value)}`;
    const remove = () => {
      const { clamps } = /** @type {Values} */ (this.#values);
      this.#on.clamp(clamps.filter((_, at) => at !== index));
      this.#quantity.focus(); // the button goes away
    };
    return el(
      'li',
      {},
      text,
      ' ',
      el(
        'button',
        { type: 'button', class: 'quiet', onclick: remove, 'aria-label': `Let go: ${text}` },
        'Let go',
      ),
    );
  }

  #add() {
    if (!this.#values) return;
    const value = this.#value.valueAsNumber;
    if (!Number.isFinite(value) || Math.abs(value) > 1e6) {
      setText(
        this.#problem,
        `value must be a number from −1000000 to 1000000, got ${this.#value.value || 'nothing'}`,
      );
      return;
    }
    setText(this.#problem, '');
    const { layer, unit } = this.#values;
    const clamp = { layer, part: this.#quantity.value, value };
    this.#clamp(this.#unit.value === 'all' ? clamp : { ...clamp, unit });
  }

  /** Instead of what the same was held at before, or some of it. @param {Clamp} clamp */
  #clamp(clamp) {
    const { clamps } = /** @type {Values} */ (this.#values);
    const others = clamps.filter(
      ({ layer, part, unit }) =>
        layer !== clamp.layer ||
        part !== clamp.part ||
        (clamp.unit !== undefined && unit !== clamp.unit),
    );
    this.#on.clamp([...others, clamp]);
  }

  #silence() {
    if (!this.#values) return;
    const { layer, unit } = this.#values;
    this.#clamp({ layer, part: 'hidden', unit, value: 0 });
  }

  async #writeOn() {
    try {
      const clamps = this.#values?.clamps;
      const { step, free, clamped } = await this.#on.sample();
      if (clamps !== this.#values?.clamps) return;
      this.#compared = clamps;
      this.#compare.hidden = false;
      setText(this.#freeCaption, `Untouched, at step ${formatWhole(step)}`);
      setText(this.#clampedCaption, `With what is held, at step ${formatWhole(step)}`);
      this.#free.replaceChildren(...written(free));
      this.#clamped.replaceChildren(...(clamped ? written(clamped) : []));
      setText(this.#problem, '');
    } catch (error) {
      setText(this.#problem, error instanceof Error ? error.message : String(error));
    }
  }
}
