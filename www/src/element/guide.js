import { loadLessons } from './lesson-loader.js';

/**
 * @typedef {import('./lesson-panel.js').LessonPanel} LessonPanel
 * @typedef {import('./lesson-panel.js').Surroundings} Surroundings
 * @typedef {import('../links/setup.js').Setup} Setup
 */

/** The lesson that guides a reader, where the page or a link asks for one. */
export class Guide {
  /** @type {LessonPanel | undefined} */
  panel;
  /** The part of a link that leads to the lesson. */
  setup = {};
  #surroundings;
  /** The lesson that the tag's attribute asked for last. */
  #asked = /** @type {string | null} */ (null);
  /** The number of the newest wish. */
  #wish = 0;

  /**
   * @param {Surroundings} surroundings
   * @param {Record<string, unknown>} [given] the settings of the page
   */
  constructor(surroundings, given = {}) {
    this.#surroundings = surroundings;
    this.given = given;
  }

  /** Follows a change of the tag's attribute. */
  async follow() {
    if (this.#surroundings.host.getAttribute('lesson') !== this.#asked) await this.show({});
  }

  /**
   * Shows the lesson of a link, or that of the tag, in the place of the one before.
   *
   * @param {Partial<Setup>} setup of the link
   * @param {boolean} [isBack] true where the session has the lesson's run
   * @returns {Promise<void>} resolves when its text and settings are there
   */
  async show(setup, isBack) {
    this.end();
    const wish = this.#wish;
    const { host, session, onChange } = this.#surroundings;
    this.#asked = host.getAttribute('lesson');
    const { lesson = this.#asked, lang, config = {} } = setup;
    if (lesson === null) return;
    const code = await loadLessons(session).catch(() => undefined); // it is reported
    const chosen = { lesson, lang, config: setup.lesson ? config : this.given };
    const panel = await code?.LessonPanel.open(this.#surroundings, chosen, isBack);
    if (wish !== this.#wish) return panel?.close();
    if (!panel) return;
    this.panel = panel;
    this.setup = chosen;
    onChange();
    await panel.begin(isBack);
  }

  /** Takes the lesson away; what it has learnt stays. */
  end() {
    this.#wish++;
    this.setup = {};
    const { panel } = this;
    this.panel = undefined;
    panel?.close();
  }
}
