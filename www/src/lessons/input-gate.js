import { config, held, MARGIN, RECALLS, STEPS, task, trained } from './recall-network.js';
import { otherPredictions, rangeOf } from './reading-figures.js';

/** Letters that the network reads. */
const LETTERS = 60;

/** @type {import('./lesson.js').Lesson} */
export const inputGate = {
  id: 'input-gate',
  task,
  config,
  panels: 'live surgery cell curve',
  tab: 'surgery',
  figures: {
    guessed: 'share',
    recalled: 'share',
    shut: 'share',
    memory: 'number',
    others: 'count',
    without: 'share',
  },
  key: 'shut',
  steps: [
    {
      say: 'trained',
      do: [trained],
      async see(lab) {
        const { accuracy, mostFrequent } = await lab.recall();
        return { recalled: accuracy, guessed: mostFrequent };
      },
    },
    {
      say: 'shut',
      ask: ({ recalled, shut, guessed }) =>
        shut > guessed + MARGIN ? (shut > recalled - MARGIN ? 0 : 1) : 2,
      do: [{ open: 'surgery' }, { clamp: held('i', 0) }],
      see: async (lab) => ({ shut: (await lab.recall(held('i', 0))).accuracy }),
    },
    {
      say: 'memory',
      ask: ({ memory, others }) => (memory === 0 ? 0 : others === 0 ? 1 : 2),
      do: [{ clamp: held('i', 0) }],
      async see(lab) {
        const reading = await lab.read(lab.excerpt(0, LETTERS), held('i', 0));
        const { low, high } = rangeOf(reading, 'cell');
        return { memory: Math.max(-low, high), others: otherPredictions(reading) };
      },
    },
    {
      say: 'without',
      ask: ({ recalled, without, guessed }) =>
        without > recalled - MARGIN ? 0 : without > guessed + MARGIN ? 1 : 2,
      do: [{ set: { cell: 'no-input-gate' } }, { train: STEPS }],
      see: async (lab) => ({ without: (await lab.recall()).accuracy }),
    },
  ],
  verdict: ({ recalled, guessed, shut, memory, others }) =>
    recalled >= RECALLS && shut <= guessed + MARGIN && others === 0 && memory === 0,
  picture: ({ recalled, shut, without, guessed }) => ({
    kind: 'bars',
    high: 1,
    bars: [
      { name: 'recalled', value: recalled, format: 'share' },
      { name: 'shut', value: shut, format: 'share' },
      { name: 'without', value: without, format: 'share' },
      { name: 'guessed', value: guessed, format: 'share' },
    ],
  }),
};
