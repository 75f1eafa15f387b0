/** Setups in the fragment of an address: `#v=1&preset=dates&hidden-size=64`. */

import { settingProblem } from '../settings/setting.js';
import { parseSetting } from '../settings/written-setting.js';
import { writtenValue } from '../settings/written-value.js';
import { attributeOf, settings } from '../settings/settings.js';
import { presets } from '../texts/presets.js';
import { MAX_BYTES, packText, unpackText } from './packed-text.js';

/** @typedef {import('./setup.js').Setup} Setup */

/**
 * The version of links: the meaning of their parts, and the suggestions for all settings that a link
 * leaves out.
 */
const VERSION = '1';
/** @type {readonly string[]} */
const NOTATIONS = ['textbook', 'article'];
const PRESETS = presets.map(({ id }) => id);
/** The greatest number of wrong parts that are named, and of letters shown of each. */
const NAMED = 3;
const SHOWN = 30;

/** The name of a lesson or of a language; the lessons say which there are. */
const NAME = /^[a-z][a-z-]{1,39}$/i;
const EXAMPLES = { lesson: 'forget-gate', lang: 'de' };

/** The greatest length of a setting, that of a separator. */
const LONGEST = 100;

/** The settings in links, by their names there: `workers` are a matter of the machine. */
const linked = new Map(
  settings.filter(({ name }) => name !== 'workers').map((one) => [attributeOf(one.name), one]),
);

/**
 * Writes a setup. The text comes last: a link that is cut has lost a part of it, which is noticed.
 *
 * @param {Setup} setup
 * @returns {Promise<string>} the fragment, without its `#`
 */
export async function fragmentOf(setup) {
  const { lesson, lang, preset, text, config, panels, notation, tab } = setup;
  const packed = text === undefined ? undefined : await packText(text);
  const chosen = [...linked].map(([key, setting]) => {
    const value = config[setting.name];
    return [key, value === undefined ? undefined : writtenValue(setting, value)];
  });
  const all = [
    ['v', VERSION],
    ['lesson', lesson],
    ['lang', lang],
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
 * @typedef {object} Wrong a part that is left out
 * @property {string} given
 * @property {string} reason
 */

/**
 * Reads a setup. A part that is wrong is left out, and named.
 *
 * @param {string} fragment without its `#`
 * @param {readonly string[]} allPanels
 * @returns {Promise<{setup: Setup, problem: string}>} the problem is empty without one
 */
export async function readFragment(fragment, allPanels) {
  /** @type {Setup} */
  const setup = { config: {} };
  /** @type {Wrong[]} */
  const wrong = [];
  const seen = new Set();
  for (const [key, value] of new URLSearchParams(fragment)) {
    if (seen.has(key)) continue; // the first of equal names counts, as among attributes
    seen.add(key);
    const reason = await readPart(setup, key, value, allPanels);
    const given = key === 'text' ? key : `${shortened(key)} "${shortened(value)}"`;
    if (reason) wrong.push({ given, reason: `${shortened(key)} ${reason}` });
  }
  return { setup, problem: sentenceOn(wrong) };
}

/**
 * @param {Setup} setup takes the part, where it is right
 * @param {string} key
 * @param {string} value
 * @param {readonly string[]} allPanels
 * @returns {Promise<string>} the reason why it is wrong, empty where it is right
 */
async function readPart(setup, key, value, allPanels) {
  const setting = linked.get(key);
  if (setting) {
    const parsed = parseSetting(setting, value);
    const isWrong = settingProblem(setting, parsed) || String(parsed).length > LONGEST;
    if (isWrong) return `must be ${setting.allowed}`;
    setup.config[setting.name] = parsed;
    return '';
  }
  switch (key) {
    case 'tab': // of the arrangement, which reads it
      return '';
    case 'v':
      return value === VERSION
        ? ''
        : `must be ${VERSION}: another release has made this link, and may suggest other settings`;
    case 'lesson':
    case 'lang':
      if (!NAME.test(value)) return `must be a name, such as ${EXAMPLES[key]}`;
      setup[key] = value;
      return '';
    case 'preset':
      if (!PRESETS.includes(value)) return `must be one of ${PRESETS.join(', ')}`;
      setup.preset = value;
      return '';
    case 'notation':
      if (!NOTATIONS.includes(value)) return `must be one of ${NOTATIONS.join(', ')}`;
      setup.notation = /** @type {Setup['notation']} */ (value);
      return '';
    case 'panels': {
      const names = value.split(/\s+/).filter(Boolean);
      const areKnown = names.every((name) => allPanels.includes(name));
      if (!areKnown || names.length === 0) return `must be some of ${allPanels.join(', ')}`;
      setup.panels = names;
      return '';
    }
    case 'text':
      try {
        setup.text = await unpackText(value);
        return '';
      } catch (error) {
        return error instanceof RangeError
          ? `may have ${MAX_BYTES / 2 ** 10} KiB`
          : 'cannot be read: the link may have been cut';
      }
  }
  return value && 'is unknown'; // without a value, it is the name of a place in the page
}

/** @param {string} text */
function shortened(text) {
  const letters = [...text.slice(0, 2 * SHOWN)];
  const isLong = letters.length > SHOWN || text.length > 2 * SHOWN;
  return letters.slice(0, SHOWN).join('') + (isLong ? '…' : '');
}

/** @param {Wrong[]} wrong */
function sentenceOn(wrong) {
  if (wrong.length === 0) return '';
  const named = wrong.slice(0, NAMED);
  const more = wrong.length > NAMED ? `, and ${wrong.length - NAMED} more` : '';
  const given = named.map(({ given }) => given).join(', ');
  const reasons = named.map(({ reason }) => reason).join('; ');
  return `Left out of the link: ${given}${more}. ${reasons}.`;
}
