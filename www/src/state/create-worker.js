import wasmUrl from '../../pkg/lstm_playground_bg.wasm?url';
import TrainingWorker from '../worker/main.js?worker&inline';

/** @type {Promise<WebAssembly.Module> | undefined} */
let wasm;

/**
 * Fetches and compiles the wasm, once for all widgets of a page. Called when a widget is seen, so that nothing is left
 * to be fetched at the first Train; a failure is tried again at the next call.
 *
 * @returns {Promise<WebAssembly.Module>}
 * @throws {Error} the wasm could not be fetched
 */
export function loadWasm() {
  wasm ??= fetchWasm().catch((error) => {
    wasm = undefined;
    throw error;
  });
  return wasm;
}

async function fetchWasm() {
  const url = new URL(wasmUrl, import.meta.url);
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

/**
 * The cores that training may take: all but one, which the page and everything else needs. A phone gets hot, so there it
 * is one; what is pointed at by fingers alone is taken for a phone.
 */
export function spareCores() {
  if (matchMedia('(pointer: coarse) and (not (any-pointer: fine))').matches) return 1;
  return Math.max(1, navigator.hardwareConcurrency - 1);
}
