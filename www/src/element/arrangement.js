import { el } from '../lib/dom.js';
import { onResize } from '../lib/on-resize.js';
import { BENCH, GROUPS, KEEP, LOOK, PANELS, SET, TRY, viewsOf } from './panels.js';
import { putInAddress, tabInAddress } from './tab-address.js';
import { Tabs } from './tabs.js';

/**
 * @typedef {import('./panels.js').TabView} TabView
 * @typedef {import('./panels.js').ViewName} ViewName
 */

/** The greatest width of one column in pixels, as in the style sheets. */
const NARROW = 600;

/**
 * Empty places of views behind tabs.
 *
 * @template {string} Name
 * @param {Record<Name, TabView>} views
 * @returns {Record<Name, HTMLElement>}
 */
function places(views) {
  const entries = Object.entries(views).map(([name, { heading }]) => {
    const head = heading ? [el('div', { class: 'head' }, el('h2', {}, heading))] : [];
    return [name, el('section', { class: `panel ${name}`, hidden: true }, ...head)];
  });
  return Object.fromEntries(entries);
}

/**
 * Scrolls a part of fixed height to what a reader has opened in it.
 *
 * @param {Event} event
 */
function showOpened({ target, currentTarget }) {
  const [details, part] = /** @type {[HTMLDetailsElement, HTMLElement]} */ ([
    target,
    currentTarget,
  ]);
  if (!details.open) return;
  part.scrollTop += details.getBoundingClientRect().top - part.getBoundingClientRect().top;
}

/**
 * The places of all parts of a playground: commands and figures; text, writing and curve; the live
 * gates; and the views behind tabs, one at a time.
 */
export class Arrangement {
  train = el('section', { class: 'train', part: 'commands' });
  text = el('section', { class: 'text', part: 'text' });
  sample = el('section', { class: 'sample', part: 'sample' });
  curve = el('section', { class: 'curve', part: 'curve' });
  live = el(
    'section',
    { class: 'live', part: 'live' },
    el('div', { class: 'head' }, el('h2', {}, 'Inside, live')),
  );
  look = places(LOOK);
  try = places(TRY);
  set = places(SET);
  keep = places(KEEP);
  /** The parents of the views behind tabs: the code of each is loaded when it is first shown. */
  parts = {
    look: el('div', { class: 'inspection' }, el('div', { class: 'head' })),
    try: el('div', { class: 'experiments' }, el('div', { class: 'head' })),
    set: el('div', { class: 'set' }, el('div', { class: 'head' })),
    keep: el('div', { class: 'keep' }, el('div', { class: 'head' })),
  };
  frame;
  #bench = el('div', { class: 'bench' }, this.text, this.sample, this.curve);
  #panel;
  #tabs;
  #isWhole = true;
  #hasAddress;
  #keeps;
  #isNarrow = false;
  #isGuided = false;
  #hasViewsFirst = false;
  #endSizes;

  /**
   * @param {object} options
   * @param {(name: string) => string} options.nameOf the unique name of a landmark
   * @param {boolean} options.hasAddress true where the page's address names the open tab
   * @param {boolean} options.keeps true for a page that keeps runs
   * @param {(view: string) => void} options.onOpen called with the name of the view that is open
   */
  constructor({ nameOf, hasAddress, keeps, onOpen }) {
    this.#hasAddress = hasAddress;
    this.#keeps = keeps;
    this.sample.setAttribute('aria-label', nameOf('What it writes (Sample)'));
    this.live.setAttribute('aria-label', nameOf('Live gates'));
    for (const name of /** @type {const} */ (['look', 'try', 'set', 'keep'])) {
      this.parts[name].append(...Object.values(this[name]));
    }
    const parts = Object.values(this.parts);
    this.#panel = el('div', { class: 'view', part: 'view', tabIndex: 0 }, ...parts);
    const views = Object.entries({ ...this.look, ...this.try, ...this.set, ...this.keep });
    this.#tabs = new Tabs(GROUPS, this.#panel, (open, isByReader) => {
      for (const [name, view] of views) view.hidden = name !== open;
      for (const part of parts) part.hidden = !part.querySelector('.panel:not([hidden])');
      this.#panel.scrollTop = 0;
      onOpen(open);
      if (isByReader) this.#follow(open);
    });
    this.frame = el('div', { class: 'room playground', dir: 'ltr', lang: 'en' });
    this.frame.append(this.train, this.#bench, this.live, this.#tabs.element, this.#panel);
    this.#endSizes = onResize(this.frame, ({ width }) => this.#order(width <= NARROW));
    for (const name of BENCH) this[name].addEventListener('toggle', showOpened, true);
    if (hasAddress) addEventListener('hashchange', this.#openAddress);
  }

  /**
   * @param {readonly string[]} [panels] names of those that are shown; by default all
   * @param {import('./reader-controls.js').ReaderControls} [controls] those of the reader; by default all
   */
  show(panels, controls) {
    const shown = panels ?? PANELS;
    this.#isWhole = !panels;
    this.frame.classList.toggle('whole', this.#isWhole);
    const count = BENCH.filter((name) => shown.includes(name)).length;
    for (const name of BENCH) this[name].hidden = !shown.includes(name);
    this.#bench.hidden = count === 0;
    this.#bench.dataset.parts = String(count);
    this.live.hidden = !shown.includes('live');
    const hasBench = count > 0 || !this.live.hidden;
    this.frame.classList.toggle('gates-alone', count === 0 && hasBench);
    // In a post the views stay closed, so that the tag keeps its height until a reader opens one.
    const views = [...viewsOf(shown), ...(this.#keeps ? Object.keys(KEEP) : [])].filter(
      (name) => controls?.hasView(name) ?? true,
    );
    const isKept = this.#isGuided && views.some((name) => name in this.look || name in this.try);
    this.#tabs.show(views, !this.#isWhole && hasBench && !isKept);
    this.#openAddress();
  }

  /** The name of the view that is open. */
  get opened() {
    return this.#tabs.open;
  }

  /** @param {string} view that has a tab */
  open(view) {
    this.#tabs.choose(view);
  }

  /**
   * Arranges the parts for a lesson, which keeps a view of the inside or an experiment open, or for none.
   *
   * @param {object} [lesson]
   * @param {string} [lesson.tab] the view to open; it stands before what is always in view
   */
  guide(lesson) {
    this.#isGuided = lesson !== undefined;
    this.#hasViewsFirst = lesson?.tab !== undefined;
    this.frame.classList.toggle('guided', this.#isGuided);
    this.frame.classList.toggle('views-first', this.#hasViewsFirst);
    if (this.#hasViewsFirst) this.#bench.before(this.#tabs.element, this.#panel);
    else this.frame.append(this.#tabs.element, this.#panel);
    if (this.#isNarrow) this.#placeTrain();
  }

  /** Puts the commands at the foot of one column, but below a lesson, which tells of them. */
  #placeTrain() {
    if (this.#isNarrow && !this.#isGuided) this.frame.append(this.train);
    else (this.#hasViewsFirst ? this.#tabs.element : this.#bench).before(this.train);
  }

  destroy() {
    this.#endSizes();
    removeEventListener('hashchange', this.#openAddress);
  }

  /**
   * Puts the parts into the order in which they stand on screen, which the focus follows.
   *
   * @param {boolean} isNarrow true for one column, with the curve below the gates
   * @returns {boolean} true where it is another one
   */
  #order(isNarrow) {
    if (isNarrow === this.#isNarrow) return false;
    this.#isNarrow = isNarrow;
    const { activeElement } = /** @type {ShadowRoot} */ (this.frame.getRootNode());
    if (isNarrow) this.live.after(this.curve);
    else this.#bench.append(this.curve);
    this.#placeTrain();
    const ends = ['.coach', '.commands'].map(
      (name) => /** @type {Element} */ (this.train.querySelector(name)),
    );
    if (!isNarrow) ends.reverse();
    this.train.prepend(ends[0]);
    this.train.append(ends[1]);
    // A part that is moved loses it.
    /** @type {HTMLElement | null} */ (activeElement)?.focus({ preventScroll: true });
    return true;
  }

  #openAddress = () => {
    if (this.#hasAddress && tabInAddress()) this.#tabs.choose(tabInAddress());
  };

  /**
   * Brings a view that the reader has opened into sight, and into the address.
   *
   * @param {string} name
   */
  #follow(name) {
    if (this.#hasAddress) putInAddress(name);
    const { top } = this.#panel.getBoundingClientRect();
    const { bottom } = this.#tabs.element.getBoundingClientRect();
    const isInSight = top >= bottom - 1 && top < innerHeight / 2;
    if (this.#isWhole && !isInSight) this.#panel.scrollIntoView();
  }
}
