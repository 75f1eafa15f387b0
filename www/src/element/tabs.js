import { el, scrollTo } from '../lib/dom.js';

/** Tabs in groups, which show one view at a time in a common place. */
export class Tabs {
  element = el('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Views' });
  /**
   * The buttons by name of their view.
   *
   * @type {Map<string, HTMLButtonElement>}
   */
  #tabs = new Map();
  /** @type {HTMLElement[]} */
  #groups = [];
  #panel;
  #onOpen;
  /** The name of the open view; empty while none is open. */
  open = '';
  /** True where a second click closes the open view. */
  #canClose = false;

  /**
   * @param {Record<string, Record<string, {title: string}>>} groups views by name and by group
   * @param {HTMLElement} panel the place of the views
   * @param {(name: string, isByReader: boolean) => void} onOpen called with an empty name when the
   *   view is closed
   */
  constructor(groups, panel, onOpen) {
    this.#panel = panel;
    this.#onOpen = onOpen;
    panel.id = 'view';
    panel.setAttribute('role', 'tabpanel');
    for (const [group, views] of Object.entries(groups)) {
      const name = group && el('span', { class: 'group-name', 'aria-hidden': 'true' }, group);
      const buttons = Object.entries(views).map(([view, { title }]) => this.#tab(view, title));
      const element = el('span', { class: 'group', role: 'none' }, name, ...buttons);
      this.#groups.push(element);
      this.element.append(element);
    }
    this.element.addEventListener('keydown', this.#onKey);
  }

  /**
   * @param {readonly string[]} names of the views that have a tab
   * @param {boolean} canClose true where no view needs to be open
   */
  show(names, canClose) {
    this.#canClose = canClose;
    for (const [name, tab] of this.#tabs) tab.hidden = !names.includes(name);
    for (const group of this.#groups)
      group.hidden = !group.querySelector('[role=tab]:not([hidden])');
    this.element.hidden = names.length === 0;
    if (!names.includes(this.open)) this.choose(canClose ? '' : (names[0] ?? ''));
  }

  /**
   * Opens a view, where it has a tab.
   *
   * @param {string} name empty to close the open one
   */
  choose(name, isByReader = false) {
    const chosen = this.#tabs.get(name);
    if (name !== '' && (!chosen || chosen.hidden)) return;
    this.open = name;
    const stop = chosen ?? this.#shown[0];
    for (const tab of this.#tabs.values()) {
      tab.setAttribute('aria-selected', String(tab === chosen));
      tab.tabIndex = tab === stop ? 0 : -1;
    }
    this.#panel.hidden = !chosen;
    if (chosen) {
      this.#panel.setAttribute('aria-labelledby', chosen.id);
      const { offsetLeft, offsetWidth } = chosen;
      scrollTo(this.element, offsetLeft, offsetLeft + offsetWidth);
    }
    this.#onOpen(name, isByReader);
  }

  get #shown() {
    return [...this.#tabs.values()].filter(({ hidden }) => !hidden);
  }

  /**
   * @param {string} name
   * @param {string} title
   */
  #tab(name, title) {
    const onclick = () => this.choose(this.#canClose && name === this.open ? '' : name, true);
    const properties = { type: 'button', role: 'tab', id: `tab-${name}`, 'aria-controls': 'view' };
    const tab = el('button', { ...properties, onclick }, title);
    this.#tabs.set(name, tab);
    return tab;
  }

  /** @param {KeyboardEvent} event */
  #onKey = (event) => {
    const { key, target, altKey, ctrlKey, metaKey } = event;
    const tabs = this.#shown;
    const at = tabs.findIndex((tab) => tab === target);
    const right = getComputedStyle(this.element).direction === 'rtl' ? -1 : 1;
    /** @type {Record<string, number>} */
    const goals = { ArrowLeft: at - right, ArrowRight: at + right, Home: 0, End: tabs.length - 1 };
    if (at < 0 || altKey || ctrlKey || metaKey || !(key in goals)) return;
    event.preventDefault(); // keeps the page from scrolling
    const next = tabs[(goals[key] + tabs.length) % tabs.length];
    next.focus();
    for (const [name, tab] of this.#tabs) if (tab === next) this.choose(name, true);
  };
}
