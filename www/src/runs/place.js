/** @typedef {import('./session.js').Session} Session */

/** The place in a session that a file takes once it is opened, unless something newer takes it first. */
export class Place {
  #session;
  #turn;
  #run;
  #isChanging;

  /** @param {Session} session */
  constructor(session) {
    this.#session = session;
    this.#turn = ++session.turn;
    this.#run = session.run;
    this.#isChanging = session.restarts.isPending;
  }

  /** Waits for the restart that was pending: what the reader typed before is older than the file. */
  async settle() {
    await this.#session.restarts.now();
    if (this.#isChanging) this.#run = this.#session.run;
  }

  /** True until a text, a command, another file or Undo comes. */
  get isNewest() {
    return this.#turn === this.#session.turn;
  }

  /** True while the file may take the place. */
  get isFree() {
    const { run, isAway } = this.#session;
    return this.isNewest && run === this.#run && !isAway;
  }
}
