import { sheetsOf } from './sheets.js';
import views from './views.css?inline';

/** The style sheet of all views behind tabs, before those of each. */
export const viewSheets = sheetsOf(views);
