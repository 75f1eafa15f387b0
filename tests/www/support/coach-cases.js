/** Facts for each rule of the coach, with the sentence and the button that it shows. */

import { TrainingRecord } from '../../../www/src/runs/training-record.js';

/**
 * @typedef {import('../../../www/src/runs/coach-facts.js').Facts} Facts
 *
 * @typedef {object} Case
 * @property {string} rule
 * @property {Partial<Facts>} facts
 * @property {string} message
 * @property {string} [button]
 * @property {string} [offer] the label of another button beside it
 */

/** The losses of counting, from a uniform guess among 16 letters to five letters of context. */
const BASELINES = [4, 3.5, 3, 2.6, 2.5, 2.5, 2.5].map((bitsPerChar, i) => ({
  order: i - 1,
  bitsPerChar,
}));

/** @type {any} */
const CONFIG = { gradClip: 5, learningRate: 0.005, validationSplit: 'blocks', patience: 500 };

const textReport = { distinctChars: 16, validationChars: 1000, unseenChars: 0 };

/**
 * A record of a run, by its losses.
 *
 * @param {object} losses
 * @param {number[]} [losses.learnt] one a step
 * @param {[number, number][]} [losses.unseen] steps and losses
 * @param {number} [losses.gradNorm]
 * @param {number} [losses.floor]
 */
export function recordOf({ learnt = [], unseen = [], gradNorm = 1, floor }) {
  const record = new TrainingRecord();
  record.gradClip = CONFIG.gradClip;
  record.floor = floor;
  record.baselines = BASELINES;
  record.listeners.history([0, 1, 2, 3, 5, 10, 20, 30]);
  learnt.forEach((bitsPerChar, i) =>
    record.listeners.progress(
      /** @type {any} */ ({ step: i + 1, bitsPerChar, gradNorm, epoch: 0, learningRate: 0.005 }),
    ),
  );
  for (const [step, bitsPerChar] of unseen) {
    record.listeners.validation({ step, bitsPerChar });
    if (bitsPerChar < (record.best?.bitsPerChar ?? Infinity)) record.best = { step, bitsPerChar };
  }
  return record;
}

/**
 * Losses from one value to another.
 *
 * @param {number} from
 * @param {number} to
 * @param {number} count
 */
export const ramp = (from, to, count) =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

/** @type {[number, number][]} */
const RISING = [4, 8, 12, 16, 18, 20, 30, 35, 40].map((step, i) => [
  step,
  [3, 2.5, 2.7][Math.floor(i / 3)],
]);

/**
 * Facts of a training run.
 *
 * @param {Parameters<typeof recordOf>[0]} losses
 * @param {Partial<Facts>} [more]
 * @returns {Partial<Facts>}
 */
export const training = (losses, more = {}) => ({
  status: 'training',
  record: recordOf(losses),
  textReport,
  config: CONFIG,
  ...more,
});

/**
 * @param {Partial<Facts>} facts
 * @returns {Facts}
 */
export const factsWith = (facts) => ({
  ...{ status: 'idle', record: new TrainingRecord(), notice: '', chars: 40_000 },
  ...{
    hasProblem: false,
    isStale: false,
    isPending: false,
    suggestedRate: 0.005,
    showsBest: false,
  },
  ...facts,
});

/** @param {Partial<Facts>} facts */
function ended(facts, reason = /** @type {'patience' | 'maxSteps'} */ ('patience')) {
  const record = recordOf({ learnt: ramp(4, 1, 900), unseen: [[400, 1.2]] });
  record.ended = { reason, step: 900 };
  return { ...training({}, { record, status: 'paused', showsBest: true }), ...facts };
}

const memory = { learnt: ramp(4, 2, 40), unseen: /** @type {[number, number][]} */ ([[40, 2.2]]) };

/** @type {Case[]} */
export const CASES = [
  {
    rule: 'error',
    facts: { error: { name: 'TextTooShortError', message: 'The text is empty.' } },
    message: 'The text is empty.',
  },
  {
    rule: 'error',
    facts: training(memory, {
      status: 'paused',
      error: { name: 'NotFiniteError', message: 'The loss is not finite.' },
    }),
    message: 'The loss is not finite. The last good weights are back.',
    button: 'Go on at half the rate',
  },
  {
    rule: 'worker replaced',
    facts: training(memory, { notice: 'The training worker stopped: unreachable.' }),
    message: 'The training worker stopped: unreachable.',
  },
  {
    rule: 'setting not allowed',
    facts: { hasProblem: true },
    message: 'A setting is wrong: correct it, then press Train.',
  },
  {
    rule: 'setting not allowed',
    facts: training(memory, { hasProblem: true }),
    message: 'A setting is wrong: until it is right, this network stays as it is.',
  },
  {
    rule: 'aside',
    facts: {
      aside: {
        message: 'Go on with “what is lear…”? Step 12,345, 59 minutes ago.',
        offer: { label: 'Go on' },
        remedy: { label: 'Start anew' },
      },
    },
    message: 'Go on with “what is lear…”? Step 12,345, 59 minutes ago.',
    button: 'Start anew',
    offer: 'Go on',
  },
  {
    rule: 'aside',
    facts: { status: 'paused', aside: { message: 'Opened at step 12,345. Train goes on.' } },
    message: 'Opened at step 12,345. Train goes on.',
  },
  {
    rule: 'no text',
    facts: { status: 'empty', chars: 0 },
    message: 'Give it a text: type or paste one, open a file, or choose an example.',
  },
  {
    rule: 'restart due',
    facts: training(memory, { isPending: true, isStale: true }),
    message: 'It restarts with your changes once you have stopped typing.',
  },
  {
    rule: 'no other text',
    facts: training(memory, { chars: 0, isStale: true }),
    message: 'Too little text to learn: until there is more, it keeps the old one.',
  },
  {
    rule: 'changes wait',
    facts: training(memory, { isStale: true }),
    message: 'The changes take effect after Reset: this network keeps its text and settings.',
  },
  {
    rule: 'text too short',
    facts: { chars: 1 },
    message: 'One letter is too little to learn from: add more.',
  },
  {
    rule: 'text too short',
    facts: { chars: 120 },
    message: 'So short a text can only be learnt by heart: give it a page or more.',
  },
  {
    rule: 'restarted',
    facts: { undo: { step: 307, by: '' } },
    message: 'Ready to start anew. Kept for Undo: 307 steps.',
    button: 'Undo',
  },
  {
    rule: 'restarted',
    facts: training({}, { undo: { step: 12_307, by: 'with the new text', canKeep: true } }),
    message: 'Restarted with the new text.',
    button: 'Undo',
    offer: 'Keep what was learnt',
  },
  {
    rule: 'restarted',
    facts: training({ learnt: [4] }, { undo: { step: 12_307, by: 'with the new settings' } }),
    message: 'Restarted with the new settings. Kept for Undo: 12,307 steps.',
    button: 'Undo',
  },
  {
    rule: 'restarted',
    facts: { undo: { by: 'with Dates' } },
    message: 'Ready to start with Dates. Your text is kept.',
    button: 'Back to my text',
  },
  {
    rule: 'better than counting letters',
    facts: training(memory, { undo: { step: 307, by: 'with Dates' } }),
    message: 'It guesses better than counting letters can: it remembers something further back.',
    button: 'Undo',
  },
  {
    rule: 'before Train',
    facts: {},
    message: 'Press Train, and watch what it writes turn from noise into this kind of text.',
  },
  {
    rule: 'starting',
    facts: { status: 'starting' },
    message: 'It starts: the first letters it writes are pure chance.',
  },
  {
    rule: 'stopped by itself',
    facts: ended({}),
    message:
      'It stopped: no better on unseen text in 500 steps. You see it at its best, after step 400.',
    button: 'Go on',
  },
  {
    rule: 'stopped by itself',
    facts: ended({}, 'maxSteps'),
    message: 'It stopped after 900 steps, as set. You see it at its best, after step 400.',
    button: 'Go on',
  },
  {
    rule: 'going wrong',
    facts: training({ learnt: [...ramp(4, 1, 24), ...ramp(1, 1, 5), ...ramp(3.2, 3.2, 5)] }),
    message: 'Its guesses got worse, from 1.00 to 3.20 bits: its steps are too large.',
    button: 'Back to step 20, half the rate',
  },
  {
    rule: 'going wrong',
    facts: training({ learnt: [...ramp(9, 12, 10), ...ramp(10, 10, 20)] }),
    message: 'Worse than pure guessing (10.00 bits): its steps are too large.',
    button: 'Back to step 0, half the rate',
  },
  {
    rule: 'going wrong',
    facts: training(
      { learnt: ramp(3.39, 3.39, 400) },
      { config: { ...CONFIG, learningRate: 0.3 } },
    ),
    message: 'Stuck at 3.39 bits (counting: 2.50): its steps are too large.',
    button: 'Back to step 0, rate 0.005',
  },
  {
    rule: 'going wrong',
    facts: training(
      { learnt: ramp(3, 1, 40), unseen: [5, 10, 15, 20, 25, 30].map((step) => [step, 7.3]) },
      { config: { ...CONFIG, validationSplit: 'tail' } },
    ),
    message:
      'Unseen text is worse than pure guessing (7.30 bits): set “Unseen place” to blocks, or shuffle the lines.',
  },
  {
    rule: 'going wrong',
    facts: training({ learnt: ramp(4, 1, 40), unseen: RISING }),
    message: 'It is learning by heart: unseen text rose from 2.50 to 2.70 bits.',
    button: 'Back to step 16',
  },
  {
    rule: 'going wrong',
    facts: training({ learnt: ramp(3, 3, 300), gradNorm: 7 }),
    message:
      'For 200 steps every gradient was cut to length 5: raise the gradient clip, or lower the learning rate.',
  },
  {
    rule: 'paused',
    facts: training(memory, { status: 'paused' }),
    message: 'Paused. Let it write, look inside it, or press Train to go on.',
  },
  {
    rule: 'paused',
    facts: training({}, { status: 'paused' }),
    message: 'It has learnt nothing yet: press Train.',
  },
  {
    rule: 'paused',
    facts: training(memory, { status: 'paused', showsBest: true }),
    message: 'Paused. You see it at its best, after step 40. Train goes on.',
  },
  {
    rule: 'model and text differ',
    facts: { status: 'paused', lacksText: true, chars: 900, keepProblem: 'It does not know "é".' },
    message: 'It does not know "é".',
  },
  {
    rule: 'model without a text',
    facts: { status: 'paused', lacksText: true, chars: 0 },
    message: 'This model has no text: let it write, look inside it, or give it a text to learn.',
  },
  {
    rule: 'model without a text',
    facts: { status: 'paused', lacksText: true, chars: 900, keepProblem: '' },
    message: 'Press Train: it goes on with this text, from what it knows.',
  },
  {
    rule: 'the best possible',
    facts: training({ ...memory, floor: 2.15 }),
    message: 'It guesses nearly as well as anything can: it remembers all that this text asks for.',
  },
  {
    rule: 'better than counting letters',
    facts: training(memory),
    message: 'It guesses better than counting letters can: it remembers something further back.',
  },
  {
    rule: 'word-like pieces',
    facts: training({ ...memory, unseen: [[40, 2.9]] }),
    message: 'It learns which letters follow which: look for pieces of words in what it writes.',
  },
  {
    rule: 'letter counts',
    facts: training({ ...memory, unseen: [[40, 3.45]] }),
    message: 'So far it knows how often each letter comes, and hardly which follows which.',
  },
  {
    rule: 'nothing unseen',
    facts: training(
      { learnt: ramp(4, 2, 40) },
      { textReport: { ...textReport, validationChars: 0 } },
    ),
    message:
      'Watch what it writes. No text is kept unseen, so nobody can tell learning from copying.',
  },
  {
    rule: 'first steps',
    facts: training({ learnt: [4] }, { isKept: true }),
    message: 'It goes on from what it knows: watch what it writes become like this text.',
  },
  {
    rule: 'first steps',
    facts: training({ learnt: [4] }),
    message: 'At first it guesses by chance: watch what it writes change.',
  },
];
