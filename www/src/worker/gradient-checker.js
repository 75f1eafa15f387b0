import init, { GradientCheck } from '../../pkg/gradient-check/lstm_playground.js';
import { runInSlices } from '../lib/run-in-slices.js';

/** Gradients compared in each tensor, at most. */
const ENTRIES = 16;
/** Milliseconds in which the worker hears nothing else. */
const SLICE = 20;

/**
 * Compares the gradients of a model with difference quotients, in slices.
 *
 * @param {WebAssembly.Module} wasm
 * @param {object} model as it is now
 * @param {string} model.text
 * @param {Partial<import('../shared/protocol.js').Config>} model.config
 * @param {Float32Array} model.weights
 * @param {number} step the model's age
 * @param {import('../shared/protocol.js').Push} push
 */
export async function checkInSlices(wasm, { text, config, weights }, step, push) {
  await init({ module_or_path: wasm });
  const check = new GradientCheck(text, config, weights, ENTRIES);
  await runInSlices(check, SLICE, () => push('gradientCheck', { step, report: check.report() }));
  check.free(); // after a trap it could not be, and the worker ends
}
