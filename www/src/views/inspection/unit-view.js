import { cssColour } from '../../lib/colour-map.js';
import { el, scrollTo, setText } from '../../lib/dom.js';
import { formatSigned } from '../../lib/format.js';
import { svg } from '../../lib/svg.js';
import { symbolOf } from '../../cells/gate-names.js';
import { drawing } from '../../cells/drawing.js';
import { drawnNumbers, unitSteps } from '../../cells/arithmetic.js';
import { inSentence } from '../visible.js';
import { themeOf } from '../charts/theme.js';
import { LetterWalk } from './letter-walk.js';

/**
 * @typedef {import('../../cells/cells.js').Cell} Cell
 * @typedef {import('../../cells/gate-names.js').Notation} Notation
 * @typedef {import('../../cells/arithmetic.js').UnitNumbers} UnitNumbers
 * @typedef {import('../../cells/drawing.js').Node} Node
 */

/** Milliseconds per step while the steps play. */
const STEP_TIME = 1200;

/**
 * The nodes that each step highlights in addition to its own.
 *
 * @type {Record<string, string[]>}
 */
const COMPANIONS = {
  remember: ['forget', 'learn'],
  use: ['squashed'],
  n: ['reset'],
  mix: ['retain', 'add'],
};

const SQUASHES = 'σ squashes any number to 0 to 1, tanh to −1 to 1.';

/** The nodes that are drawn like a gate but have no symbol. */
const NO_SYMBOL = ['squashed', 'h'];

/** The drawing of the cell, with the numbers of one unit at one character. */
export class UnitView {
  #picture = el('div', {
    class: 'picture',
    tabIndex: 0,
    role: 'group',
    'aria-label': 'Drawing of the cell. The list of steps has its numbers.',
  });
  #caption = el('span', {});
  #walk;
  #list = el('ol', { class: 'steps' });
  #play;
  #step = 0;
  #timer = 0;
  /** @type {Parameters<UnitView['update']>[0] | undefined} */
  #values;
  /** @type {import('../../cells/arithmetic.js').Step[]} */
  #steps = [];
  /** @type {HTMLButtonElement[]} */
  #buttons = [];
  /** The cell and the notation of the drawing. */
  #key = '';
  /** @type {{to: string, element: SVGElement}[]} */
  #wires = [];
  /** @type {{node: Node, group: SVGElement, shape: SVGElement, label: SVGElement}[]} */
  #nodes = [];

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {(letters: number) => void} on.move selects a letter further on in the text
   */
  constructor(root, on) {
    this.#walk = new LetterWalk(on.move);
    this.#play = el('button', { type: 'button', onclick: () => this.#toggle() }, 'Play');
    this.#list.addEventListener('keydown', (event) => this.#onKey(event));
    root.append(
      el(
        'div',
        { class: 'bar' },
        this.#walk.element,
        el('p', { class: 'readout' }, this.#caption),
        this.#play,
      ),
      el('div', { class: 'drawn' }, this.#picture, this.#list),
    );
  }

  /**
   * @param {object} values
   * @param {Cell} values.cell
   * @param {string} values.char the selected character
   * @param {string[]} values.before the characters before it
   * @param {string[]} values.after
   * @param {number} values.layer from 0
   * @param {number} values.unit from 0
   * @param {UnitNumbers} values.numbers
   * @param {Notation} values.notation
   */
  update(values) {
    this.#values = values;
    const { cell, char, layer, unit, numbers, notation } = values;
    this.#walk.update(values);
    setText(this.#caption, `Layer ${layer + 1}, unit ${unit + 1}, reading “${inSentence(char)}”.`);
    this.#steps = unitSteps(cell, numbers, notation);
    this.#step = Math.min(this.#step, this.#steps.length - 1);
    this.#fillList();
    this.#draw();
  }

  destroy() {
    clearInterval(this.#timer);
  }

  /** Fills the list of steps. The buttons are reused, so that they keep the focus. */
  #fillList() {
    if (this.#buttons.length !== this.#steps.length) {
      this.#buttons = this.#steps.map((_, index) =>
        el('button', {
          type: 'button',
          title: SQUASHES,
          onclick: () => this.#show(index),
          onfocus: () => this.#show(index),
        }),
      );
      this.#list.replaceChildren(...this.#buttons.map((button) => el('li', {}, button)));
    }
    for (const [index, { title, line, why }] of this.#steps.entries()) {
      const button = this.#buttons[index];
      const texts = [title, why, line];
      if (button.childElementCount === 0) {
        button.append(el('b', {}), el('span', { class: 'why' }), el('span', { class: 'sum' }));
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
    }, STEP_TIME);
  }

  #draw() {
    if (!this.#values) return;
    const { cell, notation, numbers } = this.#values;
    const key = `${cell.name} ${notation}`;
    // The elements are reused, because a click on a replaced element would be lost.
    if (key !== this.#key) this.#build(drawing(cell), notation);
    this.#key = key;
    const drawn = drawnNumbers(cell, numbers);
    const active = this.#steps[this.#step]?.node;
    const isActive = (/** @type {string} */ id) =>
      id === active || Boolean(COMPANIONS[active]?.includes(id));
    const { scale } = themeOf(this.#picture);
    for (const { to, element } of this.#wires) element.classList.toggle('active', isActive(to));
    for (const { node, group, shape, label } of this.#nodes) {
      const { id, kind, value } = node;
      group.classList.toggle('active', isActive(id));
      const number = drawn[String(value)];
      if (kind !== 'operation') {
        shape.style.fill = Number.isFinite(number) ? cssColour(scale, number) : '';
      }
      const text = Number.isFinite(number) ? formatSigned(number) : '';
      const hasSymbol = kind === 'gate' && !NO_SYMBOL.includes(id);
      const name = hasSymbol ? `${symbolOf(id, notation)} ` : '';
      setText(label, id === 'x' ? this.#input : text && name + text);
    }
  }

  /** The input from below. */
  get #input() {
    const { char, layer } = /** @type {Parameters<UnitView['update']>[0]} */ (this.#values);
    return layer === 0 ? `“${inSentence(char)}”` : `h of layer ${layer}`;
  }

  /**
   * @param {import('../../cells/drawing.js').Drawing} drawing
   * @param {Notation} notation
   */
  #build({ width, height, nodes, wires }, notation) {
    this.#wires = wires.map(({ to, points, isDashed }) => ({
      to,
      element: svg('polyline', {
        points: points.map((point) => point.join(',')).join(' '),
        class: isDashed ? 'wire dashed' : 'wire',
      }),
    }));
    this.#nodes = nodes.map((node) => this.#buildNode(node, notation));
    const all = [
      ...this.#wires.map(({ element }) => element),
      ...this.#nodes.map(({ group }) => group),
    ];
    this.#picture.replaceChildren(
      svg('svg', { viewBox: `0 0 ${width} ${height + 20}`, 'aria-hidden': 'true' }, ...all),
    );
  }

  /**
   * @param {Node} node
   * @param {Notation} notation
   */
  #buildNode(node, notation) {
    const { id, kind, x, y, quantity, sign } = node;
    const shape =
      kind === 'gate'
        ? svg('rect', { x: x - 24, y: y - 16, width: 48, height: 32, rx: 6 })
        : svg('circle', { cx: x, cy: y, r: kind === 'state' ? 20 : 14 });
    const inside = (quantity ? symbolOf(quantity, notation) : '') + sign;
    // Right of the wire that goes down from a gate or an operation.
    const at =
      kind === 'state' ? { x, y: y + 34 } : { x: x + 6, y: y + 29, class: 'number right-of-wire' };
    const label = svg('text', { class: 'number', ...at });
    const group = svg('g', { class: 'node' }, shape, svg('text', { x, y: y + 5 }, inside), label);
    group.addEventListener('click', () => {
      const index = this.#steps.findIndex((step) => step.node === id);
      if (index >= 0) this.#show(index);
    });
    return { node, group, shape, label };
  }
}
