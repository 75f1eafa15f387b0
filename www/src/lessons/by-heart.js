import { longestCopied } from '../lib/longest-copied.js';
import { bitsOf, piecesOf, unseenBits } from './pieces.js';

/** @typedef {import('./lab.js').Lab} Lab */

/** The steps after which the unseen text is predicted about as well as it ever is. */
const SHORT = 250;
const LONG = 1500;
/** Letters that the network writes. */
const WRITTEN = 300;
/** A change of the bits a letter that is too small to count. */
const LITTLE = 0.1;

/** @param {Lab} lab */
const bits = async (lab) => ({
  learnt: await bitsOf(lab, piecesOf(lab).learnt),
  unseen: await unseenBits(lab),
});

/** @type {import('./lesson.js').Lesson} */
export const byHeart = {
  id: 'by-heart',
  preset: 'rhyme',
  config: {
    ...{ hiddenSize: 128, dropout: 0, learningRate: 0.005, batchSize: 8, seqLen: 16 },
    ...{ validationFraction: 0.1, validationSplit: 'blocks', patience: 0, seed: 1 },
  },
  panels: 'text sample curve settings',
  figures: {
    ...{ learntSoon: 'bits', unseenSoon: 'bits', counted: 'bits', guessed: 'bits' },
    ...{ learnt: 'bits', unseen: 'bits', copied: 'count', copiedSilenced: 'count' },
    ...{ learntSilenced: 'bits', unseenSilenced: 'bits' },
  },
  key: 'unseen',
  steps: [
    {
      say: 'short',
      ask: ({ unseenSoon, counted }) =>
        unseenSoon < counted - LITTLE ? 0 : unseenSoon > counted + LITTLE ? 2 : 1,
      do: [{ train: SHORT }],
      async see(lab) {
        const { learnt, unseen } = await bits(lab);
        const counts = (await lab.baselines()).map(({ bitsPerChar }) => bitsPerChar);
        const [guessed] = counts;
        return { learntSoon: learnt, unseenSoon: unseen, counted: Math.min(...counts), guessed };
      },
    },
    {
      say: 'long',
      ask: ({ unseenSoon, unseen }) =>
        unseen < unseenSoon - LITTLE ? 0 : unseen > unseenSoon + LITTLE ? 2 : 1,
      do: [{ train: LONG }],
      see: bits,
    },
    {
      say: 'write',
      ask: ({ copied }) => (copied < 10 ? 0 : copied < 35 ? 1 : 2),
      see: async (lab) => ({ copied: await copiedBy(lab) }),
    },
    {
      say: 'silence',
      ask: ({ unseen, unseenSilenced, unseenSoon }) =>
        unseenSilenced <= unseenSoon ? 0 : unseenSilenced < unseen - LITTLE ? 1 : 2,
      do: [{ set: { dropout: 0.5 } }, { train: LONG }],
      async see(lab) {
        const { learnt, unseen } = await bits(lab);
        const copied = await copiedBy(lab);
        return { learntSilenced: learnt, unseenSilenced: unseen, copiedSilenced: copied };
      },
    },
  ],
  verdict: ({ learntSoon, learnt, unseenSoon, unseen }) =>
    learnt < learntSoon - 1 && unseen > unseenSoon + 1,
  picture: ({ learntSoon, unseenSoon, learnt, unseen, counted, guessed }) => ({
    kind: 'bars',
    high: Math.max(6, unseen),
    bars: [
      { name: 'learntSoon', value: learntSoon, format: 'bits' },
      { name: 'learnt', value: learnt, format: 'bits' },
      { name: 'unseenSoon', value: unseenSoon, format: 'bits' },
      { name: 'unseen', value: unseen, format: 'bits' },
      { name: 'counted', value: counted, format: 'bits' },
      { name: 'guessed', value: guessed, format: 'bits' },
    ],
  }),
};

/**
 * The length of the longest piece of the learnt text in what the network writes.
 *
 * @param {Lab} lab
 */
async function copiedBy(lab) {
  const options = { length: WRITTEN, temperature: 0.5, topK: 0, topP: 1 };
  const written = await lab.write({ prompt: 'A ', ...options });
  return (await longestCopied(written, piecesOf(lab).learnt.join('\0'))).chars;
}
