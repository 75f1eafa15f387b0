import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { initSync, Playground } from '../../www/pkg/lstm_playground.js';
import { adviceOn } from '../../www/src/runs/training-advice.js';
import { TrainingRecord } from '../../www/src/runs/training-record.js';
import {
  longMerged,
  mergedText,
  sentences,
  shortMerged,
  sortedWords,
  withDigitsAtTheEnd,
  wordsUnderLetters,
} from './support/made-texts.js';

const wasm = new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url);
initSync({ module: readFileSync(wasm) });

const CONFIG = { hiddenSize: 48, seqLen: 24, batchSize: 16, learningRate: 0.01, patience: 0 };

/**
 * Trains a model as the worker does.
 *
 * @param {string} text
 * @param {number} steps
 * @param {Partial<import('../../www/pkg/lstm_playground.js').Config>} config
 * @returns {string[]} the advice in the order of its first appearance
 */
function adviceDuring(text, steps, config) {
  const playground = new Playground(text, { ...CONFIG, ...config });
  const record = new TrainingRecord();
  const { listeners } = record;
  const orders = [-1, 0, 1, 2, 3, 4, 5];
  listeners.baselines(
    orders.map((order) => ({ order, bitsPerChar: Number(playground.baseline(order)) })),
  );
  listeners.history([0]);
  const facts = {
    textReport: playground.textReport(),
    config: playground.config(),
    suggestedRate: CONFIG.learningRate,
    showsBest: false,
  };
  const found = new Set();
  while (playground.steps() < steps) {
    const report = playground.trainSteps(1);
    const validation = playground.validation();
    if (validation && validation.step > record.validationStep) listeners.validation(validation);
    listeners.progress({
      ...report,
      charsPerSecond: 1,
      workers: 1,
      learningRate: facts.config.learningRate,
      bestStep: validation?.bestStep,
      bestValidationBitsPerChar: validation?.bestBitsPerChar,
    });
    const advice = adviceOn(record, facts);
    // The figures change, the words stay.
    if (advice) found.add(advice.message.replaceAll(/\d[\d.,]*/g, '#'));
  }
  return [...found];
}

const FROM_THE_END = '(# bits): set “Unseen place” to blocks, or shuffle the lines.';
const HELPS_NOT = `What it learns fails on unseen text ${FROM_THE_END}`;
const USELESS = `Unseen text is worse than pure guessing ${FROM_THE_END}`;
const UNLIKE = `Unseen text is unlike the rest ${FROM_THE_END}`;

for (const { name, text, steps, validationSplit, expected } of [
  {
    name: 'the end of a sorted word list, which has the last letters for itself,',
    text: sortedWords,
    steps: 120,
    validationSplit: 'tail',
    expected: [UNLIKE],
  },
  {
    name: 'the end of a sorted word list under a line with all letters',
    text: wordsUnderLetters,
    steps: 120,
    validationSplit: 'tail',
    expected: [HELPS_NOT],
  },
  { name: 'blocks of a sorted word list', text: sortedWords, steps: 120, expected: [] },
  {
    name: 'an end in another script',
    text: mergedText,
    steps: 120,
    validationSplit: 'tail',
    expected: [USELESS],
  },
  {
    name: 'a short end in another alphabet',
    text: shortMerged,
    steps: 120,
    validationSplit: 'tail',
    expected: [USELESS],
  },
  {
    name: 'a long end in another alphabet, each letter often',
    text: longMerged,
    steps: 300,
    validationSplit: 'tail',
    expected: [USELESS],
  },
  {
    name: 'an end of which a letter in fifteen is a digit',
    text: withDigitsAtTheEnd(sentences, 15),
    steps: 200,
    validationSplit: 'tail',
    expected: [UNLIKE],
  },
  {
    name: 'a short end of which a letter in fifteen is a digit',
    text: withDigitsAtTheEnd(sentences.slice(0, 3000), 15),
    steps: 120,
    validationSplit: 'tail',
    expected: [UNLIKE],
  },
  {
    name: 'an end of which a letter in sixty is a digit',
    text: withDigitsAtTheEnd(sentences, 60),
    steps: 200,
    validationSplit: 'tail',
    expected: [],
  },
  {
    name: 'blocks of a text with an end in another script',
    text: mergedText,
    steps: 120,
    expected: [],
  },
  {
    name: 'the end of a uniform text',
    text: sentences,
    steps: 200,
    validationSplit: 'tail',
    expected: [],
  },
]) {
  test(`${name} as unseen text gets the advice that fits`, () => {
    const config = validationSplit ? { validationSplit } : {};
    assert.deepEqual(adviceDuring(text, steps, /** @type {any} */ (config)), expected);
  });
}

test('a learning rate of 0.3 gets the advice to lower it', () => {
  const config = { learningRate: 0.3, numLayers: 2, batchSize: 4 };
  assert.deepEqual(adviceDuring(sentences.slice(0, 6000), 350, config), [
    'Stuck at # bits (counting: #): its steps are too large.',
  ]);
});
