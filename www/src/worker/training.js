import { nextTask } from '../lib/next-task.js';
import { Push } from '../shared/protocol.js';
import { History } from './history.js';
import { Observer } from './observer.js';
import { Rate } from './rate.js';
import { LiveSampler } from './sampler.js';
import { Team } from './team.js';

/**
 * @typedef {import('../../pkg/lstm_playground.js').Playground} Playground
 * @typedef {import('../shared/protocol.js').Progress} Progress
 * @typedef {import('../shared/protocol.js').Sampling} Sampling
 * @typedef {import('../shared/protocol.js').Baseline} Baseline
 */

/** Milliseconds of one task; Pause is to be answered within 100. */
const TRAIN_SLICE = 40;
const EVALUATE_SLICE = 20;

/** Milliseconds of training before the first look at the validation part, and between looks. */
const FIRST_EVALUATION = 1000;
const EVALUATION_INTERVAL = 1000;
/** Looking takes at most one part in this many of the time. */
const EVALUATION_SHARE = 10;

const LAST_ORDER = 5;

/**
 * Trains one model in slices, and between them measures it, counts n-grams and lets it write, each in a task of its own
 * so that requests get in between.
 */
export class Training {
  /** Optimiser updates so far, and the speed. */
  progress = { step: 0, charsPerSecond: 0 };

  #playground;
  #team;
  #push;
  #onError;
  #hasValidation;
  #rate = new Rate();
  #sampler;
  #observer;
  #history = new History();
  /** @type {Baseline[]} */
  #baselines = [];
  #nextOrder = -1;
  /** Milliseconds of training so far, and those at which the next evaluation is due. */
  #trained = 0;
  #evaluateAt = FIRST_EVALUATION;
  #wanted = false;
  #looping = false;

  /**
   * @param {Playground} playground
   * @param {object} options
   * @param {Sampling} options.sampling
   * @param {boolean} options.hasValidation
   * @param {() => import('./team.js').AnyPace} [options.newPace] whether steps are shared; measured when left out
   * @param {(name: string, value: unknown) => void} options.push
   * @param {(error: unknown) => void} options.onError training has stopped by it
   */
  constructor(playground, { sampling, hasValidation, newPace, push, onError }) {
    this.#playground = playground;
    this.#team = new Team(playground, () => push(Push.alone, true), newPace);
    this.#hasValidation = hasValidation;
    this.#push = push;
    this.#onError = onError;
    this.#sampler = new LiveSampler(playground, sampling);
    this.#observer = new Observer(playground);
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
    const progress = await this.#train(0);
    this.#push(Push.sample, this.#sampler.draw(this.progress));
    this.#observe().catch(this.#onError);
    return progress;
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

  /** Looks and texts are of the model as it was at a step; undefined is now. @param {number | undefined} step */
  async view(step) {
    await this.#observer.idle;
    this.#observer.viewed = step;
    this.#playground.view(step === undefined ? undefined : this.#history.at(step));
    await this.#observe();
  }

  /** Goes on from an earlier step, with the same bits. @param {number} step */
  async goBack(step) {
    await this.pause();
    const snapshot = this.#history.at(step);
    if (!snapshot)
      throw new Error(`step ${step} is not kept: choose one of ${this.#history.steps}`);
    this.#playground.restore(snapshot);
    this.#team.bringBack();
    this.#history.goBackTo(step);
    this.#push(Push.history, this.#history.steps);
    await this.view(undefined);
    return step;
  }

  /** @param {import('../shared/protocol.js').Watch | undefined} watch */
  async watch(watch) {
    this.#observer.watch = watch;
    if (!this.#wanted) await this.#observe();
  }

  /** @param {{start: number, count: number}} part of the text @returns {Promise<import('../shared/protocol.js').UnitMatch[]>} */
  findUnits(part) {
    return this.#observer.findUnits(part);
  }

  /** @param {string} text @returns {Promise<import('../shared/protocol.js').TextReading>} */
  inspect(text) {
    return this.#observer.inspect(text);
  }

  async #loop() {
    this.#looping = true;
    try {
      do {
        while (this.#wanted) {
          this.#push(Push.progress, await this.#train(TRAIN_SLICE));
          await nextTask();
          if (this.#wanted) await this.#look();
        }
        // What is shown is to be what it stopped at; it may be started again meanwhile.
        await this.#observe();
        if (!this.#wanted) await this.#evaluate();
      } while (this.#wanted);
    } catch (error) {
      this.#wanted = false;
      this.#onError(error);
    } finally {
      this.#looping = false;
    }
  }

  /** @param {number} milliseconds @returns {Promise<Progress>} */
  async #train(milliseconds) {
    await this.#observer.idle;
    const start = performance.now();
    const report = await this.#team.trainFor(milliseconds);
    const elapsed = performance.now() - start;
    this.#trained += elapsed;
    const charsPerSecond = this.#rate.add(report.chars, elapsed);
    const progress = { ...report, charsPerSecond, workers: this.#team.size };
    this.#remember();
    this.progress = progress;
    return progress;
  }

  /** Whatever of the other work is due. */
  async #look() {
    if (this.#nextOrder <= LAST_ORDER) {
      this.#countOne();
      await nextTask();
    }
    if (this.#wanted && this.#trained >= this.#evaluateAt) await this.#evaluate();
    if (this.#wanted && this.#sampler.isDue(this.#trained)) {
      this.#push(Push.sample, this.#sampler.draw(this.progress));
      await nextTask();
    }
    if (this.#wanted && this.#observer.isDue(this.#trained)) await this.#observe();
  }

  async #observe() {
    const insight = await this.#observer.look(this.#playground.steps());
    if (insight) this.#push(Push.insight, insight);
  }

  #countOne() {
    const order = this.#nextOrder++;
    const bitsPerChar = this.#playground.baseline(order);
    if (bitsPerChar === undefined) return;
    this.#baselines.push({ order, bitsPerChar });
    this.#push(Push.baselines, this.#baselines);
  }

  /** No training between the slices of one evaluation: its figure belongs to one state of the weights. */
  async #evaluate() {
    const wanted = this.#wanted;
    let spent = 0;
    while (this.#hasValidation && this.#wanted === wanted) {
      const start = performance.now();
      const evaluation = this.#playground.evaluateFor(EVALUATE_SLICE);
      spent += performance.now() - start;
      await nextTask();
      if (evaluation) {
        this.#push(Push.validation, {
          step: this.#playground.steps(),
          bitsPerChar: evaluation.bitsPerChar,
        });
        this.#evaluateAt = this.#trained + Math.max(EVALUATION_INTERVAL, EVALUATION_SHARE * spent);
        return;
      }
    }
  }
}
