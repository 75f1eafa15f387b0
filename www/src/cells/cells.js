/**
 * The cells in words and structure. A cell is data, its parts; equations.js, drawing.js and
 * arithmetic.js compose the rest from them.
 *
 * @typedef {import('./gate-names.js').Notation} Notation
 *
 * @typedef {object} LstmParts
 * @property {'lstm'} kind
 * @property {'learnt' | 'one'} input the input gate; `one` lets everything through
 * @property {'learnt' | 'one' | 'coupled'} forget `coupled` is one minus the input gate
 * @property {'learnt' | 'one'} output
 * @property {boolean} squashesCandidate by tanh
 * @property {'tanh-cell' | 'cell' | 'forgotten'} use the value that the output gate scales: the new
 *   cell state, squashed or not, or the old one after forgetting, through weights of its own
 * @property {boolean} peepholes true where the learnt gates see the cell state
 *
 * @typedef {object} Cell
 * @property {string} name as a setting
 * @property {string} title for people
 * @property {string} group in a list
 * @property {LstmParts | {kind: 'gru'} | {kind: 'rnn'}} parts
 * @property {Record<Notation, string>} description one sentence, which names some of `sources`
 */

/**
 * The papers, by their names in the descriptions.
 *
 * @type {Record<string, string>}
 */
export const sources = {
  'Hochreiter and Schmidhuber 1997': 'https://doi.org/10.1162/neco.1997.9.8.1735',
  'Gers, Schmidhuber and Cummins 2000': 'https://doi.org/10.1162/089976600300015015',
  'Gers and Schmidhuber 2000': 'https://doi.org/10.1109/IJCNN.2000.861302',
  'Greff et al. 2016': 'https://arxiv.org/abs/1503.04069',
  'Cho et al. 2014': 'https://arxiv.org/abs/1406.1078',
  'Elman 1990': 'https://doi.org/10.1207/s15516709cog1402_1',
};

/** @type {LstmParts} */
const lstm = {
  kind: 'lstm',
  input: 'learnt',
  forget: 'learnt',
  output: 'learnt',
  squashesCandidate: true,
  use: 'tanh-cell',
  peepholes: false,
};

const peephole = { ...lstm, peepholes: true };

/**
 * A cell of Greff et al.: the peephole LSTM with one change.
 *
 * @param {string} name
 * @param {string} title
 * @param {Partial<LstmParts>} change
 * @param {string} abbreviation in that paper
 * @param {Record<Notation, string>} ends of the sentence "The peephole LSTM …"
 * @returns {Cell}
 */
function ablation(name, title, change, abbreviation, ends) {
  /** @param {string} end */
  const sentence = (end) => `The peephole LSTM ${end} (${abbreviation} in Greff et al. 2016).`;
  return {
    name,
    title,
    group: 'Peephole LSTM with one change',
    parts: { ...peephole, ...change },
    description: { textbook: sentence(ends.textbook), article: sentence(ends.article) },
  };
}

/**
 * All cells, in the order of the setting's choices.
 *
 * @type {Cell[]}
 */
export const cells = [
  {
    name: 'lstm',
    title: 'LSTM',
    group: 'LSTM and relatives',
    parts: lstm,
    description: {
      textbook:
        'The standard LSTM: a cell state that is only scaled and added to, with three learnt gates that decide what enters, what stays and what is shown (Hochreiter and Schmidhuber 1997; the forget gate: Gers, Schmidhuber and Cummins 2000).',
      article:
        'The standard LSTM as four gates: Learn takes in what is new, Forget fades what is old, Remember adds the two, and Use shows a part of the sum (Hochreiter and Schmidhuber 1997; Forget: Gers, Schmidhuber and Cummins 2000).',
    },
  },
  {
    name: 'peephole',
    title: 'Peephole LSTM',
    group: 'LSTM and relatives',
    parts: peephole,
    description: {
      textbook:
        'The LSTM whose gates also see the cell state, each unit its own: the input and forget gates the old one, the output gate the new one (Gers and Schmidhuber 2000).',
      article:
        'The LSTM whose gates also see the long-term memory, each unit its own: Learn and Forget the old one, Use the new one (Gers and Schmidhuber 2000).',
    },
  },
  {
    name: 'four-gate',
    title: 'Four-gate cell',
    group: 'LSTM and relatives',
    parts: { ...lstm, use: 'forgotten' },
    description: {
      textbook:
        'Reads the cell state after forgetting, before the input gate adds to it, through weights of its own: a new value is first shown one step later (the four gates of Luis Serrano’s course, taken literally).',
      article:
        'Use reads the long-term memory after Forget, before Learn adds to it, through weights of its own: a new value is first used one step later (the four gates of Luis Serrano’s course, taken literally).',
    },
  },
  ablation('no-input-gate', 'No input gate', { input: 'one' }, 'NIG', {
    textbook: 'without its input gate: every candidate enters whole',
    article: 'without i: every candidate N is learnt whole',
  }),
  ablation('no-forget-gate', 'No forget gate', { forget: 'one' }, 'NFG', {
    textbook: 'without its forget gate: whatever entered the cell state stays in it',
    article: 'without f: whatever entered the long-term memory stays in it',
  }),
  ablation('no-output-gate', 'No output gate', { output: 'one' }, 'NOG', {
    textbook: 'without its output gate: every step shows the whole cell state',
    article: 'without V: every step uses the whole long-term memory',
  }),
  ablation('linear-input', 'Linear input', { squashesCandidate: false }, 'NIAF', {
    textbook: 'whose candidate is not squashed by tanh: it may be of any size',
    article: 'whose candidate N is not squashed by tanh: it may be of any size',
  }),
  ablation('linear-output', 'Linear output', { use: 'cell' }, 'NOAF', {
    textbook: 'whose cell state is not squashed by tanh when it is shown',
    article: 'whose long-term memory is not squashed by tanh when it is used',
  }),
  ablation('coupled-gates', 'Coupled gates', { forget: 'coupled' }, 'CIFG', {
    textbook: 'whose forget gate is one minus its input gate: the more enters, the less stays',
    article: 'whose f is one minus i: the more is learnt, the more is forgotten',
  }),
  {
    name: 'gru',
    title: 'GRU',
    group: 'Other cells',
    parts: { kind: 'gru' },
    description: {
      textbook:
        'Two gates and no cell state: the update gate mixes the old hidden state with a candidate, and the reset gate sets how much the candidate sees of the old one (Cho et al. 2014, in PyTorch’s form).',
      article:
        'Two gates and no long-term memory: the update gate mixes the old short-term memory with a candidate, and the reset gate sets how much the candidate sees of the old one (Cho et al. 2014, in PyTorch’s form).',
    },
  },
  {
    name: 'rnn',
    title: 'Plain RNN',
    group: 'Other cells',
    parts: { kind: 'rnn' },
    description: {
      textbook:
        'No gates and no cell state: the hidden state is made anew at every step (Elman 1990).',
      article:
        'No gates and no long-term memory: the short-term memory is made anew at every step (Elman 1990).',
    },
  },
];

/**
 * @param {string} name
 * @returns {boolean} true for cells whose forget gate has a bias
 */
export const hasForgetBias = (name) =>
  cells.some(
    (cell) => cell.name === name && cell.parts.kind === 'lstm' && cell.parts.forget !== 'one',
  );
