import { formatCount } from '../lib/format.js';

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
 * Notes about the model's changes to the text and its windows.
 *
 * @param {Session} session
 * @returns {string[]}
 */
export function textNotes({ model, isStale }) {
  const report = model?.textReport;
  if (!model || !report || isStale) return [];
  const notes = [];
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
