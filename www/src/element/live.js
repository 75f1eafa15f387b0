/** The gates of one unit while it reads the text. */
export class LivePanel {
  /**
   * @param {HTMLElement} section
   * @param {import('../runs/session.js').Session} session
   * @param {object} resources
   */
  constructor(section, session, resources) {
    void [section, session, resources];
  }

  update() {}

  destroy() {}
}
