import { unseenBits } from './pieces.js';

/** The learning rates of the three trainings: a careful one, the test's mark, the winner of the test. */
const SLOW = 0.0004;
const MARK = 0.02;
const FAST = 0.1;
const STEPS = 1200;
/** Bits a letter that are too few to count. */
const LITTLE = 0.02;

/** @type {import('./lesson.js').Lesson} */
export const betterModels = {
  id: 'better-models',
  preset: 'dates',
  config: {
    ...{ hiddenSize: 48, batchSize: 16, seqLen: 32, learningRate: SLOW, schedule: 'constant' },
    ...{ dropout: 0, weightDecay: 0, validationSplit: 'blocks', patience: 0, seed: 1 },
  },
  panels: 'rate settings curve sample',
  tab: 'rate',
  figures: {
    ...{ least: 'bits', best: 'number', mark: 'number' },
    ...{ slow: 'bits', marked: 'bits', fast: 'bits', falling: 'bits' },
  },
  key: 'marked',
  steps: [
    {
      say: 'test',
      ask: ({ bits }) => shapeOf(bits),
      do: [{ open: 'rate' }, { rates: true }],
      async see(lab) {
        const { rates, bits, suggestedRate } = lab.rates;
        const least = Math.min(...bits);
        return { rates, bits, least, best: rates[bits.indexOf(least)], mark: suggestedRate };
      },
    },
    {
      say: 'slow',
      do: [{ train: STEPS }],
      see: async (lab) => ({ slow: await unseenBits(lab) }),
    },
    {
      say: 'marked',
      ask: ({ slow, marked }) => (marked > slow - LITTLE ? 0 : marked > slow - 0.5 ? 1 : 2),
      do: [{ set: { learningRate: MARK } }, { train: STEPS }],
      see: async (lab) => ({ marked: await unseenBits(lab) }),
    },
    {
      say: 'fast',
      ask: ({ marked, fast }) => (fast < marked - LITTLE ? 0 : fast <= marked + LITTLE ? 1 : 2),
      do: [{ set: { learningRate: FAST } }, { train: STEPS }],
      see: async (lab) => ({ fast: await unseenBits(lab) }),
    },
    {
      say: 'falling',
      ask: ({ fast, falling }) => (falling < fast - LITTLE ? 0 : falling <= fast + LITTLE ? 1 : 2),
      do: [{ set: { schedule: `cosine:0:${STEPS}` } }, { train: STEPS }],
      see: async (lab) => ({ falling: await unseenBits(lab) }),
    },
  ],
  verdict: ({ best, mark, slow, marked, fast }) =>
    best === FAST && mark === MARK && marked < slow - 0.5 && marked < fast,
  picture: ({ slow, marked, fast, falling }) => ({
    kind: 'bars',
    high: Math.max(slow, marked, fast, falling),
    bars: [
      { name: 'slow', value: slow, format: 'bits' },
      { name: 'marked', value: marked, format: 'bits' },
      { name: 'fast', value: fast, format: 'bits' },
      { name: 'falling', value: falling, format: 'bits' },
    ],
  }),
};

/**
 * The shape of the losses by learning rate: falling to the end, rising from the start, or a valley.
 *
 * @param {number[]} bits
 */
function shapeOf(bits) {
  const lowest = bits.indexOf(Math.min(...bits));
  if (lowest === bits.length - 1) return 0;
  return lowest === 0 ? 1 : 2;
}
