/**
 * @typedef {import('../shared/protocol.js').Config} Config
 * @typedef {import('./draft.js').Draft} Draft
 * @typedef {import('./run-page.js').RunPage} RunPage
 * @typedef {import('./kept-model.js').Kept} Kept
 * @typedef {import('./run-workers.js').ModelSource} ModelSource
 *
 * @typedef {Awaited<ReturnType<RunSource['read']>> & {wasm: WebAssembly.Module}} Copy
 */

/** The text and the settings of a run, and the weights that it begins with, which it takes from the draft once. */
export class RunSource {
  text = '';
  /** The settings of the draft that the model was made from. */
  config = /** @type {Config} */ ({});
  /** @type {Draft['task']} the task that the text belongs to */
  task;
  /** @type {ReturnType<Draft['save']> | undefined} the draft as it was taken */
  draft;
  /** @type {Kept | undefined} the weights that it begins with */
  kept;

  #draft;
  #page;
  /** @type {Copy | undefined} */
  #copy;

  /**
   * @param {Draft} draft
   * @param {Pick<RunPage, 'sampling' | 'loadWasm' | 'kept'>} page
   */
  constructor(draft, page) {
    this.#draft = draft;
    this.#page = page;
  }

  /** True for a model that was opened without a text: it writes and is inspected, and never trains. */
  get lacksText() {
    return this.#copy !== undefined && this.text === '';
  }

  /**
   * Copies the draft, unless it has done so before.
   *
   * @param {() => void} onReady called when the draft has what a model needs
   * @returns {Promise<boolean>} true when this call copied it
   */
  async take(onReady) {
    if (this.#copy) return false;
    let copy = await this.read();
    onReady();
    const wasm = await this.#page.loadWasm();
    try {
      do copy = await this.read();
      while (this.#draft.differsFrom(copy));
    } catch {
      // The newest draft lacks something: the one before it is learnt.
    }
    Object.assign(this, copy);
    this.#copy = { ...copy, wasm };
    return true;
  }

  /**
   * The source of a model with the current settings.
   *
   * @param {number} [learningRate] an unconfirmed choice
   * @returns {ModelSource}
   */
  current(learningRate) {
    const { wasm, text, task, config, kept } = /** @type {Copy} */ (this.#copy);
    const charModel = kept?.charModel;
    const sampling = this.#page.sampling();
    return {
      request: {
        ...{ wasm, text, charModel, config, sampling, learningRate },
        recallText: task?.recallText,
      },
    };
  }

  /** A copy of the draft, once it has what a model needs. */
  async read() {
    const draft = this.#draft;
    // A change may come between the end of the counting and the next line.
    do await draft.ready();
    while (!draft.counts);
    draft.check();
    this.#page.kept?.check();
    const { text, config, task } = draft;
    const kept = this.#page.kept?.value;
    return { text, config, task, kept, draft: draft.save() };
  }
}
