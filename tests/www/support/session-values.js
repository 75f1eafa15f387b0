/** Texts and settings of sessions that are tried at random. */

/** Texts that can be learnt. */
export const TEXTS = [
  'so much depends upon a small red test beside the white page. '.repeat(6),
  'abcabd '.repeat(60),
  'Ein e\u0301 und 漢字 😀,\r\n'.repeat(20),
];

/** Texts that cannot, and such as are strange. */
export const STRANGE = [
  '',
  'x',
  '\ud800',
  '\0\0',
  'e\u0301',
  '\n'.repeat(30),
  'ab',
  '\u202e<b>&amp;',
];

/** Settings that keep a network small. */
export const SMALL = {
  ...{ hiddenSize: 4, seqLen: 6, batchSize: 2, patience: 0, learningRate: 0.01 },
  ...{ cell: /** @type {const} */ ('lstm'), numLayers: 1 },
};

/**
 * Settings that begin a new run, with values.
 *
 * @type {[string, unknown[]][]}
 */
export const RESTARTING = [
  ['hiddenSize', [3, 4, 5]],
  ['cell', ['gru', 'rnn', 'lstm']],
  ['numLayers', [1, 2]],
  ['seed', [1, 2, 99]],
  ['dropout', [0, 0.2]],
];

/**
 * Settings that are refused.
 *
 * @type {[string, unknown][]}
 */
export const WRONG = [
  ['hiddenSize', 0],
  ['hiddenSize', 'many'],
  ['learningRate', NaN],
  ['cell', 'none'],
  ['schedule', 'x:1:2'],
  ['seqLen', 1e9],
  ['dropout', null],
  ['noSuchSetting', 3],
];

/**
 * Options of writing, of which one is not allowed.
 *
 * @type {[string, unknown][]}
 */
export const OPTIONS = [
  ['temperature', 0],
  ['temperature', 9e9],
  ['topK', 2],
  ['length', 5],
];
