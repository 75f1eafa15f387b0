/** The coach's rules: what to see now, by the training record and the state alone. */

import { formatCount, formatWhole } from '../lib/format.js';
import { adviceOn } from './advice.js';
import { endedSentence } from './ended-sentence.js';
import { levelOf } from './learning-level.js';
import { firstSentence, MODEL_RULES, startSentence } from './model-rules.js';
import { HALF_THE_RATE } from './remedies.js';

/**
 * @typedef {import('./coach-facts.js').Facts} Facts
 * @typedef {import('./training-advice.js').Remedy} Remedy
 *
 * @typedef {object} Line
 * @property {string} rule its name
 * @property {string} message
 * @property {Remedy} [remedy] the button
 * @property {Remedy} [offer] another one beside it
 * @property {string} kind `problem`, `notice`, `advice` or empty
 * @property {boolean} isAnswer true for the answer to something that has just happened
 * @property {number} stays milliseconds before another line that is no answer may take its place,
 *   while the status is the same
 *
 * @typedef {{message: string, remedy?: Remedy, offer?: Remedy, kind?: string}} Said
 *
 * @typedef {object} Rule
 * @property {string} name
 * @property {string} [kind]
 * @property {true} [isAnswer]
 * @property {number} [stays]
 * @property {(facts: Facts) => string | Said | false | undefined} say
 *   false or undefined where it does not apply
 */

/** Milliseconds in which a sentence can be read. */
const READING = 4000;
/** Advice stays longer: it has something to decide. */
const DECIDING = 10_000;
/** The number of points of the curve after a restart at which the coach speaks of other things. */
const RESTARTED = 20;
/** A shorter text, in characters, is only learnt by heart. */
const SHORT_TEXT = 300;

/** @type {Remedy} */
const KEEP = { label: 'Keep what was learnt', keepsWeights: true };

/** @type {Remedy} */
const KEEP_LEARNT = { label: 'Keep what was learnt', keepsEarlier: true };

/** @type {Remedy} */
const UNDO = { label: 'Undo', undoes: true };

/** @type {Remedy} */
const BACK_TO_TEXT = { label: 'Back to my text', undoes: true };

/** @param {Facts} facts */
const isTraining = ({ status }) => status === 'training';

/** @param {Facts} facts */
const isAtRest = ({ status }) => status === 'idle' || status === 'empty';

/**
 * The rules in the order of their importance.
 *
 * @type {Rule[]}
 */
export const RULES = [
  {
    name: 'error',
    isAnswer: true,
    kind: 'problem',
    say: ({ error }) =>
      error?.name === 'NotFiniteError'
        ? { message: `${error.message} The last good weights are back.`, remedy: HALF_THE_RATE }
        : error?.message,
  },
  { name: 'worker replaced', kind: 'notice', isAnswer: true, say: ({ notice }) => notice },
  {
    name: 'setting not allowed',
    isAnswer: true,
    kind: 'advice',
    say: (facts) =>
      facts.hasProblem &&
      (isAtRest(facts)
        ? 'A setting is wrong: correct it, then press Train.'
        : 'A setting is wrong: until it is right, this network stays as it is.'),
  },
  { name: 'aside', isAnswer: true, say: ({ aside }) => aside },
  {
    name: 'no text',
    say: ({ status }) =>
      status === 'empty' && 'Give it a text: type or paste one, open a file, or choose an example.',
  },
  ...MODEL_RULES,
  {
    name: 'restart due',
    isAnswer: true,
    say: ({ isPending }) =>
      isPending && 'It restarts with your changes once you have stopped typing.',
  },
  {
    name: 'no other text',
    isAnswer: true,
    kind: 'advice',
    say: ({ isStale, chars = SHORT_TEXT }) =>
      isStale &&
      chars < 2 &&
      'Too little text to learn: until there is more, it keeps the old one.',
  },
  {
    name: 'changes wait',
    isAnswer: true,
    kind: 'advice',
    say: ({ isStale, keepProblem }) => {
      if (!isStale) return undefined;
      if (keepProblem) return `The changes take effect after Reset. ${keepProblem}`;
      const message =
        'The changes take effect after Reset: this network keeps its text and settings.';
      return { message, remedy: keepProblem === '' ? KEEP : undefined };
    },
  },
  {
    name: 'restarted',
    isAnswer: true,
    stays: READING,
    say: ({ status, record, undo }) => {
      if (!undo || status === 'paused' || status === 'failed') return undefined;
      const isIdle = status === 'idle';
      if (!isIdle && record.training.x.length >= RESTARTED) return undefined;
      const start = `${isIdle ? 'Ready to start' : 'Restarted'} ${undo.by || 'anew'}.`;
      if (undo.canKeep) return { message: start, offer: KEEP_LEARNT };
      if (undo.step === undefined) return `${start} Your text is kept.`;
      return `${start} Kept for Undo: ${formatCount(undo.step, 'step')}.`;
    },
  },
  {
    name: 'text too short',
    say: ({ status, chars = SHORT_TEXT }) => {
      if (status !== 'idle' || chars >= SHORT_TEXT) return undefined;
      return chars < 2
        ? 'One letter is too little to learn from: add more.'
        : 'So short a text can only be learnt by heart: give it a page or more.';
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
    say: (facts) => facts.status === 'starting' && startSentence(facts),
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
        return `Paused. You see it at its best, after step ${formatWhole(best.step)}. Train goes on.`;
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
    say: (facts) => isTraining(facts) && firstSentence(facts),
  },
];

/**
 * The line of the most important rule that applies. A state that can be brought back has a button as
 * long as no other is more important.
 *
 * @param {Facts} facts
 * @returns {Line}
 */
export function lineOn(facts) {
  const undo = facts.undo && (facts.undo.step === undefined ? BACK_TO_TEXT : UNDO);
  for (const { name, kind: usual = '', isAnswer = false, stays = 0, say } of RULES) {
    const said = say(facts);
    if (!said) continue;
    const told = typeof said === 'string' ? { message: said } : said;
    const { message, remedy, offer, kind = usual } = told;
    const button = remedy ?? undo;
    return { rule: name, kind, isAnswer, stays, message, remedy: button, offer };
  }
  return { rule: '', kind: '', isAnswer: false, stays: 0, message: '' };
}
