/** The content of the tag: a session, its views, and the connections between them. */

import { el } from '../lib/dom.js';
import { presets } from '../texts/presets.js';
import { createWorker, loadGradientCheck, loadWasm } from '../runs/create-worker.js';
import { spareCores } from '../runs/spare-cores.js';
import { pool } from '../experiments/worker-pool.js';
import { Session } from '../runs/session.js';
import { notation } from '../cells/notation.js';
import { acceptDrops } from '../views/texts/file-input.js';
import { LazyPart } from './lazy-part.js';
import { createMainViews, quietly, updateMainViews } from './main-views.js';
import { Narrator } from './narrator.js';
import { EXPERIMENT_PANELS, EXPERIMENTS, INSPECTION_PANELS, makePanels } from './panels.js';
import { sheets } from './styles/index.js';
import { TextSource } from './text-source.js';

const MAIN_PANELS = /** @type {const} */ (['text', 'cell', 'settings', 'curve', 'sample']);

/** @type {readonly string[]} */
const PANELS = [...new Set([...MAIN_PANELS, ...INSPECTION_PANELS, ...EXPERIMENT_PANELS])];

/** The numbers of the widgets on this page, which make the names of their landmarks unique. */
const numbers = new Set();

/**
 * @param {'h2' | 'h3'} tag
 * @param {string} title
 */
const heading = (tag, title) => el('div', { class: 'head' }, el(tag, {}, title));

/** The gradient check is loaded at this distance from the viewport, in pixels: it is small. */
const NEAR_CHECK = 200;

/** One working playground inside a shadow root. */
export class Widget {
  session = new Session({ createWorker, loadWasm, loadGradientCheck, spareCores });

  #host;
  #number = 1;
  #sections = {
    text: el('section', { class: 'text' }),
    cell: el('section', { class: 'cell' }),
    gradientCheck: el(
      'div',
      { class: 'gradient-check' },
      heading('h3', 'Are the gradients right?'),
    ),
    settings: el('section', { class: 'settings' }),
    train: el('section', { class: 'train' }),
    curve: el('section', { class: 'curve' }),
    sample: el('section', { class: 'sample' }),
    inspection: el('section', { class: 'inspection' }, heading('h2', 'Inside')),
    experiments: el('section', { class: 'experiments' }, heading('h2', 'Experiments')),
  };
  // Empty until their code is loaded; their headings keep their places.
  #experimentPanels = makePanels(EXPERIMENTS);
  #frame = el('div', { class: 'playground' });
  #status = el('p', { role: 'status', class: 'visually-hidden' });
  #narrator = new Narrator(this.session, this.#status);
  #source = new TextSource(this.session, () => this.#update());
  #views;
  #gradientCheck;
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
    this.#views = createMainViews(sections, session, {
      text: (text) => this.#source.type(text),
      files: (files) => void this.#source.open(files),
      encoding: (guess, encoding) => this.#source.choose(guess, encoding),
      take: () => this.#source.offer?.take(),
      decline: () => this.#source.decline(),
    });
    while (numbers.has(this.#number)) this.#number++;
    numbers.add(this.#number);
    sections.sample.setAttribute('aria-label', this.#nameOf('What it writes'));
    sections.inspection.setAttribute('aria-label', this.#nameOf('Inside the network'));
    sections.experiments.setAttribute('aria-label', this.#nameOf('Experiments'));

    session.addEventListener('change', this.#update);
    notation.addEventListener('change', this.#update);
    for (const type of ['step', 'state', 'error']) {
      session.addEventListener(type, (event) => this.#dispatch(type, event));
    }
    const resources = { createWorker, loadWasm, pool };
    const panels = this.#experimentPanels;
    sections.experiments.append(el('div', { class: 'panels' }, ...Object.values(panels)));
    this.#gradientCheck = new LazyPart(
      sections.gradientCheck,
      () => import('../views/cells/gradient-check-view.js'),
      ({ GradientCheckView }) => {
        const check = () => quietly(session.checkGradients());
        const view = new GradientCheckView(sections.gradientCheck, { check });
        return { update: () => view.update(session.record.gradientCheck) };
      },
      NEAR_CHECK,
    );
    /** @param {string} message */
    const announce = (message) => this.#narrator.announce(message);
    this.#inspection = new LazyPart(
      sections.inspection,
      () => import('./inspection.js'),
      ({ InspectionPanels }) => new InspectionPanels(sections.inspection, session, resources),
    );
    this.#experiments = new LazyPart(
      sections.experiments,
      () => import('./experiments.js'),
      ({ Experiments }) => new Experiments(panels, session, resources, announce),
    );
    acceptDrops(this.#frame, (files) => void this.#source.open(files));
    root.adoptedStyleSheets = sheets;
    const { text, cell, settings: chosen, train, curve, sample } = sections;
    cell.append(sections.gradientCheck);
    const given = el('div', { class: 'given' }, cell, chosen);
    const work = el('div', { class: 'work' }, train, curve, sample);
    this.#frame.append(text, work, given, sections.inspection, sections.experiments, this.#status);
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
    this.#source.set(text);
  }

  /** @param {string} id of an example */
  usePreset(id) {
    const preset = presets.find((known) => known.id === id);
    if (preset) return this.setText(preset.text());
    const ids = presets.map((known) => known.id).join(', ');
    const message = `preset must be one of ${ids}, got "${id}"`;
    this.session.report({ name: 'SettingError', message });
  }

  /**
   * @param {Record<string, unknown>} config omitted settings return to the suggestions for the text
   */
  setConfig(config) {
    for (const message of this.session.useConfig(config)) {
      this.session.report({ name: 'SettingError', message });
    }
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
    /** @param {string[]} names */
    const isEmpty = (names) => !names.some((name) => shown.includes(name));
    this.#sections.inspection.hidden = isEmpty(INSPECTION_PANELS);
    this.#sections.experiments.hidden = isEmpty(EXPERIMENT_PANELS);
    for (const name of EXPERIMENT_PANELS) this.#experimentPanels[name].hidden = isEmpty([name]);
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
    this.#views.coach.stop();
    this.#views.curve.destroy();
    this.#gradientCheck.destroy();
    this.#inspection.destroy();
    this.#experiments.destroy();
    this.#narrator.stop(); // last, because it announces the end of the others
  }

  #update = () => {
    const showsCurve = !this.#sections.curve.hidden;
    updateMainViews(this.#views, this.session, { source: this.#source, showsCurve });
    this.#gradientCheck.update();
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
