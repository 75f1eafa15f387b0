import { unseenBits } from './pieces.js';

const SIZES = [8, 32, 128];
const STEPS = 500;
/** The largest network has about this many times the weights of the middle one. */
const TIMES = 8;
/** Bits a letter that are too few to count. */
const LITTLE = 0.1;
/** Bits a letter that an enlargement must save at least. */
const SAVED = 0.5;

/** @type {import('./lesson.js').Lesson} */
export const largerNetwork = {
  id: 'larger-network',
  preset: 'tales',
  config: {
    ...{ hiddenSize: SIZES[1], batchSize: 8, seqLen: 32, learningRate: 0.01, schedule: 'constant' },
    ...{ dropout: 0, weightDecay: 0, validationSplit: 'blocks', patience: 0, seed: 1 },
  },
  panels: 'race curve sample',
  tab: 'race',
  figures: {
    ...{ small: 'bits', middle: 'bits', large: 'bits', patient: 'bits' },
    ...{ smallWeights: 'count', middleWeights: 'count', largeWeights: 'count', times: 'count' },
    caught: 'share',
  },
  key: 'large',
  steps: [
    {
      say: 'race',
      ask: ({ small, middle, large }) =>
        large > middle - LITTLE ? 0 : middle - large < small - middle ? 1 : 2,
      do: [
        { open: 'race' },
        {
          race: {
            entries: SIZES.map((hiddenSize) => ({ hiddenSize })),
            ...{ steps: STEPS, seeds: 1, isEqual: false },
          },
        },
      ],
      async see(lab) {
        const [small, middle, large] = lab.raceResults;
        return {
          ...{ small: lastOf(small), middle: lastOf(middle), large: lastOf(large) },
          smallWeights: small.weights,
          middleWeights: middle.weights,
          largeWeights: large.weights,
          times: large.weights / middle.weights,
        };
      },
    },
    {
      say: 'patient',
      ask: ({ patient, large }) =>
        patient > large + 0.5 ? 0 : patient > large + LITTLE / 2 ? 1 : 2,
      do: [{ train: TIMES * STEPS }],
      async see(lab) {
        const [, middle, large] = lab.raceResults.map(lastOf);
        const patient = await unseenBits(lab);
        return { patient, caught: (middle - patient) / (middle - large) };
      },
    },
  ],
  verdict: ({ small, middle, large }) => large < middle - SAVED && middle < small - SAVED,
  picture: ({ small, middle, large, patient }) => ({
    kind: 'bars',
    high: small,
    bars: [
      { name: 'small', value: small, format: 'bits' },
      { name: 'middle', value: middle, format: 'bits' },
      { name: 'large', value: large, format: 'bits' },
      { name: 'patient', value: patient, format: 'bits' },
    ],
  }),
};

/** @param {{y: number[]}} result the bits a letter of a network in the race */
const lastOf = ({ y }) => Number(y.at(-1));
