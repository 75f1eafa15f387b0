/** The views that put memory on trial, and the wires between them and what is compared. */

import { el } from '../lib/dom.js';
import { sourceOf } from '../texts/lag-tasks.js';
import { settings } from '../settings/settings.js';
import { makeTaskText } from '../experiments/lag-text.js';
import { Race } from '../experiments/race.js';
import { LearningRateTest } from '../experiments/learning-rate-test.js';
import { LagExperiment } from '../experiments/lag-experiment.js';
import { RaceView } from '../views/experiments/race-view.js';
import { LearningRateTestView } from '../views/experiments/learning-rate-test-view.js';
import { LagExperimentView } from '../views/experiments/lag-experiment-view.js';
import { makePanels } from './panels.js';

/** @typedef {import('../runs/session.js').Session} Session */

/** The panels, in their order, and their headings. */
const TITLES = { race: 'Race', lags: 'Who remembers?', rate: 'Which learning rate?' };

export const EXPERIMENT_PANELS = /** @type {(keyof typeof TITLES)[]} */ (Object.keys(TITLES));

/** Who is tried: with a forget gate that starts half open, or open (Jozefowicz et al. 2015), and others. */
const ENTRANTS = [
  { name: 'rnn', config: { cell: 'rnn' } },
  { name: 'lstm, forget bias 0', config: { cell: 'lstm', forgetBias: 0 } },
  { name: 'lstm, forget bias 1', config: { cell: 'lstm', forgetBias: 1 } },
  { name: 'peephole', config: { cell: 'peephole' } },
  { name: 'gru', config: { cell: 'gru' } },
];
/** Characters that each entrant writes in the end. */
const LENGTH = 200;
/** Of a text that is put into the playground. */
const SEED = 1;

/** Comparisons of several models. */
export class Experiments {
  element = el('section', { class: 'trial' });
  #session;
  #sections;
  #race;
  #sweep;
  #finder;
  #views;
  #engine;
  /** The text that was asked for last. @type {import('../shared/protocol.js').LagSource | undefined} */
  #asked;
  /** Why the last race could not start, or no rate be found. */
  #problems = { race: '', rate: '' };
  #update = {
    race: () => {
      const { runs, course } = this.#race;
      const { steps = 1, isEqual = false } = course ?? {};
      const problem = this.#problems.race;
      this.#views.race.update({
        runs,
        steps,
        isEqual,
        ...this.#follow('race', this.#race),
        problem,
      });
    },
    lags: () => {
      const { attempts } = this.#sweep;
      this.#views.lags.update({ attempts, ...this.#follow('lags', this.#sweep) });
    },
    rate: () => {
      const { found, chosen } = this.#finder;
      const problem = this.#problems.rate;
      this.#views.rate.update({ found, chosen, ...this.#follow('rate', this.#finder), problem });
    },
  };
  #announce;
  /** Those that are running. @type {Set<keyof typeof TITLES>} */
  #running = new Set();

  /**
   * @param {Session} session whose text and settings are compared
   * @param {import('../experiments/experiment.js').Engine} engine
   * @param {object} options
   * @param {string} options.name of the landmark
   * @param {(message: string) => void} options.announce tells those who listen
   */
  constructor(session, engine, { name, announce }) {
    this.#session = session;
    this.#engine = engine;
    this.#announce = announce;
    this.element.setAttribute('aria-label', name);
    this.#sections = makePanels(TITLES);
    this.#views = {
      race: new RaceView(this.#sections.race, settings, {
        start: (race) => void this.#start(race),
        stop: () => this.#race.stop(),
      }),
      lags: new LagExperimentView(this.#sections.lags, {
        start: (course) => void this.#sweep.start({ ...course, entrants: ENTRANTS }),
        stop: () => this.#sweep.stop(),
        put: (task, lag) => void this.#put(task, lag),
      }),
      rate: new LearningRateTestView(this.#sections.rate, {
        start: () => void this.#findRate(),
        stop: () => this.#finder.stop(),
        apply: (rate) => session.choose('learningRate', rate),
      }),
    };
    this.#race = new Race(engine, this.#update.race);
    this.#sweep = new LagExperiment(engine, this.#update.lags);
    this.#finder = new LearningRateTest(engine, this.#update.rate);
    this.element.append(
      el('div', { class: 'head' }, el('h2', {}, 'Memory on trial')),
      el('div', { class: 'panels' }, ...Object.values(this.#sections)),
    );
  }

  /** @param {readonly string[]} shown names of panels */
  show(shown) {
    for (const name of EXPERIMENT_PANELS) this.#sections[name].hidden = !shown.includes(name);
    this.element.hidden = !EXPERIMENT_PANELS.some((name) => shown.includes(name));
    this.#views.lags.canPut = shown.includes('text');
  }

  destroy() {
    this.#asked = undefined;
    this.#race.stop();
    this.#sweep.stop();
    this.#finder.stop();
  }

  /** On a copy of the model, where there is one. */
  async #findRate() {
    const { draft, model } = this.#session;
    this.#problems.rate = '';
    try {
      const own = model?.textReport
        ? {
            ...{ text: String(model.text), counts: model.textReport, config: model.config },
            snapshot: await model.snapshot(),
          }
        : { counts: await draft.ready(), text: draft.text, config: draft.settings.values };
      await this.#finder.start(own);
    } catch (error) {
      const { name, message } = /** @type {Error} */ (error);
      if (name !== 'AbortError') this.#problems.rate = message; // the model was reset
    }
    this.#update.rate();
  }

  /** Makes a task's text the one that is learnt. @param {string} task @param {number} lag */
  async #put(task, lag) {
    const asked = sourceOf(task, lag, SEED);
    this.#asked = asked;
    try {
      const made = await makeTaskText(this.#engine, asked);
      if (asked === this.#asked) this.#session.useTask(made); // else another one was asked for since
    } catch (error) {
      if (asked === this.#asked) this.#session.report(/** @type {Error} */ (error));
    }
  }

  /** @param {{entrants: Record<string, unknown>[], steps: number, seeds: number, isEqual: boolean}} race */
  async #start({ entrants, ...rest }) {
    const { draft } = this.#session;
    this.#problems.race = '';
    try {
      const counts = await draft.ready();
      const configs = entrants.map((own) => ({ ...draft.settings.values, ...own }));
      const sampling = { ...this.#session.samplingValues, prompt: '', length: LENGTH, seed: 1 };
      await this.#race.start({ ...rest, text: draft.text, counts, configs, sampling });
    } catch (error) {
      const { name, message } = /** @type {Error} */ (error);
      if (name !== 'AbortError') this.#problems.race = message; // the widget was removed
    }
    this.#update.race();
  }

  /**
   * Tells the beginning and the end of something; how far it has come is the answer.
   *
   * @param {keyof typeof TITLES} panel
   * @param {Race | LagExperiment | LearningRateTest} comparison
   */
  #follow(panel, { isRunning, progress, timeLeft }) {
    if (isRunning !== this.#running.has(panel)) {
      if (isRunning) this.#running.add(panel);
      else this.#running.delete(panel);
      this.#announce(`${TITLES[panel]} ${isRunning ? 'Begun' : 'Ended'}.`);
    }
    return { isRunning, progress, timeLeft };
  }
}
