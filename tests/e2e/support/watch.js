/** The elements that a page ever has: a text that became one is found, however short it was there. */

import assert from 'node:assert/strict';

/** The elements of the pages and of the tag: none of them loads or runs what a text might name. */
const ELEMENTS = `
  html head meta title link script body header main nav section div span p b br em strong small
  h1 h2 h3 h4 hr bdi pre code mark blockquote a ul ol li dl dt dd details summary dialog form
  fieldset legend label input textarea select option optgroup button output progress meter table
  caption thead tbody tr th td canvas slot kbd lstm-playground abbr i sub svg g path line rect
  circle text tspan polyline polygon marker defs dfn figure figcaption time math mi mn mo msub
  mrow mtext mspace`
  .trim()
  .split(/\s+/);
/** The kinds of addresses, and the one of data: the icon of the tests' own pages. */
const ADDRESSES = ['http:', 'https:', 'blob:', 'data:,'];

/** Watches the page; runs in it before its own scripts. */
export function installWatch() {
  const seen = new Set();
  /** @param {Node} node */
  const note = (node) => {
    if (!(node instanceof Element)) return;
    const isScript = node.localName === 'script';
    seen.add(isScript ? `script ${node.getAttribute('src')}` : node.localName);
    for (const name of node.getAttributeNames()) seen.add(`[${name}]`);
    const href = node.getAttribute('href');
    if (href !== null) {
      const { protocol, href: whole } = new URL(href, document.baseURI);
      seen.add(`href ${protocol === 'data:' ? whole : protocol}`);
    }
    const field = /** @type {HTMLInputElement} */ (node);
    const isText = node.matches('textarea, input:is(:not([type]), [type=text]):not([inputmode])');
    // Some browsers check spelling by a service, which gets what is typed.
    if (isText && !field.readOnly && field.spellcheck) seen.add(`spelling of ${field.outerHTML}`);
    node.childNodes.forEach(note);
  };
  /** @param {MutationRecord[]} changes */
  const follow = (changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === 'attributes') note(target);
      addedNodes.forEach(note);
    }
  };
  const observer = new MutationObserver(follow);
  const options = { childList: true, subtree: true, attributes: true };
  observer.observe(document, options);
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    observer.observe(root, options);
    return root;
  };
  const seenElements = () => {
    follow(observer.takeRecords());
    return [...seen];
  };
  Object.assign(window, { seenElements });
}

/**
 * Fails where a page has, or had for a moment, an element, an attribute or an address that only a
 * text can have brought, or where a text has run.
 *
 * @param {import('playwright-core').Page} page
 * @param {string[]} [scripts] the addresses of its scripts as the page writes them
 */
export async function assertNoMarkup(page, scripts = []) {
  const { seen, hit } = await page.evaluate(() => {
    const { seenElements, hit } = /** @type {any} */ (window);
    return { seen: /** @type {string[]} */ (seenElements()), hit };
  });
  assert.equal(hit, undefined, 'nothing of a text runs');
  assert.ok(seen.includes('button') && seen.includes('textarea'), `seen: ${seen}`);
  const others = seen.filter((name) => {
    if (name.startsWith('spelling ')) return true;
    if (name.startsWith('href ')) return !ADDRESSES.includes(name.slice(5));
    if (name.startsWith('script ')) return !scripts.includes(name.slice(7));
    return name.startsWith('[') ? /^\[(on|srcdoc)/.test(name) : !ELEMENTS.includes(name);
  });
  assert.deepEqual(others, [], 'elements of texts');
}
