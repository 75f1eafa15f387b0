/**
 * A text from a small grammar, with rules to learn: invented words, each with one spelling; verbs
 * that agree with their subject; pronouns that agree with a name before them; quotation marks and
 * brackets that close; small sums. As in a language, few words are frequent and most are rare.
 */

import { seededRandom } from '../www/src/lib/random.js';

/** So long that no contender learns it by heart within a minute. */
const LENGTH = 1_000_000;
const SEED = 1;

/** @returns {string} the same text everywhere */
export function generatedText() {
  const random = seededRandom(SEED);
  /** @param {number} count */
  const below = (count) => Math.floor(count * random());
  /** @param {string[]} list */
  const any = (list) => list[below(list.length)];
  /** @param {string[]} list from frequent to rare */
  const often = (list) => list[Math.floor(list.length * random() ** 2.5)];

  const syllable = () => any(ONSETS) + any(VOWELS) + any(CODAS);
  const word = () => Array.from({ length: 1 + below(2) }, syllable).join('');
  /** @param {number} count */
  const words = (count) => Array.from({ length: count }, word);
  const [nouns, verbs, adjectives] = [words(300), words(200), words(100)];
  const [men, women, places] = [words(60), words(60), words(40)].map((all) => all.map(capital));

  /** @param {string} ending of the nouns: '' or 's' */
  function things(ending) {
    const article = ending
      ? any(['the', 'some', 'two', 'three', 'many'])
      : any(['the', 'a', 'every']);
    const adjective = random() < 0.4 ? `${often(adjectives)} ` : '';
    return `${article} ${adjective}${often(nouns)}${ending}`;
  }
  const object = () => things(any(['', 's']));
  const person = () => (random() < 0.5 ? [often(men), 'he'] : [often(women), 'she']);

  /** Verb and object, after a subject with this ending. @param {string} ending */
  function predicate(ending) {
    const verb = often(verbs) + (ending ? '' : 's');
    const place = random() < 0.2 ? ` in ${often(places)}` : '';
    return `${verb} ${object()}${place}`;
  }
  function clause() {
    const ending = any(['', 's']);
    return `${things(ending)} ${predicate(ending)}`;
  }
  function sum() {
    const [a, b] = [below(10), below(10)];
    return `${a} and ${b} are ${a + b}.`;
  }
  function story() {
    const [name, pronoun] = person();
    return `${name} ${predicate('')}, and ${pronoun} ${predicate('')}. ${capital(pronoun)} ${predicate('')}.`;
  }
  const sentences = [
    () => `${capital(clause())}.`,
    () => `${capital(clause())} (${clause()}).`,
    () => `"${capital(clause())}!" says ${person()[0]}.`,
    () => `Who ${predicate('')}? ${person()[0]} does.`,
    sum,
    story,
    story,
  ];
  let text = '';
  while (text.length < LENGTH)
    text += `${sentences[below(sentences.length)]()}${random() < 0.15 ? '\n' : ' '}`;
  return text.slice(0, LENGTH);
}

const ONSETS = 'b br ch d f g gl h k l m n p r s st t th v w'.split(' ');
const VOWELS = 'a e i o u ai ea oo'.split(' ');
const CODAS = ['', '', 'b', 'ck', 'd', 'l', 'm', 'n', 'nd', 'r', 'rt', 't'];

/** @param {string} text */
const capital = (text) => text[0].toUpperCase() + text.slice(1);
