import { el, setText } from '../../lib/dom.js';

/**
 * @typedef {object} Asked a question about what will come
 * @property {string} question
 * @property {readonly string[]} answers three
 * @property {number} [chosen] the index of the reader's answer
 * @property {number} [right] that of the right one, once it is known
 * @property {string} verdict on the answer; empty before it is known
 */

/** The number of questions on this page, which makes their names unique. */
let count = 0;

/** A question with three answers, of which the reader may choose one before the figure comes. */
export class Question {
  element;
  #legend = el('legend', {});
  #answers;
  #verdict = el('p', { class: 'verdict' });

  /** @param {(answer: number) => void} onAnswer */
  constructor(onAnswer) {
    const name = `answer-${++count}`;
    this.#answers = [0, 1, 2].map((index) => {
      const input = el('input', { type: 'radio', name, onchange: () => onAnswer(index) });
      const words = el('span', {});
      return { input, words, label: el('label', {}, input, words) };
    });
    const labels = this.#answers.map(({ label }) => label);
    this.element = el('fieldset', { class: 'question' }, this.#legend, ...labels, this.#verdict);
  }

  /**
   * @param {Asked} [asked]
   * @returns {boolean} true where an answer has lost the focus, because none can be chosen any more
   */
  update(asked) {
    this.element.hidden = !asked;
    if (!asked) return false;
    const { question, answers, chosen, right, verdict } = asked;
    setText(this.#legend, question);
    setText(this.#verdict, verdict);
    const focused = this.#answers.find(({ input }) => input.matches(':focus'));
    this.#answers.forEach(({ input, words, label }, index) => {
      setText(words, answers[index]);
      input.checked = index === chosen;
      input.disabled = right !== undefined;
      label.className =
        right === undefined ? '' : index === right ? 'right' : index === chosen ? 'wrong' : 'other';
    });
    return focused?.input.disabled === true;
  }
}
