/**
 * The states of a page and the ways between them, without a page: a model that the sequences of random
 * actions are compared with, in Node and in a browser.
 */

/**
 * @typedef {'empty' | 'idle' | 'starting' | 'training' | 'paused' | 'failed'} Status
 * @typedef {'train' | 'pause' | 'step' | 'reset'} Command
 *
 * @typedef {object} Before
 * @property {Status} status
 * @property {boolean} canLearn true where the text and the settings make a model
 * @property {boolean} hasText
 * @property {boolean} [wasTraining] true for a page that has left while it trained
 */

/** @type {Record<Status, string>} the states as the page names them */
export const NAMES = {
  empty: 'No text',
  idle: 'Ready',
  starting: 'Starting',
  training: 'Training',
  paused: 'Paused',
  failed: 'Stopped',
};

/** @type {Record<Status, Command[]>} the commands that a reader can press */
export const COMMANDS = {
  empty: ['train', 'step'],
  idle: ['train', 'step'],
  starting: ['pause', 'reset'],
  training: ['pause', 'reset'],
  paused: ['train', 'step', 'reset'],
  failed: ['train', 'step', 'reset'],
};

/** @param {Before} before */
const without = ({ hasText }) => /** @type {Status[]} */ ([hasText ? 'idle' : 'empty']);

/** The status of a page with a model, which stays. */
const same = (/** @type {Before} */ { status }) => /** @type {Status[]} */ ([status]);

/**
 * The state after an action that needs a model, and makes one where there is none.
 *
 * @param {Before} before
 * @returns {Status[]}
 */
const withModel = ({ status }) =>
  status === 'training' || status === 'starting' ? [status, 'training'] : ['paused'];

/**
 * The statuses that may follow an action once it is complete and nothing else is under way.
 *
 * @type {Record<string, (before: Before) => Status[]>}
 */
export const AFTER = {
  train: () => ['training'],
  step: () => ['paused'],
  pause: ({ status }) => (status === 'training' || status === 'starting' ? ['paused'] : [status]),
  reset: without,
  same,
  withModel,
  /** Another worker goes on, or the third of those that died at one place was the last. */
  death: ({ status }) =>
    status === 'training' || status === 'paused' ? [status, 'failed'] : [status],
  /** A change by the reader restarts a run; a paused one becomes a draft. */
  change: ({ status }) => {
    if (status === 'empty' || status === 'idle') return ['empty', 'idle'];
    if (status === 'training') return ['training'];
    return [status, 'idle'];
  },
  back: ({ status }) => (status === 'idle' || status === 'empty' ? [status] : ['paused']),
  undo: ({ status }) =>
    status === 'training' ? ['training'] : [status, 'paused', 'idle', 'empty'],
  /** A text that waits for the next run. */
  give: ({ status }) => (status === 'idle' || status === 'empty' ? ['idle', 'empty'] : [status]),
  keep: ({ status }) => [status, 'training', 'paused', 'idle', 'empty'],
  open: () => ['paused'],
  any: () => ['empty', 'idle', 'starting', 'training', 'paused', 'failed'],
  return: ({ status, wasTraining }) => (wasTraining ? ['training'] : [status]),
};
