import { runInSlices } from '../lib/run-in-slices.js';
import { longWork } from './long-work.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../shared/protocol.js').TrainedTo} TrainedTo
 */

/** Milliseconds of training in which the worker hears no message. */
const SLICE = 30;

/**
 * Trains a model to a given step, one update after the other: the report does not depend on the
 * speed. Neither `patience` nor `maxSteps` stops it, and only the last step is validated.
 *
 * @param {Playground} playground
 * @param {number} goal
 * @returns {Promise<TrainedTo>}
 */
export async function trainTo(playground, goal) {
  let milliseconds = 0;
  const totals = await runInSlices(stepsTo(playground, goal), SLICE, (spent) => {
    milliseconds += spent;
  });
  const { nats, chars, gradNorm } = totals;
  const pass = playground.evaluateText();
  const validationBits = pass && (await runInSlices(pass, SLICE)).bitsPerChar;
  const bitsPerChar = nats / chars / Math.LN2;
  return { step: playground.steps(), bitsPerChar, gradNorm, chars, milliseconds, validationBits };
}

/**
 * @param {Playground} playground
 * @param {number} goal
 * @returns {import('../lib/run-in-slices.js').Sliceable<{nats: number, chars: number, gradNorm: number}>}
 */
function stepsTo(playground, goal) {
  const totals = { nats: 0, chars: 0, gradNorm: 0 };
  return {
    runFor(milliseconds) {
      const start = performance.now();
      while (playground.steps() < goal) {
        const shards = playground.shards();
        longWork.run('shard', shards, () => playground.computeShards(0, shards));
        const { loss, chars, gradNorm } = playground.finishStep();
        totals.nats += loss * chars;
        totals.chars += chars;
        totals.gradNorm = Math.max(totals.gradNorm, gradNorm);
        if (performance.now() - start >= milliseconds) break;
      }
      return playground.steps() < goal ? undefined : totals;
    },
  };
}
