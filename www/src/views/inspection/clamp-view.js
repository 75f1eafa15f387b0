import { el, setText } from '../../lib/dom.js';
import { formatNumber } from '../../lib/format.js';
import { titleOf } from '../../cells/gate-names.js';
import { ClampComparison } from './clamp-comparison.js';

/**
 * @typedef {import('../../shared/protocol.js').Clamp} Clamp
 * @typedef {import('../../cells/gate-names.js').Notation} Notation
 * @typedef {Parameters<ClampView['update']>[0]} Values
 */

/**
 * Clamps quantities of the network at a value, and compares how it reads and writes with the clamps and
 * without.
 */
export class ClampView {
  #quantity = el('select', { 'aria-label': 'Quantity' });
  #unit = el('select', { 'aria-label': 'Units to clamp' });
  #value = el('input', { type: 'number', value: '0', step: 'any', 'aria-label': 'Value' });
  #list = el('ul', { class: 'clamps', 'aria-label': 'Clamps' });
  #problem = el('p', { class: 'problem' });
  #comparison;
  #write;
  #on;
  /** @type {Values | undefined} */
  #values;
  /**
   * The clamps of the continuations on screen, or of those that are being written.
   *
   * @type {Clamp[]}
   */
  #writtenClamps = [];
  #options = '';
  /** The values that the lists were made from. */
  #listed = '';

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {(clamps: Clamp[]) => void} on.clamp called with all clamps
   * @param {() => Promise<import('../../shared/protocol.js').Written>} on.write continues the text,
   *   without and with the clamps
   * @param {(index: number) => void} on.choose selects a character of the text
   */
  constructor(root, on) {
    this.#on = on;
    const add = el('button', { type: 'button', onclick: () => this.#add() }, 'Clamp');
    const silence = el(
      'button',
      { type: 'button', onclick: () => this.#silence() },
      'Silence the unit',
    );
    this.#write = el(
      'button',
      { type: 'button', disabled: true, onclick: () => this.#compare() },
      'Write from here',
    );
    this.#comparison = new ClampComparison(on.choose);
    root.append(
      el(
        'div',
        { class: 'bar' },
        this.#quantity,
        this.#unit,
        el('label', { class: 'at' }, 'at ', this.#value),
        add,
        silence,
        this.#write,
      ),
      this.#problem,
      this.#list,
      this.#comparison.element,
    );
  }

  /**
   * @param {object} values
   * @param {string[]} values.quantities that can be clamped
   * @param {number} values.layer of the selected unit, from 0
   * @param {number} values.unit the selected one
   * @param {Clamp[]} values.clamps
   * @param {Notation} values.notation
   * @param {import('../../shared/protocol.js').Inspection} values.inspection
   * @param {number} values.index of the selected character in the text
   */
  update(values) {
    this.#values = values;
    const { quantities, layer, unit, clamps, notation, inspection, index } = values;
    this.#comparison.read(inspection, index, clamps.length > 0);
    if (clamps !== this.#writtenClamps) void this.#compare();
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
    this.#write.disabled = clamps.length === 0;
    const listed = JSON.stringify([layer, unit, clamps, notation]);
    if (listed === this.#listed) return;
    this.#listed = listed;
    const { value } = this.#unit;
    this.#unit.replaceChildren(
      el('option', { value: 'all' }, `all units of layer ${layer + 1}`),
      el('option', { value: 'unit' }, `unit ${unit + 1} of layer ${layer + 1}`),
    );
    if (value) this.#unit.value = value;
    this.#list.replaceChildren(...clamps.map((clamp, index) => this.#item(clamp, index, notation)));
  }

  /**
   * @param {Clamp} clamp
   * @param {number} index
   * @param {Notation} notation
   */
  #item({ layer, quantity, unit, value }, index, notation) {
    const whose =
      unit === undefined
        ? `all units of layer ${layer + 1}`
        : `unit ${unit + 1} of layer ${layer + 1}`;
    const text = `${titleOf(quantity, notation)}, ${whose}, at ${formatNumber(value)}`;
    const remove = () => {
      const { clamps } = /** @type {Values} */ (this.#values);
      this.#on.clamp(clamps.filter((_, at) => at !== index));
      this.#quantity.focus(); // the button disappears
    };
    return el(
      'li',
      {},
      text,
      ' ',
      el(
        'button',
        {
          type: 'button',
          class: 'quiet',
          onclick: remove,
          title: 'Remove the clamp',
          'aria-label': `Release: ${text}`,
        },
        'Release',
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
    const clamp = { layer, quantity: this.#quantity.value, value };
    this.#clamp(this.#unit.value === 'all' ? clamp : { ...clamp, unit });
  }

  /**
   * Adds a clamp, which replaces those that it covers.
   *
   * @param {Clamp} clamp
   */
  #clamp(clamp) {
    const { clamps } = /** @type {Values} */ (this.#values);
    const others = clamps.filter(
      ({ layer, quantity, unit }) =>
        layer !== clamp.layer ||
        quantity !== clamp.quantity ||
        (clamp.unit !== undefined && unit !== clamp.unit),
    );
    this.#on.clamp([...others, clamp]);
  }

  #silence() {
    if (!this.#values) return;
    const { layer, unit } = this.#values;
    this.#clamp({ layer, quantity: 'hidden', unit, value: 0 });
  }

  destroy() {
    this.#comparison.stop();
  }

  /** Continues the text, without and with the clamps. */
  async #compare() {
    const { clamps } = /** @type {Values} */ (this.#values);
    this.#writtenClamps = clamps;
    setText(this.#problem, '');
    if (clamps.length === 0) return this.#comparison.write();
    try {
      const written = await this.#on.write();
      if (clamps === this.#values?.clamps) this.#comparison.write(written);
    } catch (thrown) {
      const { name, message } = /** @type {Error} */ (thrown);
      if (name === 'AbortError' || clamps !== this.#values?.clamps) return; // nobody waits for it
      setText(this.#problem, message);
    }
  }
}
