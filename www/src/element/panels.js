import { el } from '../lib/dom.js';

/**
 * Empty panels with their headings.
 *
 * @template {string} Name
 * @param {Record<Name, string>} titles
 * @returns {Record<Name, HTMLElement>}
 */
export function makePanels(titles) {
  const entries = Object.entries(titles).map(([name, title]) => {
    const heading = el('div', { class: 'head' }, el('h3', {}, String(title)));
    return [name, el('section', { class: `panel ${name}` }, heading)];
  });
  return Object.fromEntries(entries);
}
