/** This project, sampling: one character after the other, with no work to do in parallel. */

import init, { Playground } from '../../www/pkg/lstm_playground.js';
import wasm from '../../www/pkg/lstm_playground_bg.wasm?url';

const LENGTH = 1000;

/**
 * @param {import('../jobs.mjs').Job} job
 * @returns {Promise<import('../measure.js').Contender>}
 */
export async function prepare({ hidden, text }) {
  await init({ module_or_path: wasm });
  const playground = new Playground(text, { hiddenSize: hidden, validationFraction: 0 });
  return { step: () => playground.generate({ prompt: '', length: LENGTH }).length };
}
