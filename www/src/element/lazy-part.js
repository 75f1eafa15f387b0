import { el, setText } from '../lib/dom.js';

/**
 * @typedef {object} Content of a part
 * @property {(shown: readonly string[]) => void} [show] shows the panels of these names
 * @property {() => void} [update] shows the current state of the session
 * @property {() => void} [destroy]
 */

/** The distance from the viewport, in pixels, at which a part is loaded by default. */
const NEAR = 800;
const LOADING = 'Loading…';
const FAILED =
  'This part of the playground could not be loaded: the network may be down, or the site may have changed. Try again, or reload the page.';

/**
 * A part of the playground that many visits never reach. Its code is a file of its own, which is
 * loaded when its place comes near the viewport.
 *
 * @template Module
 */
export class LazyPart {
  #place;
  #load;
  #make;
  #shown = /** @type {readonly string[]} */ ([]);
  #note = el('p', { class: 'note' }, LOADING);
  #button = el('button', { type: 'button', onclick: () => void this.#open() }, 'Try again');
  #isOpening = false;
  #isDestroyed = false;
  /** @type {Content | undefined} */
  #content;
  #observer;

  /**
   * @param {HTMLElement} place of the part; its first child is the part's heading
   * @param {() => Promise<Module>} load
   * @param {(module: Module) => Content} make creates the content in its place
   * @param {number} [near] the distance from the viewport at which it is loaded
   */
  constructor(place, load, make, near = NEAR) {
    this.#place = place;
    this.#load = load;
    this.#make = make;
    place.classList.add('unloaded');
    place.firstElementChild?.append(this.#note);
    this.#observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) void this.#open();
      },
      { rootMargin: `${near}px 0px` },
    );
    this.#observer.observe(place);
  }

  /** @param {readonly string[]} shown names of panels */
  show(shown) {
    this.#shown = shown;
    this.#content?.show?.(shown);
  }

  update() {
    this.#content?.update?.();
  }

  destroy() {
    this.#isDestroyed = true;
    this.#observer.disconnect();
    this.#content?.destroy?.();
  }

  async #open() {
    if (this.#isOpening || this.#content || this.#isDestroyed) return;
    this.#observer.disconnect(); // after a failure the reader tries again
    this.#isOpening = true;
    this.#tell(LOADING);
    const module = await this.#load().catch(() => undefined);
    this.#isOpening = false;
    if (this.#isDestroyed) return;
    if (module) this.#fill(module);
    else this.#fail();
  }

  /** @param {Module} module */
  #fill(module) {
    const hadFocus = this.#button.matches(':focus');
    this.#note.remove();
    this.#button.remove();
    this.#place.classList.remove('unloaded');
    this.#content = this.#make(module);
    this.#content.show?.(this.#shown);
    this.#content.update?.();
    if (!hadFocus) return;
    this.#place.tabIndex = -1;
    this.#place.focus();
  }

  #fail() {
    this.#note.setAttribute('role', 'alert');
    this.#tell(FAILED);
    this.#note.className = 'problem';
    this.#note.after(this.#button);
  }

  /** @param {string} message */
  #tell(message) {
    this.#note.className = 'note';
    setText(this.#note, message);
  }
}
