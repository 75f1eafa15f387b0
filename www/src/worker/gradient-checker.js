import { GradientCheck, initSync } from '../../pkg/gradient-check/lstm_playground.js';
import { runInSlices } from '../lib/run-in-slices.js';
import { initCode } from './init-code.js';
import { longWork } from './long-work.js';

/** The greatest number of gradients compared in each tensor. */
const ENTRIES = 16;
/** Milliseconds of comparing in which the worker hears no message. */
const SLICE = 20;

/**
 * Compares the gradients of a model with difference quotients, in slices.
 *
 * @param {WebAssembly.Module} wasm
 * @param {object} model the current one
 * @param {string} model.text
 * @param {Partial<import('../shared/protocol.js').Config>} model.config
 * @param {import('../shared/protocol.js').CharModel} model.charModel
 * @param {number} step of the model
 * @param {import('../shared/protocol.js').Push} push
 */
export async function checkInSlices(wasm, { text, config, charModel }, step, push) {
  initCode(initSync, wasm, 'gradientcheck_new');
  const make = () => new GradientCheck(text, config, charModel, ENTRIES);
  const check = longWork.run('check', 1, make);
  const task = {
    runFor: (/** @type {number} */ ms) => longWork.run('check', 1, () => check.runFor(ms)),
  };
  try {
    await runInSlices(task, SLICE, () => push('gradientCheck', { step, report: check.report() }));
  } catch (error) {
    // After a trap the check stays borrowed, and the worker ends.
    if (!(error instanceof WebAssembly.RuntimeError)) check.free();
    throw error;
  }
  check.free();
}
