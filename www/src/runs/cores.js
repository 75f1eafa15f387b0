import { CoreBudget } from './core-budget.js';

/** More workers gain little, and a page is not alone. */
const MOST = 8;

/**
 * The number of cores for training: all but one, which stays free for everything else. A phone
 * trains on one, because it gets hot; a device with only a touch screen counts as a phone.
 */
function spareCores() {
  if (matchMedia('(pointer: coarse) and (not (any-pointer: fine))').matches) return 1;
  return Math.max(1, Math.min(MOST, navigator.hardwareConcurrency - 1));
}

/** The budget of all runs and experiments on this page. */
export const cores = new CoreBudget(spareCores);
