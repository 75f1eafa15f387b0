import {
  compared,
  config,
  held,
  memoryStep,
  RECALLS,
  shutStep,
  task,
  trainedStep,
  withoutStep,
} from './recall-network.js';

/** @type {import('./lesson.js').Lesson} */
export const inputGate = {
  id: 'input-gate',
  task,
  config,
  panels: 'live surgery cell curve',
  tab: 'surgery',
  figures: {
    ...{ guessed: 'share', recalled: 'share', shut: 'share', tenth: 'share', without: 'share' },
    ...{ uncleared: 'share', memory: 'number', others: 'count', answer: 'letter' },
    ...{ atFirst: 'number', between: 'number' },
  },
  key: 'tenth',
  steps: [
    trainedStep('i'),
    shutStep('i'),
    memoryStep('i'),
    withoutStep('no-input-gate', async (lab) => ({
      uncleared: (await lab.recall(held('f', 1))).accuracy,
    })),
  ],
  // At 0 the memory must stay empty, by arithmetic; how much a tenth lets in is for the network to show.
  verdict: (figures) =>
    figures.recalled >= RECALLS &&
    figures.memory === 0 &&
    compared(figures.shut, figures) === 2 &&
    compared(figures.tenth, figures) === 1,
  picture: ({ recalled, tenth, shut, without, guessed }) => ({
    kind: 'bars',
    high: 1,
    bars: Object.entries({ recalled, tenth, shut, without, guessed }).map(([name, value]) => ({
      ...{ name, value, format: 'share' },
    })),
  }),
};
