import { readFileSync } from 'node:fs';
import { finish } from './finish.js';
import { initSync, GradientCheck } from '../../../www/pkg/gradient-check/lstm_playground.js';

/** @typedef {import('../../../www/pkg/lstm_playground.js').Playground} Playground */
/** @typedef {import('../../../www/pkg/gradient-check/lstm_playground.js').GradientReport} GradientReport */

const wasm = new URL('../../../www/pkg/gradient-check/lstm_playground_bg.wasm', import.meta.url);
initSync({ module: readFileSync(wasm) });

/**
 * The arguments of a check of this model.
 *
 * @param {Playground} playground
 */
export const checkArguments = (playground) => {
  const text = playground.excerpt(0, playground.textReport().chars);
  return /** @type {const} */ ([text, { ...playground.config() }, playground.network().model()]);
};

/**
 * A new check of the current model.
 *
 * @param {Playground} playground
 */
export const gradientCheckOf = (playground, entries = 16) =>
  new GradientCheck(...checkArguments(playground), entries);

/**
 * The report of a complete check.
 *
 * @param {GradientCheck} check
 * @returns {GradientReport}
 */
export const complete = (check) => finish(check);

export { GradientCheck };
