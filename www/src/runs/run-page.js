/**
 * @typedef {{name: string, message: string}} PlainError
 *
 * @typedef {object} Resources
 * @property {() => Worker} createWorker called when there is something to train, not before
 * @property {() => Promise<WebAssembly.Module>} loadWasm
 * @property {import('./core-budget.js').CoreBudget} cores that all runs of the page share
 *
 * @typedef {object} FromFile
 * @property {import('../shared/protocol.js').Checkpoint} [checkpoint] to begin from; by default step 0
 *
 * @typedef {object} RunPage the resources and the event handlers that the page gives a run
 * @property {() => Worker} createWorker
 * @property {() => Promise<WebAssembly.Module>} loadWasm
 * @property {import('./core-budget.js').CoreBudget} cores that all runs of the page share
 * @property {() => import('../shared/protocol.js').Sampling} sampling the options in force
 * @property {import('./kept-model.js').KeptModel} [kept] the weights and the vocabulary of another run
 *   that this one begins with, if any
 * @property {import('../inspection/inspector.js').Inspector} inspector
 * @property {() => void} onChange
 * @property {() => void} onProgress called in place of `onChange` after a report of the training
 * @property {() => void} onStatus
 * @property {(progress: import('../shared/protocol.js').Progress) => void} onStep
 * @property {(sample: import('../shared/protocol.js').Sample) => void} onSample
 * @property {() => void} onCheckpoint called when the page has a newer checkpoint
 * @property {(rate: number) => void} onLearningRate called when the learning rate in force has
 *   changed without a choice
 * @property {(error: PlainError) => void} onError called with an error that stops the training
 * @property {(death: PlainError) => void} onRecovery called with a death after which training
 *   continues
 * @property {() => void} onRefused called when no model can be made
 */

const nothing = () => {};

/**
 * The page of a run that is discarded or kept: it hears nothing, and shows nothing.
 *
 * @param {RunPage} page
 * @returns {RunPage}
 */
export const unheard = (page) => ({
  ...page,
  inspector: /** @type {any} */ ({
    selection: { backTo: nothing },
    ...{ begin: nothing, backTo: nothing, noteDeath: nothing, request: nothing },
  }),
  onChange: nothing,
  onProgress: nothing,
  onStatus: nothing,
  onStep: nothing,
  onSample: nothing,
  onCheckpoint: nothing,
  onLearningRate: nothing,
  onError: nothing,
  onRecovery: nothing,
  onRefused: nothing,
});
