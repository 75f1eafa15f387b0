/** @typedef {import('./session.js').Session} Session */

/** Brings back the states that the reader's changes have replaced. */
export class Undo {
  /** True while a run is back only for its weights. */
  isKeeping = false;
  #session;

  /** @param {Session} session */
  constructor(session) {
    this.#session = session;
  }

  /** Brings the newest state back, and trains if the current run is to. */
  async back() {
    if (await this.#bringBack()) await this.#session.train();
  }

  /** Learns the draft with the weights of the newest state's run, which Undo brings back. */
  async keepLearnt() {
    const session = this.#session;
    if (!session.earlier.newest?.run) return; // another click came first
    const draft = session.draft.save();
    try {
      if ((await this.#bringBack(false)) === undefined) return;
      session.draft.restore(draft);
      const { run } = session;
      await session.command((run) => session.kept.keep(run, session.modelChoice.value));
      if (session.run !== run) return; // another change came first
      session.drop({ isKept: true });
    } finally {
      this.isKeeping = false;
    }
    await session.train();
  }

  /**
   * @param {boolean} [isTextKept] false where the text stays in use
   * @returns {Promise<boolean | undefined>} true when the run was to train whose place the state
   *   takes; undefined when there is no state, or when another change or click came first
   */
  async #bringBack(isTextKept = true) {
    const session = this.#session;
    const { earlier, draft, run } = session;
    const { text } = draft;
    const choices = this.#choices;
    const state = earlier.newest;
    if (!state) return;
    session.outdateFiles();
    const goOn = session.restarts.hold();
    await state.left;
    const isDraftChanged = draft.text !== text || this.#choices !== choices;
    const isOther = earlier.newest !== state || session.run !== run || isDraftChanged;
    if (isOther || session.isAway) {
      goOn();
      return;
    }
    const { wantsTraining } = session;
    earlier.take();
    this.isKeeping = !isTextKept;
    if (isTextKept) earlier.addText(draft.save(), true);
    session.put(state);
    return wantsTraining;
  }

  /** The chosen settings. The learning rate of a run is its own: training may lower it. */
  get #choices() {
    const { draft, run } = this.#session;
    return JSON.stringify({ ...draft.settings.chosen, ...(run && { learningRate: undefined }) });
  }
}
