/**
 * The cells: their structure, from the table that Rust writes, and their names and descriptions on
 * screen. equations.js, drawing.js and arithmetic.js derive the rest from the structure.
 *
 * @typedef {import('../../pkg/lstm_playground.js').CellRow} CellRow
 * @typedef {import('../../pkg/lstm_playground.js').LstmParts} LstmParts
 * @typedef {import('./gate-names.js').Notation} Notation
 *
 * @typedef {object} CellWords
 * @property {string} title
 * @property {string} group in a list
 * @property {Record<Notation, string>} description one sentence, which names some of `sources`
 *
 * @typedef {CellRow & CellWords} Cell
 */

import rows from '../../pkg/cells.json' with { type: 'json' };

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

/**
 * The description of a cell from Greff et al.: the peephole LSTM with one change.
 *
 * @param {string} title
 * @param {string} abbreviation in that paper
 * @param {Record<Notation, string>} ends of the sentence "The peephole LSTM …"
 * @returns {CellWords}
 */
function ablation(title, abbreviation, ends) {
  /** @param {string} end */
  const sentence = (end) => `The peephole LSTM ${end} (${abbreviation} in Greff et al. 2016).`;
  return {
    title,
    group: 'Peephole LSTM with one change',
    description: { textbook: sentence(ends.textbook), article: sentence(ends.article) },
  };
}

/** @type {Record<CellRow['name'], CellWords>} */
const words = {
  lstm: {
    title: 'LSTM',
    group: 'LSTM and relatives',
    description: {
      textbook:
        'The standard LSTM: a cell state that is only scaled and added to, with three learnt gates that decide what enters, what stays and what is shown (Hochreiter and Schmidhuber 1997; the forget gate: Gers, Schmidhuber and Cummins 2000).',
      article:
        'The standard LSTM as four gates: Learn takes in what is new, Forget fades what is old, Remember adds the two, and Use shows a part of the sum (Hochreiter and Schmidhuber 1997; Forget: Gers, Schmidhuber and Cummins 2000).',
    },
  },
  peephole: {
    title: 'Peephole LSTM',
    group: 'LSTM and relatives',
    description: {
      textbook:
        'The LSTM whose gates also see the cell state, each unit its own: the input and forget gates the old one, the output gate the new one (Gers and Schmidhuber 2000).',
      article:
        'The LSTM whose gates also see the long-term memory, each unit its own: Learn and Forget the old one, Use the new one (Gers and Schmidhuber 2000).',
    },
  },
  'four-gate': {
    title: 'Four-gate cell',
    group: 'LSTM and relatives',
    description: {
      textbook:
        'Reads the cell state after forgetting, before the input gate adds to it, through weights of its own: a new value is first shown one step later (the four gates of Luis Serrano’s course, taken literally).',
      article:
        'Use reads the long-term memory after Forget, before Learn adds to it, through weights of its own: a new value is first used one step later (the four gates of Luis Serrano’s course, taken literally).',
    },
  },
  'no-input-gate': ablation('No input gate', 'NIG', {
    textbook: 'without its input gate: every candidate enters whole',
    article: 'without i: every candidate N is learnt whole',
  }),
  'no-forget-gate': ablation('No forget gate', 'NFG', {
    textbook: 'without its forget gate: whatever entered the cell state stays in it',
    article: 'without f: whatever entered the long-term memory stays in it',
  }),
  'no-output-gate': ablation('No output gate', 'NOG', {
    textbook: 'without its output gate: every step shows the whole cell state',
    article: 'without V: every step uses the whole long-term memory',
  }),
  'linear-input': ablation('Linear input', 'NIAF', {
    textbook: 'whose candidate is not squashed by tanh: it may be of any size',
    article: 'whose candidate N is not squashed by tanh: it may be of any size',
  }),
  'linear-output': ablation('Linear output', 'NOAF', {
    textbook: 'whose cell state is not squashed by tanh when it is shown',
    article: 'whose long-term memory is not squashed by tanh when it is used',
  }),
  'coupled-gates': ablation('Coupled gates', 'CIFG', {
    textbook: 'whose forget gate is one minus its input gate: the more enters, the less stays',
    article: 'whose f is one minus i: the more is learnt, the more is forgotten',
  }),
  'full-gate-recurrence': ablation('Full gate recurrence', 'FGR', {
    textbook: 'whose gates also see the gates of the step before, of all units',
    article: 'whose i, f and V also see the i, f and V of the step before, of all units',
  }),
  gru: {
    title: 'GRU',
    group: 'Other cells',
    description: {
      textbook:
        'Two gates and no cell state: the update gate mixes the old hidden state with a candidate, and the reset gate sets how much the candidate sees of the old one (Cho et al. 2014, in PyTorch’s form).',
      article:
        'Two gates and no long-term memory: the update gate mixes the old short-term memory with a candidate, and the reset gate sets how much the candidate sees of the old one (Cho et al. 2014, in PyTorch’s form).',
    },
  },
  rnn: {
    title: 'Plain RNN',
    group: 'Other cells',
    description: {
      textbook:
        'No gates and no cell state: the hidden state is made anew at every step (Elman 1990).',
      article:
        'No gates and no long-term memory: the short-term memory is made anew at every step (Elman 1990).',
    },
  },
};

/**
 * All cells, in the order of the setting's choices.
 *
 * @type {Cell[]}
 */
export const cells = /** @type {CellRow[]} */ (rows).map((row) => ({
  ...row,
  ...words[row.name],
}));

/**
 * @param {unknown} name
 * @returns {Cell | undefined}
 */
export const cellOf = (name) => cells.find((cell) => cell.name === name);

/**
 * @param {string} name
 * @returns {boolean} true for cells whose forget gate has a bias
 */
export const hasForgetBias = (name) => cellOf(name)?.hasForgetBias ?? false;
