import { promptHelp } from './prompt-help.js';

/** @typedef {Record<string, {label: string, help: string}>} Help by the name of the setting */

/** @type {Help} the settings of a run */
export const settingHelp = {
  cell: {
    label: 'Cell',
    help: 'The kind of memory cell that every unit is built from.',
  },
  hiddenSize: {
    label: 'Hidden size',
    help:
      'How many numbers the network can remember: more can learn more, but every step takes ' +
      'longer.',
  },
  numLayers: {
    label: 'Layers',
    help: 'Cells stacked on each other: each layer reads the output of the layer below.',
  },
  learningRate: {
    label: 'Learning rate',
    help:
      'How far each step moves the weights: too little is slow, too much makes the loss jump or ' +
      'climb. Changes apply at once.',
  },
  seqLen: {
    label: 'Window length',
    help:
      'How many letters back a step can trace a mistake to its cause; the memory of the cell ' +
      'reaches further.',
  },
  batchSize: {
    label: 'Batch size',
    help:
      'How many pieces of the text are read at the same time: more make the steps steadier and ' +
      'training faster.',
  },
  dropout: {
    label: 'Dropout',
    help:
      'The share of signals silenced at random during training, so that a short text is not ' +
      'learnt by heart.',
  },
  forgetBias: {
    label: 'Forget-gate bias',
    help:
      'How far open the forget gate starts: above 0, the cell remembers before it has learnt to. ' +
      'A cell without this gate ignores it; with coupled gates, the input gate starts at its ' +
      'negative.',
  },
  optimizer: {
    label: 'Optimiser',
    help:
      'The rule that turns gradients into changes of the weights; Adam suits nearly everything ' +
      'here.',
  },
  schedule: {
    label: 'Schedule',
    help: 'Keeps the learning rate constant, or raises it gently and then lowers it along a cosine.',
  },
  gradClip: {
    label: 'Gradient clip',
    help:
      'Longer gradients are shortened to this length, so that one odd passage cannot throw the ' +
      'weights far off; 0 turns this off.',
  },
  weightDecay: {
    label: 'Weight decay',
    help:
      'Pulls every weight towards 0 by this share of itself, times the learning rate, in each ' +
      'step, so that a short text is not learnt by heart. At 0, AdamW uses 0.01.',
  },
  validationFraction: {
    label: 'Unseen share',
    help:
      'The share of the text that stays unseen, at most 50,000 letters, to tell learning from ' +
      'learning by heart.',
  },
  validationSplit: {
    label: 'Unseen place',
    help: 'Blocks keeps up to sixteen pieces from all over the text unseen, tail keeps its end unseen.',
  },
  patience: {
    label: 'Patience',
    help:
      'Training stops when the unseen text has not been predicted better for this many steps; 0 ' +
      'never stops. Train goes on after a stop.',
  },
  maxSteps: {
    label: 'Most steps',
    help: 'Training stops at this step; 0 sets no end. Train goes on after a stop.',
  },
  separator: {
    label: 'Documents end with',
    help:
      'The memory starts empty after each of these, and a sample can be one document. Write \\n ' +
      'for a line end, \\t for a tab, \\f for a page break.',
  },
  rareBelow: {
    label: 'Rare letters',
    help: 'Letters with fewer occurrences than this are read as one, \uFFFD; 0 keeps all apart.',
  },
  seed: {
    label: 'Seed',
    help:
      'Where the random numbers start: the same text, settings and seed give the same network on ' +
      'every machine.',
  },
  workers: {
    label: 'Workers',
    help:
      'How many processor cores share a step; the results stay the same to the bit. 0 uses all ' +
      'but one where that is faster, and one on a phone.',
  },
};

/** @type {Help} the sampling options */
export const samplingHelp = {
  prompt: promptHelp,
  length: {
    label: 'Length',
    help: 'How many letters to write, at most.',
  },
  temperature: {
    label: 'Temperature',
    help: 'Low values play safe, high values take risks; 0 always takes the likeliest letter.',
  },
  topK: {
    label: 'Top-k',
    help: 'Draws only from this many likeliest letters; 0 allows all.',
  },
  topP: {
    label: 'Top-p',
    help: 'Draws only from the likeliest letters that together reach this probability; 1 allows all.',
  },
  seed: {
    label: 'Sampling seed',
    help: 'The same seed writes the same text again; an empty field gives a new text each time.',
  },
  stop: {
    label: 'End',
    help: 'What ends the text before it has its full length.',
  },
  repetition: {
    label: 'Repetition',
    help:
      'Above 1, a letter that would prolong a repetition of more than 10 letters becomes this ' +
      'many times less likely for each letter beyond; 1 is off.',
  },
};
