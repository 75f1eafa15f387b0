import { Inspector } from '../inspection/inspector.js';
import { defaultSampling, samplingOptions } from '../settings/settings.js';
import { SettingsValues } from '../settings/settings-values.js';
import { loadAdvice } from './advice.js';
import { Draft } from './draft.js';
import { EarlierStates } from './earlier-states.js';
import { KeptModel } from './kept-model.js';
import { ModelChoice } from './model-choice.js';
import { ErrorReports } from './error-reports.js';
import { Run } from './run.js';
import { TrainingRecord } from './training-record.js';

/**
 * @typedef {import('../shared/protocol.js').Sampling} Sampling
 * @typedef {import('./run-page.js').RunPage} RunPage
 * @typedef {'empty' | 'idle' | import('./run.js').RunStatus} Status
 */

/** Holds the current run of a draft, which the first command creates, and fires its events. */
export class RunHolder extends ErrorReports {
  draft = new Draft(
    () => this.changed(),
    () => Boolean(this.#run?.text),
    () => this.kept.sizes,
  );
  kept = new KeptModel(this.draft);
  sampling = new SettingsValues(samplingOptions, defaultSampling);
  modelChoice = new ModelChoice(() => {
    const isTraining = this.status === 'training' || this.status === 'starting';
    return { record: this.record, isTraining };
  });
  /** The requests for values inside the model. */
  inspector = new Inspector({
    model: () => (this.model?.textReport ? this.model : undefined),
    choice: () => this.modelChoice,
    sampling: () => this.samplingValues,
    mind: (request) => this.mind(request),
    onChange: () => this.changed(),
  });
  /** The runs and texts that Undo brings back. */
  earlier = new EarlierStates(() => this.changed());
  /** @type {Run | undefined} the current run, from Train to Reset */
  #run;
  /** The empty record shown without a run. */
  #noRecord = new TrainingRecord();
  /** @type {Run | undefined} a failed run or one without a text, until its successor has a model */
  #previous;
  /** True from `leave` to `comeBack`, without workers. */
  isAway = false;
  /** The number of calls of `outdateFiles`. */
  turn = 0;
  #resources;
  /** @type {Status} */
  #toldStatus = 'empty';

  /** @param {import('./run-page.js').Resources} resources */
  constructor(resources) {
    super();
    this.#resources = resources;
  }

  /** Lets no file that is being opened take the place of what comes now. */
  outdateFiles() {
    this.turn++;
  }

  /** @returns {Status} */
  get status() {
    return this.#run?.status ?? (this.draft.text === '' ? 'empty' : 'idle');
  }

  /** The figures, curves and samples of the run. */
  get record() {
    return this.#run?.record ?? this.#noRecord;
  }

  /** The run, unless it failed because its workers died. */
  get model() {
    return this.#run?.status === 'failed' ? undefined : this.#run;
  }

  /** The current run, a failed one too, from Train to Reset. */
  get run() {
    return this.#run;
  }

  /** The run, made or not, when the draft differs from what it took. */
  get outdated() {
    return this.#run?.text && this.draft.differsFrom(this.#run) ? this.#run : undefined;
  }

  /** True when the run trains, or will as soon as it is made. */
  get wantsTraining() {
    return Boolean(this.#run?.commands.wantsTraining);
  }

  /** The sentence about a recovery after a death; empty without one. */
  get notice() {
    return this.model?.notice.text ?? '';
  }

  /** @returns {Sampling} the options in force */
  get samplingValues() {
    return /** @type {any} */ (this.sampling.inForce);
  }

  /** The chosen character, unit and quantity. */
  get selection() {
    return this.inspector.selection;
  }

  /**
   * Runs a command on the run, or on a new run where there is none. Shows an error and rejects with
   * it.
   *
   * @template T
   * @param {(run: Run) => Promise<T>} command
   * @param {boolean} [learns] true for one that a model without a text leaves to a new run
   */
  async command(command, learns) {
    if (this.isAway) {
      throw Object.assign(new Error('the widget was removed'), { name: 'AbortError' });
    }
    this.error = undefined;
    this.promptProblem = undefined;
    if (learns) this.aside = undefined;
    const run = learns && this.model?.source.lacksText ? this.#newRun() : this.#usableRun();
    run.attend();
    this.changed();
    try {
      const result = await command(run);
      this.#forgetPrevious();
      return result;
    } catch (error) {
      this.reportUntold(error);
      throw error;
    }
  }

  /**
   * Ends the run.
   *
   * @param {{isKept?: boolean}} [options] with `isKept` the run can be brought back
   */
  drop({ isKept = false } = {}) {
    if (isKept && this.#run) this.earlier.add(this.#run);
    else this.#run?.stop();
    this.#run = undefined;
    this.#forgetRun();
    this.draft.suggest();
    this.selection.clear();
  }

  /**
   * Puts an earlier or opened state in the place of the draft and the run, a run paused. A text without
   * a run leaves the run that has it.
   *
   * @param {import('./earlier-states.js').Earlier} state
   * @param {boolean} [isUndone] true where the reader goes back to it
   */
  put(state, isUndone = true) {
    const { draft, run } = state;
    this.outdateFiles();
    this.draft.restore(draft);
    if (run || this.#run?.text !== draft.text) {
      if (this.#run) this.earlier.add(this.#run, isUndone);
      this.#run = run;
      this.kept.value = run?.source.kept;
      this.#forgetRun();
      this.selection.clear();
    }
    if (run) this.draft.followRate(run.learningRate.value);
    if (!this.isAway) run?.comeBack();
    if (!isUndone) this.#toldStatus = 'empty'; // the state of an opened run is told, also an equal one
    this.tellStatus();
    if (isUndone) this.tell('undone', state);
    this.changed();
  }

  #forgetPrevious() {
    this.#previous?.stop();
    this.#previous = undefined;
  }

  #forgetRun() {
    this.#forgetPrevious();
    this.error = undefined;
    this.promptProblem = undefined;
    this.aside = undefined;
    this.modelChoice.chosen = undefined;
  }

  /** Fires `state` when the status has changed. */
  tellStatus() {
    const { status } = this;
    if (status === this.#toldStatus) return;
    this.#toldStatus = status;
    this.tell('state', { state: status });
    this.inspector.followModel();
    this.changed();
  }

  /** The run: a failed one continues from its checkpoint, and without one a new run begins. */
  #usableRun() {
    if (this.model) return this.model;
    if (!this.#run?.checkpoint) return this.#newRun();
    const { values, problems } = this.draft.settings;
    const rate = problems.has('learningRate') ? this.#run.learningRate.value : values.learningRate;
    this.#run.resume(Number(rate));
    return this.#run;
  }

  #newRun() {
    this.#previous = this.#run;
    const run = (this.#run = this.makeRun(this.draft, this.kept));
    this.draft.suggest();
    this.selection.clear();
    return run;
  }

  /**
   * Makes a run whose events this holder hears.
   *
   * @param {Draft} draft
   * @param {RunPage['kept']} kept
   * @param {import('./run-page.js').FromFile} [fromFile] of a run from a file, unheard at first
   */
  makeRun(draft, kept, fromFile) {
    loadAdvice().then(() => this.changed());
    const followModel = () => this.inspector.followModel(); // the best weights may be others
    /** @type {RunPage} */
    const page = {
      ...this.#resources,
      kept,
      sampling: () => this.samplingValues,
      inspector: this.inspector,
      onChange: () => {
        followModel();
        this.changed();
      },
      onProgress: () => {
        followModel();
        this.changedSoon();
      },
      onStatus: () => this.tellStatus(),
      onStep: (progress) => this.tell('step', progress),
      onSample: (sample) => this.tell('sample', sample),
      onCheckpoint: () => this.tell('checkpoint', undefined),
      onLearningRate: (rate) => this.draft.followRate(rate),
      onError: (error) => this.report(error),
      onRecovery: (death) => this.tell('error', death),
      onRefused: () => {
        this.#run = this.#previous;
        if (this.#run?.source.lacksText) this.#run.comeBack();
        this.tellStatus();
      },
    };
    return new Run(draft, page, fromFile);
  }
}
