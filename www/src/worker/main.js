/** The worker: owns the wasm module and one model, and answers the page. */

import { initSync, Playground } from '../../pkg/lstm_playground.js';
import { serve } from '../lib/worker-server.js';
import { countBaselines } from './baselines.js';
import { recallTextFor, textOf, withMostFrequent } from './lag-texts.js';
import { initCode } from './init-code.js';
import { longWork } from './long-work.js';
import { charModelOf } from './models.js';
import { playgroundWithoutText } from './own-text.js';
import { Replica } from './replica.js';
import { alwaysShared } from './speed-probe.js';
import { checkInSlices } from './gradient-checker.js';
import { Training } from './training.js';
import { trainTo } from './train-to.js';

/**
 * @typedef {import('../shared/protocol.js').Checkpoint} Checkpoint
 * @typedef {import('../shared/protocol.js').Clamp} Clamp
 * @typedef {import('../shared/protocol.js').CreateAnswer} CreateAnswer
 * @typedef {import('../shared/protocol.js').CreateRequest} CreateRequest
 * @typedef {import('../shared/protocol.js').LagSource} LagSource
 * @typedef {import('../shared/protocol.js').Model} Model
 * @typedef {import('../shared/protocol.js').Sampling} Sampling
 * @typedef {import('../shared/protocol.js').SelectionRequest} SelectionRequest
 */

/** @type {Playground} */
let playground;
/** @typedef {{text: string, config: Partial<import('../shared/protocol.js').Config>}} Source */

/**
 * The text and the settings of the model.
 *
 * @type {Source}
 */
let made;
/** @type {Training} */
let training;
/** @type {Replica} this worker in the service of another */
let replica;
/** @type {Promise<void> | undefined} the gradient check that is running */
let checking;

/** The functions that the page calls; each has at most one argument. */
const handlers = {
  /**
   * @param {CreateRequest} request
   * @returns {CreateAnswer}
   */
  create({ wasm, text: given, charModel, recallText, config, sampling, checkpoint, learningRate }) {
    longWork.create(config, typeof given === 'string' ? given.length : given.chars);
    initCode(initSync, wasm, 'playground_new');
    const text = typeof given === 'string' ? given : textOf(given).text;
    const hasText = text !== '' || !charModel;
    if (!hasText) playground = playgroundWithoutText(charModel, config);
    else if (charModel) playground = Playground.fromModel(charModel, text, config);
    else playground = new Playground(text, config);
    if (checkpoint) playground.restore(checkpoint);
    const textReport = playground.textReport();
    longWork.begin(playground.config(), textReport.vocabSize, playground.shards());
    made = { text: hasText ? text : playground.excerpt(0, textReport.chars), config };
    training = new Training(playground, {
      ...{ sampling, hasText },
      recallText: recallTextFor(recallText, playground.vocabulary()),
      // An explicit number of workers skips the speed probe.
      newSpeedProbe: config.workers ? alwaysShared : undefined,
      hasValidation: textReport.validationChars > 0,
      push: server.push,
      onError: (error) => server.fail(error, (plain) => server.push('stopped', plain)),
    });
    replica = new Replica(playground, training.dataParallel.replicas);
    server.push('history', []); // that of a worker which died is lost
    if (learningRate !== undefined) playground.setLearningRate(learningRate);
    return {
      step: playground.steps(),
      learningRate: training.learningRate,
      textReport,
      vocabulary: playground.vocabulary(),
      mostWorkers: playground.mostWorkers(),
      validation: playground.validation(),
    };
  },

  /**
   * Shares the steps with the replica at the port's other end.
   *
   * @param {{id: number, port: MessagePort}} replica
   */
  attach: ({ id, port }) => training.dataParallel.replicas.attach(id, port),

  /** @param {number} id of a replica that has died */
  detach: (id) => training.dataParallel.replicas.detach(id),

  /**
   * Makes this worker a replica below the worker at the other end.
   *
   * @param {MessagePort} port
   */
  follow: (port) => replica.follow(port),

  train: () => training.start(),

  /** @param {number} share of the time in which training may compute */
  setShare: (share) => void (training.pace.share = share),

  pause: () => training.pause(),

  /** @param {number} step */
  trainTo: (step) => trainTo(playground, step),

  checkpoint: () => training.queries.checkpoint(),

  /**
   * @param {{checkpoint: Checkpoint, learningRate: number}} request
   * @returns {number} its step
   */
  restore({ checkpoint, learningRate }) {
    longWork.run('pass', 1, () => playground.restore(checkpoint));
    playground.setLearningRate(learningRate);
    return playground.steps();
  },

  /**
   * Generates the text of a lag task; needs no model.
   *
   * @param {{wasm: WebAssembly.Module, source: LagSource}} request
   */
  makeText({ wasm, source }) {
    initCode(initSync, wasm, 'lagText');
    return textOf(source);
  },

  /**
   * @param {{source: LagSource, clamps?: Clamp[]}} request
   * @returns {Promise<import('../shared/protocol.js').Recall>}
   */
  async recall({ source, clamps }) {
    const text = withMostFrequent(textOf(source));
    return { ...(await training.queries.recall(text, clamps)), floor: text.bitsPerChar };
  },

  /**
   * Computes the gradient reach of the prediction of a text's last character.
   *
   * @param {{text: string, lags: number}} request
   */
  reach: ({ text, lags }) =>
    longWork.run('reach', text.length, () => playground.gradientReach(text, lags)),

  /** Makes one optimiser update. */
  step: () => training.step(),

  /**
   * Generates a sample.
   *
   * @param {Sampling & {model?: Model, id?: number}} request by default with the current model; the id
   *   marks its parts, and stops it
   */
  generate: (request) => training.writings.generate(request),

  /**
   * Ends a sample, whose request is then answered.
   *
   * @param {{id: number, isDiscarded: boolean}} sample
   */
  stopWriting: (sample) => training.writings.stop(sample),

  /**
   * Generates a sample with the inspected model.
   *
   * @param {Sampling & {clamps?: Clamp[]}} request
   */
  write: (request) => training.writings.write(request),

  /**
   * Resolves when all gradients are compared.
   *
   * @param {WebAssembly.Module} wasm of the gradient check
   */
  checkGradients(wasm) {
    checking ??= checkInSlices(
      wasm,
      { ...made, charModel: charModelOf(playground.network()) },
      playground.steps(),
      server.push,
    ).finally(() => (checking = undefined));
    return checking;
  },

  /**
   * The weights and the vocabulary, for a run on another text.
   *
   * @param {Model} model
   */
  charModel: (model) => training.queries.charModel(model),

  /** @param {number} rate */
  setLearningRate: (rate) => training.setLearningRate(rate),

  /** @param {Sampling} sampling for the samples drawn while training */
  setSampling: (sampling) => void (training.writings.sampling = sampling),

  /**
   * Pushes inspections from now on, the first at once.
   *
   * @param {SelectionRequest | undefined} request
   */
  select: (request) => training.select(request),

  /**
   * Chooses the inspected model.
   *
   * @param {number | Model} step of the history, or the best weights, or the current ones
   */
  selectStep: (step) => training.queries.selectStep(step),

  /**
   * Pauses, and continues from a checkpoint of the history.
   *
   * @param {number} step
   */
  goBack: (step) => training.goBack(step),

  /** The losses of counting, once all is counted. */
  baselines: () => countBaselines(playground),

  /** @param {{start: number, count: number}} part of the text */
  findUnits: (part) => training.queries.findUnits(part),

  /** @param {{text: string, model: Model, clamps?: Clamp[]}} request */
  inspect: (request) => training.queries.inspect(request),

  weightsHash: () => training.queries.weightsHash(),
};

/** @typedef {typeof handlers} Engine the worker's functions, as the page sees them */

/** @type {ReturnType<typeof serve>} */
const server = serve(
  /** @type {Pick<Worker, 'postMessage' | 'addEventListener'>} */ (self),
  handlers,
  // After a trap the instance still answers, but wrongly.
  (error) => error instanceof WebAssembly.RuntimeError,
  ['rolledBack', 'ended', 'stopped'],
  { sampleText: (waiting, part) => ({ ...part, text: waiting.text + part.text }) },
);
longWork.tell = server.beat;
