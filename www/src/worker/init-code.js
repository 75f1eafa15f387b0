const OTHER_VERSION = "The model's code is of another version than the page: reload the page.";

/**
 * Instantiates a wasm module, once for this worker.
 *
 * @param {(source: {module: WebAssembly.Module}) => object} initSync of its JavaScript; returns its
 *   exports
 * @param {WebAssembly.Module} module
 * @param {string} needed an export of the version that fits
 */
export function initCode(initSync, module, needed) {
  try {
    if (needed in initSync({ module })) return;
  } catch (error) {
    // Of a memory that cannot be had, the browser's own words say more.
    if (error instanceof RangeError) throw error;
  }
  throw new Error(OTHER_VERSION);
}
