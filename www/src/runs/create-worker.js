import source from '../worker/main.js?worker&inline&source';
import { isRefused, policyError, remedy, wasRefused } from './policy-violations.js';

/** The source that a policy must allow for a worker. */
const ALLOWED = 'worker-src blob:';

/** @type {string | undefined} */
let address;
/** True where the page forbids the policy that makes the address a trusted one. */
let isUntrusted = false;

/**
 * The address of the workers' script; trusted, where the page demands that. The script is inlined,
 * because browsers load a worker's script only from the page's own host, and a blog may load the
 * playground from another.
 *
 * @returns {string}
 */
function makeAddress() {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript;charset=utf-8' }));
  try {
    const { trustedTypes } = /** @type {any} */ (globalThis);
    const policy = trustedTypes?.createPolicy('lstm-playground', { createScriptURL: () => url });
    return policy?.createScriptURL('') ?? url;
  } catch {
    isUntrusted = true; // the page demands perhaps none
    return url;
  }
}

/**
 * Starts a training worker.
 *
 * @param {string} [name] for the browser's tools
 * @returns {Worker}
 */
export function createWorker(name) {
  if (wasRefused('worker-src', 'blob')) throw policyError(ALLOWED);
  address ??= makeAddress();
  try {
    const worker = new Worker(address, { name });
    worker.addEventListener('error', explain);
    return worker;
  } catch (error) {
    const { name } = /** @type {Error} */ (error);
    if (name === 'SecurityError') throw policyError(ALLOWED); // in WebKit
    if (name === 'TypeError' && isUntrusted) throw policyError('trusted-types lstm-playground');
    throw error;
  }
}

/**
 * Gives the error of a worker that could not start the reason, which the browser leaves out.
 *
 * @param {ErrorEvent} event
 */
async function explain(event) {
  const { message, currentTarget } = event;
  if (message) return;
  event.stopImmediatePropagation();
  event.preventDefault();
  const worker = /** @type {Worker} */ (currentTarget);
  worker.removeEventListener('error', explain);
  const isForbidden = await isRefused('worker-src', 'blob');
  worker.dispatchEvent(
    new ErrorEvent('error', { message: isForbidden ? remedy(ALLOWED) : '', cancelable: true }),
  );
}
