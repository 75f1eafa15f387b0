import { config, RECALLS, task, trained } from './recall-network.js';
import { rangeOf, shareBetween } from './reading-figures.js';

const GATES = ['i', 'f', 'o'];
/** Letters that the network reads. */
const LETTERS = 1000;
/** A gate is all but shut below this, and all but open above 1 less this; the strings name it. */
const END = 0.05;

/** @type {import('./lesson.js').Lesson} */
export const gate = {
  id: 'gate',
  task,
  config,
  panels: 'live curve',
  figures: {
    recalled: 'share',
    low: 'number',
    high: 'number',
    ends: 'share',
    memoryLow: 'number',
    memoryHigh: 'number',
  },
  key: 'memoryHigh',
  steps: [
    {
      say: 'trained',
      do: [trained],
      see: async (lab) => ({ recalled: (await lab.recall()).accuracy }),
    },
    {
      say: 'values',
      ask: ({ low, high, ends }) => (low < 0 || high > 1 ? 2 : ends === 1 ? 0 : 1),
      async see(lab) {
        const reading = await lab.read(lab.excerpt(0, LETTERS));
        const ranges = GATES.map((name) => rangeOf(reading, name));
        const between = GATES.map((name) => shareBetween(reading, name, END, 1 - END));
        return {
          low: Math.min(...ranges.map(({ low }) => low)),
          high: Math.max(...ranges.map(({ high }) => high)),
          ends: 1 - between.reduce((sum, share) => sum + share, 0) / GATES.length,
        };
      },
    },
    {
      say: 'memory',
      ask: ({ memoryLow, memoryHigh }) => {
        if (memoryHigh > 1 || memoryLow < -1) return 2;
        return memoryLow < 0 ? 1 : 0;
      },
      async see(lab) {
        const { low, high } = rangeOf(await lab.read(lab.excerpt(0, LETTERS)), 'cell');
        return { memoryLow: low, memoryHigh: high };
      },
    },
  ],
  verdict: ({ low, high, ends, memoryLow, memoryHigh, recalled }) =>
    recalled >= RECALLS &&
    low >= 0 &&
    low < END &&
    high > 1 - END &&
    high <= 1 &&
    ends < 0.5 &&
    Math.max(-memoryLow, memoryHigh) > 1,
  picture: ({ low, high }) => ({
    kind: 'bars',
    high: 1,
    bars: Object.entries({ low, high }).map(([name, value]) => ({
      ...{ name, value, format: 'number' },
    })),
  }),
};
