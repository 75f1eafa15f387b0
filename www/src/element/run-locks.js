/** The ids under which this page, and no other that is open, keeps runs. */

const NAME = 'lstm-playground run ';
/** Milliseconds in which a browser answers about a lock, unless it has a fault. */
const ANSWER = 2000;

/** @type {Map<string, () => void>} the page's ids, each with the function that gives it back */
const own = new Map();

/**
 * Takes an id for this page.
 *
 * @param {string} id
 * @param {number} [patience] milliseconds for a page that is being left to give it back
 * @returns {Promise<boolean>} false where another page has it, or may have it
 */
export async function takeId(id, patience) {
  if (own.has(id)) return true;
  const { isTaken, giveBack } = await lock(id, patience);
  if (isTaken) own.set(id, giveBack);
  return isTaken;
}

/**
 * Gives an id back, under which this page has no run any longer.
 *
 * @param {string} id
 */
export function leaveId(id) {
  own.get(id)?.();
  own.delete(id);
}

/**
 * Makes an id that no other page has.
 *
 * @returns {string}
 */
export function newId() {
  const id = `${Date.now()}-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
  const locked = lock(id);
  own.set(id, () => void locked.then(({ giveBack }) => giveBack()));
  return id;
}

/**
 * True where this page has an id.
 *
 * @param {string} id
 */
export const hasId = (id) => own.has(id);

/**
 * The ids that other pages have.
 *
 * @returns {Promise<Set<string>>}
 */
export async function heldElsewhere() {
  const asked = navigator.locks?.query().catch(() => undefined);
  const { held = [] } = (await Promise.race([asked, later(ANSWER)])) ?? {};
  const ids = held.filter(({ name = '' }) => name.startsWith(NAME));
  return new Set(ids.map(({ name = '' }) => name.slice(NAME.length)).filter((id) => !own.has(id)));
}

/**
 * @param {string} id
 * @param {number} [patience]
 * @returns {Promise<{isTaken: boolean, giveBack: () => void}>} false where the browser has no locks, as
 *   without a secure connection; the browser takes it back when the page ends
 */
async function lock(id, patience) {
  const none = { isTaken: false, giveBack: () => {} };
  if (!navigator.locks) return none;
  const options = patience ? { signal: AbortSignal.timeout(patience) } : { ifAvailable: true };
  let isLate = false;
  const late = later((patience ?? 0) + ANSWER).then(() => {
    isLate = true;
    return none;
  });
  /** @type {Promise<typeof none>} */
  const answer = new Promise((resolve) => {
    const hold = (/** @type {Lock | null} */ given) =>
      new Promise((end) => {
        const giveBack = () => end(undefined);
        resolve({ isTaken: given !== null, giveBack });
        if (!given || isLate) giveBack();
      });
    navigator.locks.request(NAME + id, options, hold).catch(() => resolve(none));
  });
  return Promise.race([answer, late]);
}

/**
 * @param {number} ms
 * @returns {Promise<undefined>}
 */
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
