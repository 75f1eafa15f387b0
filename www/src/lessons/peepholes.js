import { lagSource } from '../texts/lag-tasks.js';

/** @typedef {import('./lab.js').Lab} Lab */

const STEPS = 1200;
const UNITS = 4;
/** The networks of each kind, because a lucky start decides much in networks so small. */
const SEEDS = 3;
/** A network counts if it is right at least this often. */
const COUNTS = 0.95;
/** The a of the line in the picture. */
const COUNTED = 20;

/** @type {import('./lesson.js').Lesson} */
export const peepholes = {
  id: 'peepholes',
  task: lagSource('count', 30, 1),
  config: {
    ...{ hiddenSize: UNITS, schedule: 'constant', validationFraction: 0, patience: 0, seed: 1 },
  },
  panels: 'race cell live curve',
  tab: 'race',
  figures: {
    ...{ guessed: 'share', lstm: 'share', peephole: 'share', large: 'share' },
    ...{ lstmCan: 'count', peepholeCan: 'count', largeCan: 'count' },
    ...{ lstmWeights: 'count', peepholeWeights: 'count', largeWeights: 'count' },
    ...{ first: 'number', top: 'number', last: 'number' },
  },
  key: 'peepholeCan',
  steps: [
    {
      say: 'race',
      ask: ({ lstmCan, peepholeCan }) =>
        lstmCan === peepholeCan ? 2 : lstmCan > peepholeCan ? 1 : 0,
      do: [
        { open: 'race' },
        {
          race: {
            entries: [
              { cell: 'lstm', hiddenSize: UNITS },
              { cell: 'peephole', hiddenSize: UNITS },
              { cell: 'lstm', hiddenSize: 2 * UNITS },
            ],
            ...{ steps: STEPS, seeds: SEEDS, isEqual: false },
          },
        },
      ],
      async see(lab) {
        const [lstm, peephole, large] = lab.raceResults;
        return {
          guessed: lstm.runs[0].recall?.mostFrequent,
          ...{ lstm: lstm.recalled, peephole: peephole.recalled, large: large.recalled },
          ...{
            lstmCan: canCount(lstm),
            peepholeCan: canCount(peephole),
            largeCan: canCount(large),
          },
          lstmWeights: lstm.weights,
          peepholeWeights: peephole.weights,
          largeWeights: large.weights,
        };
      },
    },
    {
      say: 'counter',
      ask: ({ first, top, last }) =>
        Math.abs(top - first) < 1 ? 0 : isBack(first, top, last) ? 1 : 2,
      do: [{ set: { cell: 'peephole' } }, { train: STEPS }],
      see: counter,
    },
  ],
  verdict: ({ lstmCan, peepholeCan, first, top, last }) =>
    peepholeCan === SEEDS &&
    lstmCan < SEEDS &&
    Math.abs(top - first) >= 1 &&
    isBack(first, top, last),
  picture: ({ cell }) => ({
    kind: 'lines',
    xName: 'letter',
    yName: 'memory',
    lines: [{ name: 'counter', x: Array.from(cell, (_, i) => i + 1), y: cell }],
  }),
};

/**
 * True when a memory that went from its first value to its top has come most of the way back.
 *
 * @param {number} first
 * @param {number} top
 * @param {number} last
 */
const isBack = (first, top, last) => Math.abs(last - first) < Math.abs(top - first) / 2;

/**
 * The number of networks of one kind that have learnt to count.
 *
 * @param {Lab['raceResults'][number]} result
 */
const canCount = ({ runs }) =>
  runs.filter(({ recall }) => recall && recall.accuracy >= COUNTS).length;

/**
 * The memory of the unit that changes most, over one line of as many b as a.
 *
 * @param {Lab} lab
 */
async function counter(lab) {
  const before = '\n';
  const { layers } = await lab.read(before + 'a'.repeat(COUNTED) + 'b'.repeat(COUNTED));
  const { cell } = layers[0].values;
  const units = cell.length / (before.length + 2 * COUNTED);
  const series = Array.from({ length: units }, (_, unit) =>
    [...cell].filter((_, i) => i % units === unit).slice(before.length),
  );
  const width = (/** @type {number[]} */ values) => Math.max(...values) - Math.min(...values);
  const widest = series.reduce((most, each) => (width(each) > width(most) ? each : most));
  return {
    cell: widest,
    ...{ first: widest[0], top: widest[COUNTED - 1], last: widest[2 * COUNTED - 1] },
  };
}
