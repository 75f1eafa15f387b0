/** Reads the wasm modules; `bundles/inlined-wasm.js` takes its place where nothing may be fetched. */

import gradientCheckUrl from '../../pkg/gradient-check/lstm_playground_bg.wasm?url';
import modelUrl from '../../pkg/lstm_playground_bg.wasm?url';
import { isRefused, policyError } from './policy-violations.js';

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
    if (!response && (await isRefused('connect-src', url.href)))
      throw policyError(`connect-src ${url.origin}`);
    const reason = response ? `the server answered ${response.status}` : 'the network may be down';
    throw new Error(`The model's code could not be loaded: ${reason}. Try again.`);
  }
  return response.arrayBuffer();
}
