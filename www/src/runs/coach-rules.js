/** The coach's rules: what to see now, by the training record and the state alone. */

import { formatCount, formatWhole } from '../lib/format.js';
import { levelOf } from './learning-level.js';
import { adviceOn, HALF_THE_RATE } from './training-advice.js';

/**
 * @typedef {import('./training-advice.js').Remedy} Remedy
 *
 * @typedef {object} Facts
 * @property {import('./run-holder.js').Status} status
 * @property {import('./training-record.js').TrainingRecord} record
 * @property {{name: string, message: string}} [error] of the last command
 * @property {string} notice about a restart after a worker died; empty without one
 * @property {number} [chars] of the draft; undefined during counting
 * @property {boolean} hasProblem true while a setting has a value that is not allowed
 * @property {boolean} isStale true when the draft differs from what the run was made from
 * @property {string} [keepProblem] the reason why a reset cannot keep what was learnt, empty when it
 *   can; undefined while that is not offered
 * @property {import('./training-advice.js').Facts['textReport']} [textReport] of a made model
 * @property {import('../shared/protocol.js').Config} [config] in force
 * @property {number} suggestedRate the learning rate suggested for the text
 * @property {boolean} showsBest true when the page shows the best weights
 *
 * @typedef {object} Line
 * @property {string} rule its name
 * @property {string} message
 * @property {Remedy} [remedy] the button
 * @property {string} kind `problem`, `notice`, `advice` or empty
 * @property {number} stays milliseconds before a rule of less importance may take its place, while
 *   the status is the same
 *
 * @typedef {object} Rule
 * @property {string} name
 * @property {string} [kind]
 * @property {number} [stays]
 * @property {(facts: Facts) => string | {message: string, remedy?: Remedy} | false | undefined} say
 *   false or undefined where it does not apply
 */

/** Milliseconds in which a sentence can be read. */
const READING = 4000;
/** Advice stays longer: it has something to decide. */
const DECIDING = 10_000;
/** A shorter text, in characters, is only learnt by heart. */
const SHORT_TEXT = 300;

/** @param {Facts} facts */
const isTraining = ({ status }) => status === 'training';

/** @param {Facts} facts */
const isAtRest = ({ status }) => status === 'idle' || status === 'empty';

/**
 * The end of the training by itself; empty without one.
 *
 * @param {Facts} facts
 */
export function endedSentence({ status, record, config, showsBest }) {
  if (!record.ended || !config || status !== 'paused') return '';
  const { reason, step } = record.ended;
  const uses =
    showsBest && record.best ? ` It uses its best, of step ${formatWhole(record.best.step)}.` : '';
  return reason === 'patience'
    ? `It stopped: no better on unseen text in ${formatCount(config.patience, 'step')}.${uses}`
    : `It stopped after ${formatCount(step, 'step')}, as set.${uses}`;
}

/**
 * The rules in the order of their importance.
 *
 * @type {Rule[]}
 */
export const RULES = [
  {
    name: 'error',
    kind: 'problem',
    say: ({ error }) =>
      error?.name === 'NotFiniteError'
        ? { message: `${error.message} The last good weights are back.`, remedy: HALF_THE_RATE }
        : error?.message,
  },
  { name: 'worker restarted', kind: 'notice', say: ({ notice }) => notice },
  {
    name: 'setting not allowed',
    kind: 'advice',
    say: (facts) =>
      facts.hasProblem &&
      (isAtRest(facts)
        ? 'A setting has a value that is not allowed: correct it, then press Train.'
        : 'A setting has a value that is not allowed: until it is right, this network stays as it is.'),
  },
  {
    name: 'no text',
    say: ({ status }) =>
      status === 'empty' && 'Give it a text: type or paste one, open a file, or choose an example.',
  },
  {
    name: 'changes wait',
    kind: 'advice',
    say: ({ isStale, keepProblem }) => {
      if (!isStale) return undefined;
      if (keepProblem) return `The changes take effect after Reset. ${keepProblem}`;
      const message =
        'The changes take effect after Reset: this network keeps its text and settings.';
      const keep = { label: 'Keep what was learnt', keepsWeights: /** @type {const} */ (true) };
      return { message, remedy: keepProblem === '' ? keep : undefined };
    },
  },
  {
    name: 'text too short',
    say: ({ status, chars = SHORT_TEXT }) => {
      if (status !== 'idle' || chars >= SHORT_TEXT) return undefined;
      return chars < 2
        ? 'One letter is too little to learn from: add more.'
        : 'So short a text is only learnt by heart: a page or more teaches it to write.';
    },
  },
  {
    name: 'before Train',
    say: ({ status }) =>
      status === 'idle' &&
      'Press Train, and watch what it writes turn from noise into this kind of text.',
  },
  {
    name: 'starting',
    stays: READING,
    say: ({ status }) =>
      status === 'starting' && 'It starts: what it writes first is nothing but chance.',
  },
  {
    name: 'stopped by itself',
    say: (facts) => {
      const message = endedSentence(facts);
      return message && { message, remedy: { label: 'Go on', goesOn: true } };
    },
  },
  {
    name: 'going wrong',
    kind: 'advice',
    stays: DECIDING,
    say: ({ status, record, textReport, config, suggestedRate, showsBest }) =>
      status !== 'failed' &&
      textReport &&
      config &&
      adviceOn(record, { textReport, config, suggestedRate, showsBest }),
  },
  {
    name: 'paused',
    say: ({ status, record, showsBest }) => {
      if (status !== 'paused') return undefined;
      const best = showsBest && record.best;
      if (best)
        return `Paused. It uses its best, of step ${formatWhole(best.step)}. Train goes on.`;
      return record.progress
        ? 'Paused. Let it write, look inside it, or press Train to go on.'
        : 'It has learnt nothing yet: press Train.';
    },
  },
  {
    name: 'the best possible',
    stays: READING,
    say: (facts) =>
      isTraining(facts) &&
      levelOf(facts.record) === 'best possible' &&
      'It guesses nearly as well as anything can: it remembers all that this text asks for.',
  },
  {
    name: 'better than counting letters',
    stays: READING,
    say: (facts) =>
      isTraining(facts) &&
      levelOf(facts.record) === 'memory' &&
      'It guesses better than counting letters can: it remembers something further back.',
  },
  {
    name: 'word-like pieces',
    stays: READING,
    say: (facts) =>
      isTraining(facts) &&
      levelOf(facts.record) === 'pieces' &&
      'It learns which letters follow which: look for pieces of words in what it writes.',
  },
  {
    name: 'letter counts',
    stays: READING,
    say: (facts) =>
      isTraining(facts) &&
      levelOf(facts.record) === 'letters' &&
      'So far it knows how often each letter comes, and hardly which follows which.',
  },
  {
    name: 'nothing unseen',
    stays: READING,
    say: (facts) =>
      isTraining(facts) &&
      facts.textReport?.validationChars === 0 &&
      'Watch what it writes. No text is kept unseen, so nobody can tell learning from copying.',
  },
  {
    name: 'first steps',
    stays: READING,
    say: (facts) =>
      isTraining(facts) && 'At first it guesses by chance: watch what it writes change.',
  },
];

/**
 * The line of the most important rule that applies.
 *
 * @param {Facts} facts
 * @returns {Line}
 */
export function lineOn(facts) {
  for (const { name, kind = '', stays = 0, say } of RULES) {
    const said = say(facts);
    if (!said) continue;
    const { message, remedy } = typeof said === 'string' ? { message: said } : said;
    return { rule: name, kind, stays, message, remedy };
  }
  return { rule: '', kind: '', stays: 0, message: '' };
}
