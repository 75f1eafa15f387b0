/** The views behind the tabs that set the cell, the settings and the writing. */

import { el } from '../lib/dom.js';
import { countWeights } from '../cells/count-weights.js';
import { notation } from '../cells/notation.js';
import { checkGradients } from '../runs/gradient-checking.js';
import { labelledSamplingOptions, labelledSettings } from '../settings/labelled-settings.js';
import { TEXT_SETTINGS } from '../settings/text-settings.js';
import { CellView } from '../views/cells/cell-view.js';
import { GradientCheckView } from '../views/cells/gradient-check-view.js';
import { WritingView } from '../views/runs/writing-view.js';
import { SettingsView } from '../views/settings/settings-view.js';
import { quietly } from './main-views.js';
import cellCss from './styles/cell.css?inline';
import { adopt, sheetsOf } from './styles/sheets.js';
import { viewSheets } from './styles/views.js';

/**
 * @typedef {import('../runs/session.js').Session} Session
 * @typedef {import('./panels.js').SetName} SetName
 */

const sheets = [...viewSheets, ...sheetsOf(cellCss)];

/** Each view is created when its tab is first opened. */
export class SetTabs {
  #places;
  #session;
  /** @type {Partial<Record<SetName, {update: () => void}>>} */
  #views = {};

  /**
   * @param {Record<SetName, HTMLElement>} places
   * @param {Session} session
   */
  constructor(places, session) {
    adopt(places.cell, sheets);
    this.#places = places;
    this.#session = session;
  }

  /** Shows the current state of the session in the view that is open. */
  update() {
    for (const name of /** @type {SetName[]} */ (Object.keys(this.#places))) {
      if (this.#places[name].hidden) continue;
      const view = (this.#views[name] ??= this.#make[name]());
      view.update();
    }
  }

  #make = {
    cell: () => {
      const { cell: place } = this.#places;
      const session = this.#session;
      const view = new CellView(place, {
        choose: (name) => session.restarts.choose('cell', name),
        notation: (chosen) => notation.choose(chosen),
      });
      // A bundle may leave it out.
      const updateCheck = checkGradients && this.#makeGradientCheck(checkGradients);
      return {
        update: () => {
          const { values, defaults, problems } = session.draft.settings;
          view.update({
            value: values.cell,
            standard: defaults.cell,
            problem: problems.get('cell'),
            notation: notation.value,
            numWeights: weightsOf(session.draft),
          });
          updateCheck?.();
        },
      };
    },
    settings: () => {
      const { draft } = this.#session;
      const settings = labelledSettings.filter(({ name }) => !TEXT_SETTINGS.includes(name));
      const view = new SettingsView(this.#places.settings, settings, {
        choose: (name, value) => this.#session.restarts.choose(name, value),
        suggest: () => this.#session.restarts.suggest(),
      });
      return { update: () => view.update(draft.settings) };
    },
    writing: () => {
      const { sampling } = this.#session;
      const view = new WritingView(this.#places.writing, labelledSamplingOptions, {
        choose: (name, value) => this.#session.chooseSampling(name, value),
      });
      return {
        update: () => {
          const { model, draft, record } = this.#session;
          view.update({
            samples: record.history.samples,
            separator: (model?.text ? model : draft).config.separator,
            values: sampling.values,
            defaults: sampling.defaults,
            problems: sampling.problems,
          });
        },
      };
    },
  };

  /**
   * The gradient check, last in the panel of the cell.
   *
   * @param {(session: Session) => Promise<void>} compare
   * @returns {() => void} shows the newest check
   */
  #makeGradientCheck(compare) {
    const session = this.#session;
    const head = el('div', { class: 'head' }, el('h3', {}, 'Is it computed right?'));
    const place = el('div', { class: 'gradient-check', 'data-control': 'check' }, head);
    this.#places.cell.append(place);
    const check = () => quietly(compare(session));
    const view = new GradientCheckView(place, { check });
    return () => view.update(session.record.gradientCheck);
  }
}

/**
 * The number of weights of a model of this text; undefined until it is known.
 *
 * @param {Session['draft']} draft
 */
function weightsOf({ counts, settings, config }) {
  if (!counts?.chars || settings.problems.size > 0) return undefined;
  return countWeights(config, counts.distinctChars);
}
