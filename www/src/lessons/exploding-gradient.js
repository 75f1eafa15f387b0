/** The networks of the race, all with the same learning rate. */
const ENTRIES = /** @type {const} */ ([
  { cell: 'rnn', gradClip: 0 },
  { cell: 'rnn', gradClip: 1 },
  { cell: 'lstm', gradClip: 0 },
]);
/** A gradient explodes if it is this much longer than usual. */
const EXPLODES = 50;

/** @param {import('./lab.js').Lab['raceResults'][number]} result */
function normsOf({ runs: [{ reports }] }) {
  const norms = reports.map(({ gradNorm }) => gradNorm).sort((a, b) => a - b);
  return { usual: norms[Math.floor(norms.length / 2)], greatest: norms[norms.length - 1] };
}

/** @param {import('./lab.js').Lab['raceResults'][number]} result */
const bitsOf = ({ y }) => y[y.length - 1];

/** @type {import('./lesson.js').Lesson} */
export const explodingGradient = {
  id: 'exploding-gradient',
  preset: 'dates',
  config: {
    ...{ cell: 'rnn', hiddenSize: 64, numLayers: 1, seqLen: 100, batchSize: 16, dropout: 0 },
    ...{
      optimizer: 'sgd',
      learningRate: 0.7,
      schedule: 'constant',
      weightDecay: 0,
      patience: 0,
      seed: 1,
    },
  },
  panels: 'race settings',
  tab: 'race',
  figures: {
    free: 'bits',
    clipped: 'bits',
    gated: 'bits',
    guess: 'bits',
    freeGreatest: 'number',
    clippedUsual: 'number',
    clippedGreatest: 'number',
    gatedGreatest: 'number',
    times: 'count',
  },
  key: 'clipped',
  steps: [
    {
      say: 'race',
      ask: ({ free, clipped, guess }) => (free < clipped + 0.1 ? 0 : free < guess ? 1 : 2),
      do: [
        { open: 'race' },
        { race: { entries: [...ENTRIES], steps: 200, seeds: 1, isEqual: true } },
      ],
      async see(lab) {
        const [free, clipped] = lab.raceResults.map(bitsOf);
        const letters = lab.session.draft.counts?.distinctChars ?? NaN;
        return { free, clipped, guess: Math.log2(letters) };
      },
    },
    {
      say: 'norms',
      ask: ({ times }) => (times < 2 ? 0 : times < 100 ? 1 : 2),
      async see(lab) {
        const [free, clipped] = lab.raceResults.map(normsOf);
        return {
          freeGreatest: free.greatest,
          clippedUsual: clipped.usual,
          clippedGreatest: clipped.greatest,
          times: clipped.greatest / clipped.usual,
        };
      },
    },
    {
      say: 'gated',
      ask: ({ gated, free, clipped }) => (gated >= free ? 0 : gated > clipped + 1 ? 1 : 2),
      async see(lab) {
        const [, , gated] = lab.raceResults;
        return { gated: bitsOf(gated), gatedGreatest: normsOf(gated).greatest };
      },
    },
  ],
  verdict: ({ free, clipped, guess, freeGreatest, clippedUsual }) =>
    free > guess && clipped < guess / 2 && freeGreatest > EXPLODES * clippedUsual,
  picture: ({ free, clipped, gated, guess }) => ({
    kind: 'bars',
    high: Math.max(guess, free, clipped, gated),
    bars: Object.entries({ free, clipped, gated, guess }).map(([name, value]) => ({
      name,
      value,
      format: 'bits',
    })),
  }),
};
