/** The search for elements, as a person finds them. */

/** Selectors of HTML's own elements by role. */
const ownElements = {
  button: 'button, summary',
  checkbox: 'input[type=checkbox]',
  combobox: 'select',
  heading: 'h1, h2, h3, h4',
  link: 'a[href]',
  list: 'ul, ol',
  listitem: 'li',
  region: 'section:is([aria-label], [aria-labelledby])',
  slider: 'input[type=range]',
  status: 'output',
  textbox: 'textarea, input:is(:not([type]), [type=text])',
};

/** @typedef {keyof typeof ownElements | 'radio' | 'radiogroup' | 'tab' | 'tablist' | 'tabpanel'} Role */

/** @param {Role} role */
export function selectorOf(role) {
  const own = /** @type {Partial<Record<Role, string>>} */ (ownElements)[role];
  return own ? `:is(${own}):not([role]), [role=${role}]` : `[role=${role}]`;
}

/**
 * @typedef {{source: string, flags: string}} Pattern of a regular expression
 *
 * @typedef {object} Query
 * @property {string} selector
 * @property {Pattern} [name] of the accessible name
 * @property {Pattern} [text]
 * @property {boolean} [isInnermost] true for elements whose children do not have this text
 * @property {boolean} [isSeen] true for elements on screen that screen readers see too
 */

/**
 * Finds elements, also in shadow roots, in the order of the page; runs in the page.
 *
 * @param {Query} query
 * @param {(Element | null)[]} scopes null for the whole page; arguments, because WebKit's driver
 *   does not look for elements in an array
 * @returns {{found: Element[], names: string[]}} the names of some that have the selector
 */
export function search({ selector, name, text, isInnermost, isSeen }, ...scopes) {
  /** @param {Pattern | undefined} pattern */
  const tester = (pattern) => {
    const regExp = pattern && new RegExp(pattern.source, pattern.flags);
    return (/** @type {string} */ value) => !regExp || regExp.test(tidy(value));
  };
  const tidy = (/** @type {string} */ value) => value.replace(/\s+/g, ' ').trim();
  const [isNamed, hasText] = [tester(name), tester(text)];

  /** @param {ParentNode} root @returns {Element[]} */
  const within = (root) =>
    [...root.querySelectorAll('*')].flatMap((element) => [
      ...(element.matches(selector) ? [element] : []),
      ...(element.shadowRoot ? within(element.shadowRoot) : []),
    ]);
  const isOnScreen = (/** @type {Element} */ element) =>
    element.checkVisibility({ visibilityProperty: true }) && !element.closest('[aria-hidden=true]');

  /** @param {Node | null} node @param {Element} [field] within its label @returns {string} */
  const textOf = (node, field) => {
    if (!(node instanceof Element)) return node?.nodeValue ?? '';
    if (node === field || !isOnScreen(node)) return '';
    const texts = [...node.childNodes].map((child) => textOf(child, field));
    const text = node.getAttribute('aria-label') ?? texts.join('');
    return getComputedStyle(node).display === 'inline' ? text : ` ${text} `;
  };
  /** @param {Element} element the accessible name, as far as HTML's usual elements need it */
  const nameOf = (element) => {
    const root = /** @type {Document} */ (element.getRootNode());
    const ids = element.getAttribute('aria-labelledby')?.split(/\s+/) ?? [];
    const { labels } = /** @type {HTMLInputElement} */ (element);
    const sources = [
      ids.map((id) => root.getElementById(id)?.textContent).join(' '),
      element.getAttribute('aria-label') ?? '',
      [...(labels ?? [])].map((label) => textOf(label, element)).join(' '),
      element.matches('input, select, textarea') ? '' : textOf(element),
      element.getAttribute('title') ?? '',
    ];
    return tidy(sources.find(tidy) ?? '');
  };

  const all = scopes
    .flatMap((scope) => [
      // A text may be that of the scope itself.
      ...(scope && isInnermost ? [scope] : []),
      ...(scope?.shadowRoot ? within(scope.shadowRoot) : []),
      ...within(scope ?? document),
    ])
    .filter((element) => !isSeen || isOnScreen(element));
  const found = all.filter(
    (element) =>
      hasText(element.textContent ?? '') &&
      !(isInnermost && [...element.children].some((child) => hasText(child.textContent ?? ''))) &&
      (!name || isNamed(nameOf(element))),
  );
  return { found, names: all.slice(0, 12).map((element) => nameOf(element).slice(0, 40)) };
}
