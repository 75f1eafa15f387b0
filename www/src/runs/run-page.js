/**
 * @typedef {{name: string, message: string}} PlainError
 *
 * @typedef {object} RunPage what a run needs of the page, and what it tells it
 * @property {() => Worker} createWorker
 * @property {() => Promise<WebAssembly.Module>} loadWasm
 * @property {() => number} spareCores the number of workers when nobody chooses one
 * @property {() => import('../shared/protocol.js').Sampling} sampling the options in force
 * @property {import('../inspection/inspector.js').Inspector} inspector
 * @property {() => void} onChange
 * @property {() => void} onStatus
 * @property {(progress: import('../shared/protocol.js').Progress) => void} onStep
 * @property {(rate: number) => void} onLearningRate called when the learning rate in force has
 *   changed without a choice
 * @property {(error: PlainError) => void} onError called with an error that stops the training
 * @property {(death: PlainError) => void} onRestart called with a death after which training goes
 *   on
 * @property {() => void} onRefused called when no model can be made
 */

const nothing = () => {};

/** The page of a run that nobody holds. */
export const NOBODY = {
  onChange: nothing,
  onStatus: nothing,
  onStep: nothing,
  onLearningRate: nothing,
  onError: nothing,
  onRestart: nothing,
  onRefused: nothing,
};
