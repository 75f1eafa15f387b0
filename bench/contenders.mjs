/** The measured programs, by the names that --only takes. */

/**
 * @typedef {object} Contender
 * @property {string} label
 * @property {string} [module] its file in contenders/; without one it is PyTorch, outside the
 *   browser
 * @property {any} [option] the second argument of its `prepare`
 * @property {boolean} [compare] true for other projects: the table shows a ratio
 * @property {number} [threads] for PyTorch
 * @property {{hidden: number, batch: number}} [at] the only setting at which it is measured
 */

/** @type {Record<string, Contender>} */
export const contenders = {
  ours: { label: 'this project, 1 worker', module: 'ours', option: { workers: 1 } },
  'ours-2': { label: 'this project, 2 workers', module: 'ours', option: { workers: 2 } },
  sampling: {
    label: 'this project, sampling',
    module: 'sampling',
    at: { hidden: 128, batch: 1 },
  },
  tfjs: { label: 'TensorFlow.js, wasm', module: 'tfjs', compare: true },
  recurrent: { label: 'recurrent-js', module: 'recurrent', compare: true },
  brain: { label: 'brain.js', module: 'brain', compare: true },
  'torch-1': { label: 'PyTorch, 1 thread', threads: 1, compare: true },
  'torch-2': { label: 'PyTorch, 2 threads', threads: 2, compare: true },
};
