/** The choices that the views of the network's inside share. */

import { el, setText } from '../lib/dom.js';
import { quantitiesOf } from '../cells/quantities.js';
import { notation } from '../cells/notation.js';
import { HistoryView } from '../views/inspection/history-view.js';
import { ReadTextView } from '../views/inspection/read-text-view.js';
import { SelectionView } from '../views/inspection/selection-view.js';
import { INSIDE_HINT } from './inside-hint.js';

/**
 * @typedef {import('../runs/session.js').Session} Session
 * @typedef {import('./look-views.js').Choice} Choice
 */

/** Layer, unit, quantity, text and step: one row below the question of the view that is open. */
export class InspectionChoices {
  #session;
  #hint = el('p', { class: 'note hint' }, INSIDE_HINT);
  #body = el('div', { class: 'choices' });
  #selectionView;
  #readTextView;
  #historyView;

  /** @param {Session} session */
  constructor(session) {
    this.#session = session;
    const { selection, inspector } = session;
    const bar = el('div', { class: 'bar' });
    const ownText = el('div', {});
    this.#selectionView = new SelectionView(bar, { choose: (choice) => selection.choose(choice) });
    this.#readTextView = new ReadTextView(bar, ownText, { read: (text) => inspector.read(text) });
    this.#body.append(bar, ownText);
    this.#historyView = new HistoryView(bar, {
      view: (step) => session.mind(inspector.selectStep(step)),
      goBack: (step) => void session.goBack(step).catch(() => {}), // the session reports it
      chooseModel: (model) => session.chooseModel(model),
    });
  }

  /**
   * Moves the row below the question of a view.
   *
   * @param {HTMLElement} place
   */
  moveTo(place) {
    if (this.#body.parentElement === place) return;
    place.firstElementChild?.after(this.#hint, this.#body);
  }

  /**
   * Shows a hint instead of the row while there is nothing to choose.
   *
   * @param {boolean} canShow
   */
  show(canShow) {
    this.#hint.hidden = canShow;
    this.#body.hidden = !canShow;
    setText(this.#hint, this.#session.model ? 'Reading…' : INSIDE_HINT);
  }

  /** Returns to the learnt text. */
  reset() {
    this.#readTextView.reset();
  }

  /**
   * @param {import('../runs/run.js').Run} model
   * @param {readonly Choice[]} choices that the open view uses
   */
  update(model, choices) {
    const { selection, record, modelChoice } = this.#session;
    const { layer, unit, quantity, sizes } = selection;
    const quantities = quantitiesOf(model.config);
    const selected = { layer, unit, quantity, notation: notation.value };
    this.#selectionView.update({ ...selected, sizes, quantities, choices });
    const own = model.source.lacksText ? 'what it writes' : 'the learnt text';
    this.#readTextView.update(choices.includes('text'), own);
    this.#historyView.update({
      steps: record.steps,
      selected: selection.step,
      sample: selection.sample,
      models: modelChoice.values,
    });
  }
}
