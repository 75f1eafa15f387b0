// The race of `npm run ablations`: the peephole LSTM of Greff et al. 2016, which they call vanilla,
// and its eight variants.

import { Race } from '../../www/src/experiments/race.js';
import { WorkerPool } from '../../www/src/experiments/worker-pool.js';
import { CoreBudget } from '../../www/src/runs/core-budget.js';
import { suggestedConfig } from '../../www/src/settings/settings.js';
import { presets } from '../../www/src/texts/presets.js';
import { nodeLoaders } from '../../tests/www/support/node-session.js';

/** @typedef {keyof typeof variants} Cell */

/** The abbreviation of each cell in the paper; the first is the cell that the others change. */
export const variants = {
  peephole: 'V',
  'no-input-gate': 'NIG',
  'no-forget-gate': 'NFG',
  'no-output-gate': 'NOG',
  'linear-input': 'NIAF',
  'linear-output': 'NOAF',
  'coupled-gates': 'CIFG',
  lstm: 'NP',
  'full-gate-recurrence': 'FGR',
};

/** Learning rates around the suggested one: the best is another for each variant. */
export const RATES = [0.003, 0.01, 0.03, 0.09];
export const STEPS = 1500;
export const SEEDS = 3;
/** Units of the first variant; the others get as many weights. */
const HIDDEN_SIZE = 48;

/**
 * The variants on an example text with one learning rate, one core.
 *
 * @param {string} id of the example text
 * @param {object} options
 * @param {number} options.rate
 * @param {number} [options.steps]
 * @param {number} [options.seeds]
 * @param {Cell[]} [options.cells] the first one sets the number of weights
 * @returns {Promise<import('./table.mjs').Result[]>} one for each run
 */
export async function race(id, { rate, steps = STEPS, seeds = SEEDS, cells }) {
  const preset = presets.find((one) => one.id === id);
  if (!preset) {
    throw new Error(`a text is one of ${presets.map((one) => one.id).join(', ')}, got ${id}`);
  }
  const text = preset.text();
  const counts = { chars: [...text].length, distinctChars: new Set(text).size };
  const config = {
    ...suggestedConfig(counts.chars, counts.distinctChars),
    ...preset.config,
    hiddenSize: HIDDEN_SIZE,
    // The race compares the cells, not the remedies against learning by heart.
    dropout: 0,
    weightDecay: 0,
    patience: 0,
    schedule: `cosine:0:${steps}`,
    learningRate: rate,
    seed: 1,
  };
  const entries = cells ?? /** @type {Cell[]} */ (Object.keys(variants));
  const configs = entries.map((cell) => ({ ...config, cell }));
  const sampling = { prompt: '', length: 1, temperature: 1, topK: 0, topP: 1 };
  const pool = new WorkerPool(new CoreBudget(() => 1));
  const one = new Race({ ...nodeLoaders([]), pool }, () => {});
  await one.start({ text, counts, configs, steps, seeds, isEqual: true, sampling });
  return one.runs.map(({ config: { cell, hiddenSize, seed }, weights, reports, problem }) => {
    // The best weights are kept, so that the lowest loss counts.
    const bits = problem ? Infinity : Math.min(...reports.map((r) => r.validationBits ?? Infinity));
    return { cell, hiddenSize, weights, rate, seed, bits };
  });
}
