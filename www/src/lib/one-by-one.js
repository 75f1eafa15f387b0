/** Lets what must not happen at the same time happen one after the other, in the order in which it was asked for. */
export class OneByOne {
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();

  /** @template T @param {() => T | Promise<T>} act @returns {Promise<T>} */
  run(act) {
    const result = this.#last.then(act);
    this.#last = result.catch(() => {}); // the next one does not care
    return result;
  }
}
