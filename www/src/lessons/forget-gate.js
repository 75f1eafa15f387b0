import {
  compared,
  config,
  held,
  MARGIN,
  RECALLS,
  task,
  trainedStep,
  withoutStep,
} from './recall-network.js';

/** @type {import('./lesson.js').Lesson} */
export const forgetGate = {
  id: 'forget-gate',
  task,
  config,
  panels: 'live surgery cell curve',
  tab: 'surgery',
  figures: {
    ...{ guessed: 'share', recalled: 'share', cleared: 'share', full: 'share', without: 'share' },
    ...{ atFirst: 'number', between: 'number' },
  },
  key: 'full',
  steps: [
    trainedStep('f'),
    {
      say: 'clear',
      ask: (figures) => compared(figures.cleared, figures),
      do: [{ open: 'surgery' }, { clamp: held('f', 0) }],
      see: async (lab) => ({ cleared: (await lab.recall(held('f', 0))).accuracy }),
    },
    {
      say: 'keep',
      ask: ({ recalled, full }) => (full >= recalled ? 0 : full > recalled - MARGIN ? 1 : 2),
      do: [{ clamp: held('f', 1) }],
      see: async (lab) => ({ full: (await lab.recall(held('f', 1))).accuracy }),
    },
    withoutStep('no-forget-gate'),
  ],
  verdict: (figures) =>
    figures.recalled >= RECALLS &&
    [figures.cleared, figures.full, figures.without].every(
      (share) => compared(share, figures) === 2,
    ) &&
    figures.atFirst < figures.between,
  picture: ({ recalled, cleared, full, without, guessed }) => ({
    kind: 'bars',
    high: 1,
    bars: Object.entries({ recalled, cleared, full, without, guessed }).map(([name, value]) => ({
      ...{ name, value, format: 'share' },
    })),
  }),
};
