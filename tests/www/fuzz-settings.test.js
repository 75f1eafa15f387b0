import assert from 'node:assert/strict';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { settingProblem } from '../../www/src/settings/setting.js';
import { samplingOptions, settings } from '../../www/src/settings/settings.js';
import { SettingsValues } from '../../www/src/settings/settings-values.js';
import { parseSetting } from '../../www/src/settings/written-setting.js';
import { writtenValue } from '../../www/src/settings/written-value.js';
import { below, fuzz, pick } from './support/fuzz.js';
import { randomText } from './support/random-text.js';
import './support/saved-run.js';
import { strangeValue } from './support/strange-values.js';

const TEXT = 'a text that any network can learn, with a few words. '.repeat(4);
/** Settings in place of those that make a network large. */
const SMALL = { hiddenSize: 2, seqLen: 4, batchSize: 2, numLayers: 1 };
const playground = new Playground(TEXT, SMALL);

/** The page's own settings, which the model ignores. */
const OF_PAGE = ['workers'];

const counts = { allowed: 0, refused: 0 };

/**
 * A value near the border of what is allowed, or a strange one.
 *
 * @param {import('../../www/src/settings/setting.js').Setting} setting
 * @param {() => number} random
 * @returns {any}
 */
function valueFor({ name, kind, min = 0, max = 1, choices = [] }, random) {
  if (random() < 0.3) {
    const value = strangeValue(random);
    const isLong = typeof value === 'string' && value.length > 2 ** 20;
    return isLong ? null : value; // to copy the longest takes a second
  }
  if (name === 'schedule') return scheduleText(random);
  if (kind === 'choice')
    return pick(random, [...choices, ...choices.map((one) => [one]), 'Lstm', '']);
  if (kind === 'text') return randomText(random, 5);
  const near = pick(random, [min, max, (min + max) / 2, min + random() * (max - min)]);
  const steps = [0, 1, -1, 0.5, Number.EPSILON, -Number.EPSILON, 2 ** -40];
  const number = near + pick(random, steps) * pick(random, [1, Math.abs(near)]);
  if (random() < 0.2) return String(number);
  return kind === 'integer' && random() < 0.6 ? Math.round(number) : number;
}

/** @param {() => number} random */
function scheduleText(random) {
  const number = () =>
    pick(random, [
      '0',
      '1',
      '9',
      '007',
      '99999999',
      '1e3',
      '',
      ' 5',
      '+5',
      '٣',
      '4294967296',
      '-1',
      '2.0',
    ]);
  const shape = pick(random, ['cosine', 'linear', 'constant', 'Cosine', ' linear', 'step', '']);
  const parts = [shape, ...Array.from({ length: below(random, 4) }, number)];
  return parts.join(pick(random, [':', ':', ':', ',', ' : ']));
}

/**
 * The refusal of the model, empty where it takes the value.
 *
 * @param {() => void} act
 */
function refusal(act) {
  try {
    act();
    return '';
  } catch (error) {
    return /** @type {Error} */ (error);
  }
}

/** @param {unknown} value */
const shown = (value) => {
  try {
    return typeof value === 'string' ? JSON.stringify(value.slice(0, 99)) : String(value);
  } catch {
    return 'an object without a text';
  }
};

fuzz(
  'settings',
  'the page refuses the settings and the sampling options that the model refuses, and no others',
  (random) => {
    const isOption = random() < 0.4;
    const list = isOption ? samplingOptions : settings;
    const setting = pick(
      random,
      list.filter(({ name }) => !OF_PAGE.includes(name)),
    );
    const { name } = setting;
    const value = valueFor(setting, random);
    if (value === undefined) return; // both take it for no choice
    const what = `${name}: ${shown(value)}`;
    const problem = settingProblem(setting, value);
    assert.equal(typeof problem, 'string', what);
    const refused = isOption
      ? refusal(() => playground.generate({ length: 1, [name]: value }))
      : refusal(() => new Playground(TEXT, { ...SMALL, [name]: value }).free());
    // The memory, and the letters of a prompt, are another matter.
    const isOther = refused && ['MemoryError', 'UnknownCharError'].includes(refused.name);
    const isRefused = Boolean(refused) && !isOther;
    const both = `the page says "${problem.slice(0, 200)}", the model "${refused}"`;
    assert.equal(problem !== '', isRefused, `${what}: ${both}`);
    if (problem) {
      assert.ok(problem.startsWith(`${name} must be ${setting.allowed}, got `), what);
      counts.refused++;
    } else {
      counts.allowed++;
      if (isOption || typeof value === 'object') return;
      const again = parseSetting(setting, writtenValue(setting, value));
      if (Object.is(value, -0) || (setting.kind !== 'integer' && setting.kind !== 'number')) {
        // A text loses the white space around it, unless it marks an end.
        if (typeof value === 'string' && value === value.trim()) assert.equal(again, value, what);
      } else assert.equal(again, value, `${what}: written and read`);
    }
    const values = new SettingsValues(list, {});
    assert.equal(values.choose(name, value), problem, what);
    assert.equal(values.problems.size, problem ? 1 : 0, what);
  },
  {
    end(count, t) {
      t.diagnostic(JSON.stringify(counts));
      assert.ok(Math.min(counts.allowed, counts.refused) > count / 10, JSON.stringify(counts));
    },
  },
);
