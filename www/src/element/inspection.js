/** The panels that show the network from inside. */

import { el } from '../lib/dom.js';
import { Drawings } from '../lib/drawings.js';
import { cellOf } from '../cells/cells.js';
import { notation } from '../cells/notation.js';
import { ReferenceModel } from '../experiments/reference-model.js';
import { pool } from '../experiments/worker-pool.js';
import {
  clampableQuantities,
  FINDER_CHARS,
  openedCell,
  referenceValues,
  unseenText,
} from './inspection-values.js';
import { InspectionChoices } from './inspection-choices.js';
import { createViews } from './inspection-views.js';
import { lookViews } from './look-views.js';
import { LOOK } from './panels.js';
import { insideSheets } from './styles/inside.js';
import { adopt } from './styles/sheets.js';

/**
 * @typedef {import('../shared/protocol.js').Inspection} Inspection
 * @typedef {import('../runs/run.js').Run} Run
 * @typedef {import('../runs/session.js').Session} Session
 * @typedef {import('./panels.js').LookName} LookName
 */

const VIEWS = /** @type {LookName[]} */ (Object.keys(LOOK));

/**
 * The choices of a text that is coloured by a unit.
 *
 * @type {import('./look-views.js').Choice[]}
 */
const UNIT = ['layer', 'unit', 'quantity'];
/** The number of lags of the gradient reach. */
const LAGS = 200;

export class InspectionPanels {
  #element;
  #session;
  #referenceModel;
  #places;
  #choices;
  #views;
  #isInViewport = true;
  /** @type {IntersectionObserver | undefined} */
  #observer;
  /** @type {Run | undefined} the model that the views show, or are to show */
  #model;
  /**
   * The values of the last drawing.
   *
   * @type {unknown[]}
   */
  #drawn = [];
  #drawings = new Drawings();
  /** Counts the changes between light and dark. */
  #themeChanges = 0;

  /**
   * @param {HTMLElement} element the parent of the views
   * @param {Record<LookName, HTMLElement>} places of the views
   * @param {Session} session
   * @param {import('../experiments/experiment-model.js').Loaders} loaders
   */
  constructor(element, places, session, loaders) {
    adopt(element, insideSheets);
    this.#element = element;
    this.#places = places;
    this.#session = session;
    this.#referenceModel = new ReferenceModel({ ...loaders, pool }, () => this.update());
    this.#choices = new InspectionChoices(session);
    for (const name of VIEWS) {
      places[name].firstElementChild?.append(el('p', { class: 'note' }, lookViews[name].line));
    }
    this.#views = createViews(places, session, {
      compare: () => void this.#compare(),
      change: () => this.update(),
    });
    this.#observeVisibility();
    this.#element.addEventListener('transitionend', this.#onTransition);
  }

  /**
   * Redraws after a change between light and dark, because a canvas does not follow the style
   * sheet.
   *
   * @param {TransitionEvent} event
   */
  #onTransition = ({ target, propertyName }) => {
    if (target !== this.#element || propertyName !== 'color') return;
    this.#themeChanges++;
    this.update();
  };

  /** Shows the current state of the session. */
  update() {
    const { selection, model, record, status } = this.#session;
    const { inspection } = selection;
    const referenceModel = this.#referenceModel;
    referenceModel.follow(model);
    referenceModel.measure(inspection?.reach);
    if (model !== this.#model) this.#hideViews(model);
    const canShow = Boolean(inspection && model);
    const open = VIEWS.find((name) => !this.#places[name].hidden);
    if (open) this.#choices.moveTo(this.#places[open]);
    this.#element.classList.toggle('empty', !canShow);
    this.#choices.show(canShow);
    if (!inspection || !model) {
      this.#drawings.clear(); // they belong to a model that is gone
      this.#drawn = [];
      this.#choices.reset();
      return;
    }
    if (!open) return;
    const lags = this.#places.reach.hidden ? 0 : LAGS;
    if (lags !== selection.lags) {
      selection.lags = lags;
      selection.choose({}); // comes back here
      return;
    }
    const { choices } = lookViews[open];
    const byUnit = open === 'colour' && this.#views.colour.isByUnit ? UNIT : [];
    this.#choices.update(model, [...choices, ...byUnit]);
    // Most changes of the session concern other views, and a drawing takes a frame.
    const values = [
      open,
      inspection,
      notation.value,
      this.#themeChanges,
      record.validationStep,
      record.best,
      selection.index,
      selection.layer,
      selection.unit,
      selection.quantity,
      selection.clamps,
      selection.found,
      selection.isFinding,
      referenceModel.step,
      referenceModel.isRunning,
      referenceModel.reach,
      referenceModel.problem,
      status,
    ];
    if (values.every((value, at) => value === this.#drawn[at])) return;
    this.#drawn = values;
    this.#draw(inspection, model);
  }

  /**
   * Hides what the views show of another model, until each is drawn anew: what a reader chooses there
   * would be sent to the new model.
   *
   * @param {Run | undefined} model
   */
  #hideViews(model) {
    this.#model = model;
    this.#drawings.clear();
    this.#drawn = [];
    for (const name of VIEWS) this.#places[name].classList.add('undrawn');
  }

  /**
   * @param {Inspection} inspection
   * @param {Run} model
   */
  #draw(inspection, model) {
    const { selection, status } = this.#session;
    const { request, reading } = inspection;
    const layer = Math.min(selection.layer, reading.layers.length - 1);
    const cell = cellOf(model.config.cell);
    if (!cell) return;
    const { unit, quantity, clamps, found, isFinding, sizes } = selection;
    const selected = { layer, unit, quantity, notation: notation.value };
    const index = selection.index - request.start - request.from;
    const values = { ...selected, inspection, cell, index, hiddenSize: sizes.hiddenSize };
    const { memory, opened, next, colour, units, surgery, reach } = this.#views;
    const isTraining = status === 'training';
    // A view keeps its drawing until the inspection of the new selection arrives.
    const isInView = index >= 0 && index < reading.chars;
    const isOpened = request.layer === layer && request.unit === unit && request.index === index;
    const isPage = request.count === selection.request?.count;
    /** @type {Record<LookName, (() => void) | false>} */
    const draws = {
      memory: isInView && (() => memory.update({ ...values, run: model, isTraining })),
      opened: isOpened && (() => opened.update({ ...values, ...openedCell(inspection, layer) })),
      colour:
        isPage &&
        (() =>
          colour.update({
            ...values,
            index: selection.index,
            quantity: request.quantity,
            unit: request.unit,
            chars: selection.chars,
            unseen: unseenText(this.#session),
          })),
      next: isInView && (() => next.update({ ...values, vocabulary: [...model.vocabulary] })),
      units:
        isPage &&
        (() =>
          units.update({
            ...values,
            index: selection.index,
            found,
            isBusy: isFinding,
            chars: Math.min(selection.learntChars, FINDER_CHARS),
          })),
      surgery:
        isPage &&
        (() =>
          surgery.update({
            ...selected,
            inspection,
            index: selection.index,
            quantities: clampableQuantities(reading.layers[layer].values),
            clamps,
          })),
      reach: () =>
        reach.update({ ...values, reference: referenceValues(this.#referenceModel, model) }),
    };
    for (const name of VIEWS) {
      const [place, draw] = [this.#places[name], draws[name]];
      if (!draw || place.hidden) continue;
      this.#drawings.add(place, () => {
        draw();
        place.classList.remove('undrawn');
      });
    }
  }

  destroy() {
    this.#session.inspector.show(this, undefined);
    this.#referenceModel.clear();
    this.#observer?.disconnect();
    this.#drawings.stop();
    this.#views.opened.destroy();
    this.#views.next.destroy();
    this.#views.colour.destroy();
    this.#views.units.destroy();
    this.#views.surgery.destroy();
  }

  /** Starts or stops the training of the reference model up to the model's step. */
  async #compare() {
    const { model, record } = this.#session;
    const step = record.progress?.step ?? 0;
    if (this.#referenceModel.isRunning) this.#referenceModel.clear();
    else if (model && step > 0) await this.#referenceModel.train(model, step);
  }

  /** Suspends inspections while the panels are scrolled out of view. */
  #observeVisibility() {
    this.#observer = new IntersectionObserver(([entry]) => {
      this.#isInViewport = entry.isIntersecting;
      this.#showVisibility();
    });
    this.#observer.observe(this.#element);
  }

  #showVisibility() {
    const isVisible = this.#isInViewport && !this.#element.hidden;
    this.#session.inspector.show(this, isVisible ? 'page' : undefined);
  }
}
