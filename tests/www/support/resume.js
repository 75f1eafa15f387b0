import assert from 'node:assert/strict';
import { Playground } from '../../../www/pkg/lstm_playground.js';
import { cells } from '../../../www/src/cells/cells.js';
import { COUNTERS } from '../../../www/src/files/counters.js';
import { readRun, writeRun } from '../../../www/src/files/run-file.js';
import { TEXT, opened, savedRun } from './saved-run.js';

/**
 * @typedef {Partial<import('../../../www/pkg/lstm_playground.js').Config>} Settings
 * @typedef {import('../../../www/src/files/run-file.js').SavedRun} SavedRun
 */

const OPTIMIZERS = /** @type {const} */ (['adam', 'adamw', 'rmsprop', 'sgd']);

/** @type {Settings[]} */
const OTHERS = [{ dropout: 0.3 }, { schedule: 'cosine:20:90' }];

/**
 * Every cell with one and two layers, every optimiser, dropout and a schedule.
 *
 * @type {Settings[]}
 */
export const PRODUCT = cells.flatMap(({ name: cell }) =>
  [1, 2].flatMap((numLayers) =>
    OPTIMIZERS.flatMap((optimizer) =>
      OTHERS.map((other) => ({ cell, numLayers, optimizer, ...other })),
    ),
  ),
);

/**
 * Some of the cases: each cell, number of layers, optimiser and other setting, in turn.
 *
 * @param {Settings[]} product
 */
export const covering = (product) =>
  cells.map(({ name: cell }, index) => {
    const ofCell = product.filter((settings) => settings.cell === cell);
    return ofCell[(5 * index) % ofCell.length];
  });

/**
 * The steps of a run before it is saved, within an epoch and a validation pass, and those after it
 * was opened.
 */
const [BEFORE, AFTER] = [60, 40];

/**
 * Trains until the steps are made, or until training stops by itself.
 *
 * @param {Playground} playground
 * @param {number} last step
 */
function trainTo(playground, last) {
  while (playground.steps() < last && !playground.stopReason()) playground.trainSteps(1);
}

/**
 * Everything that the training of a playground has led to.
 *
 * @param {Playground} playground
 */
const resultOf = (playground) => ({
  step: playground.steps(),
  stop: playground.stopReason(),
  validation: playground.validation(),
  best: playground.bestNetwork()?.model().weights,
  ...playground.snapshot(),
});

/**
 * Checks that a run which is saved and opened has the same bits as one which is not.
 *
 * @param {Settings} settings
 * @param {(run: SavedRun) => SavedRun | Promise<SavedRun>} [elsewhere] the run after some of the
 *   steps, made elsewhere
 * @returns {Promise<ReturnType<typeof resultOf>>}
 */
export async function checkResume(settings, elsewhere) {
  const config = { hiddenSize: 6, seqLen: 8, batchSize: 4, learningRate: 0.02, ...settings };
  const whole = new Playground(TEXT, config);
  const first = new Playground(TEXT, config);
  trainTo(whole, BEFORE + AFTER);
  trainTo(first, BEFORE);
  const { stepsPerEpoch } = first.textReport();
  const run = readRun(writeRun(savedRun(first)));
  const { counters } = run.checkpoint;
  assert.notEqual(BEFORE % stepsPerEpoch, 0, 'the run is saved within an epoch');
  assert.equal(counters[COUNTERS.indexOf('pass_step')], BEFORE, 'and within a validation pass');
  const second = opened((await elsewhere?.(run)) ?? run);
  if (!elsewhere) assert.equal(second.steps(), BEFORE);
  trainTo(second, BEFORE + AFTER);
  const result = resultOf(second);
  assert.deepEqual(result, resultOf(whole));
  for (const playground of [whole, first, second]) playground.free();
  return result;
}
