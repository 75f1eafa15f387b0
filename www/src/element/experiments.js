/** Connects the views of the experiments with the session. */

import { el } from '../lib/dom.js';
import { lagSource } from '../texts/lag-tasks.js';
import { memoryText } from '../texts/memory-text.js';
import { labelledSettings } from '../settings/labelled-settings.js';
import { makeTaskText } from '../experiments/lag-text.js';
import { pool } from '../experiments/worker-pool.js';
import { Race } from '../experiments/race.js';
import { LearningRateTest } from '../experiments/learning-rate-test.js';
import { LagExperiment } from '../experiments/lag-experiment.js';
import { RaceView } from '../views/experiments/race-view.js';
import { LearningRateTestView } from '../views/experiments/learning-rate-test-view.js';
import { LagExperimentView } from '../views/experiments/lag-experiment-view.js';
import { TRY } from './panels.js';
import experimentsCss from './styles/experiments.css?inline';
import { adopt, sheetsOf } from './styles/sheets.js';
import { viewSheets } from './styles/views.js';

/** @typedef {import('../runs/session.js').Session} Session */

/** @typedef {import('./panels.js').TryName} Panel */

/**
 * The entries of the lag experiment. A forget bias of 1 opens the forget gate at the start of
 * training (Jozefowicz et al. 2015).
 */
const LAG_ENTRIES = [
  { name: 'rnn', config: { cell: 'rnn' } },
  { name: 'lstm (forget bias 0)', config: { cell: 'lstm', forgetBias: 0 } },
  { name: 'lstm (forget bias 1)', config: { cell: 'lstm', forgetBias: 1 } },
  { name: 'peephole', config: { cell: 'peephole' } },
  { name: 'gru', config: { cell: 'gru' } },
];
/** Characters of the sample at the end of a race. */
const SAMPLE_LENGTH = 200;
/** The seed of a task's text in the playground. */
const TASK_SEED = 1;

/** The line below the question of each view. */
const LINES = {
  race: 'Press Start: all read the same text in the same order. The lower line guesses better.',
  lags: 'Press Start: five networks must say again what stood some letters before, near or far.',
  rate: 'Press Test: a copy of the network tries small and large steps, and the best is marked.',
};

const sheets = [...viewSheets, ...sheetsOf(experimentsCss)];

/** The race, the lag experiment and the learning-rate test, each in a panel. */
export class Experiments {
  #session;
  #resources;
  #announce;
  #views;
  #race;
  #lagExperiment;
  #learningRateTest;
  /**
   * The newest request for the text of a task.
   * @type {import('../shared/protocol.js').LagSource | undefined}
   */
  #requested;
  /** The reasons why the last race or test failed. */
  #problems = { race: '', rate: '' };
  /** @type {Set<Panel>} */
  #running = new Set();
  #update = {
    race: () => {
      const { runs, options, baselines } = this.#race;
      const { steps, seeds, isEqual } = options ?? {};
      const problem = this.#problems.race;
      const progress = this.#follow('race', this.#race);
      this.#views.race.update({ runs, baselines, steps, seeds, isEqual, problem, ...progress });
    },
    lags: () => {
      const { runs } = this.#lagExperiment;
      this.#views.lags.update({ runs, ...this.#follow('lags', this.#lagExperiment) });
    },
    rate: () => {
      const { results, suggestedRate } = this.#learningRateTest;
      const problem = this.#problems.rate;
      const progress = this.#follow('rate', this.#learningRateTest);
      this.#views.rate.update({ results, suggestedRate, problem, ...progress });
    },
  };

  /**
   * @param {Record<Panel, HTMLElement>} sections
   * @param {Session} session the text and settings of the experiments
   * @param {import('../experiments/experiment-model.js').Loaders} loaders
   * @param {(message: string) => void} announce to screen readers
   */
  constructor(sections, session, loaders, announce) {
    adopt(sections.race, sheets);
    for (const name of /** @type {Panel[]} */ (Object.keys(LINES))) {
      sections[name].firstElementChild?.append(el('p', { class: 'note' }, LINES[name]));
    }
    this.#session = session;
    const resources = { ...loaders, pool };
    this.#resources = resources;
    this.#announce = announce;
    this.#views = {
      race: new RaceView(sections.race, labelledSettings, {
        start: (choice) => void this.#startRace(choice),
        stop: () => this.#race.stop(),
      }),
      lags: new LagExperimentView(
        sections.lags,
        LAG_ENTRIES.map(({ name }) => name),
        {
          start: (choice) => void this.#lagExperiment.start({ ...choice, entries: LAG_ENTRIES }),
          stop: () => this.#lagExperiment.stop(),
          useText: (task, lag) => void this.#useText(task, lag),
        },
      ),
      rate: new LearningRateTestView(sections.rate, {
        start: () => void this.#startLearningRateTest(),
        stop: () => this.#learningRateTest.stop(),
        apply: (rate) => session.choose('learningRate', rate),
      }),
    };
    this.#race = new Race(resources, this.#update.race);
    this.#lagExperiment = new LagExperiment(resources, this.#update.lags);
    this.#learningRateTest = new LearningRateTest(resources, this.#update.rate);
  }

  get race() {
    return this.#race;
  }

  get rates() {
    return this.#learningRateTest;
  }

  /**
   * Shows the entries of a race on the text above in its fields, ready to start.
   *
   * @param {Omit<import('../views/experiments/race-view.js').RaceChoice, 'isOwnText'>} race
   */
  propose(race) {
    this.#views.race.propose({ ...race, config: this.#session.draft.config });
  }

  /** @param {readonly string[]} shown names of panels */
  show(shown) {
    this.#views.lags.canUseText = shown.includes('text');
  }

  destroy() {
    this.#requested = undefined;
    this.#race.stop();
    this.#lagExperiment.stop();
    this.#learningRateTest.stop();
  }

  /** Tests learning rates on a copy of the model, or on a new model where there is none. */
  async #startLearningRateTest() {
    this.#problems.rate = '';
    try {
      await this.#learningRateTest.start(await this.#testedModel());
    } catch (error) {
      const { name, message } = /** @type {Error} */ (error);
      if (name !== 'AbortError') this.#problems.rate = message; // the model was reset
    }
    this.#update.rate();
  }

  async #testedModel() {
    const { model } = this.#session;
    if (!model?.textReport || model.source.lacksText) return this.#readerText();
    const { text, config } = model;
    const engine = await model.ready();
    return { text, config, checkpoint: await engine.checkpoint() };
  }

  /** The text above, with the settings in force. */
  async #readerText() {
    const { draft } = this.#session;
    const counts = await draft.ready();
    return { counts, text: draft.text, config: draft.config, recallText: draft.task?.recallText };
  }

  /**
   * Generates a text of a task and makes it the playground's text.
   *
   * @param {string} task
   * @param {number} lag
   */
  async #useText(task, lag) {
    const source = lagSource(task, lag, TASK_SEED);
    this.#requested = source;
    // Only the newest request counts.
    try {
      const made = await makeTaskText(this.#resources, source);
      if (source !== this.#requested) return;
      this.#session.earlier.addText(this.#session.draft.save());
      this.#session.useTask(made);
      this.#session.restarts.request();
    } catch (error) {
      if (source === this.#requested) this.#session.report(/** @type {Error} */ (error));
    }
  }

  /** @param {import('../views/experiments/race-view.js').RaceChoice} choice */
  async #startRace({ entries, isOwnText, ...rest }) {
    this.#problems.race = '';
    try {
      const { config, ...text } = isOwnText ? await this.#readerText() : memoryText;
      const configs = entries.map((chosen) => ({ ...config, ...chosen }));
      const options = { prompt: '', length: SAMPLE_LENGTH, seed: 1 };
      const sampling = { ...this.#session.samplingValues, ...options };
      await this.#race.start({ ...rest, ...text, configs, sampling });
    } catch (error) {
      const { name, message } = /** @type {Error} */ (error);
      if (name !== 'AbortError') this.#problems.race = message; // the widget was removed
    }
    this.#update.race();
  }

  /**
   * Announces the start and the end of an experiment, and returns its progress.
   *
   * @param {Panel} panel
   * @param {Race | LagExperiment | LearningRateTest} experiment
   */
  #follow(panel, { isRunning, progress, timeLeft }) {
    if (isRunning !== this.#running.has(panel)) {
      if (isRunning) this.#running.add(panel);
      else this.#running.delete(panel);
      this.#announce(`${TRY[panel].title}: ${isRunning ? 'started' : 'finished'}.`);
      this.#session.changed(); // a lesson may have waited for it
    }
    return { isRunning, progress, timeLeft };
  }
}
