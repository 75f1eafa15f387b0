import { lagSource } from '../texts/lag-tasks.js';
import { rangeOf, whatFollows } from './reading-figures.js';
import { compared, held, RECALLS } from './recall-network.js';

/** Optimiser updates of both networks. */
const STEPS = 400;
/** Letters of the text on which values are compared. */
const CHARS = 60;

/** @typedef {import('../shared/protocol.js').TextReading} TextReading */

/**
 * The greatest change of the short-term memory between two readings, after each letter.
 *
 * @param {TextReading} a
 * @param {TextReading} b
 */
function changes(a, b) {
  const [before, after] = [a, b].map(({ layers: [{ values }] }) => values.hidden);
  const size = before.length / a.chars;
  return Array.from({ length: a.chars }, (_, t) =>
    before
      .slice(t * size, (t + 1) * size)
      .reduce((most, h, unit) => Math.max(most, Math.abs(h - after[t * size + unit])), 0),
  );
}

/**
 * The number of all sums Learn + Forget, and of those that are Remember to the last bit. The engine
 * computes in single precision, product by product.
 *
 * @param {TextReading} reading
 */
function sums({ layers: [{ values, cellBefore }] }) {
  const { i, f, g, cell } = values;
  const size = cellBefore.length;
  const isExact = (/** @type {number} */ c, /** @type {number} */ at) => {
    const before = at < size ? cellBefore[at] : cell[at - size];
    const [learn, forget] = [Math.fround(i[at] * g[at]), Math.fround(f[at] * before)];
    return Math.fround(forget + learn) === c;
  };
  return { sums: cell.length, exact: cell.filter(isExact).length };
}

/** @type {import('./lesson.js').Lesson} */
export const fourGates = {
  id: 'four-gates',
  task: lagSource('recall', 5, 1),
  config: { cell: 'four-gate', validationFraction: 0, patience: 0, seed: 1 },
  panels: 'live curve surgery cell settings',
  tab: 'surgery',
  figures: {
    recalled: 'share',
    guessed: 'share',
    noLearn: 'share',
    noForget: 'share',
    allKept: 'share',
    noUse: 'share',
    answer: 'letter',
    atOnce: 'number',
    next: 'number',
    stored: 'number',
    sums: 'count',
    exact: 'count',
    lstmAtOnce: 'number',
  },
  key: 'next',
  steps: [
    {
      say: 'trained',
      do: [{ train: STEPS }],
      async see(lab) {
        const { accuracy, mostFrequent } = await lab.recall();
        return { recalled: accuracy, guessed: mostFrequent };
      },
    },
    {
      say: 'learn',
      ask: ({ atOnce, next }) => (atOnce > 0 ? 0 : next > 0 ? 1 : 2),
      do: [{ open: 'surgery' }, { clamp: held('i', 0) }],
      async see(lab) {
        const text = lab.excerpt(0, CHARS);
        const [atOnce, next] = changes(await lab.read(text), await lab.read(text, held('i', 0)));
        return { noLearn: (await lab.recall(held('i', 0))).accuracy, atOnce, next };
      },
    },
    {
      say: 'forget',
      ask: (figures) => compared(figures.allKept, figures),
      do: [{ clamp: held('f', 1) }],
      async see(lab) {
        const [kept, lost] = [await lab.recall(held('f', 1)), await lab.recall(held('f', 0))];
        return { allKept: kept.accuracy, noForget: lost.accuracy };
      },
    },
    {
      say: 'remember',
      ask: ({ sums, exact }) => (exact === sums ? 0 : exact > sums / 2 ? 1 : 2),
      do: [{ clamp: [] }],
      see: async (lab) => sums(await lab.read(lab.excerpt(0, CHARS))),
    },
    {
      say: 'use',
      do: [{ clamp: held('o', 0) }],
      async see(lab) {
        const reading = await lab.read(lab.excerpt(0, CHARS), held('o', 0));
        const { low, high } = rangeOf(reading, 'cell');
        return {
          noUse: (await lab.recall(held('o', 0))).accuracy,
          answer: whatFollows(reading, lab.session.run?.vocabulary ?? ''),
          stored: Math.max(-low, high),
        };
      },
    },
    {
      say: 'lstm',
      ask: ({ lstmAtOnce }) => (lstmAtOnce > 0 ? 0 : 1),
      do: [{ set: { cell: 'lstm' } }, { train: STEPS }, { clamp: held('i', 0) }],
      async see(lab) {
        const text = lab.excerpt(0, CHARS);
        const [lstmAtOnce] = changes(await lab.read(text), await lab.read(text, held('i', 0)));
        return { lstmAtOnce };
      },
    },
  ],
  verdict: ({ noLearn, noForget, noUse, atOnce, next, sums, exact, stored, lstmAtOnce, ...rest }) =>
    rest.recalled >= RECALLS &&
    [noLearn, noForget, noUse].every((share) => compared(share, rest) === 2) &&
    exact === sums &&
    stored > 0 &&
    atOnce === 0 &&
    next > 0 &&
    lstmAtOnce > 0,
  picture: ({ recalled, noLearn, noForget, allKept, noUse, guessed }) => ({
    kind: 'bars',
    high: 1,
    bars: Object.entries({ recalled, noLearn, noForget, allKept, noUse, guessed }).map(
      ([name, value]) => ({ name, value, format: 'share' }),
    ),
  }),
};
