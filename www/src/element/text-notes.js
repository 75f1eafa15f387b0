import { formatCount } from '../lib/format.js';
import { isUnreadable } from '../texts/unreadable.js';

/** @typedef {import('../runs/session.js').Session} Session */

/** The most characters of the validation text, those of a block, and the most blocks. */
const MAX_VALIDATION_CHARS = 50_000;
const BLOCK_CHARS = 64;
const MAX_BLOCKS = 16;

/**
 * The split of the text: the model's own figures where it was made from this text, else an
 * estimate.
 *
 * @param {Session} session
 */
export function splitOf({ draft, model, isStale }) {
  if (model?.textReport && !model.source.lacksText && !isStale)
    return { ...model.textReport, isExact: true };
  const { validationFraction, validationSplit } = draft.settings.values;
  const chars = draft.counts?.chars;
  if (!chars || draft.settings.problems.has('validationFraction')) return undefined;
  const share = Math.floor(chars * Number(validationFraction));
  const validationChars = Math.min(share, MAX_VALIDATION_CHARS);
  const isTail = validationSplit === 'tail';
  const count = Math.max(1, Math.min(Math.floor(validationChars / BLOCK_CHARS), MAX_BLOCKS));
  const [part, block] = [chars / count, validationChars / count];
  const validationBlocks = isTail
    ? [chars - validationChars, chars]
    : Array.from({ length: count }, (_, k) => (k + 0.5) * part).flatMap((middle) => [
        middle - block / 2,
        middle + block / 2,
      ]);
  const trainChars = chars - validationChars;
  return { trainChars, validationChars, validationBlocks, isExact: false };
}

/**
 * Notes about the text, the model's changes to it and its windows.
 *
 * @param {Session} session
 * @returns {string[]}
 */
export function textNotes({ draft, model, isStale, kept }) {
  const notes = draft.counts ? notesOf(draft.counts) : [];
  const report = model?.textReport;
  if (!model || !report || model.source.lacksText || isStale) return notes;
  if (report.lineEndingsReplaced) {
    notes.push(
      `${formatCount(report.lineEndingsReplaced, 'line ending')} became a plain line feed.`,
    );
  }
  const { batchSize, seqLen, unseenChars, rareChars } = report;
  if (kept.value && rareChars) {
    notes.push(
      `${formatCount(rareChars, 'distinct letter')} of the text are not known to the network: it reads them as \uFFFD.`,
    );
  }
  if (unseenChars) {
    notes.push(
      `${formatCount(unseenChars, 'distinct letter')} of the unseen text cannot be learnt: the learnt text has none of them.`,
    );
  }
  if (batchSize < model.config.batchSize || seqLen < model.config.seqLen) {
    notes.push(
      `The text is short for these settings: it is read in ${formatCount(batchSize, 'stream')} with windows of ${formatCount(seqLen, 'letter')}.`,
    );
  }
  return notes;
}

/** @type {WeakMap<import('../lib/text.js').CharCounts, string[]>} the notes, found once */
const found = new WeakMap();

/**
 * Notes about characters that the normalisation changes, or that no text has.
 *
 * @param {import('../lib/text.js').CharCounts} counts
 * @returns {string[]}
 */
function notesOf(counts) {
  const known = found.get(counts);
  if (known) return [...known];
  const { joined, split, replaced } = counts.changed;
  const kinds = {
    'unreadable letter': 0,
    'NUL character': 0,
    'control or unassigned character': 0,
  };
  for (const [char, count] of counts.charCounts) {
    if (!isUnreadable(char)) continue;
    if (char === '\uFFFD') kinds['unreadable letter'] += count;
    else if (char === '\0') kinds['NUL character'] += count;
    else kinds['control or unassigned character'] += count;
  }
  const parts = Object.entries(kinds).filter(([, count]) => count > 0);
  const list = parts.map(([noun, count]) => formatCount(count, noun)).join(' and ');
  const notes = [
    list && `The text has ${list}, which the network learns too.`,
    joined > 0 && `${formatCount(joined, 'sign')} joined with the letter before.`,
    split && `${formatCount(split, 'letter')} split into a letter and its signs.`,
    replaced && `${formatCount(replaced, 'letter')} replaced by the usual form.`,
  ].filter((note) => typeof note === 'string' && note !== '');
  found.set(counts, /** @type {string[]} */ (notes));
  return notesOf(counts);
}
