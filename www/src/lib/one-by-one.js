/** Runs functions one after the other, in the order of the calls. */
export class OneByOne {
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();

  /**
   * @template T
   * @param {() => T | Promise<T>} act
   * @returns {Promise<T>}
   */
  run(act) {
    const result = this.#last.then(act);
    this.#last = result.catch(() => {}); // an error must not stop the next one
    return result;
  }
}
