import { el, setText } from '../lib/dom.js';

/**
 * @typedef {object} Content of a part
 * @property {(shown: readonly string[]) => void} [show] shows the panels of these names
 * @property {() => void} [update] shows the current state of the session
 * @property {() => void} [destroy]
 */

/** The distance from the viewport, in pixels, at which a part is loaded. */
const NEAR = 800;
const LOADING = 'Loading…';
const FAILED =
  'This part of the playground could not be loaded: the network may be down, or the site may have changed. Try again, or reload the page.';

/**
 * A part of the playground that many visits never reach. Its code is a file of its own, which is
 * loaded when its place is shown near the viewport.
 *
 * @template Module
 * @template {Content} [Made=Content]
 */
export class LazyPart {
  #place;
  #load;
  #make;
  #shown = /** @type {readonly string[]} */ ([]);
  #note = el('p', { class: 'note' }, LOADING);
  #button = el('button', { type: 'button', onclick: () => void this.#open() }, 'Try again');
  #isNear = false;
  #isWanted;
  /** @type {Promise<void> | undefined} */
  #opening;
  #isDestroyed = false;
  /** @type {Made | undefined} */
  #content;
  #observer;

  /**
   * @param {HTMLElement} place of the part; its first child is the part's heading
   * @param {() => Promise<Module>} load
   * @param {(module: Module) => Made} make creates the content in its place
   * @param {object} [options]
   * @param {() => boolean} [options.isWanted] false while the part would have nothing to show
   * @param {string} [options.hint] shown while it is not wanted
   */
  constructor(place, load, make, { isWanted = () => true, hint = LOADING } = {}) {
    this.#place = place;
    this.#load = load;
    this.#make = make;
    this.#isWanted = isWanted;
    this.#tell(hint);
    place.classList.add('unloaded');
    place.firstElementChild?.append(this.#note);
    this.#observer = new IntersectionObserver(
      (entries) => {
        this.#isNear = entries[entries.length - 1].isIntersecting;
        this.#openIfWanted();
      },
      { rootMargin: `${NEAR}px 0px` },
    );
    this.#observer.observe(place);
  }

  /** @param {readonly string[]} shown names of panels */
  show(shown) {
    this.#shown = shown;
    this.#content?.show?.(shown);
  }

  update() {
    if (this.#content) this.#content.update?.();
    else this.#openIfWanted();
  }

  /**
   * The content, loaded at once; undefined where it could not be loaded.
   *
   * @returns {Promise<Made | undefined>}
   */
  async content() {
    await this.#open();
    return this.#content;
  }

  destroy() {
    this.#isDestroyed = true;
    this.#observer.disconnect();
    this.#content?.destroy?.();
  }

  #openIfWanted() {
    if (this.#isNear && this.#isWanted()) void this.#open();
  }

  async #open() {
    if (this.#content || this.#isDestroyed) return;
    await (this.#opening ??= this.#loadContent());
    this.#opening = undefined;
  }

  async #loadContent() {
    this.#isNear = false; // after a failure the reader tries again
    this.#observer.disconnect();
    this.#tell(LOADING);
    const module = await this.#load().catch(() => undefined);
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
