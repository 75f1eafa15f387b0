/** The controls of a playground, found as a person finds them: by role and name. */

/**
 * @template L
 * @typedef {object} Finder a page or a part of it, in Playwright or in every browser
 * @property {(role: any, options?: {name?: string | RegExp, exact?: boolean}) => L} getByRole
 * @property {(text: string, options?: {exact?: boolean}) => L} getByText
 * @property {(selector: string, options?: {hasText?: string}) => L} locator
 */

/**
 * Opens a view behind a tab, where it is not open.
 *
 * @param {Finder<{getAttribute: (name: string) => Promise<string | null>, click: () => Promise<void>}>} scope
 * @param {string} name
 */
export async function openTab(scope, name) {
  const tab = scope.getByRole('tab', { name, exact: true });
  // A click on an open one may close it.
  if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
}

/**
 * @template {Finder<L>} L
 * @param {Finder<L>} scope
 */
export function controls(scope) {
  /** @param {string} name */
  const button = (name) => scope.getByRole('button', { name, exact: true });
  /** @param {string} term */
  const figure = (term) => scope.locator('.figures > div', { hasText: term }).locator('dd');
  return {
    text: scope.getByRole('textbox', { name: 'Text', exact: true }),
    train: button('Train'),
    pause: button('Pause'),
    step: button('Step'),
    reset: button('Reset'),
    write: button('Write'),
    stop: scope.locator('.write').getByRole('button', { name: 'Stop', exact: true }),
    written: scope.locator('section.sample > pre.sample'),
    length: scope.getByRole('textbox', { name: 'Length', exact: true }),
    end: scope.getByRole('combobox', { name: 'End', exact: true }),
    ownEnd: scope.getByRole('textbox', { name: 'Own end', exact: true }),
    skip: button('Skip it'),
    cell: scope.getByRole('combobox', { name: 'Cell', exact: true }),
    textbook: button('textbook'),
    article: button('Learn-Forget-Use'),
    gradientCheck: scope.locator('.gradient-check'),
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
