/** A page of Node whose address brings setups, around a session whose workers the test answers for. */

import { presets } from '../../../www/src/texts/presets.js';
import { ChangingSession } from './changing-session.js';

Object.assign(globalThis, {
  window: Object.assign(new EventTarget(), { localStorage: { getItem: () => null } }),
  location: { hash: '', pathname: '/index.html', search: '' },
});

const { LinkedSetups } = await import('../../../www/src/element/linked-setups.js');
const { notation } = await import('../../../www/src/cells/notation.js');

export { notation };

/** The part of a widget that setups in links use. */
export class PageOfLinks extends ChangingSession {
  /** @type {string | null} the panels shown */
  panels = null;
  /** @type {string | undefined} the lesson asked for last */
  lesson;
  #host = /** @type {any} */ ({
    getAttribute: (/** @type {string} */ name) => (name === 'preset' ? 'rhyme' : null),
  });
  #setups = new LinkedSetups(this.#host);
  #life = new AbortController();
  #widget = /** @type {any} */ ({
    session: this.session,
    setText: (/** @type {string} */ text) => this.session.setText(text),
    usePreset: (/** @type {string} */ id) =>
      this.session.setText(String(presets.find((preset) => preset.id === id)?.text())),
    setConfig: (/** @type {object} */ config) => this.session.useConfig({ ...config }),
    showPanels: (/** @type {string | null} */ list) => (this.panels = list),
    guide: {
      show: async (/** @type {{lesson?: string}} */ { lesson }) => void (this.lesson = lesson),
    },
  });

  constructor() {
    super();
    this.#widget.usePreset('rhyme');
    Object.assign(globalThis, {
      history: {
        state: null,
        replaceState: (
          /** @type {null} */ _,
          /** @type {''} */ __,
          /** @type {string} */ address,
        ) => (globalThis.location.hash = address.startsWith('#') ? address : ''),
      },
    });
    globalThis.location.hash = '';
  }

  /**
   * Opens the page at an address.
   *
   * @param {string} hash
   */
  async begin(hash) {
    globalThis.location.hash = hash;
    this.#life.abort(); // a page that is opened anew has forgotten the one before
    this.#life = new AbortController();
    this.#setups = await LinkedSetups.read(this.#host);
    this.#setups.open(this.#widget, this.#life);
  }

  /** Tells of the changes, as before the next frame. */
  frame() {
    this.session.dispatchEvent(new Event('change'));
  }

  /**
   * Brings an address into the open page.
   *
   * @param {string} hash
   */
  async paste(hash) {
    globalThis.location.hash = hash;
    await this.#setups.follow(this.#widget);
  }
}
