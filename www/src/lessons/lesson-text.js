/** The texts of lessons: figures in sentences, and the line to copy. */

import english from './strings/en.json' with { type: 'json' };
import { formatScientific } from '../lib/format.js';

/**
 * @typedef {import('./lesson.js').Figures} Figures
 * @typedef {import('./lesson.js').Format} Format
 * @typedef {import('./lesson.js').Lesson} Lesson
 *
 * @typedef {object} StepStrings
 * @property {string} say
 * @property {string} [question]
 * @property {string[]} [answers] three
 * @property {string} see
 *
 * @typedef {object} LessonStrings
 * @property {string} title
 * @property {string} claim
 * @property {Record<string, StepStrings>} steps
 * @property {string} holds the verdict where the claim comes true
 * @property {string} fails the verdict where it does not
 * @property {string} [next] a suggestion of what to try then
 * @property {{caption: string, names: Record<string, string>}} picture
 *
 * @typedef {{ui: Record<string, string>, lessons: Record<string, LessonStrings>}} Strings
 */

/**
 * The translations, each in a file with the keys of the English one.
 *
 * @type {Record<string, () => Promise<Strings>>}
 */
const translations = {
  de: async () => (await import('./strings/de.json', { with: { type: 'json' } })).default,
};

/** The languages that lessons are written in. */
export const languages = ['en', ...Object.keys(translations)];

/**
 * The strings in a language; those in English where the translation cannot be loaded.
 *
 * @param {string} wanted one of `languages`
 * @returns {Promise<{language: string, strings: Strings}>}
 */
export async function loadStrings(wanted) {
  const translation = await translations[wanted]?.().catch(() => undefined);
  return translation
    ? { language: wanted, strings: translation }
    : { language: 'en', strings: english };
}

/** @param {string} language */
const separatorOf = (language) => new Intl.NumberFormat(language).format(1.5)[1];

/**
 * A figure as a sentence shows it.
 *
 * @param {unknown} value
 * @param {Format | undefined} format
 * @param {string} [language]
 */
export function formatFigure(value, format, language = 'en') {
  if (typeof value !== 'number') return value === undefined ? '…' : String(value);
  if (!Number.isFinite(value)) return '–';
  /** @param {Intl.NumberFormatOptions} options */
  const number = (options) =>
    new Intl.NumberFormat(language, options).format(value).replace(/^-/, '−');
  const digits = (/** @type {number} */ count) =>
    number({ minimumFractionDigits: count, maximumFractionDigits: count });
  // A number is not shown as 0 or 1 where it is neither.
  const isNearEnd = value !== 0 && value !== 1 && [0, 100].includes(Math.round(100 * value));
  switch (format) {
    case 'share':
      return number({ style: 'percent', maximumFractionDigits: isNearEnd ? 1 : 0 });
    case 'number':
      return digits(isNearEnd ? 3 : 2);
    case 'count':
      return digits(0);
    case 'power':
      return formatScientific(value).replace('.', separatorOf(language));
    default:
      return digits(2);
  }
}

/** Two digits, rounded as those of a sentence are: `toFixed` takes 0.825 for a little less. */
const twoDigits = new Intl.NumberFormat('en', {
  ...{ minimumFractionDigits: 2, maximumFractionDigits: 2, useGrouping: false },
});

/**
 * A figure in the line to copy, in no language.
 *
 * @param {unknown} value
 * @param {Format | undefined} format
 */
export function plainFigure(value, format) {
  if (typeof value !== 'number') return String(value);
  if (format === 'count') return value.toFixed(0);
  return format === 'power' ? value.toExponential(1) : twoDigits.format(value);
}

/**
 * A sentence with its figures: `{recalled}` is replaced.
 *
 * @param {string} text
 * @param {Figures} figures
 * @param {Pick<Lesson, 'figures'>} lesson
 * @param {string} [language]
 */
export const fill = (text, figures, lesson, language) =>
  text.replaceAll(/\{(\w+)\}/g, (_, name) =>
    formatFigure(figures[name], lesson.figures[name], language),
  );

/**
 * The line that a class copies and compares.
 *
 * @param {object} result
 * @param {Lesson} result.lesson
 * @param {number} result.number
 * @param {number} result.seed
 * @param {object} result.overrides settings in place of the lesson's
 * @param {boolean} result.verdict
 * @param {Figures} result.figures
 * @param {string} result.weights
 */
export function lessonLine({ lesson, number, seed, overrides, verdict, figures, weights }) {
  const { id, key } = lesson;
  const others = Object.entries(overrides).filter(([name]) => name !== 'seed');
  const settings = [['seed', seed], ...others].map(([name, value]) => `${name} ${value}`);
  const figure = `${key} ${plainFigure(figures[key], lesson.figures[key])}`;
  return `Lesson ${number} ${id}, ${settings.join(', ')}: ${verdict}, ${figure}, weights ${weights}`;
}
