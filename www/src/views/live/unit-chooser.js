import { el, setText } from '../../lib/dom.js';
import { formatWhole } from '../../lib/format.js';

/** The buttons that choose the unit and its layer, and hold the reading head still. */
export class UnitChooser {
  element;
  #name = el('span', { class: 'who' });
  #layer;
  #buttons;
  #hold;

  /**
   * @param {object} on
   * @param {(by: number) => void} on.unit
   * @param {(layer: number) => void} on.layer
   * @param {() => void} on.hold holds the head still, or lets it walk on
   */
  constructor(on) {
    this.#buttons = [
      { name: 'Previous unit', sign: '‹', by: -1 },
      { name: 'Next unit', sign: '›', by: 1 },
    ].map(({ name, sign, by }) =>
      el(
        'button',
        {
          type: 'button',
          class: 'quiet',
          'aria-label': name,
          title: name,
          onclick: () => on.unit(by),
        },
        sign,
      ),
    );
    this.#layer = el('select', {
      'aria-label': 'Layer of the unit',
      hidden: true,
      onchange: () => on.layer(Number(this.#layer.value)),
    });
    this.#hold = el('button', { type: 'button', class: 'quiet hold', onclick: on.hold });
    const [previous, next] = this.#buttons;
    this.element = el(
      'div',
      { class: 'chooser' },
      this.#layer,
      previous,
      this.#name,
      next,
      this.#hold,
    );
  }

  /** @param {import('./live-view.js').LiveReading | undefined} reading */
  update(reading) {
    const { unit = 0, hiddenSize = 0, layer = 0, numLayers = 1 } = reading ?? {};
    const all = formatWhole(hiddenSize);
    // As wide for every unit: a space of a digit's width for each digit less.
    const number = formatWhole(unit + 1).padStart(all.length, '\u2007');
    setText(this.#name, reading ? `unit ${number} of ${all}` : '');
    for (const button of this.#buttons) button.disabled = !reading;
    this.#layer.hidden = numLayers === 1;
    if (this.#layer.options.length !== numLayers) {
      const options = Array.from({ length: numLayers }, (_, at) =>
        el('option', { value: String(at) }, `layer ${at + 1} of ${numLayers}`),
      );
      this.#layer.replaceChildren(...options);
    }
    if (this.#layer.value !== String(layer)) this.#layer.value = String(layer);
  }

  /** @param {boolean} isHeld */
  showHold(isHeld) {
    setText(this.#hold, isHeld ? 'Read on' : 'Hold still');
  }
}
