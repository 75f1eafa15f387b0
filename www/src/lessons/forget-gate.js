import { config, held, MARGIN, RECALLS, STEPS, task, trained } from './recall-network.js';

/** @type {import('./lesson.js').Lesson} */
export const forgetGate = {
  id: 'forget-gate',
  task,
  config,
  panels: 'live surgery cell curve',
  tab: 'surgery',
  figures: {
    guessed: 'share',
    recalled: 'share',
    cleared: 'share',
    full: 'share',
    without: 'share',
  },
  key: 'recalled',
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
      say: 'clear',
      ask: ({ recalled, cleared, guessed }) =>
        cleared > guessed + MARGIN ? (cleared > recalled - MARGIN ? 0 : 1) : 2,
      do: [{ open: 'surgery' }, { clamp: held('f', 0) }],
      see: async (lab) => ({ cleared: (await lab.recall(held('f', 0))).accuracy }),
    },
    {
      say: 'keep',
      ask: ({ recalled, full }) => (full >= recalled ? 0 : full > recalled - MARGIN ? 1 : 2),
      do: [{ clamp: held('f', 1) }],
      see: async (lab) => ({ full: (await lab.recall(held('f', 1))).accuracy }),
    },
    {
      say: 'without',
      ask: ({ recalled, without, guessed }) =>
        without > recalled - MARGIN ? 0 : without > guessed + MARGIN ? 1 : 2,
      do: [{ set: { cell: 'no-forget-gate' } }, { train: STEPS }],
      see: async (lab) => ({ without: (await lab.recall()).accuracy }),
    },
  ],
  verdict: ({ recalled, guessed, cleared, full, without }) =>
    recalled >= RECALLS && [cleared, full, without].every((share) => share <= guessed + MARGIN),
  picture: ({ recalled, cleared, full, without, guessed }) => ({
    kind: 'bars',
    high: 1,
    bars: [
      { name: 'recalled', value: recalled, format: 'share' },
      { name: 'cleared', value: cleared, format: 'share' },
      { name: 'full', value: full, format: 'share' },
      { name: 'without', value: without, format: 'share' },
      { name: 'guessed', value: guessed, format: 'share' },
    ],
  }),
};
