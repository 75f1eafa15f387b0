/**
 * The tag as the package describes it, in its types and in its custom-elements.json: attributes,
 * properties, methods and events.
 */

import table from '../../www/pkg/settings.json' with { type: 'json' };
import { lessons } from '../../www/src/lessons/lessons.js';
import { PANELS } from '../../www/src/element/panels.js';
import { CONTROL_NAMES } from '../../www/src/element/reader-controls.js';
import { settingHelp } from '../../www/src/settings/help.js';
import { attributeOf, settings } from '../../www/src/settings/settings.js';
import { presets } from '../../www/src/texts/presets.js';

/**
 * @typedef {object} Described
 * @property {string} name
 * @property {string} type in TypeScript
 * @property {string} description
 * @property {string} [default]
 *
 * @typedef {object} Parameter
 * @property {string} name
 * @property {string} type
 * @property {true} [optional]
 *
 * @typedef {object} Method
 * @property {string} name
 * @property {Parameter[]} [parameters]
 * @property {string} result of its promise
 * @property {string} description
 */

export const tagName = 'lstm-playground';

export const className = 'LstmPlayground';

export const summary =
  'An LSTM that learns a text in the browser of the reader, with every gate open.';

/** @param {readonly string[]} names */
const anyOf = (names) => names.map((name) => `'${name}'`).join(' | ');

/**
 * Values of a setting, in TypeScript.
 *
 * @param {import('../../www/src/settings/setting.js').Setting} setting
 */
export function typeOf({ kind, choices }) {
  if (kind === 'choice') return anyOf(choices ?? []);
  return kind === 'text' ? 'string' : 'number';
}

/** Settings whose initial value depends on the text. */
const suggested = new Set(table.suggestions.flatMap(({ config }) => Object.keys(config)));

/**
 * The initial value of a setting, where it has one for every text.
 *
 * @param {import('../../www/src/settings/setting.js').Setting} setting
 */
const initialValue = (setting) =>
  suggested.has(setting.name) || setting.default === '' ? undefined : String(setting.default);

/**
 * Sentences on a setting, its values and its default.
 *
 * @param {import('../../www/src/settings/setting.js').Setting} setting
 * @param {string} help
 */
export function described(setting, help) {
  const { name, allowed } = setting;
  const initial = suggested.has(name) ? 'suggested for the text' : initialValue(setting);
  return `${help} Allowed: ${allowed}${initial === undefined ? '' : `; by default ${initial}`}.`;
}

/** @type {Record<string, string>} types with a name of their own */
export const namedTypes = {
  Preset: anyOf(presets.map(({ id }) => id)),
  Lesson: anyOf(lessons.map(({ id }) => id)),
  State: anyOf(['empty', 'idle', 'starting', 'training', 'paused', 'failed']),
};

/** @type {Described[]} those of the tag alone */
const ownAttributes = [
  { name: 'text', type: 'string', description: 'The training text.' },
  {
    name: 'src',
    type: 'string',
    description: 'The address of a saved run, which is opened once, when the tag is seen.',
  },
  {
    name: 'preset',
    type: 'Preset',
    description: 'An example instead of a text.',
  },
  {
    name: 'panels',
    type: 'string',
    description: `Some of "${PANELS.join(' ')}"; without it, all.`,
  },
  {
    name: 'controls',
    type: 'string',
    description: `What a reader may use, the rest is hidden: settings, such as hidden-size, and some of "${CONTROL_NAMES.join(' ')}"; without it, all.`,
  },
  {
    name: 'lesson',
    type: 'Lesson',
    description: 'A lesson, which brings its text, settings and panels.',
  },
  {
    name: 'readonly',
    type: 'boolean',
    description: 'A reader may not change the text.',
  },
  {
    name: 'autostart',
    type: 'boolean',
    description: 'Training starts as soon as a reader sees the tag.',
  },
  {
    name: 'link-base',
    type: 'string',
    description: 'The address of the playground to which links to the setup lead.',
  },
  {
    name: 'address',
    type: 'boolean',
    description: "The page's address names the open tab, as in #tab=settings.",
  },
  {
    name: 'keep',
    type: 'boolean',
    description:
      "The page keeps the reader's runs in the browser; for a page of the playground alone.",
  },
];

/** @type {Described[]} */
export const attributes = [
  ...ownAttributes,
  ...settings.map((setting) => ({
    name: attributeOf(setting.name),
    type: typeOf(setting),
    description: described(setting, settingHelp[setting.name].help),
    default: initialValue(setting),
  })),
];

/** @type {(Described & {set: string})[]} with the type that an assignment takes */
export const properties = [
  {
    name: 'text',
    type: 'string',
    set: 'string | null | undefined',
    description: 'The training text; null or undefined leaves that of `preset`.',
  },
  {
    name: 'config',
    type: 'Config',
    set: 'Partial<Config> | null | undefined',
    description:
      'The settings by name. An assignment sets every unnamed setting to the suggestion for the ' +
      'text; null or undefined leaves the settings of the attributes.',
  },
];

/** @type {Method[]} */
export const methods = [
  { name: 'train', result: 'void', description: 'Starts training, or continues it.' },
  { name: 'pause', result: 'void', description: 'Pauses training; resolves when it has stopped.' },
  { name: 'step', result: 'void', description: 'Makes one step.' },
  {
    name: 'reset',
    parameters: [{ name: 'options', type: '{ keepWeights?: boolean }', optional: true }],
    result: 'void',
    description:
      'Forgets everything learnt; the text and the settings stay. With `keepWeights`, the next run ' +
      'begins with the weights that the page shows, as step 0.',
  },
  {
    name: 'generate',
    parameters: [{ name: 'options', type: 'GenerateOptions', optional: true }],
    result: 'string',
    description:
      'Resolves with the text that the model writes, without the prompt. An option that is left out ' +
      'has the value of the sample panel.',
  },
  {
    name: 'inspect',
    parameters: [{ name: 'text', type: 'string' }],
    result: 'TextReading',
    description: 'Resolves with the numbers of every gate for that text.',
  },
  {
    name: 'save',
    result: 'Blob',
    description:
      'Resolves with the run as a .safetensors file, from which `open()` goes on with the same bits.',
  },
  {
    name: 'open',
    parameters: [
      { name: 'file', type: 'Blob | ArrayBuffer | URL | string' },
      { name: 'config', type: 'Blob', optional: true },
    ],
    result: 'void',
    description:
      'Opens a saved run, paused, or a model. `config` is the config.json of a model whose file lacks ' +
      'it. Rejects with `RunFileError` for any other file, and then changes nothing.',
  },
  {
    name: 'exportModel',
    parameters: [
      { name: 'format', type: "'safetensors' | 'onnx' | 'hub'" },
      { name: 'options', type: "{ model?: 'best' | 'now' }", optional: true },
    ],
    result: 'Blob',
    description:
      'Resolves with the network as a file; `hub` is a .zip with both formats and a model card.',
  },
  {
    name: 'weightsHash',
    result: 'string',
    description: 'Resolves with the hash of the current weights: equal weights, equal hash.',
  },
  {
    name: 'link',
    result: 'string',
    description:
      'Resolves with the address that opens the setup in a playground: that of the attribute ' +
      '`link-base`. Rejects with `LinkError` where no playground is known, and for a text above 256 KiB.',
  },
];

/** @type {Described[]} with the type of their detail */
export const events = [
  {
    name: 'lstm-ready',
    type: 'null',
    description: 'Text and settings, or the run of `src`, are there.',
  },
  { name: 'lstm-step', type: 'StepDetail', description: 'The numbers of a training step.' },
  {
    name: 'lstm-sample',
    type: 'SampleDetail',
    description: 'The network has written a text, by itself or on demand.',
  },
  { name: 'lstm-state', type: 'StateDetail', description: 'The state has changed.' },
  {
    name: 'lstm-error',
    type: 'ErrorDetail',
    description: 'An error, with its name and a sentence.',
  },
];

export const slots = [
  { name: '', description: 'Content for readers without JavaScript, and until the tag is seen.' },
];

export const parts = [
  { name: 'lesson', description: 'The lesson, where there is one.' },
  { name: 'commands', description: 'The buttons, the figures and the coach.' },
  { name: 'text', description: 'The text.' },
  { name: 'sample', description: 'The text that the model writes.' },
  { name: 'curve', description: 'The learning curve.' },
  { name: 'live', description: 'The live gates.' },
  { name: 'view', description: 'The open view behind a tab.' },
];

export const customProperties = [
  {
    name: '--lstm-accent',
    description: 'The colour of Train, links, chosen tabs and the curve of the learnt text.',
  },
  { name: '--lstm-paper', description: 'The colour behind everything, without transparency.' },
  {
    name: '--lstm-height',
    description:
      'The least height, instead of the one that the tag keeps free by panels and width.',
  },
];
