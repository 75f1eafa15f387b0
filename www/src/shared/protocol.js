/**
 * The values that the page and the worker exchange. The requests are the functions of
 * worker/main.js, typed by themselves (its `Engine`); pushes come by themselves during training.
 *
 * @typedef {import('../../pkg/lstm_playground.js').Config & {workers: number}} Config with the
 *   page's own setting
 * @typedef {import('../../pkg/lstm_playground.js').StepReport} StepReport
 * @typedef {import('../../pkg/lstm_playground.js').TextReport} TextReport
 * @typedef {import('../../pkg/lstm_playground.js').GenerateOptions} GenerateOptions
 * @typedef {import('../../pkg/lstm_playground.js').Clamp} Clamp
 * @typedef {import('../../pkg/lstm_playground.js').TextReading} TextReading
 * @typedef {import('../../pkg/lstm_playground.js').UnitSeries} UnitSeries
 * @typedef {import('../../pkg/lstm_playground.js').UnitMatch} UnitMatch
 * @typedef {import('../../pkg/lstm_playground.js').GateSum} GateSum
 * @typedef {import('../../pkg/lstm_playground.js').GradientReach} GradientReach
 * @typedef {import('../../pkg/lstm_playground.js').LagText} LagText
 * @typedef {import('../../pkg/lstm_playground.js').Snapshot} Checkpoint
 *
 * @typedef {Required<Omit<GenerateOptions, 'seed'>> & {seed?: number}} Sampling how to draw a text;
 *   without a seed each text gets its own
 *
 * @typedef {object} LagSource the parameters of a text of a lag task
 * @property {string} task
 * @property {number} lag in characters
 * @property {number} chars at least
 * @property {number} seed
 *
 * @typedef {object} Recall how well a model predicts the characters that need memory
 * @property {number} accuracy the share of these that it predicts right
 * @property {number} mostFrequent the accuracy of always guessing the most frequent of them
 * @property {number} bitsPerChar
 * @property {number} floor the entropy of the text, in bits per character: no model gets below
 *
 * @typedef {object} CreateRequest
 * @property {WebAssembly.Module} wasm
 * @property {string | LagSource} text
 * @property {LagSource} [recallText] another text, on which recall is measured during training
 * @property {Partial<Config>} config
 * @property {Sampling} sampling for the samples drawn while training
 * @property {Checkpoint} [checkpoint] to go on from; left out, the model is at step 0
 * @property {number} [learningRate] chosen since that checkpoint
 *
 * @typedef {object} CreateAnswer
 * @property {number} step
 * @property {number} learningRate in force
 * @property {TextReport} textReport
 * @property {string} vocabulary every distinct character
 * @property {number} mostWorkers the largest number of workers that can share a step
 *
 * @typedef {object} TrainingFigures
 * @property {number} charsPerSecond smoothed over about a second of training
 * @property {number} workers that shared the last step
 * @property {number} learningRate in force, without the schedule
 *
 * @typedef {StepReport & TrainingFigures} Progress
 *
 * @typedef {object} TrainedTo the report of an experiment's model about some steps
 * @property {number} step after them
 * @property {number} bitsPerChar mean over all of them; NaN when there was none
 * @property {number} chars that were predicted
 * @property {number} milliseconds
 * @property {number} [validationBits] bits per character of the validation text after them; left
 *   out where there is none
 *
 * @typedef {object} Sample
 * @property {number} step of the model that wrote it
 * @property {string} prompt
 * @property {string} text the continuation alone
 * @property {number} seed
 * @property {import('../lib/longest-copied.js').Piece} [copied] the longest piece that stands word
 *   for word in the first million characters of the training text
 *
 * @typedef {object} Written texts of one model, with the same seed
 * @property {number} step of the model
 * @property {Sample} unclamped
 * @property {Sample} [clamped] the same with the clamps
 *
 * @typedef {object} GradientCheck the comparison of a model's gradients with difference quotients,
 *   as far as it has come
 * @property {number} step of the model
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
 * @property {string} quantity of the chosen unit that colours the page: a name in the layers'
 *   `values`
 * @property {number} lags how far back gradients are followed; 0 when they are not shown
 * @property {Clamp[]} clamps in force in a second reading
 *
 * @typedef {GradientReach & {text: string}} ReadReach with the text that was read, the predicted
 *   character last
 *
 * @typedef {object} Inspection what a SelectionRequest asked for
 * @property {SelectionRequest} request
 * @property {number} step of the model
 * @property {string} text of the page
 * @property {TextReading} reading
 * @property {GateSum[]} sums of the chosen unit at the chosen character
 * @property {UnitSeries} series of the page
 * @property {ReadReach} [reach] of the prediction of the chosen character; left out for the first
 *   character of the text
 * @property {{series: UnitSeries}} [clamped] the same with the clamps, where there are any
 *
 * @typedef {object} FoundUnits units that follow something one can name
 * @property {number} step of the model
 * @property {UnitMatch[]} matches
 *
 * @typedef {object} Baseline the loss of an n-gram model on the validation text
 * @property {number} order -1 uniform guess, 0 single characters, 1 to 5 that many characters of
 *   context
 * @property {number} bitsPerChar
 *
 * @typedef {object} Pushes the values that the worker pushes, by name; of each name only the newest
 *   arrives when the page is busy
 * @property {Progress} progress
 * @property {{step: number, bitsPerChar: number}} validation of the validation text
 * @property {{step: number, accuracy: number, mostFrequent: number}} recall as in Recall
 * @property {Baseline[]} baselines all that are known so far
 * @property {Sample} sample
 * @property {GradientCheck} gradientCheck
 * @property {number[]} history the steps whose checkpoints the worker has, ascending
 * @property {number} rolledBack the step to which a rollback went back
 * @property {Inspection} inspection
 * @property {Checkpoint} checkpoint from which another worker can go on
 * @property {true} notShared the replicas slow the training down: the leading worker goes on alone
 * @property {{name: string, message: string}} stopped the error that stopped the training
 */

/**
 * @typedef {<Name extends keyof Pushes>(
 *   name: Name, value: Pushes[Name], transfer?: Transferable[]
 * ) => void} Push
 */

export {};
