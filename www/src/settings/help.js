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
      'How many numbers the network remembers with: more can learn more, and every step takes ' +
      'longer.',
  },
  numLayers: {
    label: 'Layers',
    help: 'Cells stacked on one another; the upper ones read the output of the lower ones.',
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
      'How far back a step can trace a mistake to its cause; what the cell remembers reaches ' +
      'further.',
  },
  batchSize: {
    label: 'Batch size',
    help:
      'How many pieces of the text are read at the same time: more give calmer steps and better ' +
      'speed.',
  },
  dropout: {
    label: 'Dropout',
    help:
      'The share of signals that is silenced at random while learning, so that a short text is ' +
      'not learnt by heart.',
  },
  forgetBias: {
    label: 'Forget-gate bias',
    help:
      'Where the forget gate starts: above 0 it is open at first, so that the cell remembers ' +
      'before it has learnt to. A cell without that gate ignores it; with coupled gates, its ' +
      'negative is where the input gate starts.',
  },
  optimizer: {
    label: 'Optimiser',
    help:
      'The rule that turns gradients into changes of the weights; Adam suits nearly everything ' +
      'here.',
  },
  schedule: {
    label: 'Schedule',
    help:
      'Leaves the learning rate as it is, or raises it gently and then lets it fall along a ' +
      'cosine.',
  },
  gradClip: {
    label: 'Gradient clip',
    help:
      'Longer gradients are cut to this length, so that one odd passage cannot throw the weights ' +
      'far off; 0 never cuts.',
  },
  validationFraction: {
    label: 'Unseen share',
    help: 'How much of the end of the text stays unseen, to tell learning from learning by heart.',
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
      'How many processor cores share a step; the numbers stay the same to the bit. 0 takes all ' +
      'but one where that is faster, and one on a phone.',
  },
};

/** @type {Help} the sampling options */
export const samplingHelp = {
  prompt: {
    label: 'Prompt',
    help: 'The beginning that the network continues; it may be empty.',
  },
  length: {
    label: 'Length',
    help: 'How many letters to write.',
  },
  temperature: {
    label: 'Temperature',
    help: 'Low plays safe, high dares; 0 always takes the likeliest letter.',
  },
  topK: {
    label: 'Top-k',
    help: 'Choose among this many likeliest letters only; 0 allows all.',
  },
  topP: {
    label: 'Top-p',
    help: 'Choose among the likeliest letters that together reach this probability; 1 allows all.',
  },
  seed: {
    label: 'Sampling seed',
    help: 'The same seed draws the same text again; empty draws a new one each time.',
  },
};
