/** Links that bring a setup to the page, and take it away. */

import { isOn } from './is-on.js';
import { loaded } from './loaded.js';
import { quietly } from './main-views.js';

/**
 * @typedef {import('./linked-setups.js').LinkedSetups | null | undefined} Setups with that of the
 *   address; null where the code that reads it could not be loaded
 * @typedef {import('./widget.js').Widget} Widget
 */

/** A part of a setup in an address: a name with a value, other than that of the open tab. */
const PART = /[#&](?!tab=)[^=&]+=[^&]/;

const load = () => import('./linking.js');

/**
 * The code of links. Reports a failure of its loading, and rejects with it.
 *
 * @param {Widget['session']} session
 */
export const linking = (session) => loaded(session, load(), 'reads and makes links');

/**
 * Reads the setup of the address, before anything else is shown.
 *
 * @param {HTMLElement} host
 * @returns {Promise<Setups>}
 */
export const setupsOf = async (host) =>
  isOn(host, 'address') && PART.test(location.hash)
    ? load().then(
        (code) => code.LinkedSetups.read(host),
        () => null,
      )
    : undefined;

/**
 * Opens the setup of the address, and those of later addresses of this page.
 *
 * @param {HTMLElement} host
 * @param {Widget} widget
 * @param {{signal: AbortSignal}} life ends it
 * @param {Setups} setups
 */
export function followLinks(host, widget, life, setups) {
  const follow = () =>
    quietly(
      linking(widget.session).then(({ LinkedSetups }) => {
        setups ??= new LinkedSetups(host);
        return setups.follow(widget, life);
      }),
    );
  setups?.open(widget, life);
  if (setups === null) follow();
  addEventListener('hashchange', follow, life);
}

/**
 * Gives the setup of the page away; undefined in other pages.
 *
 * @param {HTMLElement} host
 * @param {HTMLElement} place of the dialog
 * @param {Widget} widget
 */
export function sharing(host, place, widget) {
  const share = () => quietly(linking(widget.session).then((code) => code.share(place, widget)));
  return isOn(host, 'address') ? share : undefined;
}
