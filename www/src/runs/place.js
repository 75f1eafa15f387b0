/** @typedef {import('./session.js').Session} Session */

/**
 * The place in a session that a file takes once it is opened, unless something newer takes it first: a
 * text, training, a step, a return to an earlier step, a reset, another file or Undo.
 */
export class Place {
  #session;
  #turn;
  #file;
  #run;
  #isChanging;

  /** @param {Session} session */
  constructor(session) {
    this.#session = session;
    session.outdateFiles();
    this.#turn = session.turn;
    this.#file = session.files;
    this.#run = session.run;
    this.#isChanging = session.restarts.isPending;
  }

  /** Waits for the restart that was pending: what the reader typed before is older than the file. */
  async settle() {
    await this.#session.restarts.now();
    if (this.#isChanging) this.#run = this.#session.run;
  }

  /** True until another file is opened. */
  get isOfLastFile() {
    return this.#file === this.#session.files;
  }

  /** True while the file may take the place. */
  get isFree() {
    const { run, isAway, turn } = this.#session;
    return this.#turn === turn && run === this.#run && !isAway;
  }
}
