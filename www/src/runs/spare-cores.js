/**
 * The cores that training may take: all but one, which the page and everything else needs. A phone
 * gets hot, so it trains on one; a device pointed at by fingers alone is taken for a phone.
 */
export function spareCores() {
  if (matchMedia('(pointer: coarse) and (not (any-pointer: fine))').matches) return 1;
  return Math.max(1, navigator.hardwareConcurrency - 1);
}
