import { suggestedConfig } from '../settings/settings.js';
import { presets } from '../texts/presets.js';
import { doAct, endRun, essence, isActDone } from './acts.js';
import { Measurements } from './measurements.js';

/**
 * @typedef {import('../shared/protocol.js').Config} Config
 * @typedef {import('./lesson.js').Act} Act
 * @typedef {import('./lesson.js').Lesson} Lesson
 */

/** @param {Act} act */
const isTraining = (act) => 'train' in act;
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
  #overrides;
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
    this.#overrides = overrides;
  }

  /** The settings in place of the lesson's. */
  get overrides() {
    return this.#overrides;
  }

  /** Aborts when the acts are to end. */
  get signal() {
    return this.#work.signal;
  }

  /** Takes the lesson's text and settings; the run that was there ends. */
  async begin() {
    const { session, lesson } = this;
    const task = lesson.task && (await this.tools.makeTask(lesson.task));
    this.signal.throwIfAborted();
    session.kept.value = undefined;
    if (task) session.useTask(task);
    else session.setText(this.#lessonText());
    session.useConfig(this.#settingsBefore(0));
    endRun(session);
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
   */
  async perform(index) {
    const { session } = this;
    const acts = this.#acts(index);
    const before = this.#actsBefore(index);
    if (session.draft.text === '' || this.hasOtherText) await this.begin();
    const settings = this.#settingsBefore(index);
    if (!this.#hasSettings(settings)) session.useConfig(settings);
    if (!acts.some(isTraining)) {
      const trained = before.findLastIndex(isTraining);
      const clamped = before.findLastIndex((act) => 'clamp' in act);
      if (trained >= 0) await this.do(before[trained]);
      const isReplaced = acts.some((act) => 'clamp' in act);
      if (clamped > trained && !isReplaced) await this.do(before[clamped]);
    }
    for (const act of acts) await this.do(act);
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
    this.signal.throwIfAborted();
    if (!isActDone(this, act)) await doAct(this, act);
  }

  /** @param {Act} act */
  isDone(act) {
    return isActDone(this, act);
  }

  /**
   * True when the acts of a step are done, by whom ever.
   *
   * @param {number} index of the step
   */
  isStepDone(index) {
    const step = this.lesson.steps[index];
    return step.until?.(this) ?? this.#acts(index).every((act) => isActDone(this, act));
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
    return this.hasOtherText || !allowed.some((settings) => this.#hasSettings(settings));
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
    return this.lesson.steps[index].do ?? [];
  }

  /** @param {number} index of the step */
  #actsBefore(index) {
    return this.lesson.steps.slice(0, index).flatMap((step) => step.do ?? []);
  }

  /**
   * The settings that the lesson has chosen when a step begins.
   *
   * @param {number} index of the step
   * @returns {Partial<Config>}
   */
  #settingsBefore(index) {
    const acts = this.lesson.steps.flatMap((step) => step.do ?? []);
    const first = firstGoal(acts);
    const chosen = settingsIn(this.#actsBefore(index));
    return {
      ...(first && { maxSteps: first }),
      ...this.lesson.config,
      ...chosen,
      ...this.#overrides,
    };
  }

  /**
   * True when these settings are in force, and no other is chosen.
   *
   * @param {Partial<Config>} settings
   */
  #hasSettings(settings) {
    const { draft } = this.session;
    const { chars, distinctChars } = draft.counts ?? { chars: 0, distinctChars: 0 };
    const own = draft.task?.config ?? presets.find(({ is }) => is(draft.text))?.config;
    const wanted = { ...suggestedConfig(chars, distinctChars), ...own, ...settings };
    return String(essence(draft.config)) === String(essence(wanted));
  }

  #lessonText() {
    const { preset, text } = this.lesson;
    return text?.() ?? presets.find(({ id }) => id === preset)?.text() ?? '';
  }
}
