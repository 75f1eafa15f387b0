import { formatBits } from '../lib/format.js';

/**
 * @typedef {import('./training-advice.js').Advice} Advice
 * @typedef {import('./training-advice.js').Facts} Facts
 * @typedef {import('./training-record.js').TrainingRecord} TrainingRecord
 */

/** Bits per character between learnt and unseen text before there is advice. */
const GAP = 0.3;
/** The best weights have learnt nothing for the unseen text at this share of a uniform guess. */
const USELESS = 0.9;
/** The share of unseen text in letters of its own that makes it unlike the rest… */
const OWN_SHARE = 0.02;
/** …and their least number. */
const OWN_LETTERS = 5;
/** So many points of the curve… */
const EARLY_POINTS = 3;
/** …at which learnt text costs this many bits per character less than unseen text… */
const EARLY_GAP = 0.75;
/** …while that still costs this share of its letter counts, tell of unlike texts. */
const LETTER_COUNTS = 0.95;
/** Contexts say nothing about the unseen text where they save less than this share. */
const SAVED_BY_CONTEXT = 0.02;
/** The least unseen text, in characters, of which that can be said. */
const MIN_CHARS = 100;
/** The longest context that is counted. */
const LAST_ORDER = 5;

/**
 * Advice about unseen text for which nothing can be learnt from the rest.
 *
 * @param {TrainingRecord} record
 * @param {{learnt: number, unseen: number}} smoothed losses
 * @param {Facts} facts
 * @returns {Advice | undefined}
 */
export function unlikeAdvice(record, { learnt, unseen }, { textReport, config }) {
  const { distinctChars, validationChars, unseenCount = 0 } = textReport;
  const guess = Math.log2(distinctChars);
  if (!(learnt < Math.min(guess, unseen - GAP))) return undefined;
  const isUseless = Math.min(unseen, Number(record.best?.bitsPerChar) / USELESS) > guess;
  const hasOwnLetters = unseenCount >= Math.max(OWN_LETTERS, OWN_SHARE * validationChars);
  const isUnlike = hasOwnLetters || isUnlikeEarly(record, guess);
  const isNotHelped = validationChars >= MIN_CHARS && isHelpedByNoContext(record);
  if (!isUseless && !isUnlike && !isNotHelped) return undefined;
  const costs = `${formatBits(unseen)} bits`;
  const problem = isUseless
    ? `Unseen text is worse than pure guessing (${costs})`
    : `${isUnlike ? 'Unseen text is unlike the rest' : 'What it learns fails on unseen text'} (${costs})`;
  const remedy =
    config.validationSplit === 'tail'
      ? 'set “Unseen place” to blocks, or shuffle the lines.'
      : 'shuffle the lines, or add more text of its kind.';
  return { message: `${problem}: ${remedy}` };
}

/**
 * True when the learnt text cost far less from the beginning, before anything was learnt by heart.
 *
 * @param {TrainingRecord} record
 * @param {number} guess bits per character of a uniform guess
 */
function isUnlikeEarly({ training, validation, baselines, best }, guess) {
  const letterCounts = baselines.find(({ order }) => order === 0)?.bitsPerChar ?? Infinity;
  const points = validation.x.filter((step, i) => {
    const bits = validation.y[i];
    const learnt = training.y[training.x.findLastIndex((x) => x <= step)];
    const isEarly = best && step <= best.step && bits > LETTER_COUNTS * letterCounts;
    return isEarly && learnt < guess && bits > learnt + EARLY_GAP;
  });
  return points.length >= EARLY_POINTS;
}

/**
 * True when the characters before a character say nothing about it, by what counting finds in the
 * learnt text.
 *
 * @param {TrainingRecord} record
 */
function isHelpedByNoContext({ baselines }) {
  if (!baselines.some(({ order }) => order === LAST_ORDER)) return false; // still being counted
  /** @param {boolean} hasContext */
  const lowest = (hasContext) =>
    Math.min(
      ...baselines.filter(({ order }) => order > 0 === hasContext).map((one) => one.bitsPerChar),
    );
  return lowest(true) > (1 - SAVED_BY_CONTEXT) * lowest(false);
}
