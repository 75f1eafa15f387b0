import { labelledText } from './labelled-text.js';

/** @typedef {import('./lab.js').Lab} Lab */

const STEPS = 1600;
const LINES = 1500;
/** Lines on which the labels are tested, with another seed. */
const TESTED = 300;
/** A network labels if it is right at least this often. */
const LABELS = 0.95;
/** A network guesses one of two labels if it is right at most this often. */
const GUESSES = 0.65;

/** @type {import('./lesson.js').Lesson} */
export const labelling = {
  id: 'labelling',
  text: () => labelledText(LINES, 1).text,
  config: {
    ...{ hiddenSize: 48, batchSize: 8, seqLen: 64, learningRate: 0.015 },
    // The rate falls to a tenth, so that the labels depend less on the noise of the last steps.
    schedule: `cosine:0:${STEPS}`,
    ...{ dropout: 0, weightDecay: 0, validationFraction: 0, patience: 0, seed: 1 },
  },
  panels: 'text curve live',
  figures: { atOnce: 'share', late: 'share' },
  key: 'late',
  steps: [
    {
      say: 'once',
      ask: ({ atOnce }) => answerOf(atOnce),
      do: [{ train: STEPS }],
      see: async (lab) => ({ atOnce: await shareRight(lab, '=') }),
    },
    {
      say: 'late',
      ask: ({ late }) => answerOf(late),
      see: async (lab) => ({ late: await shareRight(lab, '>') }),
    },
  ],
  verdict: ({ atOnce, late }) => atOnce <= GUESSES && late >= LABELS,
  picture: ({ atOnce, late }) => ({
    kind: 'bars',
    high: 1,
    bars: [
      { name: 'atOnce', value: atOnce, format: 'share' },
      { name: 'late', value: late, format: 'share' },
    ],
  }),
};

/** @param {number} share of the labels that are right */
const answerOf = (share) => (share <= GUESSES ? 0 : share < LABELS ? 1 : 2);

/**
 * The share of the labels of c and g that the present network predicts right, in lines that it has not
 * learnt.
 *
 * @param {Lab} lab
 * @param {string} mark of the lines
 */
async function shareRight(lab, mark) {
  const { text, asked } = labelledText(TESTED, 2);
  const { probabilities } = await lab.read(text);
  const letters = [...(lab.session.run?.vocabulary ?? '')];
  const right = asked[mark].filter((index) => {
    const row = probabilities.subarray((index - 1) * letters.length, index * letters.length);
    return letters[row.indexOf(Math.max(...row))] === text[index];
  });
  return right.length / asked[mark].length;
}
