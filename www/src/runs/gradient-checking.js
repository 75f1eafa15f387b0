import { cores } from './cores.js';
import { wasmLoader } from './load-wasm.js';
import { readGradientCheck } from './wasm-bytes.js';

const loadGradientCheck = wasmLoader(readGradientCheck);

/**
 * Compares the model's gradients with difference quotients, and records the result.
 *
 * @param {import('./session.js').Session} session
 */
export const checkGradients = (session) =>
  session.command(async (run) => {
    const engine = await run.settle();
    const { record } = run;
    const claim = cores.claim();
    claim.want(1);
    try {
      await engine.checkGradients(await loadGradientCheck());
    } finally {
      claim.end();
      // An incomplete comparison proves nothing.
      if (record.gradientCheck?.report.entriesLeft) record.gradientCheck = undefined;
      session.changed();
    }
  });
