/**
 * @typedef {import('../shared/protocol.js').Config} Config
 * @typedef {import('./draft.js').Draft} Draft
 * @typedef {import('./run-page.js').RunPage} RunPage
 * @typedef {import('./run-workers.js').ModelSource} ModelSource
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

  #draft;
  #page;
  /** @type {ModelSource | undefined} */
  #taken;

  /**
   * @param {Draft} draft
   * @param {Pick<RunPage, 'sampling' | 'loadWasm' | 'kept'>} page
   */
  constructor(draft, page) {
    this.#draft = draft;
    this.#page = page;
  }

  /**
   * Copies the draft, unless it has done so before.
   *
   * @param {() => void} onReady called when the draft has what a model needs
   * @returns {Promise<boolean>} true when this call copied it
   */
  async take(onReady) {
    if (this.#taken) return false;
    const draft = this.#draft;
    let counts = await draft.ready();
    const { kept } = this.#page;
    kept?.check();
    onReady();
    const wasm = await this.#page.loadWasm();
    const { text, recallText, config, task } = draft;
    Object.assign(this, { text, config, task, draft: draft.save() });
    const charModel = kept?.value?.charModel;
    if (charModel) counts = { ...counts, distinctChars: [...charModel.vocabulary].length };
    const request = { wasm, text, charModel, recallText, config, sampling: this.#page.sampling() };
    this.#taken = { request, counts };
    return true;
  }

  /**
   * The source of a model with the current settings.
   *
   * @param {number} [learningRate] an unconfirmed choice
   * @returns {ModelSource}
   */
  current(learningRate) {
    const { request, counts } = /** @type {ModelSource} */ (this.#taken);
    return { request: { ...request, sampling: this.#page.sampling(), learningRate }, counts };
  }
}
