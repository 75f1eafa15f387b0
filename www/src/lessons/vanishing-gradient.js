/** The letter whose prediction is looked at: there are enough letters before it for a long way back. */
const LETTER = 150;
/** Letters back at which the slopes are compared. */
const BACK = 40;
/** Letters back that the Reach view shows. */
const LAGS = 200;
/** Letters back in the picture, and the distance of its points. */
const PICTURE = { lags: 60, every: 2 };
/** Optimiser updates after which both networks are compared again. */
const STEPS = 300;
/** A slope vanishes beside another that is larger by this factor. */
const MUCH = 1000;

/**
 * The slopes of one prediction by distance back, with respect to the memory of the network: c where
 * it has one, h in an rnn; and the part of it that the forget gates alone pass back.
 *
 * @param {import('./lab.js').Lab} lab
 * @param {string} name of the figure
 * @param {string} [gates] name of the figure for the forget gates alone
 */
async function slopes(lab, name, gates = '') {
  // The view shows the letter that the figures are of.
  await lab.do({ choose: { index: LETTER } });
  const [layer] = (await lab.reach(LETTER, LAGS)).layers;
  const memory = layer.cell.length > 0 ? layer.cell : layer.hidden;
  /** @type {import('./lesson.js').Figures} */
  const figures = { [name]: memory[BACK], [`${name}Line`]: pictured(memory) };
  if (gates) figures[gates] = layer.forgetPath[BACK];
  if (gates) figures[`${gates}Line`] = pictured(layer.forgetPath);
  return figures;
}

/** @param {Float64Array} slopes */
const pictured = (slopes) =>
  Array.from(slopes.slice(0, PICTURE.lags + 1))
    .filter((_, lag) => lag % PICTURE.every === 0)
    .map((slope) => Number(slope.toPrecision(3)));

/**
 * The answer about how a slope compares with an earlier one: smaller, alike, or larger.
 *
 * @param {number} slope
 * @param {number} before
 * @param {number} [factor] from which on they differ
 */
const compared = (slope, before, factor = 10) =>
  slope < before / factor ? 0 : slope <= factor * before ? 1 : 2;

/** @type {import('./lesson.js').Lesson} */
export const vanishingGradient = {
  id: 'vanishing-gradient',
  preset: 'rhyme',
  config: {
    ...{ hiddenSize: 64, numLayers: 1, seqLen: 50, batchSize: 16, dropout: 0 },
    ...{ learningRate: 0.005, patience: 0, seed: 1 },
  },
  panels: 'sample curve reach cell settings',
  tab: 'reach',
  figures: {
    rnn: 'power',
    half: 'power',
    halfGates: 'power',
    lstm: 'power',
    gates: 'power',
    open: 'power',
    openGates: 'power',
    lstmTrained: 'power',
    gatesTrained: 'power',
    rnnTrained: 'power',
    letter: 'letter',
  },
  key: 'lstm',
  steps: [
    {
      say: 'rnn',
      ask: ({ rnn }) => (rnn > 0.01 ? 0 : rnn > 1e-6 ? 1 : 2),
      do: [{ set: { cell: 'rnn' } }, { train: 0 }, { open: 'reach' }],
      see: async (lab) => ({
        letter: lab.excerpt(LETTER - 6, 7),
        ...(await slopes(lab, 'rnn')),
      }),
    },
    {
      say: 'half',
      ask: ({ rnn, half }) => compared(half, rnn, MUCH),
      do: [{ set: { cell: 'lstm', forgetBias: 0 } }, { train: 0 }],
      see: (lab) => slopes(lab, 'half', 'halfGates'),
    },
    {
      say: 'lstm',
      ask: ({ half, lstm }) => compared(lstm, half),
      do: [{ set: { forgetBias: 1 } }, { train: 0 }],
      see: (lab) => slopes(lab, 'lstm', 'gates'),
    },
    {
      say: 'open',
      do: [{ set: { forgetBias: 3 } }, { train: 0 }],
      see: (lab) => slopes(lab, 'open', 'openGates'),
    },
    {
      say: 'lstmTrained',
      do: [{ set: { forgetBias: 1 } }, { train: STEPS }],
      see: (lab) => slopes(lab, 'lstmTrained', 'gatesTrained'),
    },
    {
      say: 'rnnTrained',
      ask: ({ rnnTrained, lstmTrained }) => compared(rnnTrained, lstmTrained),
      do: [{ set: { cell: 'rnn' } }, { train: STEPS }],
      see: (lab) => slopes(lab, 'rnnTrained'),
    },
  ],
  verdict: ({ rnn, half, lstm, open, halfGates, gates, openGates, rnnTrained }) =>
    rnn < lstm / MUCH &&
    half < lstm / MUCH &&
    lstm < open &&
    halfGates < gates / MUCH &&
    gates < openGates / MUCH &&
    // Training changes the reach too.
    rnn < rnnTrained / MUCH,
  picture: ({ rnnLine, halfLine, lstmLine, openLine, openGatesLine }) => ({
    kind: 'lines',
    xName: 'back',
    yName: 'slope',
    isLog: true,
    lines: Object.entries({
      rnn: rnnLine,
      half: halfLine,
      lstm: lstmLine,
      open: openLine,
      openGates: openGatesLine,
    }).map(([name, y]) => ({
      name,
      x: y.map((/** @type {number} */ _, /** @type {number} */ i) => i * PICTURE.every),
      y,
    })),
  }),
};
