import wasmUrl from '../../pkg/lstm_playground_bg.wasm?url';

/**
 * Makes a function that fetches and compiles a wasm module, once for all widgets of a page; after a
 * failure the next call tries again.
 *
 * @param {string} url
 * @returns {() => Promise<WebAssembly.Module>} rejects when it could not be fetched
 */
export function wasmLoader(url) {
  /** @type {Promise<WebAssembly.Module> | undefined} */
  let wasm;
  return () => {
    wasm ??= fetchWasm(url).catch((error) => {
      wasm = undefined;
      throw error;
    });
    return wasm;
  };
}

/**
 * Loads the model's code. A widget calls it when it comes into view, so that Train need not wait
 * for it.
 */
export const loadWasm = wasmLoader(wasmUrl);

/** @param {string} path */
async function fetchWasm(path) {
  const url = new URL(path, import.meta.url);
  const response = await fetch(url).catch(() => undefined);
  if (!response?.ok) {
    const reason = response
      ? `the server answered ${response.status}`
      : "the network may be down, or the page's security policy forbids it";
    throw new Error(`The model's code could not be loaded: ${reason}. Try again.`);
  }
  return WebAssembly.compile(await response.arrayBuffer());
}
