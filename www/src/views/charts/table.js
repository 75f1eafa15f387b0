import { el } from '../../lib/dom.js';

/**
 * A table whose first column names the rows.
 *
 * @param {string} caption
 * @param {string[]} heads
 * @param {string[][]} rows
 */
export function table(caption, heads, rows) {
  return el(
    'table',
    {},
    el('caption', {}, caption),
    el('thead', {}, el('tr', {}, ...heads.map((head) => el('th', { scope: 'col' }, head)))),
    el(
      'tbody',
      {},
      ...rows.map(([first, ...cells]) =>
        el('tr', {}, el('th', { scope: 'row' }, first), ...cells.map((cell) => el('td', {}, cell))),
      ),
    ),
  );
}
