/** Creation of the inspection views, connected to a session. */

import { ClampView } from '../views/inspection/clamp-view.js';
import { ColouredTextView } from '../views/inspection/coloured-text-view.js';
import { GradientReachView } from '../views/inspection/gradient-reach-view.js';
import { HeatMapView } from '../views/inspection/heat-map-view.js';
import { PredictionView } from '../views/inspection/prediction-view.js';
import { UnitFinderView } from '../views/inspection/unit-finder-view.js';
import { UnitView } from '../views/inspection/unit-view.js';
import { FINDER_CHARS } from './inspection-values.js';

/**
 * @typedef {import('../runs/session.js').Session} Session
 * @typedef {import('../inspection/selection.js').Selection} Selection
 * @typedef {ReturnType<typeof createViews>} Views
 */

/** The length in characters of a text written from the selected character. */
const LENGTH = 200;
/** The number of characters that the network reads before the selected one. */
const CONTEXT = 60;

/**
 * @param {Selection} selection
 * @returns {number} the index in the text of the first character shown in detail
 */
function firstShown({ inspection }) {
  const { start, from } = inspection?.request ?? { start: 0, from: 0 };
  return start + from;
}

/**
 * @param {Selection} selection
 * @returns {string} the quantity that carries the memory of a unit
 */
const memoryOf = ({ inspection }) =>
  inspection?.reading.layers[0].values.cell ? 'cell' : 'hidden';

/**
 * Continues the text after the selected character twice: without the clamps and with them.
 *
 * @param {Session} session
 */
function writeFrom({ selection, inspector }) {
  const { inspection, index } = selection;
  const end = index - (inspection?.request.start ?? 0) + 1;
  const prompt = [...(inspection?.text ?? '')].slice(Math.max(0, end - CONTEXT), end).join('');
  return inspector.writeOn(prompt, LENGTH);
}

/**
 * @param {Record<import('./panels.js').LookName, HTMLElement>} sections
 * @param {Session} session
 * @param {object} on
 * @param {() => void} on.compare trains the reference model, or stops that
 * @param {() => void} on.change called when a view needs other choices
 */
export function createViews(sections, session, { compare, change }) {
  const { selection, inspector } = session;
  /** @type {HeatMapView} */
  const memory = new HeatMapView(sections.memory, {
    choose: (column, unit) => selection.choose({ index: firstShown(selection) + column, unit }),
    // Relative to the selection: the drawing may be some key presses behind.
    move: (columns, rows) => {
      const unit = rows === 0 ? selection.unit : memory.neighbour(selection.unit, rows);
      selection.choose({ index: selection.index + columns, unit });
    },
  });
  return {
    memory,
    opened: new UnitView(sections.opened, {
      move: (letters) => selection.choose({ index: selection.index + letters }),
    }),
    colour: new ColouredTextView(sections.colour, {
      choose: (index) => selection.choose({ index }),
      beginAt: (index) => selection.beginAt(index),
      colourBy: change,
    }),
    next: new PredictionView(sections.next, { complete: (prompt) => inspector.complete(prompt) }),
    units: new UnitFinderView(sections.units, {
      find: () => session.mind(inspector.findUnits(FINDER_CHARS)),
      choose: (layer, unit) => selection.choose({ layer, unit, quantity: memoryOf(selection) }),
      chooseLetter: (index) => selection.choose({ index }),
    }),
    surgery: new ClampView(sections.surgery, {
      clamp: (clamps) => selection.choose({ clamps }),
      write: () => writeFrom(session),
      choose: (index) => selection.choose({ index }),
    }),
    reach: new GradientReachView(sections.reach, { compare }),
  };
}
