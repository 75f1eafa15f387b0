/** The shown step of a tag, and the weights of a run that was never interrupted. */

/**
 * @typedef {import('../../../www/src/element/lstm-playground.js').LstmPlayground} Tag
 *
 * @typedef {object} Page in Playwright or in every browser
 * @property {<R, A>(run: (arg: A) => R | Promise<R>, arg?: any) => Promise<R>} evaluate
 * @property {(selector: string) => {first: () => {innerText: () => Promise<string>}}} locator
 */

/** @param {Page} page */
export const stepOf = async (page) =>
  Number((await page.locator('dd.steps').first().innerText()).replaceAll(',', ''));

/**
 * Trains a copy of the page's first tag, which keeps nothing, without interruption.
 *
 * @param {Page} page
 * @param {number} steps
 * @returns {Promise<string>} the hash of its weights
 */
export const hashInOneGo = (page, steps) =>
  page.evaluate(async (last) => {
    const tag = /** @type {Tag} */ (document.querySelector('lstm-playground'));
    const whole = /** @type {Tag} */ (tag.cloneNode());
    whole.removeAttribute('keep');
    whole.setAttribute('max-steps', String(last));
    document.body.append(whole);
    const stopped = new Promise((resolve) =>
      whole.addEventListener('lstm-state', (event) => {
        if (/** @type {CustomEvent} */ (event).detail.state === 'paused') resolve(undefined);
      }),
    );
    await whole.train();
    await stopped;
    return whole.weightsHash();
  }, steps);

/**
 * The hash of the weights of the page's first tag.
 *
 * @param {Page} page
 * @returns {Promise<string>}
 */
export const hashOf = (page) =>
  page.evaluate(() => /** @type {Tag} */ (document.querySelector('lstm-playground')).weightsHash());
