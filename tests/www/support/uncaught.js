/** Errors that nobody has caught, kept for the test that says after what they came. */

const EVENTS = ['uncaughtException', 'unhandledRejection'];

/**
 * Hears of errors in the place of the test runner, which does not know the case.
 *
 * @param {(error: unknown) => void} note
 * @returns {() => void} gives the runner its place back
 */
export function watchUncaught(note) {
  const before = EVENTS.map((event) => process.rawListeners(event));
  for (const event of EVENTS) {
    process.removeAllListeners(event);
    process.on(event, note);
  }
  return () => {
    for (const [at, event] of EVENTS.entries()) {
      process.removeAllListeners(event);
      for (const listen of before[at]) process.on(event, /** @type {any} */ (listen));
    }
  };
}
