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
import { dispatch } from './dispatch.js';
import { Guide } from './guide.js';
import { isOn } from './is-on.js';
import { keepRuns } from './keeping.js';
import { keepKeys } from './keys.js';
import { checkAttributes } from './known-attributes.js';
import { lazyParts } from './lazy-parts.js';
import { createMainViews, quietly, updateMainViews } from './main-views.js';
import { modelExport } from './model-export.js';
import { Narrator } from './narrator.js';
import { followLinks, linking, sharing } from './page-links.js';
import { awaitPrint } from './on-demand.js';
import { PANELS } from './panels.js';
import { savedRuns } from './saved-runs.js';
import { sheets } from './styles/index.js';
import { forwardEvents } from './tag-events.js';
import { TextSource } from './text-source.js';

export { optionsOf } from './on-demand.js';
export { setupsOf } from './page-links.js';

/** The numbers of the widgets on this page, which make the names of their landmarks unique. */
const numbers = new Set();

/** One working playground inside a shadow root. */
export class Widget {
  /** @type {Session} */
  session;
  /** The code that saves and opens runs, and that which exports the model. */
  savedRuns = () => savedRuns(this.session);
  modelExport = () => modelExport(this.session);
  guide;

  #host;
  #number = 1;
  #status = el('p', { role: 'status', class: 'visually-hidden' });
  #narrator;
  /** @type {TextSource} */
  #source;
  #listening = new AbortController();
  #arrangement;
  #options;
  /** @type {import('./reader-controls.js').ReaderControls | undefined} */
  #controls;
  #views;
  /** The parts that are loaded when they are first shown. */
  #parts;
  /** The panels that the page has asked for. */
  #panels = PANELS;

  /**
   * @param {HTMLElement} host
   * @param {ShadowRoot} root
   * @param {object} [options]
   * @param {Widget} [options.previous] one that has left, whose session goes on
   * @param {typeof import('./tag-options.js')} [options.options] where the tag has such attributes
   */
  constructor(host, root, { previous, options } = {}) {
    this.#host = host;
    this.#options = options;
    /** @type {Session} */
    const session = previous?.session ?? new Session({ createWorker, loadWasm, cores });
    this.session = session;
    this.#narrator = new Narrator(session, this.#status);
    this.#source = previous ? previous.#source : new TextSource(session);
    while (numbers.has(this.#number)) this.#number++;
    numbers.add(this.#number);
    const places = new Arrangement({
      nameOf: (name) => (this.#number === 1 ? name : `${name} ${this.#number}`),
      hasAddress: isOn(host, 'address'),
      keeps: isOn(host, 'keep'),
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
      sharing(host, places.frame, this),
    );
    session.addEventListener('change', this.#update, this.#listening);
    notation.addEventListener('change', this.#update, this.#listening);
    forwardEvents(session, host, this.#listening);
    const loaders = { createWorker, loadWasm };
    /** @param {string} message */
    const announce = (message) => this.#narrator.announce(message);
    const parts = lazyParts(places, session, loaders, announce);
    this.#parts = Object.values(parts);
    const surroundings = {
      ...{ host, session, places, loaders },
      experiments: () => parts.try.content(),
      onChange: () => this.showPanels(host.getAttribute('panels')),
    };
    this.guide = new Guide(surroundings, previous?.guide.given);
    keepKeys(places.frame);
    acceptDrops(
      places.frame,
      (files) => void this.#source.open(files),
      () => this.#allows('files'),
    );
    root.adoptedStyleSheets.push(...sheets);
    this.#controls = options?.limit(host, root);
    places.frame.append(this.#status);
    root.replaceChildren(places.frame);
    awaitPrint(places, session, (panel) => this.#panels.includes(panel), this.#listening);
    if (isOn(host, 'keep')) keepRuns(session, this.#listening.signal, Boolean(previous));
    quietly(checkAttributes(host));
    quietly(loadWasm()); // Train tries again, and reports its error
    this.#update();
  }

  /**
   * Shows what the page has asked for; resolves when the run that it names is there.
   *
   * @param {import('./page-links.js').Setups} setups of the page's address
   * @param {boolean} isBack true for a session that has left before
   */
  async begin(setups, isBack) {
    const { session } = this;
    this.showPanels(this.#host.getAttribute('panels'));
    if (isOn(this.#host, 'address')) followLinks(this.#host, this, this.#listening, setups);
    if (!setups) await this.guide.show({}, isBack);
    if (isBack) quietly(session.comeBack());
    await this.#options?.openSource(this.#host, session, this.savedRuns);
    if (!isBack) dispatch(this.#host, 'ready');
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
    this.#reportSetting(`preset must be one of ${ids}, got "${id}"`);
  }

  /**
   * @param {Record<string, unknown>} config omitted settings return to the suggestions for the text
   */
  setConfig(config) {
    this.guide.given = config;
    for (const problem of this.session.useConfig(config)) this.#reportSetting(problem);
  }

  /**
   * Chooses a setting, or reports a value that is not allowed.
   *
   * @param {string} name
   * @param {unknown} value
   */
  choose(name, value) {
    this.#reportSetting(this.session.choose(name, value));
  }

  /** @param {string | null} list of panel names; null shows all, or those of the lesson */
  showPanels(list) {
    const shown = (list ?? this.guide.panel?.panels)?.split(/\s+/).filter(Boolean);
    this.#panels = shown ?? PANELS;
    this.#arrangement.show(shown, this.#controls);
    this.#reportSetting(this.#controls?.problem);
    this.#update();
    const unknown = shown?.find((name) => !PANELS.includes(name));
    if (unknown === undefined) return;
    this.#reportSetting(`panels must be some of "${PANELS.join(' ')}", got "${unknown}"`);
  }

  /** Follows a change of the lesson, or of what the page leaves the reader to change. */
  async follow() {
    await this.guide.follow();
    this.#options = await import('./tag-options.js');
    if (this.#listening.signal.aborted) return;
    const root = /** @type {ShadowRoot} */ (this.#arrangement.frame.getRootNode());
    this.#controls = this.#options.limit(this.#host, root, this.#controls);
    this.showPanels(this.#host.getAttribute('panels'));
  }

  /** Tells the widget that a reader sees the tag. */
  see() {
    this.#options?.autostart(this.#host, this.session);
  }

  /**
   * @param {string} [module] the address of the tag's script
   * @returns {Promise<string>} the address of a playground with this setup
   */
  async link(module) {
    const { linkOf } = await linking(this.session);
    const isUsual = [PANELS.join(' '), this.guide.panel?.panels].includes(this.#panels.join(' '));
    const panels = isUsual ? undefined : this.#panels;
    return linkOf(this.session.draft, this.#host, { ...this.guide.setup, panels }, module);
  }

  /** Ends the views and the workers; the session goes on in the next widget. */
  leave() {
    numbers.delete(this.#number);
    this.guide.end();
    void this.session.leave();
    this.#listening.abort();
    this.#views.coach.stop();
    this.#views.curve.destroy();
    for (const part of this.#parts) part.destroy();
    this.#arrangement.destroy();
    this.#narrator.stop(); // last, because it announces the end of the others
  }

  /** @param {string} name of a control */
  #allows(name) {
    return this.#controls?.has(name) ?? true;
  }

  /** @param {string} [message] empty where there is no problem */
  #reportSetting(message) {
    if (message) this.session.report({ name: 'SettingError', message });
  }

  #update = () => {
    if (!this.#parts) return; // the arrangement opens its first view before
    const showsCurve = !this.#arrangement.curve.hidden;
    const isReadonly = !this.#allows('text');
    const options = { source: this.#source, showsCurve, isReadonly, lesson: this.guide.panel };
    updateMainViews(this.#views, this.session, options);
    for (const part of this.#parts) {
      part.show(this.#panels);
      part.update();
    }
  };
}
