/**
 * The advice on training. Its code is loaded with the first run, which has nothing to advise on
 * before some reports have come; where it cannot be loaded, training goes on without it.
 */

/** @type {typeof import('./training-advice.js').adviceOn | undefined} */
let loaded;

export async function loadAdvice() {
  try {
    loaded ??= (await import('./training-advice.js')).adviceOn;
  } catch {
    // The network may be down: the next run tries again.
  }
}

/** @type {typeof import('./training-advice.js').adviceOn} */
export const adviceOn = (record, facts) => loaded?.(record, facts);
