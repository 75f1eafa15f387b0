import { LessonResults } from './lesson-results.js';
import { lessonLine } from './lesson-text.js';
import { LessonWork } from './lesson-work.js';

/** @typedef {import('./lab.js').Lab} Lab */

/**
 * One reader's way through a lesson: the present step, the answers, the figures, the verdict.
 *
 * Events: `change` (at most one a frame), `seen` (detail: the index of a step whose figures have come).
 */
export class LessonRun extends LessonWork {
  /** The index of the present step. */
  index = 0;
  /** @type {(number | undefined)[]} the reader's answer to each step's question */
  answers = [];
  /** True once the text and the settings are there. */
  hasBegun = false;
  number;
  #lab;
  #results = new LessonResults();
  #listening = new AbortController();
  /** True once the present step was undone: what was done before it was shown is no answer to it. */
  #isOpen = false;
  /** True while Train does not stop yet where the present step's training ends. */
  #isToPrepare = false;

  /**
   * @param {Lab} lab
   * @param {number} number of the lesson in the list, from 1
   */
  constructor(lab, number) {
    super();
    this.#lab = lab;
    this.number = number;
    this.listen();
  }

  /** Hears the session: what is done by hand is measured. */
  listen() {
    this.#listening.abort();
    this.#listening = new AbortController();
    this.#isOpen = false;
    for (const type of ['change', 'state']) {
      this.#lab.session.addEventListener(type, () => this.#notice(), this.#listening);
    }
  }

  get lesson() {
    return this.#lab.lesson;
  }
  get step() {
    return this.lesson.steps[this.index];
  }

  get figures() {
    return this.#results.figures;
  }
  get weights() {
    return this.#results.weights;
  }

  /** @param {number} index of a step, by default the present one */
  isSeen(index = this.index) {
    return this.#results.has(index);
  }

  /** The right answer to the present question; undefined before its figures have come. */
  get rightAnswer() {
    return this.isSeen() ? this.step.ask?.(this.figures) : undefined;
  }

  get isComplete() {
    return this.lesson.steps.every((_, index) => this.isSeen(index));
  }

  /** True or false by the reader's figures; undefined before the lesson is complete. */
  get verdict() {
    return this.isComplete ? this.lesson.verdict(this.figures) : undefined;
  }

  /** The line to copy, the same on every machine; empty before the lesson is complete. */
  get line() {
    const { verdict, figures, weights, lesson, number } = this;
    if (verdict === undefined) return '';
    const { seed, overrides } = this.#lab;
    return lessonLine({ lesson, number, seed, overrides, verdict, figures, weights });
  }

  /**
   * True when the text or a setting is not that of the step: the lesson can only begin anew. At its end
   * the reader goes on with whatever there is.
   */
  get isChanged() {
    if (!this.hasBegun || this.isBusy || this.isComplete) return false;
    return this.isSeen() ? !this.#lab.isLessons : !this.#lab.isAt(this.index);
  }

  /** Takes the lesson's text and settings, and begins at its first step. */
  async begin() {
    this.#results = new LessonResults();
    this.answers = [];
    this.index = 0;
    this.#isOpen = this.#isToPrepare = false;
    this.hasBegun = false;
    await this.work(-1, async () => {
      await this.#lab.begin();
      this.hasBegun = true;
    });
  }

  /** @param {0 | 1 | 2} answer to the present question */
  answer(answer) {
    this.answers[this.index] = answer;
    this.changed();
  }

  /** Does the acts of the present step, and of those before it that were left out. */
  doStep() {
    return this.#show(this.index);
  }

  /** Does the acts of all steps, each of which becomes the present one. */
  showMe() {
    return this.#show(this.lesson.steps.length - 1, true);
  }

  /** Loads the network that the present step looks at, for a reader who goes on by hand. */
  async load() {
    const { index, isBusy, hasBegun } = this;
    const lab = this.#lab;
    if (isBusy || !hasBegun || this.isSeen() || lab.record.position.step > 0) return;
    if (lab.filesOf(index).length === 0) return;
    await this.work(index, async (isWanted) => {
      for (const act of lab.filesOf(index)) await lab.do(act);
      if (lab.isStepDone(index)) await this.#see(index, isWanted);
    });
  }

  /** Trains the network of a step anew, where a model file would be enough. */
  async trainAnew() {
    const { index } = this;
    await this.work(index, async (isWanted) => {
      await this.#lab.perform(index, true);
      await this.#see(index, isWanted);
    });
  }

  back() {
    this.#goTo(this.index - 1);
  }

  next() {
    this.#goTo(this.index + 1);
  }

  /** Ends the acts; what was measured stays. */
  interrupt() {
    this.#lab.stop();
    super.interrupt();
  }

  /** Ends the acts, and hears the session no more, until `listen`. */
  stop() {
    this.interrupt();
    this.#listening.abort();
    this.silence();
  }

  /** @param {number} index of a step */
  #goTo(index) {
    this.#enter(Math.max(0, Math.min(this.lesson.steps.length - 1, index)));
    this.problem = '';
    this.#notice();
    this.changed();
  }

  /** @param {number} index of a step */
  #enter(index) {
    this.index = index;
    this.#isOpen = false;
    this.#isToPrepare = true;
  }

  /**
   * @param {number} last index of a step
   * @param {boolean} [isFollowed] true to make each step the present one
   */
  #show(last, isFollowed) {
    return this.work(last, async (isWanted) => {
      for (let index = 0; index <= last && isWanted(); index++) {
        if (this.isSeen(index) && index !== last) continue;
        this.busyWith = index;
        if (isFollowed) this.#enter(index);
        this.changed();
        await this.#lab.perform(index);
        await this.#see(index, isWanted);
      }
    });
  }

  /**
   * @param {number} index of the step
   * @param {() => boolean} isWanted
   */
  async #see(index, isWanted) {
    const lab = this.#lab;
    const { step } = lab.record.position;
    const figures = await lab.see(index);
    const hashes = await lab.hashes(index);
    // Training may have gone on meanwhile: then the figures are of no one network.
    if (!isWanted() || lab.record.position.step !== step) return;
    this.#results.put(index, { figures, hashes });
    this.tell('seen', index);
  }

  /** Measures the figures of the present step once its acts were done by hand. */
  #notice() {
    this.changed();
    const { index, isBusy, problem, hasBegun, step } = this;
    if (!hasBegun) return;
    const lab = this.#lab;
    lab.claim();
    if (isBusy || problem || this.isSeen() || !lab.isAt(index)) return;
    if (this.#isToPrepare && !lab.session.wantsTraining) {
      this.#isToPrepare = false;
      lab.session.mind(lab.prepare(index));
    }
    if (!lab.isStepDone(index)) this.#isOpen = true;
    else if (this.#isOpen && step.do?.length)
      void this.work(index, (isWanted) => this.#see(index, isWanted));
  }
}
