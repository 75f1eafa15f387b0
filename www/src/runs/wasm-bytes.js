/** Reads the wasm modules; `bundles/inlined-wasm.js` takes its place where nothing may be fetched. */

import gradientCheckUrl from '../../pkg/gradient-check/lstm_playground_bg.wasm?url';
import modelUrl from '../../pkg/lstm_playground_bg.wasm?url';
import { isRefused, policyError } from './policy-violations.js';

/** @param {RequestCache} [cache] */
export const readModel = (cache) => fetchBytes(modelUrl, cache);
/** @param {RequestCache} [cache] */
export const readGradientCheck = (cache) => fetchBytes(gradientCheckUrl, cache);

/**
 * @param {string} path
 * @param {RequestCache} [cache]
 * @returns {Promise<ArrayBuffer>} rejects when it could not be fetched
 */
async function fetchBytes(path, cache) {
  const url = new URL(path, import.meta.url);
  const response = await fetch(url, { cache }).catch(() => undefined);
  const bytes = response?.ok && (await response.arrayBuffer().catch(() => undefined));
  if (bytes) return bytes;
  if (!response && (await isRefused('connect-src', url.href)))
    throw policyError(`connect-src ${url.origin}`);
  const isAnswer = response && !response.ok;
  const reason = isAnswer ? `the server answered ${response.status}` : 'the network may be down';
  throw new Error(`The model's code could not be loaded: ${reason}. Try again.`);
}
