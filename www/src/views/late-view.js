/**
 * A view whose code is loaded when it is first wanted; it then shows the newest values.
 *
 * @template Values
 */
export class LateView {
  #make;
  /** @type {Values | undefined} */
  #values;
  /** @type {{update: (values: Values) => void} | undefined} */
  #view;
  #isLoading = false;

  /** @param {() => Promise<{update: (values: Values) => void}>} make loads and creates it */
  constructor(make) {
    this.#make = make;
  }

  /** @param {Values} values */
  update(values) {
    this.#values = values;
    this.#view?.update(values);
  }

  /** @returns {Promise<boolean>} false when it cannot be loaded; it may be wanted again */
  async want() {
    if (this.#view || this.#isLoading) return true;
    this.#isLoading = true;
    this.#view = await this.#make().catch(() => undefined);
    this.#isLoading = false;
    if (this.#values) this.#view?.update(this.#values);
    return this.#view !== undefined;
  }
}
