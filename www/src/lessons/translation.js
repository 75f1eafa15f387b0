import { piecesOf, unseenBits } from './pieces.js';

/** @typedef {import('./lab.js').Lab} Lab */

const SHORT = 500;
const MIDDLE = 2000;
const LONG = 4000;
/** The number of unseen dates that the network translates. */
const ASKED = 40;
/** A line of the text: a date in words, and in figures. */
const LINE = /^(\d+ [A-Z][a-z]+ \d{4} = )(\d{4}-\d\d-\d\d)$/;

/** @type {import('./lesson.js').Lesson} */
export const translation = {
  id: 'translation',
  preset: 'dates',
  config: {
    ...{ hiddenSize: 64, batchSize: 8, seqLen: 48, learningRate: 0.01, schedule: 'constant' },
    ...{ dropout: 0, weightDecay: 0, validationSplit: 'blocks', patience: 0, seed: 1 },
  },
  panels: 'text sample curve live',
  figures: {
    asked: 'count',
    ...{ countShort: 'count', countMiddle: 'count', count: 'count' },
    ...{ rightShort: 'share', rightMiddle: 'share', right: 'share' },
    ...{ bitsShort: 'bits', bitsMiddle: 'bits', bits: 'bits' },
    ...{ date: 'letter', wroteShort: 'letter', wroteMiddle: 'letter', wrote: 'letter' },
  },
  key: 'right',
  steps: [
    {
      say: 'short',
      ask: ({ rightShort }) => answerOf(rightShort),
      do: [{ train: SHORT }],
      async see(lab) {
        const { date, asked, wrote, count, right, bits } = await translated(lab);
        return {
          ...{ date, asked, wroteShort: wrote },
          ...{ countShort: count, rightShort: right, bitsShort: bits },
        };
      },
    },
    {
      say: 'middle',
      ask: ({ rightMiddle }) => answerOf(rightMiddle),
      do: [{ train: MIDDLE }],
      async see(lab) {
        const { wrote, count, right, bits } = await translated(lab);
        return { wroteMiddle: wrote, countMiddle: count, rightMiddle: right, bitsMiddle: bits };
      },
    },
    {
      say: 'long',
      ask: ({ right }) => answerOf(right),
      do: [{ train: LONG }],
      see: translated,
    },
  ],
  verdict: ({ rightShort, right }) => rightShort < 0.1 && right > 0.5,
  picture: ({ rightShort, rightMiddle, right }) => ({
    kind: 'bars',
    high: 1,
    bars: [
      { name: 'short', value: rightShort, format: 'share' },
      { name: 'middle', value: rightMiddle, format: 'share' },
      { name: 'long', value: right, format: 'share' },
    ],
  }),
};

/** @param {number} share of the dates that are right: hardly any, some, most */
const answerOf = (share) => (share < 0.1 ? 0 : share <= 0.5 ? 1 : 2);

/**
 * The translations of unseen dates, evenly spread over the unseen text, the first one in full.
 *
 * @param {Lab} lab
 */
async function translated(lab) {
  const lines = piecesOf(lab)
    .unseen.flatMap((piece) => piece.split('\n'))
    .flatMap((line) => LINE.exec(line) ?? [])
    .filter((_, i) => i % 3 > 0);
  const dates = Array.from({ length: lines.length / 2 }, (_, i) => lines.slice(2 * i, 2 * i + 2));
  const every = Math.max(1, Math.floor(dates.length / ASKED));
  const asked = dates.filter((_, i) => i % every === 0).slice(0, ASKED);
  const written = [];
  for (const [words, { length }] of asked) {
    written.push((await lab.complete(words)).slice(0, length));
  }
  const count = written.filter((figures, i) => figures === asked[i][1]).length;
  return {
    date: asked[0]?.[0].slice(0, -' = '.length),
    asked: asked.length,
    wrote: written[0],
    count,
    right: count / asked.length,
    bits: await unseenBits(lab),
  };
}
