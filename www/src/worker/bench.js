/**
 * Compares the speed of training with the peak of the same core, in alternating rounds so that a
 * slow moment hits both alike.
 */

import init, { Playground, mulAddPeak } from '../../pkg/lstm_playground.js';
import wasmUrl from '../../pkg/lstm_playground_bg.wasm?url';
import { spread } from '../lib/spread.js';
import { randomText, usefulWork } from '../shared/benchmark.js';

/**
 * The speed of training beside that of the peak.
 *
 * @typedef {object} Speed
 * @property {number} charsPerSecond
 * @property {number} gflops its useful work
 * @property {number} peakGflops
 * @property {number} share of the peak
 *
 * @typedef {Record<keyof Speed, import('../lib/spread.js').Spread>} Result over all rounds
 */

const HIDDEN_SIZE = 128;
const DISTINCT_CHARS = 65;
const ROUNDS = 7;
/** Milliseconds of each measurement. */
const DURATION = 1000;

/**
 * @param {number} charsPerSecond
 * @param {number} peakGflops
 * @returns {Speed}
 */
function speed(charsPerSecond, peakGflops) {
  const gflops = (charsPerSecond * usefulWork(HIDDEN_SIZE, DISTINCT_CHARS)) / 1e9;
  return { charsPerSecond, gflops, peakGflops, share: gflops / peakGflops };
}

/**
 * @param {Playground} playground
 * @returns {number} characters a second
 */
function trainingSpeed(playground) {
  const start = performance.now();
  const { chars } = playground.trainFor(DURATION);
  return (1000 * chars) / (performance.now() - start);
}

async function measure() {
  await init({ module_or_path: wasmUrl });
  const playground = new Playground(randomText(DISTINCT_CHARS), {
    hiddenSize: HIDDEN_SIZE,
    batchSize: 32,
    seqLen: 64,
    // The training text is the whole text, so that all 65 characters are in it.
    validationFraction: 0,
  });
  trainingSpeed(playground); // the engine compiles in tiers: the first second is slower
  mulAddPeak(DURATION);

  /** @type {Speed[]} */
  const rounds = [];
  for (let i = 0; i < ROUNDS; i++) {
    const round = speed(trainingSpeed(playground), mulAddPeak(DURATION));
    rounds.push(round);
    postMessage({ round });
  }
  /** @param {keyof Speed} name */
  const over = (name) => spread(rounds.map((round) => round[name]));
  /** @type {Result} */
  const result = {
    charsPerSecond: over('charsPerSecond'),
    gflops: over('gflops'),
    peakGflops: over('peakGflops'),
    share: over('share'),
  };
  postMessage({ result });
}

measure();
