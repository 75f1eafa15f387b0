import { policyError } from './policy-violations.js';
import { readModel } from './wasm-bytes.js';

/**
 * Makes a function that reads and compiles a wasm module, once for all widgets of a page; after a
 * failure the next call tries again.
 *
 * @param {(cache?: RequestCache) => Promise<ArrayBuffer>} read
 * @returns {() => Promise<WebAssembly.Module>} rejects when it could not be read
 */
export function wasmLoader(read) {
  /** @type {Promise<WebAssembly.Module> | undefined} */
  let wasm;
  /** @type {RequestCache | undefined} what the browser has kept may be damaged */
  let cache;
  return () => {
    wasm ??= compiled(() => read(cache)).catch((error) => {
      wasm = undefined;
      cache = 'reload';
      throw error;
    });
    return wasm;
  };
}

/**
 * Loads the model's code. A widget calls it when it comes into view, so that Train need not wait
 * for it.
 */
export const loadWasm = wasmLoader(readModel);

const DAMAGED = "The model's code was cut short or replaced: try again, or reload the page.";

/** The shortest module. */
const EMPTY = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** @param {() => Promise<ArrayBuffer>} read */
async function compiled(read) {
  if (!globalThis.WebAssembly) {
    throw new Error(
      'This browser has no WebAssembly: allow it in the settings, or take another browser.',
    );
  }
  try {
    // WebKit lets a page compile what it may not run.
    new WebAssembly.Instance(new WebAssembly.Module(EMPTY));
  } catch (error) {
    // The browser advises 'unsafe-eval', which allows far more. WebKit throws an EvalError.
    if (/Compile|Eval/.test(/** @type {Error} */ (error).name)) {
      throw policyError("script-src 'wasm-unsafe-eval'");
    }
    throw error;
  }
  const bytes = await read();
  return WebAssembly.compile(bytes).catch(() => {
    throw new Error(DAMAGED);
  });
}
