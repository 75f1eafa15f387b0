/** What a person sees of a playground, and what its tags tell: what to act on, and what to wait for. */

/** @typedef {import('playwright-core').Page} Page */

/**
 * The controls of a playground, found as a person finds them: by role and name.
 *
 * @param {Page | import('playwright-core').Locator} scope
 */
export function controls(scope) {
  /** @param {string} name */
  const button = (name) => scope.getByRole('button', { name, exact: true });
  /** @param {string} term */
  const figure = (term) => scope.locator(`dt:text("${term}") + dd`);
  return {
    text: scope.getByRole('textbox', { name: 'Text', exact: true }),
    train: button('Train'),
    pause: button('Pause'),
    step: button('Step'),
    reset: button('Reset'),
    generate: button('Generate'),
    skip: button('Skip it'),
    cell: scope.getByRole('combobox', { name: 'Cell', exact: true }),
    textbook: button('textbook'),
    article: button('Learn-Forget-Use'),
    prove: button('Prove it'),
    verdict: scope.locator('.verdict'),
    agreed: scope.locator('.verdict', { hasText: 'they agree' }),
    prompt: scope.getByRole('textbox', { name: 'Prompt', exact: true }),
    sample: scope.getByRole('region', { name: /^Sample/ }),
    status: scope.getByRole('status'),
    state: scope.locator('.state'),
    error: scope.locator('.train .problem'),
    notes: scope.locator('.notes'),
    figures: { step: figure('Step'), speed: figure('Characters'), training: figure('Training') },
  };
}

/**
 * Waits until the tags of the page have told of a step with at least this number.
 *
 * @param {Page} page
 * @param {number} step
 */
export async function reachStep(page, step) {
  await page.waitForFunction(
    (wanted) => /** @type {any} */ (window).records.step.at(-1)?.step >= wanted,
    step,
  );
}

/**
 * Waits until the tags of the page have told of this many steps more.
 *
 * @param {Page} page
 * @param {number} count
 */
export async function moreSteps(page, count) {
  const { steps } = await records(page);
  await page.waitForFunction(
    (wanted) => /** @type {any} */ (window).records.step.length >= wanted,
    steps.length + count,
  );
}

/**
 * Waits until a tag was last in this state.
 *
 * @param {Page} page
 * @param {'empty' | 'idle' | 'starting' | 'training' | 'paused' | 'failed'} state
 */
export async function reachState(page, state) {
  await page.waitForFunction(
    (wanted) => /** @type {any} */ (window).records.state.at(-1)?.state === wanted,
    state,
  );
}

/** What the tags of the page have told, and the workers it started. @param {Page} page */
export function records(page) {
  return page.evaluate(() => {
    const { step, state, error, workers, terminated } = /** @type {any} */ (window).records;
    return {
      steps: /** @type {Record<string, number>[]} */ (step),
      states: /** @type {string[]} */ (state.map((/** @type {any} */ { state }) => state)),
      errors: /** @type {{name: string, message: string}[]} */ (error),
      workers: /** @type {number} */ (workers.length),
      terminated: /** @type {number} */ (terminated),
    };
  });
}
