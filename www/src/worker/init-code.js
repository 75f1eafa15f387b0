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
  let exports;
  try {
    exports = initSync({ module });
  } catch (error) {
    // A missing import is a LinkError, a missing namespace or export a TypeError. Of anything else,
    // such as a memory that cannot be had, the browser's own words say more.
    if (!(error instanceof WebAssembly.LinkError || error instanceof TypeError)) throw error;
    throw new Error(OTHER_VERSION, { cause: error });
  }
  if (!(needed in exports)) throw new Error(OTHER_VERSION);
}
