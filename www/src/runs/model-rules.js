/** @typedef {import('./coach-rules.js').Facts} Facts */

/** A run that began with the weights of another. */
const GOES_ON = 'It goes on from what it knows: watch what it writes become like this text.';

/** @param {Facts} facts */
export const startSentence = ({ isKept }) =>
  isKept ? GOES_ON : 'It starts: the first letters it writes are pure chance.';

/** @param {Facts} facts */
export const firstSentence = ({ isKept }) =>
  isKept ? GOES_ON : 'At first it guesses by chance: watch what it writes change.';

/**
 * The coach's rules for a model that was opened without a text.
 *
 * @type {import('./coach-rules.js').Rule[]}
 */
export const MODEL_RULES = [
  {
    name: 'model and text differ',
    isAnswer: true,
    kind: 'advice',
    say: ({ lacksText, keepProblem }) => lacksText && keepProblem,
  },
  {
    name: 'model without a text',
    say: ({ lacksText, chars }) => {
      if (!lacksText) return undefined;
      return chars
        ? 'Press Train: it goes on with this text, from what it knows.'
        : 'This model has no text: let it write, look inside it, or give it a text to learn.';
    },
  },
];
