import { el } from '../lib/dom.js';

/** The field's terms for words of the interface, each with an explanation where it needs one. */
const MEANINGS = {
  letters: 'Characters: letters, digits, spaces, signs and line ends.',
  'learnt text': 'Training text.',
  'unseen text': 'Validation text: parts of the text on which the network never trains.',
  steps: 'Optimiser updates: each changes all weights once.',
  'training loss':
    'Training loss: the bits that a letter of the text it learns costs. 0 is certain.',
  'validation loss':
    'Validation loss: the bits that a letter of text costs on which it never trains. 0 is certain.',
  recalled: 'Recall: the share of the letters needing memory that the network predicts right.',
  'pure guessing': 'Uniform guess: every letter equally likely.',
  'letter counts': 'Unigram baseline: the frequency of each letter, without context.',
  '2-letter counts':
    'n-gram baseline: the frequency of a letter after the letters before it, by counting.',
  'by heart': 'Over-fitting.',
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
