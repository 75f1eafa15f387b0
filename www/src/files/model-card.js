/** `README.md` of an exported model: what it is, what it was measured at, and how to load it. */

import { formatBits, formatCount, formatPercent, formatWhole } from '../lib/format.js';
import { cellOf } from '../cells/cells.js';
import { baselineName, FLOOR_NAME } from '../settings/baseline-names.js';
import { settings } from '../settings/settings.js';
import { fileName } from './metadata.js';
import { howToLoad } from './model-loading.js';

/**
 * @typedef {import('../shared/protocol.js').TextReport} TextReport
 *
 * @typedef {object} CardFacts
 * @property {import('./model-config.js').Model} model
 * @property {import('../shared/protocol.js').Config} settings of the training
 * @property {number} step of the weights
 * @property {number} lastStep of the training so far
 * @property {boolean} isBest true for the weights with the lowest validation loss
 * @property {number} [validationBits] of the weights, where they were measured
 * @property {number} [trainingBits] of the last step, as far as it is reported
 * @property {readonly import('../shared/protocol.js').Baseline[]} baselines on the validation text
 * @property {number} [floor] the lowest possible loss, where it is known
 * @property {TextReport} text
 * @property {boolean} [lacksText] true for a model that was opened without a text
 * @property {boolean} [isKept] true where the training began with the weights of another model
 * @property {string} hash of the weights
 * @property {number} numWeights
 * @property {Pick<import('../shared/protocol.js').Sample, 'step' | 'seed' | 'text'>} sample
 * @property {number} temperature of the sample
 */

/** The settings that change no result. */
const OF_PAGE = ['workers'];
/** The settings of a model without a text. */
const OF_MODEL = ['cell', 'hiddenSize', 'numLayers', 'dropout', 'separator'];

/**
 * @param {CardFacts} facts
 * @returns {string}
 */
export function modelCard(facts) {
  const { cell, hiddenSize, numLayers } = facts.settings;
  const title = cellOf(cell)?.title ?? cell;
  const sizes = `${formatCount(hiddenSize, 'unit')}, ${formatCount(numLayers, 'layer')}`;
  return `---
library_name: lstm-playground
pipeline_tag: text-generation
tags:
  - character-level
  - ${cell}
  - lstm-playground
# license: see "The licence of the text" below
---

# A character model: ${title}, ${sizes}

It predicts the next letter of a text from the letters before. It was trained with LSTM Playground, and has ${formatCount(facts.numWeights, 'weight')}: ${weightsOf(facts)}.

## Measured

${measured(facts)}

## The text

${textFacts(facts)}

### The licence of the text

**A question to you, the author of this model:** who wrote the text, and does its licence allow a model
of it to be published? A small model of a short text repeats passages word for word. Write the answer
here, put the licence into the first lines of this file (\`license: cc-by-4.0\`, say), and delete this
question.

## A sample

${sampleOf(facts)}

## Settings

${table([
  ['setting', 'value'],
  ...settings
    .filter(({ name }) => (facts.lacksText ? OF_MODEL.includes(name) : !OF_PAGE.includes(name)))
    .map(({ name }) => [code(fileName(name)), code(JSON.stringify(valueOf(facts, name)))]),
])}

${howToLoad(facts)}

## The files

${table([
  ['file', 'contents'],
  [code('model.safetensors'), "the weights by PyTorch's names, with the configuration"],
  [code('config.json'), 'the configuration: sizes, and the vocabulary in the order of the ids'],
  [code('model.onnx'), 'the same model for ONNX runtimes, with the configuration'],
  [code('char_model.py'), 'the model in PyTorch'],
  [code('train.py'), 'trains it on; like the file before, part of LSTM Playground, MIT licence'],
])}

Hash of the weights: ${code(facts.hash)}. In the page, \`await tag.weightsHash()\` gives the same after
\`await tag.open('model.safetensors')\`.
`;
}

/**
 * @param {CardFacts} facts
 * @param {string} name
 */
const valueOf = ({ settings }, name) => Reflect.get(settings, name);

/** @param {CardFacts} facts */
function weightsOf({ isBest, step, lastStep, lacksText, isKept }) {
  const at = formatWhole(step);
  if (lacksText) return 'those of a file that was opened';
  if (step === 0 && isKept) return 'those of another model, with which the training begins';
  if (step === 0) return 'the initial ones, untrained';
  if (!isBest) return `the current ones, of step ${at}`;
  return `the best ones on the unseen text, of step ${at} of ${formatWhole(lastStep)}`;
}

/** @param {CardFacts} facts */
function measured(facts) {
  if (facts.lacksText) return 'Not measured: the file had no text.';
  const { validationBits, trainingBits, baselines, floor, text, lastStep, settings } = facts;
  const dropout = settings.dropout > 0 ? ', with dropout' : '';
  const learnt =
    trainingBits === undefined
      ? ''
      : `\n\nOn the learnt text, training was at ${formatBits(trainingBits)} bits a letter at step ${formatWhole(lastStep)}${dropout}.`;
  if (text.validationChars === 0) return `No part of the text was kept unseen.${learnt}`;
  /** @type {string[][]} */
  const levels = baselines.map(({ order, bitsPerChar }) => [
    baselineName(order),
    formatBits(bitsPerChar),
  ]);
  const own =
    validationBits === undefined
      ? 'not measured with these weights'
      : `**${formatBits(validationBits)}**`;
  const rows = [
    ['on the unseen text', 'bits a letter'],
    ['**this model**', own],
    ...levels,
    ...(floor === undefined ? [] : [[FLOOR_NAME, formatBits(floor)]]),
  ];
  const counting = levels.length > 0 ? 'Counting learns from the same text as the model. ' : '';
  return `${table(rows)}\n\n${counting}Fewer bits are better.${learnt}`;
}

/** @param {CardFacts} facts */
function textFacts({ text, lacksText }) {
  if (lacksText) return 'Unknown: the model was opened from a file without its text.';
  const { chars, distinctChars, validationChars, documents, rareChars } = text;
  const unseen = validationChars / chars;
  const sentences = [
    `${formatCount(chars, 'letter')}, ${formatWhole(distinctChars)} of them distinct, in NFC with \`\\n\` at the ends of lines.`,
    `${formatCount(validationChars, 'letter')} (${formatPercent(unseen)}) were kept unseen.`,
    ...(documents > 1
      ? [`${formatWhole(documents)} documents, each read from the zero state.`]
      : []),
    ...(rareChars > 0
      ? [`${formatCount(rareChars, 'rare letter')} and all unknown ones are read as U+FFFD.`]
      : []),
    'The text itself is not among these files.',
  ];
  return sentences.join(' ');
}

/** @param {CardFacts} facts */
function sampleOf({ sample: { step, seed, text }, temperature, lacksText }) {
  const after = lacksText ? 'With' : `After ${formatCount(step, 'step')}, with`;
  const about = `${after} the seed ${seed} at temperature ${temperature}, from no prompt:`;
  return `${about}\n\n${fenced(text)}`;
}

/**
 * A block of a text that stays text: its fence is longer than any within.
 *
 * @param {string} text
 */
function fenced(text) {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const printable = text.replaceAll(/[^\P{Cc}\n\t]/gu, '\uFFFD');
  return `${fence}text\n${printable}\n${fence}`;
}

/**
 * A text in a table or a sentence that stays text.
 *
 * @param {string} text
 */
function code(text) {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = longest > 0 ? ' ' : '';
  return `${fence}${padding}${text.replaceAll('|', '\\|')}${padding}${fence}`;
}

/** @param {string[][]} rows the first is the head */
function table([head, ...rows]) {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
