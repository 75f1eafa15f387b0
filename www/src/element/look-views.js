/** The views that show the network from inside: the line below each question, and its choices. */

/**
 * @typedef {'unit' | 'quantity' | 'layer' | 'text'} Choice a control in the row above a view
 *
 * @typedef {object} LookView
 * @property {string} line what a reader can do
 * @property {Choice[]} choices that the view uses; the step of the network is one of each view
 */

/** @type {Record<import('./panels.js').LookName, LookView>} */
export const lookViews = {
  opened: {
    line: 'Walk along the text with ‹ and ›, and press a line to see it in the drawing.',
    choices: ['layer', 'unit', 'text'],
  },
  memory: {
    line: 'A row is a unit, a column a letter: point at a square to read it, click to keep it.',
    choices: ['layer', 'unit', 'quantity', 'text'],
  },
  colour: {
    line: 'Click a letter to choose it for every view, or colour the text by a unit.',
    choices: ['text'],
  },
  next: {
    line: 'A column has the five likeliest letters after the one at its top. Or type a beginning.',
    choices: ['text'],
  },
  units: {
    line: 'Press Find units, then one of those found: it colours the text.',
    choices: [],
  },
  surgery: {
    line: 'Hold a gate at a number (clamp it): the network reads and writes again beside itself.',
    choices: ['layer', 'unit', 'text'],
  },
  reach: {
    line: 'The stronger its colour, the more an earlier letter counts for the framed one.',
    choices: ['layer', 'text'],
  },
};
