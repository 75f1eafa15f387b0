/** The address of a playground with the setup of a tag. */

import { notation } from '../cells/notation.js';
import { setupOf } from '../links/setup.js';
import { fragmentOf } from '../links/setup-link.js';
import { MAX_BYTES } from '../links/packed-text.js';
import { isOn } from './is-on.js';
import { tabInAddress } from './tab-address.js';

/** @param {string} message */
const linkError = (message) => Object.assign(new Error(message), { name: 'LinkError' });

/**
 * @param {import('../runs/draft.js').Draft} draft
 * @param {HTMLElement} host
 * @param {Partial<import('../links/setup.js').Setup>} given the panels, by default all, and the lesson
 * @param {string} [module] the address of the tag's script, which stands beside the playground
 * @returns {Promise<string>}
 */
export async function linkOf(draft, host, given, module) {
  const isPage = isOn(host, 'address');
  const setup = {
    ...(given.lesson ? { config: {} } : await setupOf(draft)),
    ...given,
    notation: notation.value === 'textbook' ? undefined : notation.value,
    tab: isPage ? tabInAddress() || undefined : undefined,
  };
  const address = playgroundOf(host.getAttribute('link-base'), isPage, module);
  try {
    address.hash = await fragmentOf(setup);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = `A link carries a text of at most ${MAX_BYTES / 2 ** 10} KiB, and this one has more: use a part of it, or a file of Save run.`;
    throw linkError(message);
  }
  return address.href;
}

/**
 * @param {string | null} base the page's choice
 * @param {boolean} isPage true for the page of the playground itself
 * @param {string} [module]
 */
function playgroundOf(base, isPage, module) {
  const own = isPage ? location.href : 'index.html';
  const from = base === null && !isPage ? module : document.baseURI;
  const address = URL.canParse(base ?? own, from) ? new URL(base ?? own, from) : undefined;
  // A script in a package, in a blob or on a disk has no playground beside it.
  const isOnDisk = address?.protocol === 'file:' && location.protocol === 'file:';
  if (address && (isOnDisk || /^https?:$/.test(address.protocol))) return address;
  const message =
    base === null
      ? 'The tag knows no playground to lead to: give the address of its page in the attribute link-base.'
      : `link-base must be the address of a playground, got "${base}"`;
  throw linkError(message);
}
