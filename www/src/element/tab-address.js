/** The name of the open tab in the fragment of the page's address: `#tab=settings`. */

const KEY = 'tab';

const parameters = () => new URLSearchParams(location.hash.slice(1));

export const tabInAddress = () => parameters().get(KEY) ?? '';

/** @param {string} name */
export function putInAddress(name) {
  const chosen = parameters();
  chosen.set(KEY, name);
  // No entry in the history: Back leaves the page, as it does for those who open no tab.
  history.replaceState(history.state, '', `#${chosen}`);
}
