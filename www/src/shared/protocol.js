/**
 * What the page and the worker say to each other. Requests have an answer; pushes come by themselves while training.
 *
 * @typedef {import('../../pkg/lstm_playground.js').Config} Config
 * @typedef {import('../../pkg/lstm_playground.js').StepReport} StepReport
 * @typedef {import('../../pkg/lstm_playground.js').TextReport} TextReport
 * @typedef {import('../../pkg/lstm_playground.js').GenerateOptions} GenerateOptions
 *
 * @typedef {Required<Omit<GenerateOptions, 'seed'>> & {seed?: number}} Sampling how to draw a text; without a seed
 *   each text gets its own
 *
 * @typedef {object} CreateRequest
 * @property {WebAssembly.Module} wasm
 * @property {string} text
 * @property {Partial<Config>} config
 * @property {Sampling} sampling for the samples drawn while training
 *
 * @typedef {object} CreateAnswer
 * @property {TextReport} textReport
 * @property {string} vocabulary every distinct character
 * @property {number} mostWorkers among how many workers a step can be divided
 *
 * @typedef {StepReport & {charsPerSecond: number, workers: number}} Progress `charsPerSecond` is smoothed over about a
 *   second of training; `workers` shared the last step
 *
 * @typedef {object} Sample
 * @property {number} step the model's age when it wrote this
 * @property {string} prompt
 * @property {string} text the continuation alone
 * @property {number} seed
 *
 * @typedef {object} Proof how the gradients of the model at `step` compare with difference quotients, as far as compared
 * @property {number} step
 * @property {import('../../pkg/lstm_playground.js').GradientReport} report
 *
 * @typedef {object} Baseline what counting achieves on the validation part
 * @property {number} order -1 uniform guess, 0 single characters, 1 to 5 that many characters of context
 * @property {number} bitsPerChar
 */

/** Requests, by the verb of the answer's maker. */
export const Request = /** @type {const} */ ({
  /** CreateRequest -> CreateAnswer */
  create: 'create',
  /** {id, port}: shares the training with the worker at the port's other end, known by a number, */
  lead: 'lead',
  /** number: which has died */
  miss: 'miss',
  /** MessagePort: which follows it */
  follow: 'follow',
  /** Follows no more -> number, of optimiser updates so far */
  release: 'release',
  train: 'train',
  pause: 'pause',
  /** -> Progress, of one optimiser update */
  step: 'step',
  /** Sampling -> Sample */
  generate: 'generate',
  /** Compares the gradients with difference quotients; the answer comes when all are compared. */
  prove: 'prove',
  /** number */
  setLearningRate: 'setLearningRate',
  /** Sampling, for the samples drawn while training */
  setSampling: 'setSampling',
});

/** Pushes; of each name only the newest value arrives when the page is busy. */
export const Push = /** @type {const} */ ({
  /** Progress */
  progress: 'progress',
  /** {step, bitsPerChar} on the validation part */
  validation: 'validation',
  /** Baseline[], all that are known so far */
  baselines: 'baselines',
  /** Sample */
  sample: 'sample',
  /** Proof */
  proof: 'proof',
  /** true: the workers that share the training hold it up, and are not used any more */
  alone: 'alone',
  /** {name, message}: training stopped by itself */
  stopped: 'stopped',
});
