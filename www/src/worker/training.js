import { longestCopied } from '../lib/longest-copied.js';
import { nextTask } from '../lib/next-task.js';
import { OneByOne } from '../lib/one-by-one.js';
import { Push } from '../shared/protocol.js';
import { Evaluator } from './evaluator.js';
import { History } from './history.js';
import { lookInSlices, InspectionReader } from './inspection.js';
import { TrainingRate } from './training-rate.js';
import { drawInSlices, LiveSampler } from './sampler.js';
import { DataParallel } from './data-parallel.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../../pkg/lstm_playground.js').LagText} LagText
 * @typedef {import('../../pkg/lstm_playground.js').TextRecall} TextRecall
 * @typedef {import('../shared/protocol.js').Progress} Progress
 * @typedef {import('../shared/protocol.js').Sample} Sample
 * @typedef {import('../shared/protocol.js').Sampling} Sampling
 */

/** Milliseconds of one task; Pause is to be answered within 100. */
const TRAIN_SLICE = 40;

/** Characters of the text in which copies are looked for: of more it would take too long. */
const SEARCHED = 1_000_000;

/**
 * Trains one model in slices, and between them measures it, counts n-grams and lets it write, each in a task of its own
 * so that requests get in between.
 */
export class Training {
  /** Optimiser updates so far, and the speed. */
  progress = { step: 0, epoch: 0, charsPerSecond: 0 };

  #playground;
  /** The text that it learns, once somebody asks what is copied from it. @type {string | undefined} */
  #learnt;
  #team;
  #push;
  #onError;
  #gauge;
  #rate = new TrainingRate();
  #sampler;
  #observer;
  #history = new History();
  /** Who changes the weights, and who needs them unchanged for several tasks. */
  #weights = new OneByOne();
  /** Milliseconds of training so far. */
  #trained = 0;
  /** Whether a look waits for its turn. */
  #isQueued = false;
  #wanted = false;
  #looping = false;

  /**
   * @param {Playground} playground
   * @param {object} options
   * @param {Sampling} options.sampling
   * @param {boolean} options.hasValidation
   * @param {LagText & {mostFrequent: number}} [options.recallText] the text on which recall is measured
   * @param {() => import('./data-parallel.js').AnySpeedProbe} [options.newSpeedProbe] whether steps are shared; measured when left out
   * @param {(name: string, value: unknown) => void} options.push
   * @param {(error: unknown) => void} options.onError training has stopped by it
   */
  constructor(playground, { sampling, hasValidation, recallText, newSpeedProbe, push, onError }) {
    this.#playground = playground;
    this.#team = new DataParallel(playground, () => push(Push.alone, true), newSpeedProbe);
    // In its first epoch it has begun with nothing only once: where it stands in a line it knows by counting then, and
    // in a text of its own it would be at a loss.
    const recall =
      recallText && (async () => (this.progress.epoch < 1 ? undefined : this.recall(recallText)));
    this.#gauge = new Evaluator(playground, { hasValidation, recall, push });
    this.#push = push;
    this.#onError = onError;
    this.#sampler = new LiveSampler(playground, sampling);
    this.#observer = new InspectionReader(playground);
    this.#remember();
  }

  /** Shares the training with another worker, that follows at the other end of `port`. @param {number} id @param {MessagePort} port */
  lead(id, port) {
    this.#team.add(port, id);
  }

  /** Shares it no more with one that has died. @param {number} id */
  miss(id) {
    this.#team.remove(id);
  }

  start() {
    this.#wanted = true;
    if (!this.#looping) this.#loop();
  }

  /** Resolves when no step is on its way. */
  async pause() {
    this.#wanted = false;
    this.#team.stop();
    await this.#team.idle;
  }

  /** One optimiser update. */
  async step() {
    try {
      const progress = await this.#train(0);
      this.#push(Push.sample, await this.#scored(this.#sampler.draw(this.progress)));
      this.#observe().catch(this.#onError);
      return progress;
    } catch (error) {
      this.#rollBack(error);
      throw error;
    }
  }

  /** @param {Sampling} sampling for the samples drawn while training */
  setSampling(sampling) {
    this.#sampler.sampling = sampling;
  }

  #remember() {
    const step = this.#playground.steps();
    if (!this.#history.isDue(step)) return;
    this.#history.add(step, this.#playground.snapshot());
    this.#push(Push.history, this.#history.steps);
  }

  /** Looks are of the model as it was at a step; undefined is now. @param {number | undefined} step */
  async selectStep(step) {
    await this.#weights.run(() => this.#show(step));
    this.#push(Push.history, this.#history.steps);
    await this.#observe();
  }

  /** @param {number | undefined} step */
  #show(step) {
    this.#playground.view(step === undefined ? undefined : this.#history.at(step));
    this.#history.viewed = step;
  }

  /** Goes on from an earlier step, with the same bits. @param {number} step */
  async goBack(step) {
    await this.pause();
    await this.#weights.run(() => {
      this.#playground.restore(this.#history.at(step));
      this.#team.bringBack();
      this.#forgetAfter(step);
      this.#show(undefined);
    });
    await this.#observe();
    return step;
  }

  /** Where numbers that were not finite took the model back, what came after is forgotten. @param {unknown} error */
  #rollBack(error) {
    if (/** @type {Error} */ (error).name !== 'NotFiniteError') return;
    const step = this.#playground.steps();
    this.#forgetAfter(step);
    this.#show(this.#history.viewed);
    this.#push(Push.rolledBack, step);
  }

  /** @param {number} step */
  #forgetAfter(step) {
    this.#history.goBackTo(step);
    this.#observer.forget();
    this.#push(Push.history, this.#history.steps);
  }

  /** @param {import('../shared/protocol.js').SelectionRequest | undefined} request */
  async select(request) {
    this.#observer.request = request;
    if (!this.#wanted) await this.#observe();
  }

  /** @param {{start: number, count: number}} part of the text @returns {Promise<import('../shared/protocol.js').FoundUnits>} */
  findUnits(part) {
    return this.#weights.run(async () => {
      const step = this.#history.viewed ?? this.#playground.steps();
      return { step, matches: await this.#observer.findUnits(part) };
    });
  }

  /** What it writes now, whatever is looked at. @param {Sampling} sampling @returns {Promise<Sample>} */
  generate(sampling) {
    const draw = () => drawInSlices(this.#playground, this.#playground.steps(), sampling);
    return this.#ofNow(async () => this.#scored(await draw()));
  }

  /** With what of it is copied from the text that it learns. @param {Sample} sample @returns {Promise<Sample>} */
  async #scored(sample) {
    const { trainChars } = this.#playground.textReport();
    this.#learnt ??= this.#playground.excerpt(0, Math.min(SEARCHED, trainChars));
    return { ...sample, copied: await longestCopied(sample.text, this.#learnt) };
  }

  /**
   * What the model that is looked at writes, and the same with what is held.
   *
   * @param {Sampling & {clamps?: import('../shared/protocol.js').Clamp[]}} request
   * @returns {Promise<import('../shared/protocol.js').Written>}
   */
  write({ clamps = [], ...sampling }) {
    return this.#weights.run(async () => {
      const step = this.#history.viewed ?? this.#playground.steps();
      const draw = async (/** @type {typeof sampling & {clamps?: typeof clamps}} */ request) =>
        this.#scored(await drawInSlices(this.#playground, step, request));
      const free = await draw(sampling);
      if (clamps.length === 0) return { step, free };
      return { step, free, clamped: await draw({ ...sampling, seed: free.seed, clamps }) };
    });
  }

  /** @param {string} text @returns {Promise<import('../shared/protocol.js').TextReading>} */
  inspect(text) {
    return this.#ofNow(() => this.#observer.inspect(text));
  }

  /**
   * The share of the characters needing memory that the model predicts right.
   *
   * @param {LagText & {mostFrequent: number}} recallText
   * @returns {Promise<TextRecall & {mostFrequent: number}>}
   */
  recall({ text, recalled, mostFrequent }) {
    return this.#ofNow(async () => {
      this.#playground.startRecall(text, recalled);
      return { ...(await lookInSlices(this.#playground)), mostFrequent };
    });
  }

  /** With the model of now, also while an earlier one is looked at. @template T @param {() => Promise<T>} act */
  #ofNow(act) {
    return this.#weights.run(async () => {
      const { viewed } = this.#history;
      if (viewed === undefined) return act();
      this.#playground.view(undefined);
      try {
        return await act();
      } finally {
        this.#show(viewed);
      }
    });
  }

  async #loop() {
    this.#looping = true;
    try {
      do {
        while (this.#wanted) {
          const progress = await this.#train(TRAIN_SLICE, () => this.#wanted);
          if (progress) this.#push(Push.progress, progress);
          await nextTask();
          if (this.#wanted) await this.#look();
        }
        // What is shown is to be what it stopped at; it may be started again meanwhile.
        await this.#observe();
        if (!this.#wanted) await this.#measure();
      } while (this.#wanted);
    } catch (error) {
      this.#wanted = false;
      this.#rollBack(error);
      this.#onError(error);
    } finally {
      this.#looping = false;
    }
  }

  /**
   * @param {number} milliseconds
   * @param {() => boolean} [isWanted] asked when its turn has come
   * @returns {Promise<Progress | undefined>} undefined when it is not wanted any more
   */
  #train(milliseconds, isWanted) {
    return this.#weights.run(async () => {
      if (isWanted?.() === false) return undefined;
      const start = performance.now();
      const report = await this.#team.trainFor(milliseconds);
      const elapsed = performance.now() - start;
      this.#trained += elapsed;
      const charsPerSecond = this.#rate.add(report.chars, elapsed);
      const progress = { ...report, charsPerSecond, workers: this.#team.size };
      this.progress = progress;
      this.#remember();
      return progress;
    });
  }

  /** Measures the model as it is, unless it goes on, or is stopped, meanwhile. */
  #measure() {
    const wanted = this.#wanted;
    return this.#gauge.measure(this.#trained, () => this.#wanted === wanted);
  }

  /** Whatever of the other work is due. */
  async #look() {
    if (this.#gauge.count()) await nextTask();
    if (this.#wanted && this.#gauge.isDue(this.#trained)) await this.#measure();
    if (this.#wanted && this.#sampler.isDue(this.#trained)) {
      this.#push(Push.sample, await this.#scored(this.#sampler.draw(this.progress)));
      await nextTask();
    }
    if (this.#wanted && this.#observer.isDue(this.#trained)) await this.#observe();
  }

  async #observe() {
    if (this.#isQueued) return; // that look will see what is watched then
    this.#isQueued = true;
    const inspection = await this.#weights.run(() => {
      this.#isQueued = false;
      return this.#observer.look(this.#history.viewed ?? this.#playground.steps());
    });
    if (inspection) this.#push(Push.inspection, inspection);
  }
}
