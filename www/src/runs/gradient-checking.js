/**
 * Compares a model's gradients with difference quotients, and records the result.
 *
 * @param {import('./run.js').Run} run
 * @param {() => Promise<WebAssembly.Module>} loadGradientCheck
 * @param {() => void} onDone
 */
export async function checkGradients(run, loadGradientCheck, onDone) {
  const engine = await run.settle();
  const { record } = run;
  try {
    await engine.checkGradients(await loadGradientCheck());
  } finally {
    // An incomplete comparison proves nothing.
    if (record.gradientCheck?.report.entriesLeft) record.gradientCheck = undefined;
    onDone();
  }
}
