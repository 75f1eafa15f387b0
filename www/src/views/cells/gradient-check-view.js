import { el, setText } from '../../lib/dom.js';
import { formatScientific, formatWhole } from '../../lib/format.js';
import { table } from '../charts/table.js';

/**
 * @typedef {import('../../shared/protocol.js').Proof} Proof
 * @typedef {Proof['report']['tensors'][number]} TensorReport
 */

const CAPTION = 'Where each tensor’s gradient is worst; rows and columns count from 0';
const HEADS = ['Tensor', 'Compared', 'Largest error', 'Row, column', 'Computed', 'Measured'];

/** Whether the gradients of the model in training are what the loss really does. */
export class GradientCheckView {
  #button;
  // Always there, for a live region that comes with its text is not announced by all.
  #verdict = el('p', { class: 'verdict', 'aria-live': 'polite' });
  #progress = el('progress', { 'aria-label': 'Gradients compared', hidden: true });
  #table = el('div', { class: 'scroll', role: 'group', 'aria-label': 'Errors', tabIndex: 0 });
  /** @type {Proof | undefined} */
  #shown;

  /** @param {HTMLElement} root @param {{prove: () => void}} on */
  constructor(root, on) {
    const onclick = () => {
      if (this.#left === 0) on.prove();
    };
    this.#button = el('button', { type: 'button', onclick }, 'Prove it');
    this.#table.hidden = true;
    root.append(
      el('div', { class: 'head' }, el('h3', {}, 'Is it computed right?'), this.#button),
      el(
        'p',
        { class: 'help' },
        'Compares the gradients that training follows with what the loss really does when one weight is moved, in this very model.',
      ),
      this.#progress,
      this.#verdict,
      this.#table,
      el(
        'details',
        {},
        el('summary', {}, 'How it is measured'),
        el(
          'p',
          { class: 'help' },
          'In every tensor up to 16 weights, half of them spread from the largest gradient to the smallest that can be measured and half anywhere, are moved up and down by a little, then by half of it, and so on. The change of the loss on 32 characters of the text, divided by the move and extrapolated to no move at all (Ridders 1982), is the measured gradient; the computed one comes from backpropagation. An error is relative to the gradient, but at least to 10⁻⁶ and to a ten-thousandth of the tensor’s largest, since smaller ones cannot be measured. Training computes with 32-bit numbers, whose seven digits would hide small mistakes in such differences; this runs the same code, but for exp and tanh, with 64-bit numbers on a copy of the weights.',
        ),
      ),
    );
  }

  /** Gradients still to be compared. */
  get #left() {
    return this.#shown?.report.entriesLeft ?? 0;
  }

  /** @param {Proof | undefined} proof */
  update(proof) {
    if (proof === this.#shown) return;
    this.#shown = proof;
    const left = this.#left;
    this.#progress.hidden = left === 0;
    // Not disabled: it would lose the focus.
    this.#button.setAttribute('aria-disabled', String(left > 0));
    this.#table.hidden = !proof || left > 0;
    setText(this.#verdict, proof ? (left > 0 ? 'Comparing.' : verdict(proof)) : '');
    if (!proof) return;
    const { tensors } = proof.report;
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

/** @param {Proof} proof complete */
function verdict({ step, report: { tensors, bound, resolution } }) {
  const compared = comparedIn(tensors);
  const unmeasured = unmeasuredIn(tensors);
  const tooSmall = tensors.filter(({ largestGradient }) => largestGradient < resolution);
  const found = `${formatWhole(compared)} gradients compared at step ${formatWhole(step)}`;
  const notMeasured =
    unmeasured > 0
      ? ` ${formatWhole(unmeasured)} more could not be measured: the loss bends too sharply there.`
      : '';
  if (compared === 0 || tooSmall.length === tensors.length) {
    const small =
      tooSmall.length > 0 ? ` All are below ${formatScientific(resolution)}, too small.` : '';
    return `${found}: nothing can be judged.${small}${notMeasured} Reset and try again, or take another text.`;
  }
  const largest = Math.max(...tensors.map(({ largestError }) => largestError));
  const result = `${found}; the largest relative error is ${formatScientific(largest)}`;
  // Not `largest > bound`: NaN agrees with nothing.
  if (!(largest <= bound)) {
    return `${result}, above ${formatScientific(bound)}. They differ: this is a mistake in the program.`;
  }
  const small =
    tooSmall.length > 0
      ? ` Too small to be judged: ${tooSmall.map(({ name }) => name).join(', ')}.`
      : '';
  return `${result}, where rounding allows ${formatScientific(bound)}: they agree.${small}${notMeasured}`;
}
