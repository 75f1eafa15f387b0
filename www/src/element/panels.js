import { el } from '../lib/dom.js';

/** The panels of the experiments, in their order, and their headings. */
export const EXPERIMENTS = {
  race: 'Race',
  lags: 'Which cell remembers?',
  rate: 'Which learning rate?',
};

/** The panels that show the network from inside, in their order, and their headings. */
export const INSIDE = {
  memory: 'Memory',
  opened: 'The cell, opened',
  colour: 'The text, coloured',
  next: 'What it expects',
  units: 'What units follow',
  surgery: 'Surgery',
  reach: 'How far it remembers',
};

/**
 * The name of a section's panel: the opened cell belongs to the panel `cell`.
 *
 * @param {string} section
 */
export const panelOf = (section) => (section === 'opened' ? 'cell' : section);

export const EXPERIMENT_PANELS = /** @type {(keyof typeof EXPERIMENTS)[]} */ (
  Object.keys(EXPERIMENTS)
);
export const INSPECTION_PANELS = Object.keys(INSIDE).map(panelOf);

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
