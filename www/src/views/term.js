import { el } from '../lib/dom.js';

/** The field's terms for words of the interface, each with an explanation where it needs one. */
const MEANINGS = {
  letters: 'Characters: letters, digits, spaces, signs and line ends.',
  'learnt text': 'The part of the text that the network trains on (training text).',
  'unseen text': 'Parts of the text on which the network never trains (validation text).',
  steps: 'In each step it reads a little and changes all its weights once (optimiser updates).',
  'training loss':
    'Bits that a letter of the learnt text costs (training loss): 0 is certain, 1 a coin toss.',
  'validation loss':
    'Bits that a letter of the unseen text costs (validation loss): 0 is certain, 1 a coin toss.',
  recalled: 'How many of the letters that need memory it guesses right (recall).',
  'pure guessing': 'Every letter equally likely (uniform guess).',
  'letter counts': 'How often each letter comes, whatever stands before it (unigrams).',
  '2-letter counts': 'How often a letter comes after the letters before it, by counting (n-grams).',
  'by heart': 'It knows the learnt text, and guesses others worse (over-fitting).',
};

/**
 * A word of the interface, with its meaning on hover and on focus.
 *
 * @param {string} word
 * @param {keyof typeof MEANINGS} meaning
 */
export const term = (word, meaning) =>
  el('dfn', { class: 'term', tabIndex: 0, title: MEANINGS[meaning] }, word);

/**
 * Adds figures to the meaning of a word.
 *
 * @param {HTMLElement} element made by `term`
 * @param {keyof typeof MEANINGS} meaning
 * @param {string} more
 */
export function explain(element, meaning, more) {
  const title = more ? `${MEANINGS[meaning]} ${more}` : MEANINGS[meaning];
  if (element.title !== title) element.title = title;
}
