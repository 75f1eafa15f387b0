/** The lessons that links bring to the page, in its address. */

import { notation } from '../cells/notation.js';
import { configOf } from '../links/lesson.js';
import { readFragment } from '../links/lesson-link.js';
import { presets } from '../texts/presets.js';
import { PANELS } from './panels.js';

/**
 * @typedef {import('../links/lesson.js').Lesson} Lesson
 * @typedef {import('./widget.js').Widget} Widget
 * @typedef {Widget['session']['aside']} Said
 *
 * @typedef {object} Linked
 * @property {string} address its fragment
 * @property {Lesson} lesson
 * @property {string} problem with its link, as a sentence
 */

/** The part of an address that makes the lesson: the open tab is another matter. */
const partOf = (/** @type {string} */ address) => {
  const parts = new URLSearchParams(address.slice(1));
  parts.delete('tab');
  return String(parts);
};

/** @returns {Promise<Linked>} */
async function readAddress() {
  const { hash: address } = location;
  return { address, ...(await readFragment(address.slice(1), PANELS)) };
}

export class LinkedLessons {
  #host;
  /** @type {Linked} the open one; at first that of the page */
  #linked = { address: '', lesson: { config: {} }, problem: '' };
  /** @type {{asked: Said, before: Said}} the question on the newest one, and the sentence before it */
  #question = { asked: undefined, before: undefined };
  /** The number of the newest reading. */
  #reading = 0;

  /** @param {HTMLElement} host whose attributes give the lesson of an address without one */
  constructor(host) {
    this.#host = host;
  }

  /**
   * Reads the lesson of the address.
   *
   * @param {HTMLElement} host
   */
  static async read(host) {
    const lessons = new LinkedLessons(host);
    lessons.#linked = await readAddress();
    return lessons;
  }

  /**
   * Shows the lesson, untrained.
   *
   * @param {Widget} widget
   */
  open(widget) {
    const { session } = widget;
    const { lesson, problem } = this.#linked;
    const { text, preset = this.#host.getAttribute('preset'), panels } = lesson;
    const { workers } = session.draft.settings.chosen;
    if (lesson.notation) notation.show(lesson.notation);
    if (text !== undefined) widget.setText(text);
    else if (preset !== null) widget.usePreset(preset);
    widget.setConfig({ ...configOf(lesson), workers });
    widget.showPanels(panels?.join(' ') ?? this.#host.getAttribute('panels'));
    if (problem) session.report({ name: 'LinkError', message: problem });
  }

  /**
   * Opens the lesson that another address has brought, after a question where it would take the place
   * of something.
   *
   * @param {Widget} widget
   */
  async follow(widget) {
    const reading = ++this.#reading;
    this.#withdraw(widget);
    const { hash } = location;
    const isPlace = hash !== '' && !hash.includes('=');
    if (isPlace || partOf(hash) === partOf(this.#linked.address)) return;
    const linked = await readAddress();
    if (reading !== this.#reading) return; // the address is another by now
    const open = async () => {
      const { session } = widget;
      session.restarts.stop();
      session.earlier.addText(session.draft.save());
      await session.reset({ isByReader: true });
      this.#linked = linked;
      this.open(widget);
    };
    if (this.#isUntouched(widget)) {
      const { aside } = widget.session; // such as the offer of the last visit
      await open();
      widget.session.aside = aside;
      return;
    }
    const asked = {
      message: 'Open the lesson of this link? Undo brings back what is here.',
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
    if (!asked || session.aside !== asked) return;
    session.aside = before;
    session.changed();
  }

  /**
   * Keeps what is here, and its address.
   *
   * @param {Widget} widget
   */
  #stay(widget) {
    this.#withdraw(widget);
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
    const { lesson } = this.#linked;
    const isOwn = text !== '' && text !== lesson.text && !presets.some(({ is }) => is(text));
    const given = { ...configOf(lesson), workers: undefined };
    const chosen = { ...settings.chosen, workers: undefined };
    const names = Object.keys({ ...given, ...chosen });
    const isChosen = names.some((name) => Reflect.get(given, name) !== Reflect.get(chosen, name));
    return !run && !restarts.isPending && !isOwn && !isChosen;
  }
}
