/** The measured programs, by the names that --only takes. */

/**
 * @typedef {object} Contender
 * @property {string} label
 * @property {string} [module] its file in contenders/; without one it is PyTorch, outside the
 *   browser
 * @property {any} [option] the second argument of its `prepare`
 * @property {import('../scripts/webdriver.mjs').EngineName} [engine] the browser, Chromium unless
 *   named
 * @property {number} [threads] for PyTorch
 * @property {boolean} [compare] true for other projects: the table shows a factor
 * @property {boolean} [learns] true if the second table has it
 * @property {(cell: {hidden: number, batch: number}) => boolean} [applies] false where its speed is
 *   not measured
 */

/** @type {Record<string, Contender>} */
export const contenders = {
  ours: {
    label: 'this project, 1 worker',
    module: 'ours',
    option: { workers: 1 },
    learns: true,
  },
  'ours-2': {
    label: 'this project, 2 workers',
    module: 'ours',
    option: { workers: 2 },
    learns: true,
    // A smaller batch is not divided.
    applies: ({ batch }) => batch >= 8,
  },
  firefox: {
    label: 'this project, 1 worker, Firefox',
    module: 'ours',
    option: { workers: 1 },
    engine: 'Firefox',
    applies: ({ hidden }) => hidden === 128,
  },
  webkit: {
    label: 'this project, 1 worker, WebKit',
    module: 'ours',
    option: { workers: 1 },
    engine: 'WebKit',
    applies: ({ hidden }) => hidden === 128,
  },
  sampling: {
    label: 'this project, sampling',
    module: 'sampling',
    applies: ({ hidden, batch }) => hidden === 128 && batch === 1,
  },
  tfjs: { label: 'TensorFlow.js, wasm', module: 'tfjs', compare: true },
  recurrent: {
    label: 'recurrent-js',
    module: 'recurrent',
    compare: true,
    applies: ({ batch }) => batch === 1, // it has no batches
  },
  brain: {
    label: 'brain.js',
    module: 'brain',
    compare: true,
    applies: ({ batch }) => batch === 1, // it has no batches
  },
  'torch-1': { label: 'PyTorch, 1 thread', threads: 1, compare: true, learns: true },
  'torch-2': { label: 'PyTorch, 2 threads', threads: 2, compare: true, learns: true },
};
