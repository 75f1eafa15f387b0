/** A lesson in the tag: its view, and what its run needs of the widget. */

import { el } from '../lib/dom.js';
import { Lab } from '../lessons/lab.js';
import { LessonRun } from '../lessons/lesson-run.js';
import { lessonOf, lessons, numberOf } from '../lessons/lessons.js';
import { LessonView } from '../views/lessons/lesson-view.js';
import { LessonFold } from './lesson-fold.js';
import { stringsOf } from './lesson-strings.js';
import { EXPERIMENTS, NOT_LOADED, toolsOf } from './lesson-tools.js';
import { lessonValues } from './lesson-values.js';
import { LessonVoice } from './lesson-voice.js';
import { quieted } from './quieted-line.js';
import lessonCss from './styles/lesson.css?inline';
import { adopt, sheetsOf } from './styles/sheets.js';

/**
 * @typedef {import('../runs/session.js').Session} Session
 * @typedef {import('../links/setup.js').Setup} Setup
 * @typedef {Awaited<ReturnType<typeof stringsOf>>} Words
 * @typedef {import('./experiments.js').Experiments} Experiments
 *
 * @typedef {object} Surroundings of a lesson
 * @property {HTMLElement} host
 * @property {Session} session
 * @property {import('./arrangement.js').Arrangement} places
 * @property {import('../experiments/experiment-model.js').Loaders} loaders
 * @property {() => Promise<Experiments | undefined>} experiments
 * @property {() => void} onChange called when the lesson comes or goes
 */

export { stringsOf };

const sheets = sheetsOf(lessonCss);

/**
 * @typedef {object} Known what is kept of a session's lesson, with which a tag that returns goes on
 * @property {Lab} lab
 * @property {LessonRun} run
 * @property {boolean} isOpen true where the playground below is open
 */

/** @type {WeakMap<Session, Known>} */
const known = new WeakMap();

export class LessonPanel {
  /** The panels of the lesson, as in the tag's attribute. */
  panels;
  /** The coach's line while the lesson talks. */
  quieted = quieted;
  #surroundings;
  #words;
  #lab;
  #run;
  #view;
  #section = el('section', { class: 'lesson', part: 'lesson' });
  #voice;
  /** True where the verdict is shown. */
  #isAtEnd;
  #fold;
  /** True while its experiments are being loaded, and the reason why they could not be. */
  #isLoading = false;
  #failure = '';
  /** @type {Experiments | undefined} where the lesson has some */
  #experiments;
  #listening = new AbortController();

  /**
   * Shows a lesson; reports one that is unknown.
   *
   * @param {Surroundings} surroundings
   * @param {Partial<Setup>} setup
   * @param {boolean} [isBack] true where the session has the lesson's run
   * @returns {Promise<LessonPanel | undefined>}
   */
  static async open(surroundings, setup, isBack) {
    const { host, session } = surroundings;
    const lesson = lessonOf(setup.lesson ?? '');
    if (!lesson) {
      const ids = lessons.map(({ id }) => id).join(', ');
      const message = `lesson must be one of ${ids}, got "${setup.lesson}"`;
      session.report({ name: 'SettingError', message });
      return undefined;
    }
    const words = await stringsOf(host, setup);
    const tools = toolsOf(surroundings);
    const before = known.get(session);
    if (isBack && before?.run.lesson === lesson) {
      before.lab.tools = tools;
      before.run.listen();
    } else {
      before?.run.stop();
      const lab = new Lab(session, lesson, tools, setup.config);
      const run = new LessonRun(lab, numberOf(lesson.id));
      known.set(session, { lab, run, isOpen: session.run !== undefined });
    }
    return new LessonPanel(surroundings, words);
  }

  /**
   * @param {Surroundings} surroundings
   * @param {Words} words
   */
  constructor(surroundings, words) {
    const { host, session, places } = surroundings;
    const { lab, run, isOpen } = /** @type {Known} */ (known.get(session));
    this.#surroundings = surroundings;
    this.#words = words;
    this.#lab = lab;
    this.#run = run;
    this.#isAtEnd = run.isComplete;
    this.panels = run.lesson.panels;
    adopt(places.frame, sheets);
    this.#section.lang = words.language;
    this.#voice = new LessonVoice(places.frame, words.language);
    this.#section.setAttribute('aria-label', words.strings.lessons[run.lesson.id].title);
    this.#view = new LessonView(this.#section, words.strings.ui, {
      answer: (answer) => run.answer(/** @type {0 | 1 | 2} */ (answer)),
      show: () => void this.#showMe(),
      step: () => {
        this.#open(true);
        void run.doStep();
      },
      open: () => {
        this.#open(!this.#fold.isOpen);
        if (this.#fold.isOpen) void run.load();
      },
      train: () => void run.trainAnew(),
      stop: () => this.#stop(),
      back: () => this.#turn(-1),
      next: () => this.#turn(1),
      anew: () => void this.begin(),
    });
    places.frame.prepend(this.#section);
    places.guide(run.lesson);
    this.#fold = new LessonFold(host, places, isOpen);
    places.frame.style.setProperty('--room', 'auto'); // that of the parts, which are known now
    run.addEventListener('change', this.#update, this.#listening);
    run.addEventListener('seen', this.#tellResult, this.#listening);
    session.addEventListener('change', this.#update, this.#listening);
    this.#update();
  }

  /**
   * Begins the lesson, unless it goes on.
   *
   * @param {boolean} [isBack]
   */
  async begin(isBack) {
    const { places, session } = this.#surroundings;
    const run = this.#run;
    if (run.lesson.tab) places.open(run.lesson.tab);
    if (EXPERIMENTS.test(run.lesson.panels) && !(await this.#loadExperiments())) return;
    if (isBack && (run.hasBegun || session.run)) return;
    this.#isAtEnd = false;
    const begun = run.begin();
    this.#update();
    await begun;
    this.#propose();
  }

  /** @returns {Promise<boolean>} false where they could not be loaded */
  async #loadExperiments() {
    this.#isLoading = true;
    this.#update();
    const experiments = await this.#surroundings.experiments();
    this.#experiments = experiments;
    this.#isLoading = false;
    this.#failure = experiments ? '' : NOT_LOADED;
    Object.assign(this.#lab.tools, { race: experiments?.race, rates: experiments?.rates });
    this.#update();
    return experiments !== undefined;
  }

  /** Takes the lesson away; the run goes on where the tag returns. */
  close() {
    const { places, onChange } = this.#surroundings;
    this.#listening.abort();
    this.#run.stop();
    this.#voice.stop();
    this.#section.remove();
    places.guide();
    this.#fold.end();
    places.frame.style.removeProperty('--room');
    onChange();
  }

  #update = () => this.#view.update(this.#values);

  /** Does the whole experiment, and shows the verdict. */
  async #showMe() {
    this.#open(true);
    await this.#run.showMe();
    this.#isAtEnd = this.#run.isComplete;
    this.#update();
    if (this.#isAtEnd) this.#tellPlace();
  }

  /** @param {boolean} isOpen true to open the playground below */
  #open(isOpen) {
    this.#fold.turn(isOpen);
    Object.assign(/** @type {Known} */ (known.get(this.#surroundings.session)), { isOpen });
    this.#update();
  }

  #stop() {
    this.#run.interrupt();
    this.#surroundings.session.pause().catch(() => {}); // it is reported
  }

  /** @param {number} by steps; the verdict follows the last one */
  #turn(by) {
    const run = this.#run;
    const isLast = run.index === run.lesson.steps.length - 1;
    if (this.#isAtEnd) this.#isAtEnd = false;
    else if (by > 0 && isLast) this.#isAtEnd = run.isComplete;
    else if (by > 0) run.next();
    else run.back();
    this.#propose();
    this.#update();
    this.#tellPlace();
  }

  #tellPlace() {
    const { place, say, asked, end } = this.#values;
    const heard = end ? [end.heading, end.verdict] : [`${place}.`, say, asked?.question ?? ''];
    this.#voice.announce(heard.join(' '));
  }

  /** Shows the entries of the step's race in the panel of races, where the reader can start it. */
  #propose() {
    const act = this.#run.step.do?.find((act) => 'race' in act);
    if (act && 'race' in act) this.#experiments?.propose(act.race);
  }

  /** @param {any} event */
  #tellResult = ({ detail }) => {
    if (detail !== this.#run.index) return;
    const { asked, result } = this.#values;
    this.#voice.announce([asked?.verdict ?? '', result].join(' '));
  };

  get #values() {
    const { strings, language } = this.#words;
    const options = { language, isLoading: this.#isLoading, failure: this.#failure };
    const shown = { isAtEnd: this.#isAtEnd, isOpen: this.#fold.isOpen };
    const { shownStep } = this.#lab;
    return lessonValues(this.#run, strings, { ...options, ...shown, shownStep });
  }
}
