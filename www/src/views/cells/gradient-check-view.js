import { el, setText } from '../../lib/dom.js';
import { formatCount, formatScientific, formatWhole } from '../../lib/format.js';
import { table } from '../charts/table.js';

/**
 * @typedef {import('../../shared/protocol.js').GradientCheck} GradientCheck
 * @typedef {GradientCheck['report']['tensors'][number]} TensorReport
 */

const CAPTION = 'The worst gradient of each tensor; rows and columns count from 0';
const HEADS = ['Tensor', 'Compared', 'Largest error', 'Row, column', 'Computed', 'Measured'];

/** The comparison of the model's gradients with difference quotients of its loss. */
export class GradientCheckView {
  #button;
  // Always present: some screen readers ignore a live region that appears with its text.
  #verdict = el('p', { class: 'verdict', 'aria-live': 'polite' });
  #progress = el('progress', { 'aria-label': 'Gradients compared', hidden: true });
  #table = el('div', { class: 'scroll', role: 'group', 'aria-label': 'Errors', tabIndex: 0 });
  /** @type {GradientCheck | undefined} */
  #shown;

  /**
   * @param {HTMLElement} root with its heading
   * @param {object} on
   * @param {() => void} on.check
   */
  constructor(root, on) {
    const onclick = () => {
      if (this.#left === 0) on.check();
    };
    this.#button = el('button', { type: 'button', onclick }, 'Prove it');
    this.#table.hidden = true;
    root.firstElementChild?.append(this.#button);
    root.append(
      el(
        'p',
        { class: 'help' },
        'Compares the gradients that training uses with the measured change of the loss when one weight of this network moves.',
      ),
      this.#progress,
      this.#verdict,
      this.#table,
      el(
        'details',
        {},
        el('summary', {}, 'The method'),
        el(
          'p',
          { class: 'help' },
          'A gradient check. It moves up to 16 weights of each tensor up and down by a little, then by half of that, and so on: half of these weights range from the largest gradient to the smallest that can be measured, half are drawn at random. The measured gradient is the change of the loss on 32 letters of the text, divided by the move and extrapolated to a move of zero (Ridders 1982); the computed one comes from backpropagation. The error is relative to the gradient, to 10⁻⁶, or to a ten-thousandth of the tensor’s largest gradient, whichever is largest, since smaller gradients cannot be measured. Training computes with 32-bit numbers, whose seven digits would hide small mistakes in such differences. The check runs the same code, except for exp and tanh, with 64-bit numbers on a copy of the weights.',
        ),
      ),
    );
  }

  /** The number of gradients yet to be compared. */
  get #left() {
    return this.#shown?.report.entriesLeft ?? 0;
  }

  /** @param {GradientCheck | undefined} check */
  update(check) {
    if (check === this.#shown) return;
    this.#shown = check;
    const left = this.#left;
    this.#progress.hidden = left === 0;
    // Not `disabled`, which would lose the focus.
    this.#button.setAttribute('aria-disabled', String(left > 0));
    this.#table.hidden = !check || left > 0;
    setText(this.#verdict, check ? (left > 0 ? 'Comparing.' : verdict(check)) : '');
    if (!check) return;
    const { tensors } = check.report;
    this.#progress.value = comparedIn(tensors) + unmeasuredIn(tensors);
    this.#progress.max = this.#progress.value + left;
    if (left === 0) this.#table.replaceChildren(table(CAPTION, HEADS, tensors.map(row)));
  }
}

/** @param {TensorReport[]} tensors */
const comparedIn = (tensors) => tensors.reduce((sum, { entries }) => sum + entries, 0);

/** @param {TensorReport[]} tensors */
const unmeasuredIn = (tensors) => tensors.reduce((sum, { unmeasured }) => sum + unmeasured, 0);

/** @param {TensorReport} tensor */
const row = ({ name, entries, largestError, row, column, gradient, difference }) => [
  name,
  formatWhole(entries),
  ...(entries === 0
    ? ['–', '–', '–', '–']
    : [
        formatScientific(largestError),
        `${row}, ${column}`,
        formatScientific(gradient),
        formatScientific(difference),
      ]),
];

/**
 * The result in words.
 *
 * @param {GradientCheck} check complete
 */
function verdict({ step, report: { tensors, bound, resolution } }) {
  const compared = comparedIn(tensors);
  const unmeasured = unmeasuredIn(tensors);
  const tooSmall = tensors.filter(({ largestGradient }) => largestGradient < resolution);
  const found = `${formatWhole(compared)} gradients compared after ${formatCount(step, 'step')}`;
  const notMeasured =
    unmeasured > 0
      ? ` ${formatWhole(unmeasured)} more could not be measured: the loss bends too sharply there.`
      : '';
  if (compared === 0 || tooSmall.length === tensors.length) {
    const small =
      tooSmall.length > 0 ? ` All are too small, below ${formatScientific(resolution)}.` : '';
    return `${found}: no judgement is possible.${small}${notMeasured} Reset and try again, or choose another text.`;
  }
  const largest = Math.max(...tensors.map(({ largestError }) => largestError));
  const result = `${found}; the largest relative error is ${formatScientific(largest)}`;
  // Not `largest > bound`, which is false for NaN.
  if (!(largest <= bound)) {
    return `${result}, above ${formatScientific(bound)}. They differ: the program has a bug.`;
  }
  const small =
    tooSmall.length > 0
      ? ` Too small to be judged: ${tooSmall.map(({ name }) => name).join(', ')}.`
      : '';
  return `${result}, where rounding allows ${formatScientific(bound)}: they agree.${small}${notMeasured}`;
}
