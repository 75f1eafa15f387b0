/** The explanation in the cell panel. */

import assert from 'node:assert/strict';
import { parseMath } from '../../../www/src/lib/mathml.js';
import { equations, symbols, weights } from '../../../www/src/cells/equations.js';

/**
 * @typedef {import('../../../www/src/cells/cells.js').Cell} Cell
 * @typedef {import('../../../www/src/cells/gate-names.js').Notation} Notation
 */

/**
 * Waits for the explanation of a cell and compares all of it with the expected one.
 *
 * @param {import('playwright-core').Page | import('playwright-core').Locator} scope with one panel
 * @param {Cell} cell
 * @param {Notation} notation
 */
export async function assertExplains(scope, cell, notation) {
  await scope.locator('.description', { hasText: cell.description[notation] }).waitFor();
  /** @param {string} selector */
  const texts = (selector) => scope.locator(selector).allTextContents();
  const parts = equations(cell, notation);
  const shown = {
    labels: await texts('.equations dt'),
    equations: await texts('.equations dd'),
    symbols: await texts('.symbols li'),
    formula: await texts('.account .note math:first-of-type'),
  };
  assert.deepEqual(shown, {
    labels: parts.map(({ label }) => label),
    equations: parts.flatMap(({ math }) => math.map(mathText)),
    symbols: symbols(cell, notation).map(({ math, meaning }) => `${mathText(math)} ${meaning}`),
    formula: [mathText(weights(cell))],
  });
}

/**
 * The text of mathematics without its markup.
 *
 * @param {string} source
 */
function mathText(source) {
  /**
   * @param {import('../../../www/src/lib/mathml.js').MathNode} node
   * @returns {string}
   */
  const text = (node) => ('text' in node ? node.text : node.children.map(text).join(''));
  return parseMath(source).map(text).join('');
}
