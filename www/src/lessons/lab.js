import { presets } from '../texts/presets.js';
import { noteRun, isOfLesson } from '../runs/lesson-runs.js';
import { doAct, isActDone } from './acts.js';
import { aim, endRun } from './lesson-network.js';
import { firstGoal, isTraining, LessonPlan, trained } from './lesson-plan.js';
import { areInForce, isEqual } from './lesson-settings.js';
import { Measurements } from './measurements.js';

/**
 * @typedef {import('../shared/protocol.js').Config} Config
 * @typedef {import('./lesson.js').Act} Act
 * @typedef {import('./lesson.js').Lesson} Lesson
 */

/** Does the acts of a lesson on a session, and measures its figures. */
export class Lab extends Measurements {
  lesson;
  /** The settings in place of the lesson's. */
  overrides;
  #plan;
  /**
   * The networks that were loaded, by the names of their files.
   *
   * @type {Map<string, import('../shared/protocol.js').CharModel>}
   */
  models = new Map();
  /** Resolves when Train stops where the present step ends. */
  #prepared = Promise.resolve();
  /** Ends the waiting of the acts. */
  #work = new AbortController();

  /**
   * @param {import('../runs/session.js').Session} session
   * @param {Lesson} lesson
   * @param {import('./measurements.js').LabTools} tools
   * @param {Partial<Config>} [overrides] settings in place of the lesson's
   */
  constructor(session, lesson, tools, overrides = {}) {
    super(session, tools);
    this.lesson = lesson;
    this.overrides = overrides;
    this.#plan = new LessonPlan(lesson, overrides);
  }

  /** The seed of the lesson's networks; a race counts on from it. */
  get seed() {
    return Number({ ...this.lesson.config, ...this.overrides }.seed);
  }

  /** Aborts when the acts are to end. */
  get signal() {
    return this.#work.signal;
  }

  /** Takes the lesson's text and settings; Undo brings back what the reader had instead. */
  async begin() {
    const { session, lesson, signal } = this;
    const task = lesson.task && (await this.tools.makeTask(lesson.task));
    signal.throwIfAborted();
    session.restarts.stop();
    endRun(this);
    if (task) session.useTask(task);
    else session.setText(this.#lessonText());
    session.useConfig(this.#plan.settingsBefore(0));
    await session.draft.ready();
  }

  /** Ends the acts, whose promises reject with an `AbortError`. */
  stop() {
    this.#work.abort();
    this.#work = new AbortController();
  }

  /**
   * Does the acts of a step, and before them those of earlier steps on which they depend.
   *
   * @param {number} index of the step
   * @param {boolean} [isAnew] true to train where a model file would do
   */
  async perform(index, isAnew = false) {
    const { session, signal } = this;
    await this.#prepared;
    if (this.hasOtherText) await this.begin();
    signal.throwIfAborted();
    const settings = this.#plan.settingsBefore(index);
    if (!areInForce(session.draft, settings)) {
      this.claim();
      if (session.run && !isOfLesson(session.run)) endRun(this); // before it gets the learning rate
      session.useConfig(settings);
    }
    const acts = this.#plan.needed(index);
    for (const act of [...acts, ...this.#plan.acts(index)]) {
      await this.do(isAnew ? trained(act) : act);
      signal.throwIfAborted();
    }
  }

  /**
   * Makes Train stop where the step's training ends, for a reader who does the acts by hand.
   *
   * @param {number} index of the step
   */
  async prepare(index) {
    const { session } = this;
    const goal = firstGoal(this.#plan.acts(index));
    if (!goal || session.draft.config.maxSteps === goal) return;
    if (!session.run) session.choose('maxSteps', goal);
    else await (this.#prepared = aim(this, goal).catch(() => {})); // Train reports it
  }

  /** Notes whether the present run is the lesson's. */
  claim() {
    const { run, draft } = this.session;
    if (run?.text && !draft.differsFrom(run)) noteRun(run, this.isLessons);
  }

  /**
   * Does one act, unless it is done.
   *
   * @param {Act} act
   */
  async do(act) {
    if (!isActDone(this, act)) await doAct(this, act);
  }

  /**
   * True when the acts of a step are done, whoever did them.
   *
   * @param {number} index of the step
   */
  isStepDone(index) {
    const acts = [...this.#plan.neededTraining(index), ...this.#plan.acts(index)];
    return this.isAt(index) && acts.every((act) => isActDone(this, act));
  }

  /**
   * The acts that load model files, of a step and of those before it on which it depends.
   *
   * @param {number} index of the step
   */
  filesOf(index) {
    const acts = [...this.#plan.neededTraining(index), ...this.#plan.acts(index)];
    return this.isAt(index) ? acts.filter((act) => 'model' in act) : [];
  }

  /** The index of the step whose network the views show; −1 where it is of none. */
  get shownStep() {
    return this.lesson.steps.findLastIndex(
      (_, index) => this.#plan.acts(index).some(isTraining) && this.isStepDone(index),
    );
  }

  /** True when the session has another text. */
  get hasOtherText() {
    const { lesson, session } = this;
    if (!lesson.task) return session.draft.text !== this.#lessonText();
    const source = session.draft.task?.source;
    return !isEqual(source, lesson.task);
  }

  /**
   * True when the text is the lesson's, and the settings are those before or after a step.
   *
   * @param {number} index of the step
   */
  isAt(index) {
    return this.#hasSettingsOf([index, index + 1]);
  }

  /** True when the text is the lesson's, and the settings are those of some step. */
  get isLessons() {
    return this.#hasSettingsOf([...this.lesson.steps.keys(), this.lesson.steps.length]);
  }

  /**
   * The figures of a step.
   *
   * @param {number} index of the step
   */
  async see(index) {
    const { session } = this;
    // The views and the figures are of the same weights.
    if (session.model && session.modelChoice.value !== 'now') session.chooseModel('now');
    return (await this.lesson.steps[index].see?.(this)) ?? {};
  }

  /**
   * The hashes of the weights that the acts of a step have made.
   *
   * @param {number} index of the step
   * @returns {Promise<string[]>}
   */
  async hashes(index) {
    const acts = this.#plan.acts(index);
    const races = acts.some((act) => 'race' in act);
    const ofRace = races ? this.tools.race.runs.map(({ hash = '' }) => hash) : [];
    return acts.some(isTraining) ? [await this.hash(), ...ofRace] : ofRace;
  }

  /** @param {number[]} indices of the steps before which one has such settings */
  #hasSettingsOf(indices) {
    const { draft } = this.session;
    const isOne = (/** @type {number} */ index) =>
      areInForce(draft, this.#plan.settingsBefore(index));
    return !this.hasOtherText && indices.some(isOne);
  }

  #lessonText() {
    const { preset, text } = this.lesson;
    return text?.() ?? presets.find(({ id }) => id === preset)?.text() ?? '';
  }
}
