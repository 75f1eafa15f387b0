import { numWeights } from '../cells/weight-shapes.js';
import { piecesOf, unseenBits } from './pieces.js';

/** @typedef {import('./lab.js').Lab} Lab */

const STEPS = 1600;
/** The orders of the counts that the lesson names: no letter before, and two. */
const ALONE = 0;
const AFTER_TWO = 2;
/** The letters of a piece of unseen text that are read. */
const LONGEST = 500;
/** The letters that the network reads before its surprise counts: a piece begins anywhere. */
const CONTEXT = 100;
/** The bytes of a weight in a file. */
const BYTES_OF_WEIGHT = 4;
/** The letters that are shown before the one that surprises. */
const SHOWN = 20;
/** The difference between the surprise and the logarithm of the probability that rounding makes. */
const ROUNDING = 1e-4;

/** @type {import('./lesson.js').Lesson} */
export const bits = {
  id: 'bits',
  preset: 'tales',
  config: {
    ...{ hiddenSize: 96, batchSize: 8, seqLen: 32, learningRate: 0.02 },
    ...{ schedule: `cosine:0:${STEPS}`, dropout: 0, weightDecay: 0 },
    ...{ validationSplit: 'blocks', patience: 0, seed: 1 },
  },
  panels: 'text curve live colour',
  figures: {
    ...{ letters: 'count', guessed: 'bits', alone: 'bits', afterTwo: 'bits', counted: 'bits' },
    ...{ learnt: 'bits', choices: 'number', saved: 'bits' },
    ...{ letter: 'letter', before: 'letter', oneIn: 'count', surprise: 'bits' },
    ...{ chars: 'count', bytes: 'count', weights: 'count', networkBytes: 'count' },
  },
  key: 'learnt',
  steps: [
    {
      say: 'guess',
      ask: ({ guessed }) => (guessed < 2 ? 0 : guessed < 10 ? 1 : 2),
      async see(lab) {
        const baselines = await lab.baselines();
        const bitsOf = (/** @type {number} */ wanted) =>
          Number(baselines.find(({ order }) => order === wanted)?.bitsPerChar);
        return {
          letters: vocabularyOf(lab).length,
          guessed: bitsOf(-1),
          alone: bitsOf(ALONE),
          afterTwo: bitsOf(AFTER_TWO),
          counted: Math.min(...baselines.map(({ bitsPerChar }) => bitsPerChar)),
        };
      },
    },
    {
      say: 'count',
      ask: ({ guessed, alone }) => (guessed - alone < 0.5 ? 0 : guessed - alone < 2 ? 1 : 2),
    },
    {
      say: 'learn',
      ask: ({ learnt, afterTwo, counted }) => (learnt > afterTwo ? 0 : learnt > counted ? 1 : 2),
      do: [{ train: STEPS }],
      async see(lab) {
        const learnt = await unseenBits(lab);
        const chars = Number(lab.session.model?.textReport?.validationChars);
        const guessed = Number((await lab.baselines())[0].bitsPerChar);
        const weights = numWeights(lab.session.draft.config, vocabularyOf(lab).length);
        return {
          ...{ learnt, choices: 2 ** learnt, saved: guessed - learnt },
          ...{ chars, bytes: Math.ceil((chars * learnt) / 8) },
          ...{ weights, networkBytes: BYTES_OF_WEIGHT * weights },
        };
      },
    },
    {
      say: 'surprise',
      ask: () => 1, // log2(8) = 3
      see: mostSurprising,
    },
  ],
  verdict: ({ guessed, alone, counted, learnt, difference }) =>
    guessed > alone && alone > counted && counted > learnt && difference < ROUNDING,
  picture: ({ guessed, alone, afterTwo, counted, learnt }) => ({
    kind: 'bars',
    high: guessed,
    bars: [
      { name: 'guessed', value: guessed, format: 'bits' },
      { name: 'alone', value: alone, format: 'bits' },
      { name: 'afterTwo', value: afterTwo, format: 'bits' },
      { name: 'counted', value: counted, format: 'bits' },
      { name: 'learnt', value: learnt, format: 'bits' },
    ],
  }),
};

/** @param {Lab} lab */
const vocabularyOf = ({ session }) => [...(session.model?.vocabulary ?? '')];

/**
 * The most surprising letter of an unseen piece, and the greatest difference between the surprise at a
 * letter and the bits of its probability.
 *
 * @param {Lab} lab
 */
async function mostSurprising(lab) {
  const vocabulary = vocabularyOf(lab);
  const [piece] = piecesOf(lab).unseen;
  if (!piece) return {}; // a reader has chosen that nothing stays unseen
  const chars = [...piece].slice(0, LONGEST);
  const { surprise, probabilities } = await lab.read(chars.join(''));
  const chances = chars.map((char, i) =>
    i === 0 ? 1 : probabilities[(i - 1) * vocabulary.length + vocabulary.indexOf(char)],
  );
  let [index, difference] = [CONTEXT, 0];
  for (let i = 1; i < chars.length; i++) {
    if (i > CONTEXT && surprise[i] > surprise[index]) index = i;
    difference = Math.max(difference, Math.abs(surprise[i] + Math.log2(chances[i])));
  }
  return {
    letter: visible(chars[index]),
    before: chars
      .slice(index - SHOWN, index)
      .map(visible)
      .join(''),
    oneIn: 1 / chances[index],
    surprise: surprise[index],
    difference,
  };
}

/** @param {string} char */
const visible = (char) => (char === '\n' ? '↵' : char);
