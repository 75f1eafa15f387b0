import { formatCount, formatWhole } from '../lib/format.js';

/** @typedef {import('../runs/session.js').Session} Session */

/**
 * How the text is cut: the model's own figures where it was made from this text, an estimate before.
 *
 * @param {Session} session
 */
export function cutOf({ draft, model, isStale }) {
  if (model?.textReport && !isStale) return { ...model.textReport, isExact: true };
  const fraction = Number(draft.settings.values.validationFraction);
  if (!draft.counts?.chars || draft.settings.problems.has('validationFraction')) return undefined;
  const validationChars = Math.floor(draft.counts.chars * fraction);
  return { trainChars: draft.counts.chars - validationChars, validationChars, isExact: false };
}

/**
 * What the model had to change in the text or its windows.
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
      `${formatCount(report.charsComposed, 'character')} changed by joining letters with their accents.`,
    );
  }
  const { batchSize, seqLen } = report;
  if (batchSize < model.config.batchSize || seqLen < model.config.seqLen) {
    notes.push(
      `The text is short for these settings: it is read in ${formatCount(batchSize, 'stream')} of ${formatWhole(seqLen)}-character windows.`,
    );
  }
  return notes;
}
