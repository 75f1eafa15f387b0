import { readFileSync } from 'node:fs';
import { initSync, Proof } from '../../../www/pkg/proof/lstm_playground.js';

/** @typedef {import('../../../www/pkg/lstm_playground.js').Playground} Playground */
/** @typedef {import('../../../www/pkg/proof/lstm_playground.js').GradientReport} GradientReport */

const wasm = new URL('../../../www/pkg/proof/lstm_playground_bg.wasm', import.meta.url);
initSync({ module: readFileSync(wasm) });

/** What a proof of this model is made from. @param {Playground} playground */
export const proofArguments = (playground) => {
  const text = playground.excerpt(0, playground.textReport().chars);
  return /** @type {const} */ ([text, { ...playground.config() }, playground.weights()]);
};

/** A check of the model as it is now, at its start. @param {Playground} playground */
export const proofOf = (playground, entries = 16) =>
  new Proof(...proofArguments(playground), entries);

/** Its report when all is compared. @param {Proof} proof @returns {GradientReport} */
export function complete(proof) {
  for (;;) {
    const report = proof.advanceFor(1000);
    if (report.entriesLeft === 0) return report;
  }
}
