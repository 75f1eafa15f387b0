/**
 * The number of cores for training: all but one, which stays free for everything else. A phone
 * trains on one, because it gets hot; a device with only a touch screen counts as a phone.
 */
export function spareCores() {
  if (matchMedia('(pointer: coarse) and (not (any-pointer: fine))').matches) return 1;
  return Math.max(1, navigator.hardwareConcurrency - 1);
}
