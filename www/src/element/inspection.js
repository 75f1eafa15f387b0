/** The views that look inside the network, and the wires between them and the session. */

import { el, setText } from '../lib/dom.js';
import { Drawings } from '../lib/drawings.js';
import { cells } from '../cells/cells.js';
import { quantitiesOf } from '../cells/quantities.js';
import { notation } from '../cells/notation.js';
import { ReferenceModel } from '../experiments/reference-model.js';
import { SelectionView } from '../views/inspection/selection-view.js';
import { ColouredTextView } from '../views/inspection/coloured-text-view.js';
import { UnitFinderView } from '../views/inspection/unit-finder-view.js';
import { HeatMapView } from '../views/inspection/heat-map-view.js';
import { PredictionView } from '../views/inspection/prediction-view.js';
import { GradientReachView } from '../views/inspection/gradient-reach-view.js';
import { ReadTextView } from '../views/inspection/read-text-view.js';
import { ClampView } from '../views/inspection/clamp-view.js';
import { HistoryView } from '../views/inspection/history-view.js';
import { UnitView } from '../views/inspection/unit-view.js';
import { referenceValues, clampableQuantities, openedCell } from './inspection-values.js';
import { makePanels } from './panels.js';

/**
 * @typedef {import('../shared/protocol.js').Inspection} Inspection
 * @typedef {import('../runs/remote-model.js').RemoteModel} RemoteModel
 * @typedef {import('../runs/session.js').Session} Session
 */

/** The panels, in their order, and their headings. */
const TITLES = {
  memory: 'Memory',
  opened: 'The cell, opened',
  colour: 'The text, coloured',
  next: 'What it expects',
  units: 'What units follow',
  surgery: 'Surgery',
  reach: 'How far it remembers',
};

/** @typedef {keyof typeof TITLES} Panel */

const SECTIONS = /** @type {Panel[]} */ (Object.keys(TITLES));

/** Under which names a page asks for them: the opened cell is a part of the cell. @param {Panel} section */
const nameOf = (section) => (section === 'opened' ? 'cell' : section);

export const INSPECTION_PANELS = SECTIONS.map(nameOf);

/** Characters that a sample from here goes on with, and those that it is told before. */
const LENGTH = 200;
const CONTEXT = 60;
/** Characters in which units are looked for. */
const FINDER_CHARS = 20_000;
/** How far back gradients are followed. */
const LAGS = 200;

/** Everything that shows the network from inside. */
export class InspectionPanels {
  element = el('section', { class: 'inside' });
  #session;
  #referenceModel;
  #empty = el('p', { class: 'note' }, 'Press Train or Step to look inside.');
  #body = el('div', { class: 'panels' });
  /** @type {Record<Panel, HTMLElement>} */
  #sections;
  #choice;
  #views;
  #time;
  #source;
  #isOpen = true;
  /** What is shown. @type {unknown[]} */
  #seen = [];
  #drawings = new Drawings();
  /** How often the paper turned dark or light. */
  #paper = 0;

  /**
   * @param {Session} session
   * @param {import('../experiments/experiment.js').Resources} resources
   * @param {string} name of the landmark
   */
  constructor(session, resources, name) {
    this.#session = session;
    this.#referenceModel = new ReferenceModel(resources, () => this.update());
    this.element.setAttribute('aria-label', name);
    const selection = session.selection;
    const sections = makePanels(TITLES);
    this.#sections = sections;
    this.#views = {
      memory: new HeatMapView(sections.memory, {
        choose: (column, unit) => selection.choose({ index: this.#firstShown + column, unit }),
        // From the choice itself: what is drawn may be some keys behind.
        move: (columns, rows) => {
          const unit =
            rows === 0 ? selection.unit : this.#views.memory.neighbour(selection.unit, rows);
          selection.choose({ index: selection.index + columns, unit });
        },
      }),
      opened: new UnitView(sections.opened),
      colour: new ColouredTextView(sections.colour, {
        choose: (index) => selection.choose({ index }),
        beginAt: (index) => selection.beginAt(index),
      }),
      next: new PredictionView(sections.next, {
        complete: (prompt) => session.inspector.complete(prompt),
      }),
      units: new UnitFinderView(sections.units, {
        find: () => session.mind(session.inspector.findUnits(FINDER_CHARS)),
        choose: (layer, unit) => {
          selection.choose({ layer, unit, quantity: this.#state });
          this.#views.colour.byUnit();
        },
      }),
      surgery: new ClampView(sections.surgery, {
        clamp: (clamps) => selection.choose({ clamps }),
        sample: () => this.#writeOn(),
      }),
      reach: new GradientReachView(sections.reach, { compare: () => void this.#compare() }),
    };
    const chosen = el('div', { class: 'bar' });
    this.#choice = new SelectionView(chosen, { choose: (choice) => selection.choose(choice) });
    const source = el('div', {});
    this.#source = new ReadTextView(chosen, source, {
      read: (text) => session.inspector.read(text),
    });
    this.#body.append(el('div', {}, chosen, source), ...Object.values(sections));
    this.#time = new HistoryView(chosen, {
      view: (step) => session.mind(session.inspector.selectStep(step)),
      goBack: (step) => void session.goBack(step).catch(() => {}), // the session has shown it
    });
    this.element.append(
      el('div', { class: 'head' }, el('h2', {}, 'Inside')),
      this.#empty,
      this.#body,
    );
    this.#watchVisibility();
    this.element.addEventListener('transitionend', this.#onTransition);
  }

  /** The ink changes with the paper, whoever changes it: what is painted has to be painted anew. @param {TransitionEvent} event */
  #onTransition = ({ target, propertyName }) => {
    if (target !== this.element || propertyName !== 'color') return;
    this.#paper++;
    this.update();
  };

  /** @param {readonly string[]} shown names of panels */
  show(shown) {
    for (const name of SECTIONS) this.#sections[name].hidden = !shown.includes(nameOf(name));
    this.element.hidden = !INSPECTION_PANELS.some((name) => shown.includes(name));
    this.#selection.lags = shown.includes('reach') ? LAGS : 0;
    this.#session.inspector.isVisible = !this.element.hidden && this.#isOpen;
  }

  /** Shows what the session knows now. */
  update() {
    const { selection, model } = this.#session;
    const { inspection } = selection;
    this.#referenceModel.follow(model);
    this.#referenceModel.measure(inspection?.reach);
    const canShow = Boolean(inspection && model);
    this.#empty.hidden = canShow;
    setText(this.#empty, model ? 'Reading…' : 'Press Train or Step to look inside.');
    this.#body.hidden = !canShow;
    if (!inspection || !model) {
      // What was to be drawn is of a model that is gone.
      this.#drawings.clear();
      this.#seen = [];
      this.#source.reset();
      return;
    }
    if (this.element.hidden) return;
    this.#time.update({
      steps: this.#session.record.steps,
      selected: selection.step,
      sample: selection.sample,
      step: this.#session.record.progress?.step ?? 0,
    });
    const { index, layer, unit, quantity, clamps, found, isFinding } = selection;
    const { record } = this.#session;
    const referenceModel = this.#referenceModel;
    // Most changes of the session are not ours: to draw all this takes as long as a frame.
    const seen = [
      ...[inspection, notation.value, this.#paper, record.validationStep],
      ...[index, layer, unit, quantity, clamps, found, isFinding],
      ...[
        referenceModel.step,
        referenceModel.isRunning,
        referenceModel.reach,
        referenceModel.problem,
      ],
    ];
    if (seen.every((value, at) => value === this.#seen[at])) return;
    this.#seen = seen;
    this.#draw(inspection, model);
  }

  /** @param {Inspection} inspection @param {RemoteModel} model */
  #draw(inspection, model) {
    const { selection, record } = this.#session;
    const { request, reading } = inspection;
    const layer = Math.min(selection.layer, reading.layers.length - 1);
    const cell = cells.find(({ name }) => name === model.config.cell);
    if (!cell) return;
    this.#choice.update({
      ...{ sizes: selection.sizes, layer, unit: selection.unit, quantity: selection.quantity },
      ...{ quantities: quantitiesOf(model.config), notation: notation.value },
    });
    const { unit, quantity, clamps, found, isFinding } = selection;
    const { hiddenSize } = selection.sizes;
    const index = selection.index - request.start - request.from;
    const chosen = {
      inspection,
      cell,
      index,
      layer,
      unit,
      quantity,
      hiddenSize,
      notation: notation.value,
    };
    const { memory, opened, next, colour, units, surgery, reach } = this.#views;
    // What does not fit the choice yet is on its way.
    const isInView = index >= 0 && index < reading.chars;
    const isOpened = request.layer === layer && request.unit === unit && request.index === index;
    /** @type {Record<Panel, (() => void) | false>} */
    const draws = {
      memory: isInView && (() => memory.update(chosen)),
      opened: isOpened && (() => opened.update({ ...chosen, ...openedCell(inspection, layer) })),
      colour: () =>
        colour.update({
          ...chosen,
          index: selection.index,
          quantity: request.quantity,
          unit: request.unit,
          chars: selection.chars,
          checkedFrom: this.#checkedFrom,
          validation: { step: record.validationStep, bitsPerChar: record.validationBits },
        }),
      next: isInView && (() => next.update({ ...chosen, vocabulary: [...model.vocabulary] })),
      units: () =>
        units.update({
          found,
          isBusy: isFinding,
          chars: Math.min(selection.learntChars, FINDER_CHARS),
        }),
      surgery: () =>
        surgery.update({
          quantities: clampableQuantities(reading.layers[layer].values),
          layer,
          unit,
          clamps,
          notation: notation.value,
        }),
      reach: () =>
        reach.update({ ...chosen, beside: referenceValues(this.#referenceModel, model) }),
    };
    for (const name of SECTIONS) {
      const draw = draws[name];
      if (draw && !this.#sections[name].hidden) this.#drawings.add(this.#sections[name], draw);
    }
  }

  destroy() {
    this.#referenceModel.clear();
    this.#observer?.disconnect();
    this.#drawings.stop();
    this.#views.opened.destroy();
    this.#views.next.destroy();
    this.#views.colour.destroy();
  }

  /** Goes on from the chosen character. */
  #writeOn() {
    const { inspection, index } = this.#selection;
    const at = index - (inspection?.request.start ?? 0) + 1;
    const prompt = [...(inspection?.text ?? '')].slice(Math.max(0, at - CONTEXT), at).join('');
    return this.#session.inspector.writeOn(prompt, LENGTH);
  }

  /** Trains the reference model up to the step of the model, or ends that. */
  async #compare() {
    const { model, record } = this.#session;
    const step = record.progress?.step ?? 0;
    if (this.#referenceModel.isRunning) this.#referenceModel.clear();
    else if (model && step > 0) await this.#referenceModel.train(model, step);
  }

  /** The first character that is drawn in detail, counted in the text. */
  get #firstShown() {
    const { start, from } = this.#selection.inspection?.request ?? { start: 0, from: 0 };
    return start + from;
  }

  /** The first character that validation scores; undefined when there is none in the text that is read. */
  get #checkedFrom() {
    const { chars = 0, validationChars = 0 } = this.#session.model?.textReport ?? {};
    const isRead = validationChars > 0 && this.#selection.text === undefined;
    return isRead ? chars - validationChars : undefined;
  }

  get #selection() {
    return this.#session.selection;
  }

  /** What a unit remembers by. */
  get #state() {
    return this.#selection.inspection?.reading.layers[0].values.cell ? 'cell' : 'hidden';
  }

  /** @type {IntersectionObserver | undefined} */
  #observer;

  /** Nobody looks at what is scrolled away: then nothing is computed. */
  #watchVisibility() {
    this.#observer = new IntersectionObserver(([entry]) => {
      this.#isOpen = entry.isIntersecting;
      this.#session.inspector.isVisible = this.#isOpen && !this.element.hidden;
    });
    this.#observer.observe(this.element);
  }
}
