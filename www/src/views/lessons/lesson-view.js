import { el, enable, setText } from '../../lib/dom.js';
import { LessonEnd } from './lesson-end.js';
import { Question } from './question.js';

/**
 * @typedef {object} LessonValues
 * @property {string} name identifies the step that is shown
 * @property {string} number as in "Lesson 3 of 15"
 * @property {string} title
 * @property {string} claim
 * @property {string} place as in "Step 2 of 3"
 * @property {string} say
 * @property {import('./question.js').Asked} [asked]
 * @property {string} result the sentence with the reader's own figure; empty before it is measured
 * @property {import('./lesson-end.js').End} [end] in the place of a step
 * @property {string} state what is being done; empty at rest
 * @property {string} problem why it does not go on; empty without one
 * @property {boolean} isRunning
 * @property {boolean} isDone true where the step has its figure
 * @property {boolean} isFirst
 * @property {boolean} canTurn true where there is a next step, or the verdict
 * @property {boolean} canTrain true where its network can be trained before the reader's eyes
 *
 * @typedef {Record<string, string>} LessonWords the labels by their names
 */

/** A lesson: what it claims, one step at a time, and what came of it. */
export class LessonView {
  #number = el('p', { class: 'number' });
  #title = el('h2', {});
  #claim = el('p', { class: 'claim' });
  #place = el('h3', {});
  #say = el('p', { class: 'say' });
  #question;
  #result = el('p', { class: 'result' });
  #end;
  #step;
  #body;
  #state = el('p', { class: 'doing' });
  #problem = el('p', { class: 'problem' });
  #buttons;
  #words;
  /** The step and the result on screen. */
  #shown = '';

  /**
   * @param {HTMLElement} root
   * @param {LessonWords} words
   * @param {object} on
   * @param {(answer: number) => void} on.answer
   * @param {() => void} on.show does the step
   * @param {() => void} on.showAll does all steps that are left
   * @param {() => void} on.train trains the step's network anew
   * @param {() => void} on.stop
   * @param {() => void} on.back
   * @param {() => void} on.next
   * @param {() => void} on.anew begins the lesson again
   */
  constructor(root, words, on) {
    this.#words = words;
    this.#question = new Question(on.answer);
    this.#end = new LessonEnd(words);
    this.#step = el('div', { class: 'step' }, this.#say, this.#question.element, this.#result);
    this.#body = el(
      'div',
      { class: 'lesson-body', tabIndex: 0, role: 'group' },
      this.#claim,
      this.#step,
      this.#end.element,
    );
    /**
     * @param {string} label
     * @param {() => void} act
     * @param {string} [kind]
     */
    const button = (label, act, kind = '') =>
      el('button', { type: 'button', class: kind, onclick: act }, label);
    /**
     * Show me and Stop stand in one place: the second click of a double click is for the first.
     *
     * @param {() => void} act
     */
    const once =
      (act) =>
      (/** @type {MouseEvent} */ { detail }) => {
        if (detail < 2) act();
      };
    this.#buttons = {
      show: el(
        'button',
        { type: 'button', class: 'primary', onclick: once(on.show) },
        words.showMe,
      ),
      stop: el('button', { type: 'button', class: 'primary', onclick: once(on.stop) }, words.stop),
      showAll: button(words.showAll, on.showAll, 'quiet'),
      train: button(words.trainAnew, on.train, 'quiet'),
      back: button(words.back, on.back),
      next: button(words.next, on.next),
      anew: button(words.startAnew, on.anew, 'quiet'),
    };
    const { show, stop, showAll, train, back, next, anew } = this.#buttons;
    root.append(
      el('div', { class: 'lesson-head' }, this.#number, this.#title, this.#place),
      this.#body,
      this.#end.line,
      el(
        'div',
        { class: 'lesson-foot' },
        el('div', { class: 'toggle' }, show, stop),
        showAll,
        train,
        anew,
        this.#state,
        this.#problem,
        back,
        next,
      ),
    );
  }

  /** @param {LessonValues} values */
  update(values) {
    const { name, end, isRunning, isDone, isFirst, state, problem } = values;
    const { show, stop, showAll, train, back, next, anew } = this.#buttons;
    setText(this.#number, values.number);
    setText(this.#title, values.title);
    setText(this.#claim, `${this.#words.claim} ${values.claim}`);
    setText(this.#place, values.place);
    this.#place.hidden = values.place === '';
    this.#body.setAttribute('aria-label', values.place || values.title);
    this.#step.hidden = end !== undefined;
    this.#end.update(end);
    setText(this.#say, values.say);
    this.#question.update(values.asked);
    setText(this.#result, values.result);
    setText(this.#state, state);
    setText(this.#problem, problem);
    this.#state.hidden = problem !== '';
    const shown = `${name} ${values.result}`;
    if (shown !== this.#shown) {
      this.#body.scrollTop = 0;
      if (values.result && !end) this.#body.scrollTop = this.#body.scrollHeight;
    }
    this.#shown = shown;
    const isEnd = end !== undefined;
    enable(stop, isRunning, isDone ? next : show);
    enable(show, !isRunning && !isEnd && !isDone, isRunning ? stop : isEnd ? anew : next);
    enable(next, values.canTurn && !isRunning, isEnd ? anew : show);
    enable(back, !isFirst && !isRunning, isRunning ? stop : next.disabled ? show : next);
    next.className = isDone && !isEnd ? 'primary' : '';
    train.hidden = !values.canTrain;
    showAll.hidden = isEnd || isRunning || isDone;
    anew.hidden = isFirst && !isDone && !problem;
  }
}
