import { cssColour } from '../../lib/colour-map.js';
import { el, setText } from '../../lib/dom.js';
import { formatCount, formatWhole } from '../../lib/format.js';
import { gradientHalfLife } from '../../inspection/gradient-half-life.js';
import { halfLives } from '../../inspection/unit-statistics.js';
import { nameOf, symbolOf, titleOf } from '../../cells/gate-names.js';
import { forgetGateOf } from '../../cells/quantities.js';
import { inSentence, visible } from '../visible.js';
import { ChartWithNumbers } from '../charts/chart-with-numbers.js';
import { themeOf } from '../charts/theme.js';
import { timeText } from '../../lib/time-text.js';

/**
 * @typedef {import('../../shared/protocol.js').GradientReach} GradientReach
 * @typedef {import('../../shared/protocol.js').Inspection} Inspection
 * @typedef {import('../../cells/gate-names.js').Notation} Notation
 *
 * @typedef {object} Reference a model of another cell, trained for the same number of steps
 * @property {string} cell
 * @property {number} step
 * @property {number} goal the step at which its training ends; 0 where there is no such model
 * @property {boolean} isRunning
 * @property {number} [timeLeft] milliseconds
 * @property {GradientReach} [reach]
 * @property {string} problem
 */

/** The number of coloured characters before the selected one. */
const COLOURED = 80;

/** The sensitivity of the selected character's prediction to earlier states and inputs. */
export class GradientReachView {
  #question = el('p', { class: 'readout' });
  #influence = el('p', { class: 'influence', dir: 'auto' });
  #chart = new ChartWithNumbers('How far the gradient reaches');
  #halfLives = el('p', { class: 'note' });
  #compare;
  #progress = el('progress', {
    max: 1,
    value: 0,
    'aria-label': 'Progress of the second network',
    hidden: true,
  });
  #state = el('span', { role: 'status' });
  #problem = el('p', { class: 'problem' });
  #decay = el('p', { class: 'note' });

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {() => void} on.compare starts or stops the training of the reference model
   */
  constructor(root, on) {
    this.#compare = el('button', { type: 'button', onclick: on.compare }, 'Train a second network');
    root.append(
      this.#question,
      this.#influence,
      this.#chart.element,
      this.#decay,
      this.#halfLives,
      el(
        'div',
        { class: 'bar', 'data-control': 'compare' },
        this.#compare,
        this.#progress,
        this.#state,
      ),
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
   * @param {Reference} values.reference
   */
  update({ inspection, cell, layer, hiddenSize, notation, reference }) {
    const { request, reach, text, reading } = inspection;
    const at = request.from + request.index;
    const chars = [...text];
    this.#chart.element.hidden = !reach;
    this.#showReference(reference);
    if (!reach) {
      setText(this.#question, 'Select a letter after the first one.');
      this.#influence.replaceChildren();
      setText(this.#decay, '');
      setText(this.#halfLives, '');
      return;
    }
    setText(
      this.#question,
      `Influence on the prediction of “${inSentence(chars[at])}”: the change of its loss with the memory of layer ${layer + 1}, k letters earlier.`,
    );
    this.#showInfluence(chars.slice(0, at + 1), reach);
    const own = reach.layers[layer];
    const { beginning } = reach;
    const other = reference.reach?.layers[layer];
    const lags = Array.from(own.hidden, (_, k) => k);
    /**
     * @param {string} name
     * @param {Float64Array} y
     */
    const line = (name, y) => ({ name, x: lags.slice(0, y.length), y: Array.from(y) });
    const forget = forgetGateOf(cell, reading.layers[layer].values);
    const lives = forget ? halfLives(forget, hiddenSize) : [];
    const lines = [
      line(titleOf('hidden', notation), own.hidden),
      ...(own.cell.length > 0
        ? [
            line(titleOf('cell', notation), own.cell),
            line(`${symbolOf('cell', notation)} through the forget gates alone`, own.forgetPath),
          ]
        : []),
      ...(other
        ? [line(`${nameOf('hidden', notation)} of the ${reference.cell}`, other.hidden)]
        : []),
    ];
    setText(this.#decay, decayText(lines));
    this.#chart.update({
      xName: beginning ? `letters back, k: the ${beginning} begins at the line` : 'letters back, k',
      yName: '|∂loss/∂state|',
      isLogY: true,
      lines,
      marks: lives.filter((life) => life < lags.length),
      cursor: beginning && lags.length - 1,
    });
    const longer = lives.filter((life) => life >= lags.length).length;
    const counted = `Marks at the foot: the half-life of each unit, ln ½ / ln f̄, over the letters in view; ${formatWhole(longer)} of ${formatWhole(lives.length)} are longer than ${formatCount(lags.length, 'letter')}.`;
    setText(this.#halfLives, forget ? counted : '');
  }

  /** @param {Reference} reference */
  #showReference({ cell, step, goal, isRunning, timeLeft, problem }) {
    setText(this.#problem, problem);
    const train = `Train ${cell === 'rnn' ? 'a plain rnn' : `an ${cell}`} to compare`;
    setText(this.#compare, isRunning ? 'Stop' : train);
    this.#progress.hidden = !isRunning;
    this.#progress.value = goal > 0 ? step / goal : 0;
    const progress = `${formatWhole(step)} of ${formatCount(goal, 'step')}, ${timeText(timeLeft)}`;
    const done = `after ${formatCount(step, 'step')}`;
    const state = `The ${cell}: ${isRunning ? progress : done}.`;
    setText(this.#state, goal === 0 ? '' : state);
  }

  /**
   * @param {string[]} chars up to the predicted one
   * @param {import('../../shared/protocol.js').ReadReach} reach its inputs are the influence of each
   *   character, the latest first
   */
  #showInfluence(chars, { inputs, beginning }) {
    const { scale } = themeOf(this.#influence);
    const shares = Array.from(inputs, Math.abs);
    const all = shares.reduce((sum, share) => sum + share, 0) || 1;
    const greatest = shares.reduce((a, b) => Math.max(a, b), 0) || 1;
    const count = Math.min(COLOURED, shares.length, chars.length - 1);
    const before = chars.slice(chars.length - 1 - count, -1);
    // The network may have read one character before a text of the reader.
    const isWhole = beginning && count >= shares.length - 1;
    this.#influence.replaceChildren(
      ...(isWhole ? [el('span', { class: 'note' }, `The ${beginning} begins here: `)] : []),
      ...before.map((char, i) => {
        const share = shares[before.length - 1 - i];
        const span = el('span', {}, visible(char));
        span.style.background = cssColour(scale, share / greatest);
        span.style.setProperty('--size', (share / greatest).toFixed(2)); // as in the coloured text
        span.title = `${inSentence(char)}: ${((100 * share) / all).toFixed(1)} %`;
        return span;
      }),
      el('b', { class: 'selected' }, visible(chars[chars.length - 1])),
    );
  }
}

/**
 * The decay of each line in a sentence.
 *
 * @param {{name: string, y: number[]}[]} lines
 */
function decayText(lines) {
  const each = lines.flatMap(({ name, y }) => {
    const every = gradientHalfLife(y);
    if (every === undefined) return [];
    if (every === Infinity) return [`${name}: no decay`];
    return [`${name}: halves every ${every.toFixed(1)} letters`];
  });
  if (each.length === 0) return '';
  return `Decay of the gradient: ${each.join('; ')}. How far it reaches is learnt: where a text needs no long memory, the network learns to forget, and an lstm may reach less far than an rnn. The texts of the Memory test need one.`;
}
