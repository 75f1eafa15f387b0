/** The playground on paper, for a reader who prints the page. */

import { el } from '../lib/dom.js';
import { formatNumber, formatWhole } from '../lib/format.js';
import { mathml } from '../lib/mathml.js';
import { cellOf } from '../cells/cells.js';
import { equations } from '../cells/equations.js';
import { notation } from '../cells/notation.js';
import { labelledSettings } from '../settings/labelled-settings.js';
import { themeOf } from '../views/charts/theme.js';
import cellCss from './styles/cell.css?inline';
import paperCss from './styles/paper.css?inline';
import { sheetsOf } from './styles/sheets.js';

/** The most of a text that is printed. */
const LINES = 30;
const LETTERS = 2000;

/** Settings that stand elsewhere, or change no result; the others are told where they are not 0. */
const UNTOLD = ['cell', 'workers'];

const sheets = sheetsOf(cellCss, paperCss);

/**
 * Prepares the playground whenever the page is printed.
 *
 * @param {import('./arrangement.js').Arrangement} places
 * @param {import('../runs/session.js').Session} session
 * @param {(panel: string) => boolean} shows true for a panel that the page shows
 * @param {AbortSignal} signal ends it
 */
export function preparePaper({ frame, text }, session, shows, signal) {
  const root = /** @type {ShadowRoot} */ (frame.getRootNode());
  const words = el('div', { class: 'on-paper', hidden: true });
  const about = el('section', { class: 'on-paper', hidden: true });
  /** @param {boolean} isPrinted */
  const show = (isPrinted) => {
    words.hidden = about.hidden = !isPrinted;
    const others = root.adoptedStyleSheets.filter((sheet) => !sheets.includes(sheet));
    root.adoptedStyleSheets = isPrinted ? [...others, ...sheets] : others;
  };
  text.append(words);
  frame.append(about);
  // Before the browser takes the style of paper, which is never dark.
  const prepare = () => {
    show(true);
    frame.classList.toggle('was-dark', themeOf(frame).isDark);
    words.replaceChildren(...beginningOf(session.draft.text));
    about.replaceChildren(...aboutOf(session, shows));
    for (const drawing of root.querySelectorAll('.drawing > svg')) {
      const { width, height } = /** @type {SVGSVGElement} */ (drawing);
      drawing.setAttribute('viewBox', `0 0 ${width.baseVal.value} ${height.baseVal.value}`);
    }
  };
  addEventListener('beforeprint', prepare, { signal });
  addEventListener('afterprint', () => show(false), { signal });
}

/**
 * The beginning of a text, and the number of the letters that follow.
 *
 * @param {string} text
 */
function beginningOf(text) {
  const start = text.slice(0, LETTERS).split('\n').slice(0, LINES).join('\n');
  const lines = start === text ? text : start.replace(/(?<=\s)\S*$/, '').trimEnd(); // whole words
  const more = [...text.slice(lines.length)].length;
  const rest =
    more > 0 ? [el('p', { class: 'note' }, `… and ${formatWhole(more)} more letters`)] : [];
  return [el('pre', {}, lines), ...rest];
}

/**
 * The settings, and the equations of the cell.
 *
 * @param {import('../runs/session.js').Session} session
 * @param {(panel: string) => boolean} shows
 */
function aboutOf({ model, draft }, shows) {
  const config = /** @type {Record<string, any>} */ (model?.text ? model.config : draft.config);
  const cell = cellOf(config.cell);
  const facts = labelledSettings
    .filter(({ name, kind }) => config[name] && !UNTOLD.includes(name) && kind !== 'text')
    .map(({ name, label }) => `${label} ${formatNumber(config[name])}`)
    .join(', ');
  const rows = cell ? equations(cell, notation.value) : [];
  return [
    ...(shows('settings') ? [el('h2', {}, 'Settings'), el('p', { class: 'facts' }, facts)] : []),
    ...(shows('cell') && cell
      ? [
          el('h2', {}, cell.title),
          el(
            'div',
            { class: 'equations' },
            el(
              'dl',
              {},
              ...rows.map(({ label, math }) =>
                el(
                  'div',
                  {},
                  el('dt', {}, label),
                  ...math.map((equation) => el('dd', {}, mathml(equation))),
                ),
              ),
            ),
          ),
        ]
      : []),
  ];
}
