/**
 * @typedef {import('../shared/protocol.js').Config} Config
 * @typedef {import('./lesson.js').Act} Act
 * @typedef {import('./lesson.js').Lesson} Lesson
 */

/** @param {Act} act */
export const isTraining = (act) => 'train' in act;
/**
 * Training where a model file would do.
 *
 * @param {Act} act
 */
export const trained = (act) => ('model' in act ? { train: act.train } : act);
/** @param {Act} act */
const isClamp = (act) => 'clamp' in act;
/**
 * The step at which the first training of these acts ends; undefined without one.
 *
 * @param {readonly Act[]} acts
 */
export const firstGoal = (acts) =>
  acts.flatMap((act) => ('train' in act && act.train > 0 ? [act.train] : []))[0];
/** @param {readonly Act[]} acts */
const settingsIn = (acts) =>
  Object.assign({}, ...acts.map((act) => ('set' in act ? act.set : undefined)));

/** The acts of a lesson's steps, and the settings with which each begins. */
export class LessonPlan {
  #lesson;
  #overrides;

  /**
   * @param {Lesson} lesson
   * @param {Partial<Config>} overrides settings in place of the lesson's
   */
  constructor(lesson, overrides) {
    this.#lesson = lesson;
    this.#overrides = overrides;
  }

  /** @param {number} index of the step */
  acts(index) {
    return this.#steps[index].do ?? [];
  }

  /**
   * The acts of earlier steps on which those of a step depend.
   *
   * @param {number} index of the step
   */
  needed(index) {
    return [...this.neededTraining(index), ...this.#needed(index, isClamp)];
  }

  /** @param {number} index of the step */
  neededTraining(index) {
    return this.#needed(index, isTraining);
  }

  /**
   * The settings that the lesson has chosen when a step begins.
   *
   * @param {number} index of the step
   * @returns {Partial<Config>}
   */
  settingsBefore(index) {
    const first = firstGoal(this.#steps.flatMap((step) => step.do ?? []));
    return {
      ...(first && { maxSteps: first }),
      ...this.#lesson.config,
      ...settingsIn(this.#actsBefore(index)),
      ...this.#overrides,
    };
  }

  /** The steps; a model file has the weights of the lesson's own settings alone. */
  get #steps() {
    const { steps } = this.#lesson;
    if (Object.keys(this.#overrides).length === 0) return steps;
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
    if (this.acts(index).some((act) => isOfKind(act) || isTraining(act))) return [];
    const before = this.#actsBefore(index);
    const last = before.findLastIndex(isOfKind);
    return before.findLastIndex(isTraining) > last ? [] : before.slice(last).slice(0, 1);
  }

  /** @param {number} index of the step */
  #actsBefore(index) {
    return this.#steps.slice(0, index).flatMap((step) => step.do ?? []);
  }
}
