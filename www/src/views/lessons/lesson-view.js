import { el, enable, setText } from '../../lib/dom.js';
import { LessonEnd } from './lesson-end.js';
import { Question } from './question.js';

/**
 * @typedef {object} LessonValues
 * @property {string} number as in "Lesson 3 of 15"
 * @property {string} title
 * @property {string} claim
 * @property {string} place as in "Step 2 of 3"
 * @property {string} say
 * @property {import('./question.js').Asked} [asked]
 * @property {string} result the sentence with the reader's own figure; empty before it is measured
 * @property {import('./lesson-end.js').End} [end] in the place of a step
 * @property {string} state what is being done; empty at rest
 * @property {string} hint at rest: on the steps and the network that is shown; empty for none
 * @property {string} problem why it does not go on; empty without one
 * @property {boolean} isRunning
 * @property {boolean} hasActs false where the step only measures
 * @property {boolean} isDone true where the step has its figure
 * @property {boolean} isComplete true where all steps have theirs
 * @property {boolean} isFirst
 * @property {boolean} canTurn true where there is a next step, or the verdict
 * @property {boolean} canTrain true where its network can be trained before the reader's eyes
 * @property {boolean} [isOpen] true while the playground below is open; undefined where it always is
 *
 * @typedef {Record<string, string>} LessonWords the labels by their names
 */

/** A lesson: what it claims, one step at a time, and what came of it. */
export class LessonView {
  #number = el('p', { class: 'number' });
  #title = el('h2', {});
  #claim = el('p', { class: 'claim' });
  #place = el('h3', { tabIndex: -1 });
  #say = el('p', { class: 'say' });
  #question;
  #result = el('p', { class: 'result' });
  #end;
  #step;
  #hint = el('p', { class: 'hint' });
  #state = el('p', { class: 'doing' });
  #problem = el('p', { class: 'problem' });
  #buttons;
  #words;

  /**
   * @param {HTMLElement} root
   * @param {LessonWords} words
   * @param {object} on
   * @param {(answer: number) => void} on.answer
   * @param {() => void} on.show does all steps that are left
   * @param {() => void} on.step does the step
   * @param {() => void} on.open opens or closes the playground below
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
    /**
     * @param {string} label
     * @param {() => void} act
     * @param {string} [kind]
     */
    const button = (label, act, kind = '') =>
      el('button', { type: 'button', class: kind, onclick: act }, label);
    /**
     * A button in whose place another one may come: the second click of a double click is for the first.
     *
     * @param {string} label
     * @param {() => void} act
     * @param {string} kind
     */
    const once = (label, act, kind) => {
      /** @param {MouseEvent} event */
      const onclick = ({ detail }) => detail < 2 && act();
      return el('button', { type: 'button', class: kind, onclick }, label);
    };
    /**
     * By keyboard the focus goes to what has come, so that nobody presses Enter past a question unseen.
     *
     * @param {MouseEvent} event
     */
    const turnOn = ({ detail }) => {
      on.next();
      if (detail === 0) (this.#place.hidden ? this.#end.heading : this.#place).focus();
    };
    this.#buttons = {
      show: once(words.showMe, on.show, 'primary'),
      stop: once(words.stop, on.stop, 'primary'),
      step: once(words.doStep, on.step, 'quiet'),
      open: once(words.byHand, on.open, 'quiet'),
      train: once(words.trainAnew, on.train, 'quiet'),
      anew: once(words.startAnew, on.anew, 'quiet'),
      back: button(words.back, on.back),
      next: el('button', { type: 'button', onclick: turnOn }, words.next),
    };
    const { show, stop, step, open, train, back, next, anew } = this.#buttons;
    root.append(
      el('div', { class: 'lesson-head' }, this.#number, this.#title, this.#place),
      this.#claim,
      this.#step,
      this.#end.element,
      this.#end.line,
      this.#hint,
      el(
        'div',
        { class: 'lesson-foot' },
        el('div', { class: 'toggle' }, show, stop),
        step,
        open,
        train,
        anew,
        this.#state,
        this.#problem,
        el('div', { class: 'turn' }, back, next),
      ),
    );
  }

  /** @param {LessonValues} values */
  update(values) {
    const { end, isRunning, isDone, isComplete, isFirst, isOpen, state, problem } = values;
    const { show, stop, step, open, train, back, next, anew } = this.#buttons;
    setText(this.#number, values.number);
    setText(this.#title, values.title);
    setText(this.#claim, `${this.#words.claim} ${values.claim}`);
    setText(this.#place, values.place);
    this.#place.hidden = values.place === '';
    this.#step.hidden = end !== undefined;
    this.#end.update(end);
    setText(this.#say, values.say);
    const hadFocus = this.#question.update(values.asked);
    setText(this.#result, values.result);
    // The buttons below keep their places while one step follows another.
    const height = isRunning ? this.#step.offsetHeight : 0;
    this.#step.style.minHeight = height ? `${height}px` : '';
    setText(this.#hint, values.hint);
    this.#hint.hidden = values.hint === '';
    setText(this.#state, state);
    setText(this.#problem, problem);
    this.#state.hidden = problem !== '';
    const isEnd = end !== undefined;
    enable(stop, isRunning, isEnd ? back : isDone ? next : show);
    enable(show, !isRunning && !isComplete, isRunning ? stop : isEnd ? back : next);
    enable(next, values.canTurn && !isRunning, isEnd ? back : show);
    enable(back, !isFirst && !isRunning, isRunning ? stop : next.disabled ? show : next);
    show.className = isDone ? '' : 'primary';
    next.className = isDone && !isEnd ? 'primary' : '';
    setText(step, values.hasActs ? this.#words.doStep : this.#words.measure);
    hide(step, isEnd || isRunning || isDone, isRunning ? stop : isEnd ? back : next);
    hide(train, !values.canTrain, isRunning ? stop : next);
    hide(anew, isRunning || (isFirst && !isDone && !problem), isRunning ? stop : show);
    open.hidden = isOpen === undefined;
    open.setAttribute('aria-expanded', String(isOpen));
    if (hadFocus) (next.disabled ? show : next).focus();
  }
}

/**
 * Shows or hides a button, which passes its focus on.
 *
 * @param {HTMLButtonElement} button
 * @param {boolean} isHidden
 * @param {HTMLButtonElement} successor that is enabled
 */
function hide(button, isHidden, successor) {
  const hadFocus = button.matches(':focus');
  button.hidden = isHidden;
  if (hadFocus && isHidden) successor.focus();
}
