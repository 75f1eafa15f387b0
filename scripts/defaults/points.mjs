// The points of the search: settings drawn at random, the same for the same seed.

import { seededRandom } from '../../www/src/lib/random.js';
import { stepSeconds } from './reference-speed.mjs';

/** The seconds of one worker after which a run is read. */
export const READINGS = [10, 30, 60];

/** The longest step: Pause waits for the end of a step. */
const LONGEST_STEP = 0.08;

/** The longest window of a batch, in predictions: a bound on memory. */
const MOST_PREDICTIONS = 8192;

/**
 * The steps at the readings.
 *
 * @param {import('../../www/src/shared/protocol.js').Config} config
 * @param {{chars: number, distinctChars: number}} text
 */
export function stepsAt(config, text) {
  const seconds = stepSeconds(config, text);
  return READINGS.map((reading) => Math.max(1, Math.round(reading / seconds)));
}

/**
 * @param {number} count
 * @param {number} seed
 * @param {import('../../www/src/shared/protocol.js').Config} defaults of the settings that the
 *   search does not change
 * @param {{chars: number, distinctChars: number}} text
 */
export function points(count, seed, defaults, text) {
  const random = seededRandom(seed);
  /** Log-uniform. @param {number} low @param {number} high */
  const between = (low, high) => low * (high / low) ** random();
  /** @template T @param {T[]} list */
  const any = (list) => list[Math.floor(list.length * random())];
  /** @param {number} x */
  const rounded = (x) => Number(x.toPrecision(2));

  function point() {
    const config = {
      ...defaults,
      hiddenSize: 16 * Math.round(between(32, 400) / 16),
      numLayers: any([1, 1, 1, 1, 2]),
      batchSize: any([2, 4, 8, 8, 16, 16, 32, 64]),
      seqLen: 8 * Math.round(between(16, 128) / 8),
      learningRate: rounded(between(0.002, 0.025)),
      dropout: any([0, rounded(0.6 * random())]),
      weightDecay: any([0, rounded(between(0.01, 0.3))]),
    };
    const [, ...later] = stepsAt(config, text);
    const total = any([0, 0, ...later]);
    config.schedule = total ? `cosine:${Math.min(100, total >> 4)}:${total}` : 'constant';
    return config;
  }
  const found = [];
  while (found.length < count) {
    const config = point();
    const fits = config.batchSize * config.seqLen <= Math.min(MOST_PREDICTIONS, 0.5 * text.chars);
    if (fits && stepSeconds(config, text) <= LONGEST_STEP) found.push(config);
  }
  return found;
}
