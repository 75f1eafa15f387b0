import { cssColour } from '../lib/colour-map.js';
import { el, scrollTo, setText } from '../lib/dom.js';
import { formatSigned } from '../lib/format.js';
import { svg } from '../lib/svg.js';
import { drawing } from '../shared/cell-drawing.js';
import { drawnNumbers, unitSteps } from '../shared/cell-steps.js';
import { visible } from '../shared/parts.js';
import { themeOf } from './theme.js';

/**
 * @typedef {import('../shared/cells.js').Cell} Cell
 * @typedef {import('../shared/cells.js').Vocabulary} Vocabulary
 * @typedef {import('../shared/cell-steps.js').UnitNumbers} UnitNumbers
 * @typedef {import('../shared/cell-drawing.js').Node} Node
 */

/** Milliseconds of a step when it plays by itself. */
const PACE = 1200;

/** What the states are called in the drawing. @type {Record<Vocabulary, Record<string, string>>} */
const SIGNS = {
  textbook: {},
  article: { x: 'E', h: 'STM', "h'": "STM'", c: 'LTM', "c'": "LTM'", g: 'N' },
};

/** One unit at one character: the cell drawn, with the numbers that flow through it. */
export class UnitView {
  #picture = el('div', {
    class: 'picture',
    tabIndex: 0,
    role: 'group',
    'aria-label': 'The cell, drawn: its numbers are in the steps beside it',
  });
  #caption = el('p', { class: 'readout' });
  #list = el('ol', { class: 'steps' });
  #play;
  #step = 0;
  #timer = 0;
  /** @type {Parameters<UnitView['update']>[0] | undefined} */
  #values;
  /** @type {import('../shared/cell-steps.js').Step[]} */
  #steps = [];
  /** @type {HTMLButtonElement[]} */
  #buttons = [];

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#play = el('button', { type: 'button', onclick: () => this.#toggle() }, 'Play');
    this.#list.addEventListener('keydown', (event) => this.#onKey(event));
    root.append(
      el('div', { class: 'bar' }, this.#caption, this.#play),
      el('div', { class: 'drawn' }, this.#picture, this.#list),
    );
  }

  /**
   * @param {object} values
   * @param {Cell} values.cell
   * @param {string} values.char that is read
   * @param {number} values.layer from 0
   * @param {number} values.unit from 0
   * @param {UnitNumbers} values.numbers
   * @param {Vocabulary} values.words
   */
  update(values) {
    this.#values = values;
    const { cell, char, layer, unit, numbers, words } = values;
    setText(this.#caption, `Layer ${layer + 1}, unit ${unit + 1}, reading “${visible(char)}”.`);
    this.#steps = unitSteps(cell, numbers, words);
    this.#step = Math.min(this.#step, this.#steps.length - 1);
    this.#fillList();
    this.#draw();
  }

  destroy() {
    clearInterval(this.#timer);
  }

  /** The buttons stay while numbers change, so that the focus does. */
  #fillList() {
    if (this.#buttons.length !== this.#steps.length) {
      this.#buttons = this.#steps.map((_, index) =>
        el('button', {
          type: 'button',
          onclick: () => this.#show(index),
          onfocus: () => this.#show(index),
        }),
      );
      this.#list.replaceChildren(...this.#buttons.map((button) => el('li', {}, button)));
    }
    for (const [index, { title, line, why }] of this.#steps.entries()) {
      const button = this.#buttons[index];
      const texts = [title, line, why];
      if (button.childElementCount === 0) {
        button.append(el('b', {}), el('span', { class: 'sum' }), el('span', { class: 'why' }));
      }
      texts.forEach((text, at) => setText(button.children[at], text));
      button.setAttribute('aria-current', index === this.#step ? 'step' : 'false');
    }
  }

  /** @param {number} index */
  #show(index) {
    this.#step = index;
    this.#fillList();
    this.#draw();
    const { left } = this.#picture.getBoundingClientRect();
    const active = this.#picture.querySelector('.node.active')?.getBoundingClientRect();
    if (!active) return;
    const start = this.#picture.scrollLeft - left;
    scrollTo(this.#picture, active.left + start, active.right + start);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(this.#steps.length - 1, this.#step + by));
    this.#buttons[next].focus();
  }

  #toggle() {
    const plays = this.#timer !== 0;
    clearInterval(this.#timer);
    this.#timer = 0;
    setText(this.#play, plays ? 'Play' : 'Stop');
    if (plays) return;
    this.#show(0);
    this.#timer = window.setInterval(() => {
      if (this.#step + 1 < this.#steps.length) this.#show(this.#step + 1);
      else this.#toggle();
    }, PACE);
  }

  #draw() {
    if (!this.#values) return;
    const { cell, char, numbers, words } = this.#values;
    const { width, height, nodes, wires } = drawing(cell);
    const drawn = drawnNumbers(cell, numbers);
    const active = this.#steps[this.#step]?.node;
    const theme = themeOf(this.#picture);
    const isActive = (/** @type {string} */ id) =>
      id === active ||
      (active === 'remember' && ['forget', 'learn'].includes(id)) ||
      (active === 'use' && id === 'squashed');
    const lines = wires.map(({ to, points, peeks }) =>
      svg('polyline', {
        points: points.map((point) => point.join(',')).join(' '),
        class: `wire${peeks ? ' peeks' : ''}${isActive(to) ? ' active' : ''}`,
      }),
    );
    const shapes = nodes.map((node) => {
      const { id, kind, x, y, sign, value } = node;
      const number = drawn[String(value)];
      const shownSign = SIGNS[words][sign] ?? sign;
      const group = svg('g', { class: `node kind-${kind}${isActive(id) ? ' active' : ''}` });
      const index = this.#steps.findIndex((step) => step.node === id);
      if (index >= 0) group.addEventListener('click', () => this.#show(index));
      const fill = Number.isFinite(number) ? cssColour(theme.scale, number) : 'none';
      if (kind === 'gate') {
        group.append(
          svg('rect', { x: x - 24, y: y - 16, width: 48, height: 32, rx: 6 }),
          svg('text', { x, y: y + 5 }, id === 'squashed' ? 'tanh' : `${shownSign}`),
        );
      } else if (kind === 'operation') {
        group.append(svg('circle', { cx: x, cy: y, r: 14 }), svg('text', { x, y: y + 5 }, sign));
      } else {
        group.append(
          svg('circle', { cx: x, cy: y, r: 20 }),
          svg('text', { x, y: y + 5 }, shownSign),
        );
      }
      if (fill !== 'none' && kind !== 'operation') {
        /** @type {SVGElement} */ (group.firstChild).style.fill = fill;
      }
      const text =
        id === 'x' ? `“${visible(char)}”` : Number.isFinite(number) ? formatSigned(number) : '';
      const name = kind === 'gate' && id !== 'squashed' ? `${SIGNS[words][id] ?? id} ` : '';
      if (text)
        group.append(
          svg('text', { x, y: y + (kind === 'gate' ? 32 : 34), class: 'number' }, name + text),
        );
      return group;
    });
    this.#picture.replaceChildren(
      svg(
        'svg',
        { viewBox: `0 0 ${width} ${height + 20}`, 'aria-hidden': 'true' },
        ...lines,
        ...shapes,
      ),
    );
  }
}
