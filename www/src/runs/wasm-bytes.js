/** Reads the wasm modules; `bundles/inlined-wasm.js` takes its place where nothing may be fetched. */

import gradientCheckUrl from '../../pkg/gradient-check/lstm_playground_bg.wasm?url';
import modelUrl from '../../pkg/lstm_playground_bg.wasm?url';

export const readModel = () => fetchBytes(modelUrl);
export const readGradientCheck = () => fetchBytes(gradientCheckUrl);

/**
 * @param {string} path
 * @returns {Promise<ArrayBuffer>} rejects when it could not be fetched
 */
async function fetchBytes(path) {
  const url = new URL(path, import.meta.url);
  const response = await fetch(url).catch(() => undefined);
  if (!response?.ok) {
    const reason = response
      ? `the server answered ${response.status}`
      : "the network may be down, or the page's security policy forbids it";
    throw new Error(`The model's code could not be loaded: ${reason}. Try again.`);
  }
  return response.arrayBuffer();
}
