import { nextTask } from '../lib/next-task.js';
import { Checkpoints } from './checkpoints.js';
import { DataParallel } from './data-parallel.js';
import { Evaluator } from './evaluator.js';
import { History } from './history.js';
import { longWork } from './long-work.js';
import { Models } from './models.js';
import { ModelQueries } from './model-queries.js';
import { Pace } from './pace.js';
import { TrainingRate } from './training-rate.js';
import { WeightsLock } from './weights-lock.js';
import { Writings } from './writings.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').LagText} LagText
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 */

/** Milliseconds of one slice; Pause must take effect within 100. */
const TRAIN_SLICE = 40;

/**
 * Trains one model in slices, and between them evaluates it, counts n-grams, draws samples and
 * sends checkpoints, each in a task of its own so that requests get in between.
 */
export class Training {
  /** The queries of the model. */
  queries;
  /** The texts that it writes. */
  writings;
  /** The sharing of the training with replicas. */
  dataParallel;
  /** Its rests, where others need the cores. */
  pace = new Pace();
  /** The last report. */
  progress;
  #playground;
  #push;
  #onError;
  #evaluator;
  #rate = new TrainingRate();
  #checkpoints;
  #history = new History();
  #weightsLock = new WeightsLock();
  /** Milliseconds of training so far. */
  #trained = 0;
  #isWanted = false;
  #isLooping = false;

  /**
   * @param {Playground} playground
   * @param {object} options
   * @param {import('../shared/protocol.js').Sampling} options.sampling
   * @param {boolean} [options.hasText] false for a model without a text
   * @param {boolean} options.hasValidation
   * @param {LagText & {mostFrequent: number}} [options.recallText] on which recall is measured
   * @param {() => import('./data-parallel.js').AnySpeedProbe} [options.newSpeedProbe]
   * @param {import('../shared/protocol.js').Push} options.push
   * @param {(error: unknown) => void} options.onError called with an error that stops the training
   */
  constructor(playground, options) {
    const { sampling, hasText = true, hasValidation, recallText, newSpeedProbe } = options;
    const { push, onError } = options;
    this.#playground = playground;
    this.#push = push;
    this.#onError = onError;
    this.progress = { step: playground.steps(), epoch: 0, charsPerSecond: 0 };
    this.dataParallel = new DataParallel(
      playground,
      (count) => push('wantedWorkers', count),
      newSpeedProbe,
    );
    const models = new Models(playground, this.#history);
    const parts = { weightsLock: this.#weightsLock, models, push, rate: this.#rate };
    const checkpoints = (this.#checkpoints = new Checkpoints(playground, parts));
    this.queries = new ModelQueries(playground, { ...parts, history: this.#history });
    this.writings = new Writings(playground, { ...parts, checkpoints, sampling, hasText });
    const recall = recallText && (() => this.queries.recall(recallText));
    this.#evaluator = new Evaluator(playground, { hasValidation, recall, push });
  }

  /** The learning rate in force, without the schedule. */
  get learningRate() {
    return this.#playground.config().learningRate;
  }

  start() {
    this.#checkpoints.remember(this.#history);
    this.#isWanted = true;
    if (!this.#isLooping) this.#loop();
  }

  /** Resolves when no step is being computed, and the page has the checkpoint of the last one. */
  async pause() {
    await this.#halt();
    await this.#checkpoints.sendNew();
  }

  /** Makes one optimiser update. */
  async step() {
    try {
      this.#checkpoints.remember(this.#history);
      const progress = await this.#weightsLock.change(() => this.#train(0));
      await this.writings.writeLive();
      this.#followUp().catch(this.#onError);
      return /** @type {import('../shared/protocol.js').Progress} */ (progress);
    } catch (error) {
      await this.#rollBack(error);
      throw error;
    }
  }

  /**
   * Resolves when the page has a checkpoint with the new rate: a recovery repeats each step with its
   * own rate.
   *
   * @param {number} rate
   * @returns {Promise<number>} the learning rate in force
   */
  async setLearningRate(rate) {
    this.#playground.setLearningRate(rate);
    await this.#checkpoints.send();
    return this.learningRate;
  }

  /**
   * Pauses, and returns to an earlier step, from which training repeats the same bits.
   *
   * @param {number} step
   */
  async goBack(step) {
    await this.#halt();
    await this.#weightsLock.change(() => {
      longWork.run('pass', 1, () => this.#playground.restore(this.#history.at(step)));
      this.dataParallel.replicas.bringBack();
      this.queries.show('now');
      this.queries.forgetAfter(step);
      this.#evaluator.goBackTo(step);
    });
    await this.#checkpoints.send();
    await this.queries.observeUnasked();
    return { step, learningRate: this.learningRate, validation: this.#playground.validation() };
  }

  /**
   * Inspects another selection: while training works, when an inspection is due.
   *
   * @param {import('../shared/protocol.js').SelectionRequest | undefined} request
   */
  async select(request) {
    this.queries.request = request;
    if (!this.#isWanted || this.pace.isResting) await this.queries.observe();
  }

  async #halt() {
    this.#isWanted = false;
    this.pace.interrupt();
    this.dataParallel.stop();
    await this.dataParallel.idle;
  }

  async #loop() {
    this.#isLooping = true;
    try {
      const isWanted = () => this.#isWanted;
      do {
        while (this.#isWanted) {
          const start = performance.now();
          const progress = await this.#weightsLock.change(() => this.#train(TRAIN_SLICE, isWanted));
          if (progress) this.#report(progress);
          await nextTask();
          if (this.#isWanted) await this.#doOther();
          this.#rate.rest(await this.pace.rest(performance.now() - start, isWanted));
        }
        // Training may start again meanwhile.
        await this.#followUp();
        if (!this.#isWanted) await this.#evaluator.measure(this.#trained, () => !this.#isWanted);
      } while (this.#isWanted);
    } catch (error) {
      await this.#rollBack(error).catch(this.#onError);
      this.#isWanted = false;
      this.#onError(error);
    } finally {
      this.#isLooping = false;
    }
  }

  /**
   * @param {number} milliseconds
   * @param {() => boolean} [isWanted] false abandons a long step
   */
  async #train(milliseconds, isWanted) {
    const start = performance.now();
    const report = await this.dataParallel.trainWhile(milliseconds, isWanted);
    if (!report) return undefined;
    const elapsed = performance.now() - start;
    this.#trained += elapsed;
    const charsPerSecond = this.#rate.add(report.chars, elapsed);
    const workers = this.dataParallel.replicas.size;
    const figures = { charsPerSecond, workers, learningRate: this.learningRate };
    const progress = (this.progress = { ...report, ...figures, ...this.#evaluator.validated() });
    this.#checkpoints.remember(this.#history);
    return progress;
  }

  /** @param {import('../shared/protocol.js').Progress} progress */
  #report(progress) {
    this.#push('progress', progress);
    const reason = this.#playground.stopReason();
    if (!reason) return;
    this.#isWanted = false;
    this.#push('ended', { reason, step: progress.step });
  }

  /**
   * After a rollback, forgets everything after the last good step.
   *
   * @param {unknown} error
   */
  async #rollBack(error) {
    if (/** @type {Error} */ (error).name !== 'NotFiniteError') return;
    const step = this.#playground.steps();
    this.#evaluator.goBackTo(step);
    await this.#weightsLock.change(() => this.queries.forgetAfter(step));
    await this.#checkpoints.send();
    this.#push('rolledBack', step);
  }

  /** Shows and saves the model that training has stopped at. */
  async #followUp() {
    await this.#checkpoints.sendNew();
    await this.queries.observeUnasked();
  }

  /** Does the other work that is due. */
  async #doOther() {
    if (this.#evaluator.count()) await nextTask();
    if (this.#isWanted && this.#evaluator.isDue(this.#trained)) {
      await this.#evaluator.measureRecall(this.#trained);
    }
    if (this.#isWanted && this.writings.isDue(this.#trained)) {
      await this.writings.writeLive();
      await nextTask();
    }
    if (this.#isWanted && this.queries.isDue(this.#trained)) await this.queries.observeUnasked();
    if (this.#isWanted && this.#checkpoints.isDue) {
      await this.#checkpoints.send();
      await nextTask();
    }
  }
}
