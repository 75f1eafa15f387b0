import { Notifier } from '../lib/notifier.js';
import { weightsHash } from '../files/weights-hash.js';
import { lessonLine } from './lesson-text.js';

/**
 * @typedef {import('./lab.js').Lab} Lab
 * @typedef {import('./lesson.js').Figures} Figures
 *
 * @typedef {object} StepResult
 * @property {Figures} figures
 * @property {string[]} hashes of the weights that the step has made
 */

/**
 * One reader's way through a lesson: the present step, the answers, the figures, the verdict.
 *
 * Events: `change` (at most one a frame), `seen` (detail: the index of a step whose figures have come).
 */
export class LessonRun extends Notifier {
  /** The index of the present step. */
  index = 0;
  /** @type {(number | undefined)[]} the reader's answer to each step's question */
  answers = [];
  /** True from `begin` on, once the text and the settings are there. */
  hasBegun = false;
  /** True while the acts of a step are done for the reader, or its figures are measured. */
  isBusy = false;
  /** The index of the step whose acts are being done. */
  busyWith = -1;
  /** The error that ended the acts; empty without one. */
  problem = '';
  /** The number of the lesson in the list, from 1. */
  number;
  #lab;
  /** @type {(StepResult | undefined)[]} */
  #results = [];
  #listening = new AbortController();
  /** Counts the works, of which only the newest is heard. */
  #work = 0;

  /**
   * @param {Lab} lab
   * @param {number} number of the lesson in the list, from 1
   */
  constructor(lab, number) {
    super();
    this.#lab = lab;
    this.number = number;
    for (const type of ['change', 'state']) {
      lab.session.addEventListener(type, () => this.#notice(), this.#listening);
    }
  }

  get lesson() {
    return this.#lab.lesson;
  }
  get step() {
    return this.lesson.steps[this.index];
  }

  /** The figures of all steps so far. */
  get figures() {
    return /** @type {Figures} */ (
      Object.assign({}, ...this.#results.map((result) => result?.figures))
    );
  }

  /** @param {number} index of a step, by default the present one */
  isSeen(index = this.index) {
    return this.#results[index] !== undefined;
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

  /**
   * The hash of the weights of the lesson; that of several networks is the hash of their hashes.
   *
   * @returns {string} 16 hexadecimal digits
   */
  get weights() {
    const all = this.#results.flatMap((result) => result?.hashes ?? []);
    if (all.length < 2) return all[0] ?? '';
    return weightsHash(new Float32Array(new TextEncoder().encode(all.join('')).buffer));
  }

  /** The line to copy, the same on every machine; empty before the lesson is complete. */
  get line() {
    const { verdict, figures, weights, lesson, number } = this;
    if (verdict === undefined) return '';
    const { seed, overrides } = this.#lab;
    return lessonLine({ lesson, number, seed, overrides, verdict, figures, weights });
  }

  /** True when the text or a setting is not the lesson's: it can only begin anew. */
  get isChanged() {
    return this.hasBegun && !this.isBusy && this.#lab.isChanged(this.index);
  }

  /** Takes the lesson's text and settings, and begins at its first step. */
  async begin() {
    this.#results = [];
    this.answers = [];
    this.index = 0;
    this.hasBegun = false;
    await this.#busy(-1, async () => {
      await this.#lab.begin();
      this.hasBegun = true;
    });
  }

  /** @param {0 | 1 | 2} answer to the present question */
  answer(answer) {
    this.answers[this.index] = answer;
    this.#notice();
    this.changed();
  }

  /** Does the acts of the present step, and of those before it that were left out. */
  showMe() {
    return this.#show(this.index);
  }

  /** Does the acts of all steps, and shows the last one. */
  async showAll() {
    await this.#show(this.lesson.steps.length - 1);
    if (this.isComplete) this.#goTo(this.lesson.steps.length - 1);
  }

  /** Trains the network of a step anew, where a model file would be enough. */
  async trainAnew() {
    const { index } = this;
    await this.#busy(index, async (isWanted) => {
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
    this.#work++;
    this.#lab.stop();
    this.#rest();
  }

  #rest() {
    this.isBusy = false;
    this.busyWith = -1;
    this.changed();
  }

  /** Ends the lesson, which hears the session no more. */
  stop() {
    this.interrupt();
    this.#listening.abort();
    this.silence();
  }

  /** @param {number} index of a step */
  #goTo(index) {
    this.index = Math.max(0, Math.min(this.lesson.steps.length - 1, index));
    this.problem = '';
    if (!this.isSeen() && !this.isBusy) this.#lab.session.mind(this.#lab.prepare(this.index));
    this.#notice();
    this.changed();
  }

  /** @param {number} last index of a step */
  #show(last) {
    return this.#busy(last, async (isWanted) => {
      for (let index = 0; index <= last && isWanted(); index++) {
        if (this.isSeen(index) && index !== last) continue;
        this.busyWith = index;
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
    this.#results[index] = { figures, hashes };
    this.tell('seen', index);
  }

  /** Measures the figures of the present step when it was done by hand. */
  #notice() {
    this.changed();
    if (this.isBusy || this.problem || !this.hasBegun || this.isSeen() || this.isChanged) return;
    const { step } = this;
    if (step.ask && this.answers[this.index] === undefined && !step.do?.length) return;
    if (!this.#lab.isStepDone(this.index)) return;
    const { index } = this;
    void this.#busy(index, (isWanted) => this.#see(index, isWanted));
  }

  /**
   * @param {number} index of the step
   * @param {(isWanted: () => boolean) => Promise<void>} work
   */
  async #busy(index, work) {
    if (this.isBusy) this.interrupt();
    const number = ++this.#work;
    const isWanted = () => number === this.#work;
    this.isBusy = true;
    this.busyWith = index;
    this.problem = '';
    this.changed();
    try {
      await work(isWanted);
    } catch (thrown) {
      const { name, message } = /** @type {Error} */ (thrown);
      if (isWanted() && name !== 'AbortError') this.problem = message;
    } finally {
      if (isWanted()) this.#rest();
    }
  }
}
