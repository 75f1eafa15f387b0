/** The setups that links bring to the page, in its address. */

import { notation } from '../cells/notation.js';
import { configOf } from '../links/setup.js';
import { readFragment } from '../links/setup-link.js';
import { presets } from '../texts/presets.js';
import { prepareLesson } from './lesson-loader.js';
import { PANELS } from './panels.js';

/**
 * @typedef {import('../links/setup.js').Setup} Setup
 * @typedef {import('./widget.js').Widget} Widget
 * @typedef {Widget['session']['aside']} Said
 *
 * @typedef {object} Linked
 * @property {string} address its fragment
 * @property {Setup} setup
 * @property {string} problem with its link, as a sentence
 */

/** The part of an address that makes the setup: the open tab and the version are another matter. */
const partOf = (/** @type {string} */ address) => {
  const parts = new URLSearchParams(address.slice(1));
  parts.delete('tab');
  parts.delete('v');
  return String(parts);
};

/** @returns {Promise<Linked>} */
async function readAddress() {
  const { hash: address } = location;
  return { address, ...(await readFragment(address.slice(1), PANELS)) };
}

/**
 * True where nothing of a link could be read.
 *
 * @param {Setup} setup
 */
const isEmpty = ({ config, ...others }) =>
  Object.keys(config).length === 0 && Object.keys(others).length === 0;

/** Shows the sentence on a link, where something is wrong with it. */
const reportProblem = (/** @type {Widget} */ { session }, /** @type {string} */ problem) =>
  problem && session.report({ name: 'LinkError', message: problem });

export class LinkedSetups {
  #host;
  /** @type {Linked} the open one; at first that of the page */
  #linked = { address: '', setup: { config: {} }, problem: '' };
  /** @type {{asked: Said, before: Said}} the question on the newest one, and the sentence before it */
  #question = { asked: undefined, before: undefined };
  /** The number of the newest reading. */
  #reading = 0;
  #isWatching = false;
  /**
   * The setups of the runs and drafts to which Undo may lead.
   *
   * @type {WeakMap<object, Linked>}
   */
  #setups = new WeakMap();

  /** @param {HTMLElement} host whose attributes give the setup of an address without one */
  constructor(host) {
    this.#host = host;
  }

  /**
   * Reads the setup of the address.
   *
   * @param {HTMLElement} host
   */
  static async read(host) {
    const setups = new LinkedSetups(host);
    setups.#linked = await readAddress();
    const { setup } = setups.#linked;
    if (setup.lesson) await prepareLesson(host, setup);
    return setups;
  }

  /**
   * Shows the setup, untrained.
   *
   * @param {Widget} widget
   * @param {{signal: AbortSignal}} [life] ends the care for its address
   */
  open(widget, life) {
    this.#watch(widget, life);
    const { setup, problem } = this.#linked;
    const { lesson, text, preset = this.#host.getAttribute('preset') } = setup;
    const { workers } = widget.session.draft.settings.chosen;
    if (text !== undefined) widget.setText(text);
    else if (preset !== null && !lesson) widget.usePreset(preset);
    if (!lesson) widget.setConfig({ ...configOf(setup), workers });
    const report = () => reportProblem(widget, problem);
    this.#show(widget).then(report, () => {}); // the session reports a lesson that cannot be shown
  }

  /**
   * Opens the setup that another address has brought, after a question where it would take the place
   * of something.
   *
   * @param {Widget} widget
   * @param {{signal: AbortSignal}} [life] ends the care for its address
   */
  async follow(widget, life) {
    this.#watch(widget, life);
    const reading = ++this.#reading;
    this.#withdraw(widget);
    const { hash } = location;
    const isPlace = hash !== '' && !hash.includes('=');
    if (isPlace || partOf(hash) === partOf(this.#linked.address)) return;
    const linked = await readAddress();
    if (reading !== this.#reading) return; // the address is another by now
    // Without a setup it is the page's own one.
    if (partOf(hash) && isEmpty(linked.setup)) {
      reportProblem(widget, linked.problem);
      return;
    }
    const open = () => this.#openInstead(widget, linked);
    if (this.#isUntouched(widget)) {
      const { aside } = widget.session; // such as the offer of the last visit
      await open();
      widget.session.aside = aside;
      return;
    }
    const asked = {
      message: 'Open the setup of this link? Undo brings back what is here.',
      offer: { label: 'Open it', act: open },
      remedy: { label: 'Stay here', act: () => this.#stay(widget) },
    };
    this.#question = { asked, before: widget.session.aside };
    widget.session.aside = asked;
    widget.session.changed();
  }

  /** @param {Widget} widget */
  #withdraw({ session }) {
    const { asked, before } = this.#question;
    this.#question = { asked: undefined, before: undefined };
    if (!asked || session.aside !== asked) return;
    session.aside = before;
    session.changed();
  }

  /**
   * Opens another setup; Undo brings back the one before it.
   *
   * @param {Widget} widget
   * @param {Linked} linked
   */
  async #openInstead(widget, linked) {
    const { session } = widget;
    this.#question = { asked: undefined, before: undefined };
    session.restarts.stop();
    session.earlier.addText(session.draft.save());
    await session.reset({ isByReader: true });
    const { newest } = session.earlier;
    this.#remember(newest?.run ?? newest?.draft);
    this.#linked = linked;
    this.open(widget);
  }

  /**
   * Keeps what is here, and its address.
   *
   * @param {Widget} widget
   */
  #stay(widget) {
    this.#withdraw(widget);
    this.#showAddress();
  }

  /**
   * Keeps the address that of the setup: a question may go without an answer, and Undo may lead to
   * another setup.
   *
   * @param {Widget} widget
   * @param {{signal: AbortSignal}} [life]
   */
  #watch(widget, life) {
    if (this.#isWatching) return;
    this.#isWatching = true;
    const { session } = widget;
    const onChange = () => {
      this.#remember(session.run);
      const { asked } = this.#question;
      if (asked && session.aside !== asked) this.#stay(widget);
    };
    session.addEventListener('change', onChange, life);
    /** @param {any} event */
    const onUndone = ({ detail: { run, draft } }) => {
      const linked = this.#setups.get(run ?? draft);
      if (!linked || linked === this.#linked || session.undo.isKeeping) return;
      this.#linked = linked;
      void this.#show(widget, true).catch(() => {});
      this.#showAddress();
    };
    session.addEventListener('undone', onUndone, life);
  }

  /**
   * Notes that a run or a draft is of the open setup.
   *
   * @param {object} [its]
   */
  #remember(its) {
    if (its && !this.#setups.has(its)) this.#setups.set(its, this.#linked);
  }

  /**
   * Shows the lesson, the notation and the panels of the setup.
   *
   * @param {Widget} widget
   * @param {boolean} [isBack] true where the session has the lesson's run
   */
  async #show(widget, isBack) {
    const { setup } = this.#linked;
    notation.show(setup.notation ?? notation.preferred);
    widget.showPanels(setup.panels?.join(' ') ?? this.#host.getAttribute('panels'));
    await widget.guide.show(setup, isBack);
  }

  #showAddress() {
    const { address } = this.#linked;
    history.replaceState(history.state, '', address || location.pathname + location.search);
  }

  /**
   * True while the page has nothing of the reader's.
   *
   * @param {Widget} widget
   */
  #isUntouched({ session: { run, restarts, draft } }) {
    const { text, settings } = draft;
    const { setup } = this.#linked;
    if (setup.lesson) return !run;
    const isOwn = text !== '' && text !== setup.text && !presets.some(({ is }) => is(text));
    const given = { ...configOf(setup), workers: undefined };
    const chosen = { ...settings.chosen, workers: undefined };
    const names = Object.keys({ ...given, ...chosen });
    const isChosen = names.some((name) => Reflect.get(given, name) !== Reflect.get(chosen, name));
    return !run && !restarts.isPending && !isOwn && !isChosen;
  }
}
