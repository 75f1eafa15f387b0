/** The content of the tag: a session, its views, and the connections between them. */

import { el } from '../lib/dom.js';
import { presets } from '../texts/presets.js';
import { createWorker } from '../runs/create-worker.js';
import { loadWasm } from '../runs/load-wasm.js';
import { cores } from '../runs/cores.js';
import { Session } from '../runs/session.js';
import { notation } from '../cells/notation.js';
import { acceptDrops } from '../views/texts/file-input.js';
import { Arrangement } from './arrangement.js';
import { INSIDE_HINT } from './inside-hint.js';
import { keepRuns } from './keeping.js';
import { keepKeys } from './keys.js';
import { checkAttributes } from './known-attributes.js';
import { LazyPart } from './lazy-part.js';
import { createMainViews, quietly, updateMainViews } from './main-views.js';
import { modelExport } from './model-export.js';
import { Narrator } from './narrator.js';
import { followLinks, linking, sharing } from './page-links.js';
import { PANELS } from './panels.js';
import { savedRuns } from './saved-runs.js';
import { sheets } from './styles/index.js';
import { TextSource } from './text-source.js';

export { lessonsOf } from './page-links.js';

/** The numbers of the widgets on this page, which make the names of their landmarks unique. */
const numbers = new Set();

/** One working playground inside a shadow root. */
export class Widget {
  /** @type {Session} */
  session;
  /** The code that saves and opens runs, and that which exports the model. */
  savedRuns = () => savedRuns(this.session);
  modelExport = () => modelExport(this.session);

  #host;
  #number = 1;
  #status = el('p', { role: 'status', class: 'visually-hidden' });
  #narrator;
  /** @type {TextSource} */
  #source;
  #listening = new AbortController();
  #arrangement;
  #views;
  /**
   * The parts that are loaded later.
   *
   * @type {LazyPart<any>[]}
   */
  #parts;
  /** The newest text by the network of which the page has heard. */
  #written;
  /** The panels that the page has asked for. */
  #panels = PANELS;

  /**
   * @param {HTMLElement} host
   * @param {ShadowRoot} root
   * @param {Widget} [previous] one that has left, whose session goes on
   */
  constructor(host, root, previous) {
    this.#host = host;
    /** @type {Session} */
    const session = previous?.session ?? new Session({ createWorker, loadWasm, cores });
    this.session = session;
    this.#narrator = new Narrator(session, this.#status);
    this.#source = previous ? previous.#source : new TextSource(session);
    this.#written = session.record.history.samples.at(-1);
    while (numbers.has(this.#number)) this.#number++;
    numbers.add(this.#number);
    const places = new Arrangement({
      nameOf: (name) => (this.#number === 1 ? name : `${name} ${this.#number}`),
      hasAddress: host.hasAttribute('address'),
      keeps: host.hasAttribute('keep'),
      onOpen: () => this.#update(),
    });
    this.#arrangement = places;
    this.#views = createMainViews(
      places,
      session,
      {
        text: (text) => this.#source.type(text),
        pick: (text) => this.#source.pick(text),
        files: (files) => void this.#source.open(files),
        encoding: (guess, encoding) => this.#source.choose(guess, encoding),
        take: () => this.#source.offer?.take(),
        decline: () => this.#source.decline(),
      },
      sharing(host, places.curve, this),
    );
    session.addEventListener('change', this.#update, this.#listening);
    notation.addEventListener('change', this.#update, this.#listening);
    for (const type of ['step', 'state', 'error']) {
      session.addEventListener(
        type,
        (event) => this.#dispatch(type, /** @type {CustomEvent} */ (event).detail),
        this.#listening,
      );
    }
    const loaders = { createWorker, loadWasm };
    /** @param {string} message */
    const announce = (message) => this.#narrator.announce(message);
    const { look, try: experiments, set, keep, parts } = places;
    this.#parts = [
      new LazyPart(
        places.live,
        () => import('./live.js'),
        ({ LivePanel }) => new LivePanel(places.live, session, loaders),
      ),
      new LazyPart(
        parts.look,
        () => import('./inspection.js'),
        ({ InspectionPanels }) => new InspectionPanels(parts.look, look, session, loaders),
        { isWanted: () => session.model !== undefined, hint: INSIDE_HINT },
      ),
      new LazyPart(
        parts.try,
        () => import('./experiments.js'),
        ({ Experiments }) => new Experiments(experiments, session, loaders, announce),
      ),
      new LazyPart(
        parts.set,
        () => import('./set-tabs.js'),
        ({ SetTabs }) => new SetTabs(set, session),
      ),
      new LazyPart(
        parts.keep,
        () => import('./my-runs.js'),
        ({ MyRuns }) => new MyRuns(keep.runs, session),
      ),
    ];
    keepKeys(places.frame);
    acceptDrops(places.frame, (files) => void this.#source.open(files));
    root.adoptedStyleSheets = sheets;
    places.frame.append(this.#status);
    root.replaceChildren(places.frame);
    if (host.hasAttribute('keep')) keepRuns(session, this.#listening.signal, Boolean(previous));
    quietly(checkAttributes(host));
    quietly(loadWasm()); // Train tries again, and reports its error
    this.#update();
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
    const shown = list?.split(/\s+/).filter(Boolean);
    this.#panels = shown ?? PANELS;
    this.#arrangement.show(shown);
    this.#update();
    const unknown = shown?.find((name) => !PANELS.includes(name));
    if (unknown === undefined) return;
    const message = `panels must be some of "${PANELS.join(' ')}", got "${unknown}"`;
    this.session.report({ name: 'SettingError', message });
  }

  /**
   * Opens the lesson of the page's address, and those that follow.
   *
   * @param {import('./page-links.js').Lessons} lessons
   */
  followLinks(lessons) {
    const host = this.#host;
    if (host.hasAttribute('address')) followLinks(host, this, this.#listening, lessons);
  }

  /**
   * The address of a playground with this lesson.
   *
   * @param {string} [module] the address of the tag's script
   * @returns {Promise<string>}
   */
  async link(module) {
    const { linkOf } = await linking(this.session);
    const panels = this.#panels === PANELS ? undefined : this.#panels;
    return linkOf(this.session.draft, this.#host, panels, module);
  }

  /** Ends the views and the workers; the session goes on in the next widget. */
  leave() {
    numbers.delete(this.#number);
    void this.session.leave();
    this.#listening.abort();
    this.#views.coach.stop();
    this.#views.curve.destroy();
    for (const part of this.#parts) part.destroy();
    this.#arrangement.destroy();
    this.#narrator.stop(); // last, because it announces the end of the others
  }

  #update = () => {
    if (!this.#parts) return; // the arrangement opens its first view before
    const showsCurve = !this.#arrangement.curve.hidden;
    updateMainViews(this.#views, this.session, { source: this.#source, showsCurve });
    for (const part of this.#parts) {
      part.show(this.#panels);
      part.update();
    }
    const written = this.session.record.history.samples.at(-1);
    if (written === this.#written) return;
    this.#written = written;
    if (!written) return;
    const { step, seed, prompt, text } = written;
    this.#dispatch('sample', { step, seed, prompt, text });
  };

  /**
   * Dispatches an event on the tag.
   *
   * @param {string} type
   * @param {unknown} detail
   */
  #dispatch(type, detail) {
    const options = { detail, bubbles: true, composed: true };
    this.#host.dispatchEvent(new CustomEvent(`lstm-${type}`, options));
  }
}
