import wasmUrl from '../../pkg/lstm_playground_bg.wasm?url';
import proofUrl from '../../pkg/gradient-check/lstm_playground_bg.wasm?url';
import TrainingWorker from '../worker/main.js?worker&inline';

/**
 * Fetches and compiles some wasm, once for all widgets of a page; a failure is tried again at the next call.
 *
 * @param {string} url
 * @returns {() => Promise<WebAssembly.Module>} rejects when it could not be fetched
 */
function loader(url) {
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

/** The model. Called when a widget is seen, so that nothing is left to be fetched at the first Train. */
export const loadWasm = loader(wasmUrl);

/** The check of its gradients, which few ask for. */
export const loadGradientCheck = loader(proofUrl);

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

/**
 * Starts the training worker. Its script is part of ours, because a browser takes a worker's script from the page's own
 * host only, and a blog loads this one from another.
 *
 * @returns {Worker}
 */
export const createWorker = () => new TrainingWorker();
