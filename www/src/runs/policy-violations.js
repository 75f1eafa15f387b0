/**
 * Refusals by the host page's content security policy. A browser tells of them only in an event;
 * the error of the refused act speaks of a network, or says nothing.
 */

/** Milliseconds in which an event may follow the error of its act. */
const LATEST = 250;
/** The number of refusals that are remembered: a page may cause others without end. */
const MOST = 100;

/**
 * The directives and the addresses that they refused, the newest last. A page keeps its policy.
 *
 * @type {[directive: string, blocked: string][]}
 */
const refusals = [];

document.addEventListener(
  'securitypolicyviolation',
  ({ disposition, effectiveDirective, blockedURI }) => {
    if (disposition !== 'enforce') return;
    refusals.push([effectiveDirective, blockedURI]);
    if (refusals.length > MOST) refusals.shift();
  },
);

/**
 * @param {string} directive
 * @param {string} blocked the beginning of the refused address, or a word for it
 */
export const wasRefused = (directive, blocked) =>
  refusals.some(([name, address]) => name === directive && address.startsWith(blocked));

/**
 * True where the policy is the cause of an error that has just come.
 *
 * @param {string} directive
 * @param {string} blocked
 */
export async function isRefused(directive, blocked) {
  if (!wasRefused(directive, blocked)) await new Promise((resolve) => setTimeout(resolve, LATEST));
  return wasRefused(directive, blocked);
}

/** @param {string} source a directive with the source that the policy lacks */
export const remedy = (source) =>
  `the author of this page must allow "${source}" in its content security policy`;

/** @param {string} source */
export const policyError = (source) =>
  Object.assign(new Error(`Not allowed here: ${remedy(source)}.`), { name: 'PolicyError' });
