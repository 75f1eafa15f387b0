/** Lessons in the fragment of an address: `#preset=dates&hidden-size=64`. */

import { parseSetting, settingProblem, writtenValue } from '../settings/setting.js';
import { attributeOf, settings } from '../settings/settings.js';
import { presets } from '../texts/presets.js';
import { MAX_BYTES, packText, unpackText } from './packed-text.js';

/** @typedef {import('./lesson.js').Lesson} Lesson */

/** @type {readonly string[]} */
const NOTATIONS = ['textbook', 'article'];
const PRESETS = presets.map(({ id }) => id);
/** The greatest number of wrong parts that are named, and of letters shown of each. */
const NAMED = 3;
const SHOWN = 40;

/** The greatest length of a setting, that of a separator. */
const LONGEST = 100;

/** The settings in links, by their names there: `workers` are a matter of the machine. */
const linked = new Map(
  settings.filter(({ name }) => name !== 'workers').map((one) => [attributeOf(one.name), one]),
);

/**
 * Writes a lesson. The text comes last: a link that is cut has lost a part of it, which is noticed.
 *
 * @param {Lesson} lesson
 * @returns {Promise<string>} the fragment, without its `#`
 */
export async function fragmentOf({ preset, text, config, panels, notation, tab }) {
  const packed = text === undefined ? undefined : await packText(text);
  const chosen = [...linked].map(([key, setting]) => {
    const value = config[setting.name];
    return [key, value === undefined ? undefined : writtenValue(setting, value)];
  });
  const all = [
    ['preset', preset],
    ...chosen,
    ['panels', panels?.join(' ')],
    ['notation', notation],
    ['tab', tab],
    ['text', packed],
  ];
  const given = all.filter((pair) => pair[1] !== undefined);
  return String(new URLSearchParams(/** @type {[string, string][]} */ (given)));
}

/**
 * Reads a lesson. A part that is wrong is left out, and named.
 *
 * @param {string} fragment without its `#`
 * @param {readonly string[]} allPanels
 * @returns {Promise<{lesson: Lesson, problem: string}>} the problem is a sentence, empty without one
 */
export async function readFragment(fragment, allPanels) {
  /** @type {Lesson} */
  const lesson = { config: {} };
  /** @type {string[]} */
  const problems = [];
  const parts = [...new URLSearchParams(fragment)];
  const first = new Map(parts.reverse()); // the first of equal names counts, as among attributes
  for (const [key, value] of [...first].reverse()) {
    const problem = await readPart(lesson, key, value, allPanels);
    if (problem) problems.push(problem);
  }
  return { lesson, problem: sentenceOn(problems) };
}

/**
 * @param {Lesson} lesson takes the part, where it is right
 * @param {string} key
 * @param {string} value
 * @param {readonly string[]} allPanels
 * @returns {Promise<string>} the problem with it, empty when there is none
 */
async function readPart(lesson, key, value, allPanels) {
  const setting = linked.get(key);
  if (setting) {
    const parsed = parseSetting(setting, value);
    if (settingProblem(setting, parsed) || String(parsed).length > LONGEST) {
      return `${key} must be ${setting.allowed}, got ${quoted(value)}`;
    }
    lesson.config[setting.name] = parsed;
    return '';
  }
  switch (key) {
    case 'tab':
      lesson.tab = value;
      return '';
    case 'preset':
      if (!PRESETS.includes(value)) return notAmong('preset must be one of', PRESETS, value);
      lesson.preset = value;
      return '';
    case 'notation':
      if (!NOTATIONS.includes(value)) return notAmong('notation must be one of', NOTATIONS, value);
      lesson.notation = /** @type {Lesson['notation']} */ (value);
      return '';
    case 'panels': {
      const names = value.split(/\s+/).filter(Boolean);
      const unknown = names.find((name) => !allPanels.includes(name));
      if (unknown !== undefined) return notAmong('panels must be some of', allPanels, unknown);
      lesson.panels = names;
      return '';
    }
    case 'text':
      try {
        lesson.text = await unpackText(value);
        return '';
      } catch (error) {
        return error instanceof RangeError
          ? `text may have ${MAX_BYTES / 2 ** 10} KiB, and has more`
          : 'text cannot be read: the link may have been cut';
      }
  }
  return value && `${quoted(key)} is unknown`; // without a value, it is the name of a place in the page
}

/**
 * @param {string} demand
 * @param {readonly string[]} allowed
 * @param {string} value
 */
const notAmong = (demand, allowed, value) =>
  `${demand} ${allowed.join(', ')}, got ${quoted(value)}`;

/** @param {string} value */
function quoted(value) {
  const letters = [...value.slice(0, 2 * SHOWN)];
  const isLong = letters.length > SHOWN || value.length > 2 * SHOWN;
  return `"${letters.slice(0, SHOWN).join('')}${isLong ? '…' : ''}"`;
}

/** @param {string[]} problems */
function sentenceOn(problems) {
  if (problems.length === 0) return '';
  const named = problems.slice(0, NAMED).join('; ');
  const more = problems.length > NAMED ? `; and ${problems.length - NAMED} more` : '';
  return `The link is used without what is wrong in it: ${named}${more}.`;
}
