import { sheetsOf } from './sheets.js';
import { viewSheets } from './views.js';
import inspection from './inspection.css?inline';
import unit from './unit.css?inline';
import nextLetter from './next-letter.css?inline';

/** The style sheets of the views that show the network from inside. */
export const insideSheets = [...viewSheets, ...sheetsOf(inspection, unit, nextLetter)];
