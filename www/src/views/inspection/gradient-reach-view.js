import { cssColour } from '../../lib/colour-map.js';
import { el, setText } from '../../lib/dom.js';
import { formatWhole } from '../../lib/format.js';
import { gradientHalfLife } from '../../inspection/gradient-half-life.js';
import { halfLives } from '../../inspection/unit-statistics.js';
import { titleOf } from '../../cells/gate-names.js';
import { forgetGateOf } from '../../cells/quantities.js';
import { visible } from './visible-characters.js';
import { ChartView } from '../charts/chart-view.js';
import { themeOf } from '../charts/theme.js';
import { timeText } from '../../lib/time-text.js';

/**
 * @typedef {import('../../shared/protocol.js').GradientReach} GradientReach
 * @typedef {import('../../shared/protocol.js').Inspection} Inspection
 * @typedef {import('../../cells/gate-names.js').Notation} Notation
 */

/** Characters before the chosen one that glow. */
const GLOWING = 80;

/** How much the prediction of the chosen character depends on what was remembered, and read, before it. */
export class GradientReachView {
  #about = el('p', { class: 'readout' });
  #glow = el('p', { class: 'glow' });
  #chart = new ChartView('How far the gradient reaches');
  #lives = el('p', { class: 'note' });
  #compare;
  #progress = el('progress', { max: 1, value: 0, 'aria-label': 'Progress beside', hidden: true });
  #state = el('span', { role: 'status' });
  #problem = el('p', { class: 'problem' });
  #halves = el('p', { class: 'note' });

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {() => void} on.compare trains a model of another cell beside it, or ends that
   */
  constructor(root, on) {
    this.#compare = el(
      'button',
      { type: 'button', onclick: on.compare },
      'Train another beside it',
    );
    root.append(
      this.#about,
      this.#glow,
      this.#chart.element,
      this.#halves,
      this.#lives,
      el('div', { class: 'bar' }, this.#compare, this.#progress, this.#state),
      this.#problem,
    );
  }

  /**
   * @param {object} values
   * @param {Inspection} values.inspection
   * @param {import('../../cells/cells.js').Cell} values.cell of the model
   * @param {number} values.layer from 0
   * @param {number} values.hiddenSize
   * @param {Notation} values.notation
   * @param {{cell: string, step: number, goal: number, isRunning: boolean, timeLeft?: number, reach?: GradientReach, problem: string}} values.beside a model of another cell,
   *   which is being trained until it is as old; of no steps while there is none
   */
  update({ inspection, cell, layer, hiddenSize, notation, beside }) {
    const { request, reach, text, reading } = inspection;
    const at = request.from + request.index;
    const chars = [...text];
    this.#chart.element.hidden = !reach;
    const { cell: other, step, goal, isRunning: isBusy, timeLeft, problem } = beside;
    setText(this.#problem, problem);
    const train = `Train ${other === 'rnn' ? 'a plain rnn' : `an ${other}`} beside it`;
    setText(this.#compare, isBusy ? 'Stop' : train);
    this.#progress.hidden = !isBusy;
    this.#progress.value = goal > 0 ? step / goal : 0;
    const age = `The ${other} beside it is at step ${formatWhole(step)}`;
    setText(
      this.#state,
      goal === 0 ? '' : `${age}${isBusy ? ` of ${formatWhole(goal)}, ${timeText(timeLeft)}` : ''}.`,
    );
    if (!reach) {
      setText(this.#about, 'Choose a character that has others before it.');
      this.#glow.replaceChildren();
      setText(this.#halves, '');
      setText(this.#lives, '');
      return;
    }
    setText(
      this.#about,
      `Why “${visible(chars[at])}” was expected or not: by how much its loss would change with what layer ${layer + 1} held k characters before.`,
    );
    this.#light(chars.slice(0, at + 1), reach.inputs);
    const own = reach.layers[layer];
    const theirs = beside.reach?.layers[layer];
    const lags = Array.from(own.hidden, (_, k) => k);
    /** @param {string} name @param {Float64Array} y */
    const line = (name, y) => ({ name, x: lags.slice(0, y.length), y: Array.from(y) });
    const forget = forgetGateOf(cell, reading.layers[layer].values);
    const lives = forget ? halfLives(forget, hiddenSize) : [];
    const lines = [
      line(titleOf('hidden', notation), own.hidden),
      ...(own.cell.length > 0 ? [line(titleOf('cell', notation), own.cell)] : []),
      ...(theirs ? [line(`hidden state of the ${other}`, theirs.hidden)] : []),
    ];
    setText(this.#halves, halvesText(lines));
    this.#chart.update({
      xName: 'characters back, k',
      yName: '|∂loss/∂state|',
      isLogY: true,
      lines,
      marks: lives.filter((life) => life < lags.length),
    });
    const longer = lives.filter((life) => life >= lags.length).length;
    const counted = `Marks at the foot: each unit’s half-life, ln ½ / ln f̄, by the characters in view; ${formatWhole(longer)} of ${formatWhole(lives.length)} are longer than ${formatWhole(lags.length)} characters.`;
    setText(this.#lives, forget ? counted : '');
  }

  /** @param {string[]} chars up to the predicted one @param {Float64Array} inputs the latest first */
  #light(chars, inputs) {
    const { scale } = themeOf(this.#glow);
    const shares = Array.from(inputs, Math.abs);
    const all = shares.reduce((sum, share) => sum + share, 0) || 1;
    const greatest = shares.reduce((a, b) => Math.max(a, b), 0) || 1;
    const before = chars.slice(Math.max(0, chars.length - 1 - GLOWING), -1);
    this.#glow.replaceChildren(
      ...before.map((char, i) => {
        const share = shares[before.length - 1 - i];
        const span = el('span', {}, visible(char));
        span.style.background = cssColour(scale, share / greatest);
        span.title = `${visible(char)}: ${((100 * share) / all).toFixed(1)} %`;
        return span;
      }),
      el('b', { class: 'chosen' }, visible(chars[chars.length - 1])),
    );
  }
}

/** How fast each line falls. @param {{name: string, y: number[]}[]} lines */
function halvesText(lines) {
  const each = lines.flatMap(({ name, y }) => {
    const every = gradientHalfLife(y);
    if (every === undefined) return [];
    if (every === Infinity) return [`${name}: not at all`];
    return [`${name}: to a half every ${every.toFixed(1)} characters`];
  });
  if (each.length === 0) return '';
  return `How fast the gradient falls: ${each.join('; ')}. How far it reaches is learnt: what a text does not need is forgotten on purpose, and then an lstm may reach less far than an rnn. The tasks of “Who remembers?” need it: put one of their texts above.`;
}
