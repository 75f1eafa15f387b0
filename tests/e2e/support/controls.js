/** The controls of a playground, found as a person finds them: by role and name. */

/** @param {import('playwright-core').Page | import('playwright-core').Locator} scope */
export function controls(scope) {
  /** @param {string} name */
  const button = (name) => scope.getByRole('button', { name, exact: true });
  /** @param {string} term */
  const figure = (term) => scope.locator('dt', { hasText: term }).locator('+ dd');
  return {
    text: scope.getByRole('textbox', { name: 'Text', exact: true }),
    train: button('Train'),
    pause: button('Pause'),
    step: button('Step'),
    reset: button('Reset'),
    write: button('Write'),
    stop: scope.locator('.write').getByRole('button', { name: 'Stop', exact: true }),
    written: scope.locator('section.sample > pre.sample'),
    moreOptions: scope.getByText('More options', { exact: true }),
    length: scope.getByRole('textbox', { name: 'Length', exact: true }),
    end: scope.getByRole('combobox', { name: 'End', exact: true }),
    ownEnd: scope.getByRole('textbox', { name: 'Own end', exact: true }),
    skip: button('Skip it'),
    cell: scope.getByRole('combobox', { name: 'Cell', exact: true }),
    textbook: button('textbook'),
    article: button('Learn-Forget-Use'),
    gradientCheck: scope.locator('.gradient-check'), // near the viewport it is loaded
    checkGradients: button('Prove it'),
    verdict: scope.locator('.verdict'),
    agreed: scope.locator('.verdict', { hasText: 'they agree' }),
    prompt: scope.getByRole('textbox', { name: 'Prompt', exact: true }),
    sample: scope.getByRole('region', { name: /^What it writes/ }),
    status: scope.getByRole('status'),
    state: scope.locator('.state'),
    error: scope.locator('.train .problem'),
    coach: scope.locator('.train .coach'),
    notice: scope.locator('.train .notice'),
    notes: scope.locator('.notes'),
    files: scope.getByRole('list', { name: 'Files of the text' }),
    offer: scope.locator('.offer'),
    figures: {
      steps: figure('Step'),
      training: figure('Learnt'),
    },
  };
}
