/** Measures training beside the best that the same core can do, in rounds, so that a slow moment hits both alike. */

import init, { Playground, mulAddPeak } from '../../pkg/lstm_playground.js';
import { seededRandom } from '../lib/random.js';

const HIDDEN_SIZE = 128;
const DISTINCT_CHARS = 65;
const TEXT_LENGTH = 100_000;
const ROUNDS = 7;
/** Milliseconds of each measurement. */
const DURATION = 1000;

/** Useful work for one character of training: the recurrent products and the head, forward and backward. */
const FLOP_PER_CHAR = 24 * HIDDEN_SIZE ** 2 + 6 * DISTINCT_CHARS * HIDDEN_SIZE;

/** @param {number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

function randomText() {
  const random = seededRandom(1);
  let text = '';
  for (let i = 0; i < TEXT_LENGTH; i++) {
    // The first ones make sure that every character occurs.
    const char = i < DISTINCT_CHARS ? i : Math.floor(random() * DISTINCT_CHARS);
    text += String.fromCharCode(48 + char);
  }
  return text;
}

/** @param {number} charsPerSecond @param {number} peakGflops */
function speed(charsPerSecond, peakGflops) {
  const gflops = (charsPerSecond * FLOP_PER_CHAR) / 1e9;
  return { charsPerSecond, gflops, peakGflops, share: gflops / peakGflops };
}

/** @param {Playground} playground @returns {number} characters a second */
function trainingSpeed(playground) {
  const start = performance.now();
  const { chars } = playground.trainFor(DURATION);
  return (1000 * chars) / (performance.now() - start);
}

/** @param {WebAssembly.Module} wasm */
async function measure(wasm) {
  await init({ module_or_path: wasm });
  const playground = new Playground(randomText(), {
    hiddenSize: HIDDEN_SIZE,
    batchSize: 32,
    seqLen: 64,
    // All of the text is trained on, so that all 65 characters are in it.
    validationFraction: 0,
  });
  trainingSpeed(playground); // The engine compiles in tiers: the first second is slower.
  mulAddPeak(DURATION);

  const speeds = [];
  const peaks = [];
  for (let round = 0; round < ROUNDS; round++) {
    speeds.push(trainingSpeed(playground));
    peaks.push(mulAddPeak(DURATION));
    postMessage({ round: speed(speeds[round], peaks[round]) });
  }
  postMessage({ median: speed(median(speeds), median(peaks)) });
}

addEventListener('message', ({ data }) => measure(data), { once: true });
