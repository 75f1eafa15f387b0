import { formatCount } from '../lib/format.js';
import { isUnreadable } from '../texts/plausibility.js';

/** @typedef {import('../runs/session.js').Session} Session */

/**
 * The split of the text: the model's own figures where it was made from this text, else an
 * estimate.
 *
 * @param {Session} session
 */
export function splitOf({ draft, model, isStale }) {
  if (model?.textReport && !isStale) return { ...model.textReport, isExact: true };
  const fraction = Number(draft.settings.values.validationFraction);
  if (!draft.counts?.chars || draft.settings.problems.has('validationFraction')) return undefined;
  const validationChars = Math.floor(draft.counts.chars * fraction);
  return { trainChars: draft.counts.chars - validationChars, validationChars, isExact: false };
}

/**
 * Notes about the text, the model's changes to it and its windows.
 *
 * @param {Session} session
 * @returns {string[]}
 */
export function textNotes({ draft, model, isStale }) {
  const notes = unreadable(draft.counts?.charCounts);
  const report = model?.textReport;
  if (!model || !report || isStale) return notes;
  if (report.lineEndingsReplaced) {
    notes.push(
      `${formatCount(report.lineEndingsReplaced, 'line ending')} became a plain line feed.`,
    );
  }
  if (report.charsComposed) {
    notes.push(
      `${formatCount(report.charsComposed, 'letter')} changed by joining letters with their accents.`,
    );
  }
  const { batchSize, seqLen } = report;
  if (batchSize < model.config.batchSize || seqLen < model.config.seqLen) {
    notes.push(
      `The text is short for these settings: it is read in ${formatCount(batchSize, 'stream')} with windows of ${formatCount(seqLen, 'letter')}.`,
    );
  }
  return notes;
}

/** @type {WeakMap<Map<string, number>, string[]>} the notes of counts, which are long to find */
const found = new WeakMap();

/**
 * A note about characters that no text has.
 *
 * @param {Map<string, number>} [charCounts]
 * @returns {string[]}
 */
function unreadable(charCounts) {
  if (!charCounts) return [];
  const known = found.get(charCounts);
  if (known) return [...known];
  const kinds = {
    'unreadable letter': 0,
    'NUL character': 0,
    'control or unassigned character': 0,
  };
  for (const [char, count] of charCounts) {
    if (!isUnreadable(char)) continue;
    if (char === '\uFFFD') kinds['unreadable letter'] += count;
    else if (char === '\0') kinds['NUL character'] += count;
    else kinds['control or unassigned character'] += count;
  }
  const parts = Object.entries(kinds).filter(([, count]) => count > 0);
  const list = parts.map(([noun, count]) => formatCount(count, noun)).join(' and ');
  const notes = list ? [`The text has ${list}, which the network learns too.`] : [];
  found.set(charCounts, notes);
  return [...notes];
}
