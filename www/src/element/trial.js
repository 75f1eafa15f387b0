/** The views that put memory on trial, and the wires between them and what is compared. */

import { el } from '../lib/dom.js';
import { settings } from '../shared/settings.js';
import { Race } from '../state/race.js';
import { RaceView } from '../views/race-view.js';

/** @typedef {import('../state/session.js').Session} Session */

export const TRIAL_PANELS = ['race'];

/** Characters that each entrant writes in the end. */
const LENGTH = 200;

/** Comparisons of several models. */
export class Trial {
  element = el('section', { class: 'trial' });
  #session;
  #race;
  #view;
  #problem = '';
  #update = () => {
    const { runs, isRunning, progress, timeLeft } = this.#race;
    this.#view.update({ runs, isRunning, progress, timeLeft, problem: this.#problem });
  };

  /**
   * @param {Session} session whose text and settings are compared
   * @param {import('../state/racer.js').Engine & {spareCores: () => number}} engine
   * @param {string} name of the landmark
   */
  constructor(session, engine, name) {
    this.#session = session;
    this.element.setAttribute('aria-label', name);
    const panel = el('div', { class: 'panel race' });
    this.#view = new RaceView(panel, settings, {
      start: (race) => void this.#start(race),
      stop: () => this.#race.stop(),
    });
    this.#race = new Race(engine, this.#update);
    const heading = el('div', { class: 'head' }, el('h2', {}, 'Race'));
    this.element.append(heading, panel);
  }

  /** @param {readonly string[]} shown names of panels */
  show(shown) {
    this.element.hidden = !TRIAL_PANELS.some((name) => shown.includes(name));
  }

  destroy() {
    this.#race.stop();
  }

  /** @param {{entrants: Record<string, unknown>[], steps: number, seeds: number, isEqual: boolean}} race */
  async #start({ entrants, ...rest }) {
    const { draft } = this.#session;
    this.#problem = '';
    try {
      const counts = await draft.ready();
      const configs = entrants.map((own) => ({ ...draft.settings.values, ...own }));
      const sampling = { ...this.#session.samplingValues, prompt: '', length: LENGTH, seed: 1 };
      await this.#race.start({ ...rest, text: draft.text, counts, configs, sampling });
    } catch (error) {
      this.#problem = /** @type {Error} */ (error).message;
    }
    this.#update();
  }
}
