import { sheetsOf } from './sheets.js';
import fields from './fields.css?inline';
import views from './views.css?inline';

/** The style sheets of all views that come late, before those of each. */
export const viewSheets = sheetsOf(fields, views);
