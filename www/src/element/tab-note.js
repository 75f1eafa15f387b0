/** The note of the run that this tab keeps, which a reload reads. */

import { KEPT } from './keeping.js';

/** The key of the run that this tab keeps, among what the browser stores for the tab. */
const TAB = 'lstm-playground-run';

/**
 * Notes the run of this tab, and the mark of a page that has kept one.
 *
 * @param {string | undefined} id undefined for none, which changes nothing
 * @param {boolean} isTraining
 */
export function note(id, isTraining) {
  if (!id) return;
  try {
    localStorage.setItem(KEPT, '');
    sessionStorage.setItem(TAB, JSON.stringify({ id, isTraining }));
  } catch {
    // The next visit has no offer.
  }
}

/** @returns {{id?: string, isTraining: boolean}} the run of this tab before its reload */
export function noted() {
  try {
    const { id, isTraining } = JSON.parse(sessionStorage.getItem(TAB) ?? '{}');
    return { id, isTraining: isTraining === true };
  } catch {
    return { isTraining: false };
  }
}

/** Forgets that this browser has kept a run. */
export function forget() {
  try {
    localStorage.removeItem(KEPT);
    sessionStorage.removeItem(TAB);
  } catch {
    // There is nothing to forget.
  }
}
