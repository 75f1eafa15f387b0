import {
  compared,
  config,
  memoryStep,
  RECALLS,
  shutStep,
  task,
  trainedStep,
  withoutStep,
} from './recall-network.js';

/** @type {import('./lesson.js').Lesson} */
export const outputGate = {
  id: 'output-gate',
  task,
  config,
  panels: 'live surgery cell curve',
  tab: 'surgery',
  figures: {
    ...{ guessed: 'share', recalled: 'share', shut: 'share', without: 'share' },
    ...{ memory: 'number', others: 'count', answer: 'letter' },
    ...{ atFirst: 'number', between: 'number', asked: 'number', atBreak: 'number' },
  },
  key: 'memory',
  steps: [trainedStep('o'), shutStep('o'), memoryStep('o'), withoutStep('no-output-gate')],
  // At 0 all predictions must be the same, by arithmetic; what is in the memory, and where the gate
  // hides it, is for the network to show.
  verdict: (figures) =>
    figures.recalled >= RECALLS &&
    figures.others === 0 &&
    compared(figures.shut, figures) === 2 &&
    figures.memory > 1 &&
    figures.atBreak < figures.asked,
  picture: ({ recalled, shut, without, guessed }) => ({
    kind: 'bars',
    high: 1,
    bars: Object.entries({ recalled, shut, without, guessed }).map(([name, value]) => ({
      ...{ name, value, format: 'share' },
    })),
  }),
};
