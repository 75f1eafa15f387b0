/** Offers the run of the last visit. */

import { formatWhole } from '../lib/format.js';
import { timeAgo } from '../lib/time-ago.js';
import { isEmpty, listRuns } from '../storage/run-store.js';
import { heldElsewhere, takeId } from './run-locks.js';
import { openStored } from './stored-runs.js';
import { forget, noted } from './tab-note.js';

/** Milliseconds in which a page that is reloaded gives its run back. */
const RELOAD = 1000;
/** The characters of a text or a name in the offer, which has two short lines on a phone. */
const SHOWN = 12;

/**
 * @typedef {import('../runs/session.js').Session} Session
 * @typedef {import('../storage/run-store.js').StoredRun} StoredRun
 */

/**
 * Offers the tab's own run after a reload, otherwise the newest that no other page has. One whose tab
 * the browser has discarded goes on by itself.
 *
 * @param {Session} session
 * @param {(said: Session['aside']) => void} say
 */
export async function offerLast(session, say) {
  const runs = await listRuns();
  if (runs.length === 0 && (await isEmpty())) return forget();
  const { id, isTraining } = noted();
  const own = runs.find((run) => run.id === id);
  const isOwn = Boolean(own && (await takeId(own.id, RELOAD)));
  const held = await heldElsewhere();
  const run = isOwn ? own : runs.find((other) => !held.has(other.id));
  const { status } = session;
  if (!run || (status !== 'idle' && status !== 'empty')) return;
  const goOn = async () => {
    say(undefined);
    await openStored(session, run.id);
    if (isOwn && isTraining) await session.train();
  };
  if (isOwn && /** @type {any} */ (document).wasDiscarded) return goOn().catch(() => {});
  const past = timeAgo(run.savedAt, Date.now());
  say({
    message: `Go on with ${titleOf(run)}? Step ${formatWhole(run.step)}, ${past}.`,
    offer: { label: 'Go on', act: goOn },
    remedy: { label: 'Start anew', act: () => say(undefined) },
  });
}

/**
 * The name of a kept run, or the beginning of its text, on one line and in its own direction.
 *
 * @param {StoredRun} run
 */
function titleOf({ name, text }) {
  const chars = [...(name ?? text.trim().replaceAll(/\s+/g, ' '))];
  const shown = chars.slice(0, SHOWN).join('').trimEnd();
  return `“\u2068${shown}${chars.length > SHOWN ? '…' : ''}\u2069”`;
}
