import { sheetsOf } from './sheets.js';
import views from './views.css?inline';

/** The style sheet of all views that come late, before those of each. */
export const viewSheets = sheetsOf(views);
