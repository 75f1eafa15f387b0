import { loaded } from './loaded.js';

/** @typedef {import('../runs/session.js').Session} Session */

const ACT = 'exports networks';

/**
 * The code that exports models. Reports a failure of its loading, and rejects with it.
 *
 * @param {Session} session
 */
export const modelExport = (session) => loaded(session, import('../runs/model-export.js'), ACT);

/**
 * Opens the dialog that exports the model of a session.
 *
 * @param {HTMLElement} place of the dialog
 * @param {Session} session
 */
export async function openExport(place, session) {
  const { ExportPanel } = await loaded(session, import('./export-panel.js'), ACT);
  // A second click while the code was loading has opened none.
  if (place.isConnected && !place.querySelector('dialog')) new ExportPanel(place, session);
}
