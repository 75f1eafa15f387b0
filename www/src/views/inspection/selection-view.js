import { el } from '../../lib/dom.js';
import { titleOf } from '../../cells/gate-names.js';

/** The choice of a layer, a unit and a quantity. */
export class SelectionView {
  #layer;
  #labels;
  #unit;
  #quantity;

  /**
   * @param {HTMLElement} bar
   * @param {object} on
   * @param {(choice: {layer?: number, unit?: number, quantity?: string}) => void} on.choose layer
   *   and unit counted from 0
   */
  constructor(bar, on) {
    this.#layer = el('select', {
      'aria-label': 'Layer',
      onchange: () => on.choose({ layer: Number(this.#layer.value) }),
    });
    this.#unit = el('input', {
      type: 'number',
      min: '1',
      'aria-label': 'Unit',
      onchange: () => on.choose({ unit: this.#unit.valueAsNumber - 1 || 0 }),
    });
    this.#quantity = el('select', {
      'aria-label': 'Show',
      onchange: () => on.choose({ quantity: this.#quantity.value }),
    });
    this.#labels = {
      layer: el('label', {}, 'Layer ', this.#layer),
      unit: el('label', {}, 'Unit ', this.#unit),
      quantity: el('label', {}, 'Show ', this.#quantity),
    };
    bar.append(...Object.values(this.#labels));
  }

  /**
   * @param {object} values
   * @param {{numLayers: number, hiddenSize: number}} values.sizes
   * @param {string[]} values.quantities that the model has
   * @param {number} values.layer
   * @param {number} values.unit
   * @param {string} values.quantity
   * @param {import('../../cells/gate-names.js').Notation} values.notation
   * @param {readonly string[]} values.choices that the view uses; others are hidden
   */
  update({ sizes, quantities, layer, unit, quantity, notation, choices }) {
    const layers = Array.from({ length: sizes.numLayers }, (_, at) => [String(at), String(at + 1)]);
    fill(this.#layer, layers, String(layer));
    this.#labels.layer.hidden = layers.length < 2 || !choices.includes('layer');
    this.#labels.unit.hidden = !choices.includes('unit');
    this.#labels.quantity.hidden = !choices.includes('quantity');
    fill(
      this.#quantity,
      quantities.map((name) => [name, titleOf(name, notation)]),
      quantity,
    );
    this.#unit.max = String(sizes.hiddenSize);
    // A number that is being typed is not overwritten.
    if (!this.#unit.matches(':focus')) this.#unit.value = String(unit + 1);
  }
}

/**
 * @param {HTMLSelectElement} select
 * @param {string[][]} options values and names
 * @param {string} value
 */
function fill(select, options, value) {
  const names = options.map(([, name]) => name).join();
  if (select.dataset.names !== names) {
    select.dataset.names = names;
    select.replaceChildren(...options.map(([key, name]) => el('option', { value: key }, name)));
  }
  if (select.value !== value) select.value = value;
}
