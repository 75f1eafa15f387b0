/**
 * The messages between the page and the worker. A request calls a function of worker/main.js, whose
 * types are derived (`Engine`); a push is sent unasked.
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
 * @typedef {import('../../pkg/lstm_playground.js').CharModel} CharModel
 * @typedef {import('../../pkg/lstm_playground.js').Snapshot} Checkpoint
 * @typedef {import('../../pkg/lstm_playground.js').Validation} Validation
 * @typedef {import('../../pkg/lstm_playground.js').StopReason} StopReason
 *
 * @typedef {GenerateOptions & {prompt: string, length: number}} Sampling without a seed, each text
 *   gets a new one
 *
 * @typedef {'best' | 'now'} Model the weights with the lowest validation loss, or the current ones
 *
 * @typedef {object} LagSource the parameters of a text of a lag task
 * @property {string} task
 * @property {number} lag in characters
 * @property {number} chars the least number of characters
 * @property {number} seed
 *
 * @typedef {object} Recall a model's predictions of the characters that need memory
 * @property {number} accuracy the share of them that it predicts right
 * @property {number} mostFrequent the accuracy of always guessing the most frequent of them
 * @property {number} bitsPerChar
 * @property {number} floor the entropy of the text in bits per character, the least possible loss
 *
 * @typedef {object} CreateRequest
 * @property {WebAssembly.Module} wasm
 * @property {string | LagSource} text empty for a model without one, which then reads what it writes
 * @property {LagSource} [recallText] another text, on which recall is measured during training
 * @property {Partial<Config>} config
 * @property {CharModel} [charModel] of another text, whose weights and vocabulary the model has at
 *   step 0; by default the weights are initial, and the vocabulary is that of the text
 * @property {Sampling} sampling for the samples drawn while training
 * @property {Checkpoint} [checkpoint] to continue from; by default the model starts at step 0
 * @property {number} [learningRate] chosen since that checkpoint
 *
 * @typedef {object} CreateAnswer
 * @property {number} step
 * @property {number} learningRate in force
 * @property {TextReport} textReport
 * @property {string} vocabulary every character that the model can predict
 * @property {number} mostWorkers the greatest number of workers that can share a step
 * @property {Validation} [validation] of a checkpoint
 *
 * @typedef {object} TrainingFigures
 * @property {number} charsPerSecond smoothed over about a second of training, with its rests
 * @property {number} workers the number of them that shared the last step
 * @property {number} learningRate in force, without the schedule
 *
 * @typedef {object} ValidationFigures the losses on the validation text, as far as they are known
 * @property {number} [validationBitsPerChar] the newest result of the validation at steps
 * @property {number} [bestValidationBitsPerChar] the lowest
 * @property {number} [bestStep] the step of the lowest
 * @property {number} [baselineBitsPerChar] the lowest of the n-gram models
 *
 * @typedef {StepReport & TrainingFigures & ValidationFigures} Progress
 *
 * @typedef {object} TrainedTo the report on a slice of an experiment's training
 * @property {number} step at the end of the slice
 * @property {number} bitsPerChar the mean over the slice; NaN for a slice without steps
 * @property {number} gradNorm the greatest norm of a step's gradient, before clipping
 * @property {number} chars the number of predicted characters
 * @property {number} milliseconds
 * @property {number} [validationBits] bits per character of the validation text, if any, at the end
 *   of the slice
 *
 * @typedef {object} Sample
 * @property {number} step of the model that wrote it
 * @property {boolean} [isBest] true for the best weights
 * @property {string} prompt as far as the network read it: a sample drawn during training reads only
 *   the end of a long one
 * @property {string} text the continuation only
 * @property {number} seed
 * @property {import('../lib/longest-copied.js').Piece} [copied] the longest piece copied from the
 *   first million characters of the training text
 *
 * @typedef {Omit<Sample, 'prompt'> & {id: number}} SampleText a part of a sample that is being
 *   written: the characters since the part before; `id` is that of the request
 *
 * @typedef {object} Written texts of one model, with the same seed
 * @property {number} step of the model
 * @property {Sample} unclamped
 * @property {Sample} [clamped] the same with the clamps
 *
 * @typedef {object} GradientCheck the comparison so far of a model's gradients with difference
 *   quotients
 * @property {number} step of the model
 * @property {import('../../pkg/gradient-check/lstm_playground.js').GradientReport} report
 *
 * @typedef {object} SelectionRequest the values of the network to inspect, and the text that it
 *   reads
 * @property {number} start the index in the text of the page's first character
 * @property {number} count the length of the page in characters
 * @property {number} from the index in the page of the first character shown in detail
 * @property {number} shown the number of characters shown in detail
 * @property {number} layer of the chosen unit, from 0
 * @property {number} unit
 * @property {number} index of the chosen character among those shown in detail
 * @property {string} [text] the text to read; by default the training text
 * @property {string} quantity of the chosen unit that colours the page: a name in the layers'
 *   `values`
 * @property {number} lags the number of lags of the gradient reach; 0 while it is hidden
 * @property {Clamp[]} clamps of a second reading
 *
 * @typedef {GradientReach & {text: string, beginning?: 'text' | 'document'}} ReadReach and the text
 *   that was read, which ends with the predicted character; what begins there, if the path back ends
 *   before the last lag
 *
 * @typedef {object} Inspection the answer to a SelectionRequest
 * @property {SelectionRequest} request
 * @property {number} step of the model
 * @property {string} text of the page
 * @property {TextReading} reading
 * @property {GateSum[]} sums of the chosen unit at the chosen character
 * @property {UnitSeries} series of the page
 * @property {ReadReach} [reach] of the prediction of the chosen character; absent for the first
 *   character of the text
 * @property {{series: UnitSeries}} [clamped] the same with the clamps, where there are any
 *
 * @typedef {object} FoundUnits units that follow a nameable feature of the text
 * @property {number} step of the model
 * @property {UnitMatch[]} matches
 *
 * @typedef {object} Baseline the loss of an n-gram model on the validation text
 * @property {number} order -1 uniform guess, 0 single characters, 1 to 5 that many characters of
 *   context
 * @property {number} bitsPerChar
 *
 * @typedef {object} Pushes the values that the worker pushes, by name; a busy page receives only
 *   the newest of each name
 * @property {Progress} progress
 * @property {{step: number, bitsPerChar: number}} validation the newest point of the validation
 *   curve: a result of the validation at steps, or the loss of the step that training paused at
 * @property {{reason: StopReason, step: number}} ended training has stopped by itself
 * @property {{step: number, accuracy: number, mostFrequent: number}} recall as in Recall
 * @property {Baseline[]} baselines all that are counted so far
 * @property {Sample} sample
 * @property {SampleText} sampleText those that wait for a busy page are joined
 * @property {GradientCheck} gradientCheck
 * @property {number[]} history the steps whose checkpoints the worker has, ascending
 * @property {number} rolledBack the step that a rollback restored
 * @property {Inspection} inspection
 * @property {{name: string, message: string}} inspectionFailed the error of an inspection during
 *   training, which is not repeated
 * @property {Checkpoint} checkpoint from which another worker can continue
 * @property {number} wantedWorkers the number of workers that should share the steps; at first it is
 *   two
 * @property {{name: string, message: string}} stopped the error that stopped the training
 */

/**
 * @typedef {<Name extends keyof Pushes>(
 *   name: Name, value: Pushes[Name], transfer?: Transferable[]
 * ) => void} Push
 */

export {};
