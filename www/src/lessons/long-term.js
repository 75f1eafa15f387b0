import { lagSource } from '../texts/lag-tasks.js';

/** @typedef {import('./lab.js').Lab} Lab */

const STEPS = 700;
const UNITS = 32;
/** The units of an rnn with as many weights as an LSTM of 32. */
const WIDE = 65;
/** A network recalls if it is right at least this often. */
const RECALLS = 0.95;
/** A network forgets if it is right at most this often: three of the four letters. */
const FORGETS = 0.8;
/** The greatest lags of the texts on which recall is measured: 1, 2 to 3, 4 to 7, 8 to 15, 21 to 40. */
const LAGS = [1, 3, 7, 15, 40];

/** @type {import('./lesson.js').Lesson} */
export const longTerm = {
  id: 'long-term',
  task: lagSource('recall', 40, 1),
  config: {
    ...{ cell: 'rnn', hiddenSize: UNITS, forgetBias: 0, schedule: `cosine:0:${STEPS}` },
    ...{ weightDecay: 0, validationFraction: 0, patience: 0, seed: 1 },
  },
  panels: 'cell settings curve live',
  figures: {
    ...{ guessed: 'share', plainNear: 'share', plainFar: 'share' },
    ...{ lstmNear: 'share', lstmFar: 'share', wideNear: 'share', wideFar: 'share' },
  },
  key: 'lstmFar',
  steps: [
    {
      say: 'plain',
      ask: ({ plainNear, plainFar }) => (plainFar >= RECALLS ? 0 : plainNear >= RECALLS ? 1 : 2),
      do: [{ train: STEPS }],
      async see(lab) {
        const { shares, guessed } = await recallByLag(lab);
        return { ...ends('plain', shares), plain: shares, guessed };
      },
    },
    {
      say: 'lstm',
      ask: ({ lstmNear, lstmFar }) => (lstmFar >= RECALLS ? 0 : lstmNear >= RECALLS ? 1 : 2),
      do: [{ set: { cell: 'lstm' } }, { train: STEPS }],
      async see(lab) {
        const { shares } = await recallByLag(lab);
        return { ...ends('lstm', shares), lstm: shares };
      },
    },
    {
      say: 'wide',
      ask: ({ wideNear, wideFar }) => (wideFar >= RECALLS ? 0 : wideNear >= RECALLS ? 1 : 2),
      do: [{ set: { cell: 'rnn', hiddenSize: WIDE } }, { train: STEPS }],
      async see(lab) {
        const { shares } = await recallByLag(lab);
        return { ...ends('wide', shares), wide: shares };
      },
    },
  ],
  verdict: ({ plainNear, plainFar, lstmFar }) =>
    plainNear >= RECALLS && plainFar <= FORGETS && lstmFar >= RECALLS,
  picture: ({ plain, lstm, wide }) => ({
    kind: 'lines',
    xName: 'between',
    yName: 'share',
    lines: [
      { name: 'lstm', x: LAGS, y: lstm },
      { name: 'plain', x: LAGS, y: plain },
      { name: 'wide', x: LAGS, y: wide },
    ],
  }),
};

/**
 * The recall of the present network by the number of letters between.
 *
 * @param {Lab} lab
 */
async function recallByLag(lab) {
  const results = [];
  for (const lag of LAGS) results.push(await lab.recall([], lag));
  return {
    shares: results.map(({ accuracy }) => accuracy),
    guessed: results[results.length - 1].mostFrequent,
  };
}

/**
 * The recall over the fewest and over the most letters.
 *
 * @param {string} name of the network
 * @param {number[]} shares
 */
const ends = (name, shares) => ({
  [`${name}Near`]: shares[0],
  [`${name}Far`]: shares[shares.length - 1],
});
