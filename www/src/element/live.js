/** The panel of the live gates: one unit while the network reads the reader's letters. */

import { cellOf } from '../cells/cells.js';
import { notation } from '../cells/notation.js';
import { UnitChoice } from '../inspection/unit-choice.js';
import { LiveView } from '../views/live/live-view.js';
import { firstLetters } from './first-letters.js';
import { UntrainedReading } from './untrained-reading.js';

/**
 * @typedef {import('../runs/session.js').Session} Session
 * @typedef {import('../views/live/live-view.js').LiveValues} LiveValues
 */

const EMPTY = 'Nothing to read yet: type a text, or take an example.';
const HINT = 'Press Train: every letter gets its guess, and its gates.';

export class LivePanel {
  #session;
  #view;
  #untrained;
  #unitChoice = new UnitChoice();
  #isInView = false;
  #observer;
  /** The letters of the last text or inspection. */
  #letters = { of: /** @type {unknown} */ (undefined), chars: /** @type {string[]} */ ([]) };

  /**
   * @param {HTMLElement} section with its heading
   * @param {Session} session
   * @param {import('./untrained-reading.js').UntrainedLoaders} loaders
   */
  constructor(section, session, loaders) {
    this.#session = session;
    const { selection } = session;
    this.#untrained = new UntrainedReading(session, loaders, () => this.update());
    this.#view = new LiveView(section, {
      choose: (at) => {
        const { inspection } = selection;
        const { start, from } = inspection?.request ?? { start: 0, from: 0 };
        if (inspection) selection.choose({ index: start + from + at });
      },
      unit: (by) => this.#turnUnit(by),
      layer: (layer) => selection.choose({ layer }),
    });
    this.#observer = new IntersectionObserver((entries) => {
      this.#isInView = Boolean(entries.at(-1)?.isIntersecting);
      this.#view.isInView = this.#isInView;
      session.inspector.show(this, this.#isInView ? 'detail' : undefined);
      this.update();
    });
    this.#observer.observe(section);
  }

  /** Shows the current state of the session. */
  update() {
    if (!this.#isInView) return;
    const { selection, model } = this.#session;
    this.#untrained.update();
    const { inspection } = selection;
    const cell = cellOf(model?.config.cell ?? this.#session.draft.config.cell);
    if (!cell) return;
    if (inspection && model) this.#showInspection(inspection, cell, model);
    else this.#showUntrained(cell);
  }

  destroy() {
    this.#session.inspector.show(this, undefined);
    this.#observer.disconnect();
    this.#untrained.destroy();
    this.#view.destroy();
  }

  /**
   * @param {import('../shared/protocol.js').Inspection} inspection
   * @param {import('../cells/cells.js').Cell} cell
   * @param {import('../runs/run.js').Run} model
   */
  #showInspection(inspection, cell, model) {
    const { selection } = this.#session;
    this.#unitChoice.update(selection, inspection, cell, model);
    const { request, reading, text, step } = inspection;
    const chars = this.#lettersOf(inspection, () =>
      [...text].slice(request.from, request.from + reading.chars),
    );
    const chosen = selection.index - request.start - request.from;
    const numLayers = reading.layers.length;
    const layer = Math.min(selection.layer, numLayers - 1);
    this.#view.update({
      chars,
      cell,
      notation: notation.value,
      chosen: chosen >= 0 && chosen < chars.length ? chosen : undefined,
      choice: { of: model, index: selection.index },
      note: '',
      reading: {
        values: reading.layers[layer].values,
        probabilities: reading.probabilities,
        vocabulary: [...model.vocabulary],
        isTrained: step > 0 || model.source.kept !== undefined,
        layer,
        numLayers,
        unit: selection.unit,
        hiddenSize: selection.sizes.hiddenSize,
      },
    });
  }

  /** @param {import('../cells/cells.js').Cell} cell */
  #showUntrained(cell) {
    const { model, draft } = this.#session;
    const source = model?.text || draft.text;
    const chars = this.#lettersOf(source, () => firstLetters(source));
    const { found } = this.#untrained;
    const isOfThese = found && found.cell === cell && found.text === chars.join('');
    this.#view.update({
      chars,
      cell,
      notation: notation.value,
      note: chars.length === 0 ? EMPTY : HINT,
      reading: found && isOfThese ? { ...found, unit: this.#untrained.unit } : undefined,
    });
  }

  /**
   * The letters of a source, made once.
   *
   * @param {unknown} source
   * @param {() => string[]} make
   */
  #lettersOf(source, make) {
    if (source !== this.#letters.of) this.#letters = { of: source, chars: make() };
    return this.#letters.chars;
  }

  /** @param {number} by */
  #turnUnit(by) {
    const { selection } = this.#session;
    const untrained = this.#untrained;
    /** @param {number} unit @param {number} units */
    const turned = (unit, units) => (unit + by + units) % units;
    if (selection.inspection) {
      selection.choose({ unit: turned(selection.unit, selection.sizes.hiddenSize) });
    } else if (untrained.found) {
      untrained.unit = turned(untrained.unit, untrained.found.hiddenSize);
      this.update();
    }
  }
}
