import { el, setText } from '../lib/dom.js';
import { formatScientific, formatWhole } from '../lib/format.js';
import { table } from './table.js';

/** @typedef {import('../shared/protocol.js').Proof} Proof */

const HEADS = ['Tensor', 'Compared', 'Largest error', 'Row, column', 'Computed', 'Measured'];

/** Whether the gradients of the model in training are what the loss really does. */
export class ProofView {
  #button;
  #verdict = el('p', { class: 'verdict', 'aria-live': 'polite', hidden: true });
  #progress = el('progress', { 'aria-label': 'Gradients compared', hidden: true });
  #table = el('div', { class: 'scroll', role: 'group', 'aria-label': 'Errors', tabIndex: 0 });
  /** @type {Proof | undefined} */
  #shown;

  /** @param {HTMLElement} root @param {{prove: () => void}} on */
  constructor(root, on) {
    this.#button = el('button', { type: 'button', onclick: on.prove }, 'Prove it');
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
          'In every tensor up to 16 weights, from the largest gradient to the smallest that can be measured, are moved up and down by a little, then by half of it, and so on. The change of the loss on 32 characters of the text, divided by the move and extrapolated to no move at all (Ridders 1982), is the measured gradient; the computed one comes from backpropagation. An error is relative to the gradient, but at least to 10⁻⁶ and to a ten-thousandth of the tensor’s largest. Training computes with 32-bit numbers, whose seven digits would hide small mistakes in such differences; this runs the same code with 64-bit numbers on a copy of the weights.',
        ),
      ),
    );
  }

  /** @param {Proof | undefined} proof */
  update(proof) {
    if (proof === this.#shown) return;
    this.#shown = proof;
    this.#verdict.hidden = this.#table.hidden = !proof;
    this.#progress.hidden = !proof || proof.report.entriesLeft === 0;
    if (!proof) return;
    const { tensors, entriesLeft } = proof.report;
    const compared = tensors.reduce((sum, { entries }) => sum + entries, 0);
    this.#progress.max = compared + entriesLeft;
    this.#progress.value = compared;
    setText(this.#verdict, entriesLeft > 0 ? 'Comparing.' : verdict(proof, compared));
    const rows = tensors.map((tensor) => [
      tensor.name,
      formatWhole(tensor.entries),
      formatScientific(tensor.largestError),
      `${tensor.row}, ${tensor.column}`,
      formatScientific(tensor.gradient),
      formatScientific(tensor.difference),
    ]);
    this.#table.replaceChildren(table('Where each tensor’s gradient is worst', HEADS, rows));
  }
}

/** @param {Proof} proof complete @param {number} compared */
function verdict({ step, report: { tensors, bound } }, compared) {
  const largest = Math.max(...tensors.map(({ largestError }) => largestError));
  const found = `${formatWhole(compared)} gradients compared at step ${formatWhole(step)}; the largest relative error is ${formatScientific(largest)}`;
  return largest <= bound
    ? `${found}. They are right: a single wrong sign would make it about 1.`
    : `${found}, above ${formatScientific(bound)}. They are wrong: this is a mistake in the program.`;
}
