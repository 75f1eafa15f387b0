/**
 * What the page and the worker say to each other. Requests have an answer; pushes come by themselves while training.
 *
 * @typedef {import('../../pkg/lstm_playground.js').Config} Config
 * @typedef {import('../../pkg/lstm_playground.js').StepReport} StepReport
 * @typedef {import('../../pkg/lstm_playground.js').TextReport} TextReport
 * @typedef {import('../../pkg/lstm_playground.js').GenerateOptions} GenerateOptions
 * @typedef {import('../../pkg/lstm_playground.js').Clamp} Clamp
 * @typedef {import('../../pkg/lstm_playground.js').TextReading} TextReading
 * @typedef {import('../../pkg/lstm_playground.js').UnitSeries} UnitSeries
 * @typedef {import('../../pkg/lstm_playground.js').UnitMatch} UnitMatch
 * @typedef {import('../../pkg/lstm_playground.js').GateSum} GateSum
 * @typedef {import('../../pkg/lstm_playground.js').GradientReach} GradientReach
 *
 * @typedef {Required<Omit<GenerateOptions, 'seed'>> & {seed?: number}} Sampling how to draw a text; without a seed
 *   each text gets its own
 *
 * @typedef {object} LagSource of what a text is made, in which something has to be remembered
 * @property {string} task
 * @property {number} lag in characters
 * @property {number} chars at least
 * @property {number} seed
 *
 * @typedef {object} Recall the share of the characters needing memory that a model predicts right
 * @property {number} accuracy the share of those characters that it predicts right
 * @property {number} mostFrequent the accuracy of always guessing the most frequent of them
 * @property {number} bitsPerChar
 * @property {number} floor below which no model can get on average, in bits per character
 *
 * @typedef {object} CreateRequest
 * @property {WebAssembly.Module} wasm
 * @property {string | LagSource} text
 * @property {LagSource} [recallText] another text, on which recall is measured during training
 * @property {Partial<Config> & {workers?: number}} config
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
 * @typedef {object} TrainedTo the report of an experiment's model about some steps
 * @property {number} step the model's age after them
 * @property {number} bitsPerChar mean over all of them; not a number when there was none
 * @property {number} chars that were predicted
 * @property {number} milliseconds
 * @property {number} [validationBits] in bits per character, afterwards; left out where there is nothing to validate on
 *
 * @typedef {object} Sample
 * @property {number} step the model's age when it wrote this
 * @property {string} prompt
 * @property {string} text the continuation alone
 * @property {number} seed
 * @property {import('../lib/longest-copied.js').Piece} [copied] the longest piece that stands word for word in the first
 *   million characters that are learnt
 *
 * @typedef {object} Written texts of one model, with the same seed
 * @property {number} step the model's age
 * @property {Sample} free
 * @property {Sample} [clamped] the same with the clamps
 *
 * @typedef {object} Proof how the gradients of the model at `step` compare with difference quotients, as far as compared
 * @property {number} step
 * @property {import('../../pkg/gradient-check/lstm_playground.js').GradientReport} report
 *
 * @typedef {object} SelectionRequest what of the network is to be shown, and how it reads the text
 * @property {number} start the first character of the page that is shown, from 0 in the text
 * @property {number} count characters of the page
 * @property {number} from the first character that is shown in every detail, from `start`
 * @property {number} shown characters in every detail
 * @property {number} layer of the chosen unit, from 0
 * @property {number} unit
 * @property {number} index of the chosen character, from `from`
 * @property {string} [text] another text that is read, instead of the one that is learnt
 * @property {string} quantity of the chosen unit that colours the page: a name in the layers' `values`
 * @property {number} lags how far back gradients are followed; 0 when they are not shown
 * @property {Clamp[]} clamps in force in a second reading beside the free one
 *
 * @typedef {GradientReach & {text: string}} ReadReach with the text that was read for it, the predicted character last
 *
 * @typedef {object} Inspection what a SelectionRequest asked for
 * @property {SelectionRequest} request
 * @property {number} step the model's age
 * @property {string} text of the page
 * @property {TextReading} reading
 * @property {GateSum[]} sums of the chosen unit at the chosen character
 * @property {UnitSeries} series of the page
 * @property {ReadReach} [reach] of the prediction of the chosen character; left out where nothing comes before it
 * @property {{series: UnitSeries}} [clamped] the same with the clamps, where there are any
 *
 * @typedef {object} FoundUnits units that follow something one can name
 * @property {number} step the model's age
 * @property {UnitMatch[]} matches
 *
 * @typedef {object} Baseline what counting achieves on the validation part
 * @property {number} order -1 uniform guess, 0 single characters, 1 to 5 that many characters of context
 * @property {number} bitsPerChar
 */

/** Requests, by the verb of the answer's maker. */
export const Request = /** @type {const} */ ({
  /** CreateRequest -> CreateAnswer */
  create: 'create',
  /** {id, port}: shares the training with the worker at the port's other end, known as `id` */
  lead: 'lead',
  /** `id` of a worker that has died */
  miss: 'miss',
  /** MessagePort: takes orders from the leading worker at its other end */
  follow: 'follow',
  /** Follows no more -> number, of optimiser updates so far */
  release: 'release',
  train: 'train',
  pause: 'pause',
  /** number, a step: trains up to it -> TrainedTo */
  trainTo: 'trainTo',
  /** -> Snapshot */
  snapshot: 'snapshot',
  /** Snapshot: goes on from there -> number, its step */
  restore: 'restore',
  /** {wasm, source: LagSource} -> LagText; needs no model */
  makeText: 'makeText',
  /** LagSource -> Recall */
  recall: 'recall',
  /** {text, lags}: of the prediction of the last character -> GradientReach */
  reach: 'reach',
  /** -> Progress, of one optimiser update */
  step: 'step',
  /** Sampling -> Sample, of the model of now */
  generate: 'generate',
  /** Sampling, and `clamps` where there are any -> Written, by the inspected model */
  write: 'write',
  /** WebAssembly.Module, that of the proof: compares the gradients with difference quotients; the answer comes when all are compared. */
  prove: 'prove',
  /** number */
  setLearningRate: 'setLearningRate',
  /** Sampling, for the samples drawn while training */
  setSampling: 'setSampling',
  /** SelectionRequest | undefined: what to push inspections of from now on, the first at once */
  select: 'select',
  /** number | undefined: what is looked at is the model at that step of the history; undefined is now */
  selectStep: 'selectStep',
  /** number, a step of the history: pauses, and goes on from there -> number */
  goBack: 'goBack',
  /** {start, count}, a part of the text -> FoundUnits */
  findUnits: 'findUnits',
  /** string -> TextReading, of all its characters */
  inspect: 'inspect',
});

/** Pushes; of each name only the newest value arrives when the page is busy. */
export const Push = /** @type {const} */ ({
  /** Progress */
  progress: 'progress',
  /** {step, bitsPerChar} on the validation part */
  validation: 'validation',
  /** {step, accuracy, mostFrequent}, as in Recall */
  recall: 'recall',
  /** Baseline[], all that are known so far */
  baselines: 'baselines',
  /** Sample */
  sample: 'sample',
  /** Proof */
  proof: 'proof',
  /** number[], the steps to which one can go back, ascending */
  history: 'history',
  /** number, the step to which numbers that were not finite took the model back */
  rolledBack: 'rolledBack',
  /** Inspection */
  inspection: 'inspection',
  /** true: the workers that share the training hold it up, and are not used any more */
  alone: 'alone',
  /** {name, message}: training stopped by itself */
  stopped: 'stopped',
});
