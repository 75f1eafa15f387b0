import { presets } from '../texts/presets.js';
import { doAct, endRun, isActDone } from './acts.js';
import { areInForce } from './lesson-settings.js';
import { Measurements } from './measurements.js';

/**
 * @typedef {import('../shared/protocol.js').Config} Config
 * @typedef {import('./lesson.js').Act} Act
 * @typedef {import('./lesson.js').Lesson} Lesson
 */

/** @param {Act} act */
const isTraining = (act) => 'train' in act;
/**
 * Training where a model file would do.
 *
 * @param {Act} act
 */
const trained = (act) => ('model' in act ? { train: act.train } : act);
/** @param {Act} act */
const isClamp = (act) => 'clamp' in act;
/**
 * The step at which the first training of these acts ends; undefined without one.
 *
 * @param {readonly Act[]} acts
 */
const firstGoal = (acts) =>
  acts.flatMap((act) => ('train' in act && act.train > 0 ? [act.train] : []))[0];
/** @param {readonly Act[]} acts */
const settingsIn = (acts) =>
  Object.assign({}, ...acts.map((act) => ('set' in act ? act.set : undefined)));

/** Does the acts of a lesson on a session, and measures its figures. */
export class Lab extends Measurements {
  lesson;
  /** The settings in place of the lesson's. */
  overrides;
  /**
   * The networks that were loaded, by the names of their files.
   *
   * @type {Map<string, import('../shared/protocol.js').CharModel>}
   */
  models = new Map();
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
  }

  /** The seed of the lesson's networks; a race counts on from it. */
  get seed() {
    return Number({ ...this.lesson.config, ...this.overrides }.seed);
  }

  /** Aborts when the acts are to end. */
  get signal() {
    return this.#work.signal;
  }

  /** Takes the lesson's text and settings; the run that was there ends. */
  async begin() {
    const { session, lesson, signal } = this;
    const task = lesson.task && (await this.tools.makeTask(lesson.task));
    signal.throwIfAborted();
    session.kept.value = undefined;
    if (task) session.useTask(task);
    else session.setText(this.#lessonText());
    session.useConfig(this.#settingsBefore(0));
    endRun(session);
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
    if (this.hasOtherText) await this.begin();
    signal.throwIfAborted();
    const settings = this.#settingsBefore(index);
    if (!areInForce(session.draft, settings)) session.useConfig(settings);
    const acts = [...this.#needed(index, isTraining), ...this.#needed(index, isClamp)];
    for (const act of [...acts, ...this.#acts(index)]) {
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
    const maxSteps = firstGoal(this.#acts(index));
    if (!maxSteps || session.draft.config.maxSteps === maxSteps) return;
    session.choose('maxSteps', maxSteps);
    if (session.run) endRun(session);
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
    const acts = [...this.#needed(index, isTraining), ...this.#acts(index)];
    return acts.every((act) => isActDone(this, act));
  }

  /** True when the session has another text. */
  get hasOtherText() {
    const { lesson, session } = this;
    if (!lesson.task) return session.draft.text !== this.#lessonText();
    const source = session.draft.task?.source;
    return JSON.stringify(source) !== JSON.stringify(lesson.task);
  }

  /**
   * True when the text or a setting is neither that before a step nor that after it.
   *
   * @param {number} index of the step
   */
  isChanged(index) {
    const allowed = [this.#settingsBefore(index), this.#settingsBefore(index + 1)];
    return (
      this.hasOtherText || !allowed.some((settings) => areInForce(this.session.draft, settings))
    );
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
    const acts = this.#acts(index);
    const races = acts.some((act) => 'race' in act);
    const ofRace = races ? this.tools.race.runs.map(({ hash = '' }) => hash) : [];
    return acts.some(isTraining) ? [await this.hash(), ...ofRace] : ofRace;
  }

  /** @param {number} index of the step */
  #acts(index) {
    return this.#steps[index].do ?? [];
  }

  /** The steps; a model file has the weights of the lesson's own settings alone. */
  get #steps() {
    const { steps } = this.lesson;
    if (Object.keys(this.overrides).length === 0) return steps;
    return steps.map((step) => ({ ...step, do: step.do?.map(trained) }));
  }

  /**
   * The last act of a kind before a step, if it still counts there: unless the step has one of that kind
   * itself, or a training after it.
   *
   * @param {number} index of the step
   * @param {(act: Act) => boolean} isOfKind
   * @returns {Act[]} at most one
   */
  #needed(index, isOfKind) {
    if (this.#acts(index).some((act) => isOfKind(act) || isTraining(act))) return [];
    const before = this.#actsBefore(index);
    const last = before.findLastIndex(isOfKind);
    return before.findLastIndex(isTraining) > last ? [] : before.slice(last).slice(0, 1);
  }

  /** @param {number} index of the step */
  #actsBefore(index) {
    return this.#steps.slice(0, index).flatMap((step) => step.do ?? []);
  }

  /**
   * The settings that the lesson has chosen when a step begins.
   *
   * @param {number} index of the step
   * @returns {Partial<Config>}
   */
  #settingsBefore(index) {
    const acts = this.#steps.flatMap((step) => step.do ?? []);
    const first = firstGoal(acts);
    const chosen = settingsIn(this.#actsBefore(index));
    return {
      ...(first && { maxSteps: first }),
      ...this.lesson.config,
      ...chosen,
      ...this.overrides,
    };
  }

  #lessonText() {
    const { preset, text } = this.lesson;
    return text?.() ?? presets.find(({ id }) => id === preset)?.text() ?? '';
  }
}
