import { makeWellFormed } from '../lib/text.js';
import { maxTextChars } from '../settings/settings.js';
import { Place } from './place.js';
import { Restarts } from './restarts.js';
import { Undo } from './undo.js';
import { WritingSession } from './writing-session.js';

/** @typedef {import('../shared/protocol.js').Model} Model */

/**
 * One widget's text and settings, its current run, and the commands.
 *
 * Events: `change` (at most one a frame), `step` (detail: Progress), `sample` (detail: the Sample that
 * the network has written), `state` (detail: {state}), `error` (detail: {name, message}), `coach` (detail:
 * the coach's new line), `undone` (detail: the earlier state that is back), `opened` (a saved run takes
 * its place, before its state), `written` (a text on demand has ended).
 */
export class Session extends WritingSession {
  /** The restarts after the reader's changes. */
  restarts = new Restarts(this);
  undo = new Undo(this);
  /** The number of files opened so far. */
  files = 0;
  /** The work that `leave` has interrupted. */
  #interrupted = { isTraining: false, isRestart: false };

  /** True when the text or a setting differs from what the model was made from. */
  get isStale() {
    const { model } = this;
    return Boolean(model?.textReport && !model.source.lacksText && this.draft.differsFrom(model));
  }

  /**
   * Takes another text; one that is too long is reported, and the old one stays.
   *
   * @param {string} text
   * @returns {number} the number of replaced lone surrogates
   */
  setText(text) {
    if (text.length > maxTextChars) {
      const message = `The text has ${text.length} characters, and at most ${maxTextChars} can be learnt: use a part of it. The text here is unchanged.`;
      this.report({ name: 'TextTooLongError', message });
      return 0;
    }
    this.outdateFiles();
    const replaced = this.draft.setText(text);
    if (this.error?.name.startsWith('Text')) this.error = undefined;
    this.tellStatus();
    this.changed();
    return replaced;
  }

  /**
   * Takes the text of a lag task.
   *
   * @param {import('./draft.js').TaskText} taskText
   */
  useTask(taskText) {
    this.draft.taskText = taskText;
    this.setText(taskText.text);
  }

  /**
   * Chooses a setting; undefined removes the choice. The learning rate applies at once, the others
   * at the next reset.
   *
   * @param {string} name
   * @param {unknown} value
   * @returns {string} the problem with it, empty when there is none
   */
  choose(name, value) {
    const problem = this.draft.settings.choose(name, value);
    if (name === 'learningRate') this.#applyRate();
    this.#afterChoice();
    return problem;
  }

  /**
   * Chooses settings; the omitted ones return to the suggestions for the text.
   *
   * @param {Record<string, unknown>} config
   * @returns {string[]} the problems with it
   */
  useConfig(config) {
    const { settings } = this.draft;
    settings.clear();
    const problems = Object.entries(config).map(([name, value]) => settings.choose(name, value));
    this.#applyRate();
    this.#afterChoice();
    return problems.filter(Boolean);
  }

  /** The place of a file that is to be opened from now on. */
  takePlace() {
    this.files++;
    return new Place(this);
  }

  train() {
    if (this.status !== 'empty') this.outdateFiles(); // without a text it is refused
    return this.#train();
  }

  #train() {
    this.modelChoice.chosen = undefined;
    this.showLive();
    return this.#learn((run) => run.train());
  }

  async pause() {
    if (this.model) await this.command((run) => run.pause());
  }

  /** Makes one optimiser update. */
  step() {
    if (this.status !== 'empty') this.outdateFiles();
    this.modelChoice.chosen = 'now';
    this.showLive();
    return this.#learn((run) => run.step());
  }

  /**
   * Chooses the model that writes and is inspected.
   *
   * @param {Model} model
   */
  chooseModel(model) {
    this.modelChoice.chosen = model;
    this.selection.selectStep(undefined);
    this.inspector.followModel();
    this.changed();
  }

  /**
   * Pauses, and returns to an earlier step.
   *
   * @param {number} step
   */
  goBack(step) {
    this.outdateFiles();
    this.modelChoice.chosen = 'now';
    return this.command((run) => run.goBack(step));
  }

  /**
   * Ends the run.
   *
   * @param {object} [options]
   * @param {boolean} [options.keepWeights] with it the next run begins with the weights of the model in
   *   use; it rejects, and discards nothing, where the draft does not allow that
   * @param {boolean} [options.isByReader] with it Undo can bring the run back
   */
  async reset({ keepWeights = false, isByReader = false } = {}) {
    this.outdateFiles();
    if (!keepWeights) this.kept.value = undefined;
    else if (this.model) await this.command((run) => this.kept.keep(run, this.modelChoice.value));
    this.drop({ isKept: isByReader });
    if (!isByReader) this.earlier.clear();
    this.tellStatus();
    this.changed();
  }

  /** Starts anew with the draft, and trains if the run did; Undo can bring the run back. */
  async restart() {
    const goesOn = this.wantsTraining;
    this.kept.value = undefined;
    this.drop({ isKept: true });
    if (goesOn) return this.#train();
    this.tellStatus();
    this.changed();
  }

  /**
   * Pauses, keeps the newest checkpoint, and ends the workers, until `comeBack`.
   *
   * @returns {Promise<void>} resolves when they have ended
   */
  async leave() {
    const { run, restarts } = this;
    this.#interrupted = { isTraining: this.wantsTraining, isRestart: restarts.isPending };
    this.isAway = true;
    restarts.stop();
    this.draft.stop();
    this.silence();
    if (run?.status === 'failed') return; // it has none
    if (run?.textReport) await run.leave().catch(() => {});
    else this.drop(); // it has learnt nothing yet
  }

  /** Goes on where `leave` has interrupted it, also before that has ended. */
  async comeBack() {
    const { run, restarts } = this;
    const { isTraining, isRestart } = this.#interrupted;
    this.isAway = false;
    this.draft.goOn();
    if (run?.status !== 'failed') run?.comeBack(true);
    this.tellStatus();
    const training = isTraining && this.#train();
    if (isRestart) restarts.request();
    await training;
  }

  /**
   * The values of all gates and states while the model reads a text from the zero state.
   *
   * @param {string} text
   * @returns {Promise<import('../shared/protocol.js').TextReading>}
   */
  inspect(text) {
    return this.command(async (run) => {
      const engine = await run.settle();
      const wellFormed = typeof text === 'string' ? makeWellFormed(text).text : text;
      return engine.inspect({ text: wellFormed, model: this.modelChoice.value });
    });
  }

  /**
   * Runs a command of training. A model without a text makes way for a run on the draft, which begins
   * with its weights.
   *
   * @param {(run: import('./run.js').Run) => Promise<void>} command
   */
  async #learn(command) {
    if (this.model?.source.lacksText) await this.command(() => this.kept.ready());
    return this.command(command, true);
  }

  /** Sends a learning rate that differs from the one in force or sent. */
  #applyRate() {
    const { values, problems } = this.draft.settings;
    const { model } = this;
    // A run that has not taken the draft yet will find it there.
    if (!model?.text || problems.has('learningRate')) return;
    const rate = Number(values.learningRate);
    if (rate !== model.learningRate.value) this.mind(model.learningRate.send(rate));
  }

  #afterChoice() {
    const { problems } = this.draft.settings;
    if (this.error?.name === 'SettingError' && problems.size === 0) this.error = undefined;
    this.changed();
  }
}
