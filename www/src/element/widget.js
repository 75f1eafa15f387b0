/** The content of the tag: a session, its views, and the connections between them. */

import { el } from '../lib/dom.js';
import { formatCount } from '../lib/format.js';
import { presets } from '../texts/presets.js';
import { countWeights, samplingOptions, settings } from '../settings/settings.js';
import { createWorker, loadGradientCheck, loadWasm } from '../runs/create-worker.js';
import { spareCores } from '../runs/spare-cores.js';
import { pool } from '../experiments/worker-pool.js';
import { readFile } from '../texts/read-file.js';
import { Session } from '../runs/session.js';
import { notation } from '../cells/notation.js';
import { CellView } from '../views/cells/cell-view.js';
import { CurveView } from '../views/runs/curve-view.js';
import { GradientCheckView } from '../views/cells/gradient-check-view.js';
import { SampleView } from '../views/runs/sample-view.js';
import { SettingsView } from '../views/settings/settings-view.js';
import { TextView } from '../views/texts/text-view.js';
import { TrainView } from '../views/runs/train-view.js';
import { INSPECTION_PANELS, InspectionPanels } from './inspection.js';
import { EXPERIMENT_PANELS, Experiments } from './experiments.js';
import { Narrator } from './narrator.js';
import { sheets } from './styles/index.js';
import { splitOf, textNotes } from './text-notes.js';

const MAIN_PANELS = /** @type {const} */ (['text', 'cell', 'settings', 'curve', 'sample']);

/** @type {readonly string[]} */
const PANELS = [...new Set([...MAIN_PANELS, ...INSPECTION_PANELS, ...EXPERIMENT_PANELS])];

/** The numbers of the widgets on this page, which make the names of their landmarks unique. */
const numbers = new Set();

const examples = presets.map(({ title, lesson, text }) => ({ title, lesson, text: text() }));

/**
 * Ignores the rejection of a command, because the session reports the error.
 *
 * @param {Promise<unknown>} command
 */
const quietly = (command) => void command.catch(() => {});

/** One working playground inside a shadow root. */
export class Widget {
  session = new Session({ createWorker, loadWasm, loadGradientCheck, spareCores });

  #host;
  #number = 1;
  /** A note about changes to the text on its arrival. */
  #note = '';
  #sections = {
    text: el('section', { class: 'text' }),
    cell: el('section', { class: 'cell' }),
    settings: el('section', { class: 'settings' }),
    train: el('section', { class: 'train' }),
    curve: el('section', { class: 'curve' }),
    sample: el('section', { class: 'sample' }),
  };
  #frame = el('div', { class: 'playground' });
  #status = el('p', { role: 'status', class: 'visually-hidden' });
  #narrator = new Narrator(this.session, this.#status);
  #views;
  #inspection;
  #experiments;

  /**
   * @param {HTMLElement} host
   * @param {ShadowRoot} root
   */
  constructor(host, root) {
    this.#host = host;
    const { session } = this;
    const sections = this.#sections;
    const proof = el('div', { class: 'gradient-check' });
    this.#views = {
      text: new TextView(sections.text, examples, {
        text: (text) => this.setText(text),
        file: (file) => this.#open(file),
      }),
      cell: new CellView(sections.cell, {
        choose: (name) => session.choose('cell', name),
        notation: (chosen) => notation.choose(chosen),
      }),
      proof: new GradientCheckView(proof, { check: () => quietly(session.checkGradients()) }),
      settings: new SettingsView(sections.settings, settings, {
        choose: (name, value) => session.choose(name, value),
        suggest: () => session.useSuggestions(),
      }),
      train: new TrainView(sections.train, {
        train: () => quietly(session.train()),
        pause: () => quietly(session.pause()),
        step: () => quietly(session.step()),
        reset: () => quietly(session.reset()),
        slowDown: (backTo) => quietly(session.slowDown(backTo)),
      }),
      curve: new CurveView(sections.curve),
      sample: new SampleView(sections.sample, samplingOptions, {
        choose: (name, value) => session.chooseSampling(name, value),
        generate: () => quietly(session.generate()),
        skip: () => quietly(session.skipUnknown()),
      }),
    };
    while (numbers.has(this.#number)) this.#number++;
    numbers.add(this.#number);
    sections.sample.setAttribute('aria-label', this.#nameOf('What it writes'));

    session.addEventListener('change', this.#update);
    notation.addEventListener('change', this.#update);
    for (const type of ['step', 'state', 'error']) {
      session.addEventListener(type, (event) => this.#dispatch(type, event));
    }
    const resources = { createWorker, loadWasm, pool };
    this.#inspection = new InspectionPanels(session, resources, this.#nameOf('Inside the network'));
    this.#experiments = new Experiments(session, resources, {
      name: this.#nameOf('Experiments'),
      announce: (message) => this.#narrator.announce(message),
    });
    this.#views.text.acceptDrops(this.#frame);
    root.adoptedStyleSheets = sheets;
    const { text, cell, settings: chosen, train, curve, sample } = sections;
    cell.append(proof);
    const given = el('div', { class: 'given' }, cell, chosen);
    const work = el('div', { class: 'work' }, train, curve, sample);
    this.#frame.append(
      text,
      work,
      given,
      this.#inspection.element,
      this.#experiments.element,
      this.#status,
    );
    root.replaceChildren(this.#frame);
    quietly(loadWasm()); // Train tries again, and reports its error
    this.#update();
  }

  /**
   * The unique name of a landmark.
   *
   * @param {string} name
   */
  #nameOf(name) {
    return this.#number === 1 ? name : `${name} ${this.#number}`;
  }

  /** @param {string} text */
  setText(text) {
    const replaced = this.session.setText(text);
    this.#note = replaced ? `${formatCount(replaced, 'unpaired surrogate')} became "\uFFFD".` : '';
  }

  /** @param {string} id of an example */
  usePreset(id) {
    const preset = presets.find((known) => known.id === id);
    if (preset) return this.setText(preset.text());
    const ids = presets.map((known) => known.id).join(', ');
    const message = `preset must be one of ${ids}, got "${id}"`;
    this.session.report({ name: 'SettingError', message });
  }

  /** @param {Record<string, unknown>} config settings that it leaves out return to the suggestions for the text */
  setConfig(config) {
    this.session.useSuggestions();
    for (const [name, value] of Object.entries(config)) this.choose(name, value);
  }

  /**
   * Chooses a setting, or reports a value that is not allowed.
   *
   * @param {string} name
   * @param {unknown} value
   */
  choose(name, value) {
    const message = this.session.choose(name, value);
    if (message) this.session.report({ name: 'SettingError', message });
  }

  /** @param {string | null} list of panel names; null shows all */
  showPanels(list) {
    const shown = (list ?? PANELS.join(' ')).split(/\s+/).filter(Boolean);
    for (const name of MAIN_PANELS) this.#sections[name].hidden = !shown.includes(name);
    this.#inspection.show(shown);
    this.#experiments.show(shown);
    const isNarrow = !['text', 'cell', 'settings'].some((name) => shown.includes(name));
    this.#frame.classList.toggle('narrow', isNarrow);
    const unknown = shown.find((name) => !PANELS.includes(name));
    if (unknown === undefined) return;
    const message = `panels must be some of "${PANELS.join(' ')}", got "${unknown}"`;
    this.session.report({ name: 'SettingError', message });
  }

  /** Ends the worker. */
  destroy() {
    numbers.delete(this.#number);
    this.session.destroy();
    notation.removeEventListener('change', this.#update);
    this.#views.curve.destroy();
    this.#inspection.destroy();
    this.#experiments.destroy();
    this.#narrator.stop(); // last, because it announces the end of the others
  }

  /** @param {File} file */
  async #open(file) {
    try {
      const { text, note } = await readFile(file);
      this.setText(text);
      this.#note = note;
    } catch (error) {
      this.session.report(/** @type {Error} */ (error));
    }
  }

  #update = () => {
    const { session } = this;
    const { draft, record, sampling } = session;
    const views = this.#views;
    views.text.update({
      text: draft.text,
      counts: draft.counts,
      taskText: draft.taskText,
      split: splitOf(session),
      notes: [this.#note, ...textNotes(session)].filter(Boolean),
    });
    const { values, defaults, problems } = draft.settings;
    views.cell.update({
      value: values.cell,
      standard: defaults.cell,
      problem: problems.get('cell'),
      notation: notation.value,
      numWeights: weightsOf(draft),
    });
    views.proof.update(record.gradientCheck);
    views.settings.update(draft.settings);
    views.train.update({
      status: session.status,
      progress: record.progress,
      validationBits: record.validationBits,
      recall: record.recall,
      isTask: record.floor !== undefined,
      error: session.error?.message,
      notice: session.notice,
      advice: session.advice,
      isStale: session.isStale,
    });
    if (!this.#sections.curve.hidden) views.curve.update(record, session.selection.step);
    views.sample.update({
      samples: record.history.samples,
      values: sampling.values,
      defaults: sampling.defaults,
      problems: sampling.problems,
      promptProblem: session.promptProblem,
    });
    this.#inspection.update();
  };

  /**
   * Dispatches an event of the session on the tag.
   *
   * @param {string} type
   * @param {Event} event
   */
  #dispatch(type, event) {
    const { detail } = /** @type {CustomEvent} */ (event);
    const options = { detail, bubbles: true, composed: true };
    this.#host.dispatchEvent(new CustomEvent(`lstm-${type}`, options));
  }
}

/**
 * The number of weights of a model of this text; undefined until it is known.
 *
 * @param {Session['draft']} draft
 */
function weightsOf({ counts, settings }) {
  if (!counts?.chars || settings.problems.size > 0) return undefined;
  return countWeights(settings.values, counts.distinctChars);
}
