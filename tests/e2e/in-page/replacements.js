/** Replaces the text, the settings or the run of a tag in the middle of something. */

import { activities } from './activities.js';
import {
  chooseFiles,
  FIRST,
  LAST,
  later,
  makeTag,
  next,
  outcomeOf,
  SAVED,
  savedRun,
  SECOND,
  soon,
  train,
} from './tag-tools.js';

/** @typedef {import('../../../www/src/element/lstm-playground.js').LstmPlayground} Tag */

/**
 * Each replaces something; `text` is the text that the tag has in the end, empty for that of an example.
 *
 * @type {Record<string, {text?: string, config?: Record<string, unknown>, act: (tag: Tag) => unknown}>}
 */
export const replacements = {
  'gets a text': { text: LAST, act: (tag) => void (tag.text = LAST) },
  'gets two texts': {
    text: LAST,
    act: (tag) => [SECOND, LAST].forEach((text) => (tag.text = text)),
  },
  'gets a text and is reset': {
    text: LAST,
    act(tag) {
      tag.text = LAST;
      return tag.reset();
    },
  },
  'gets a text and is trained': {
    text: LAST,
    act(tag) {
      tag.text = LAST;
      return Promise.all([tag.reset(), tag.train()]);
    },
  },
  'gets an example': { text: '', act: (tag) => tag.setAttribute('preset', 'rhyme') },
  'gets settings': {
    config: { hiddenSize: 5, cell: 'gru' },
    act: (tag) => void (tag.config = { hiddenSize: 5, cell: 'gru', workers: 1, patience: 0 }),
  },
  'gets attributes': {
    config: { hiddenSize: 7, seqLen: 9 },
    act(tag) {
      tag.setAttribute('hidden-size', '7');
      tag.setAttribute('seq-len', '9');
    },
  },
  'gets a saved run': { text: SAVED, act: async (tag) => tag.open(await savedRun()) },
  'gets a file': {
    text: LAST,
    act: async (tag) => {
      await chooseFiles(tag, [new File([LAST], 'last.txt')]);
      await soon(() => tag.text === LAST, 'text of the file');
    },
  },
  'is reset': { act: (tag) => tag.reset() },
  'is reset twice': { act: (tag) => Promise.all([tag.reset(), tag.reset({ keepWeights: true })]) },
  'gets a lesson': {
    text: '',
    async act(tag) {
      const before = tag.text;
      tag.setAttribute('lesson', 'peepholes');
      await soon(() => tag.text !== before, 'text of the lesson');
    },
  },
  'is taken out and put back': {
    async act(tag) {
      const { parentNode } = tag;
      tag.remove();
      await later(20);
      parentNode?.append(tag);
    },
  },
  'is moved': { act: (tag) => tag.parentNode?.append(tag) },
};

/**
 * Replaces something in the middle of something else, and looks whether the tag can be used afterwards.
 *
 * @param {string} activity
 * @param {string} replacement
 * @returns {Promise<string[]>} the problems
 */
export async function replace(activity, replacement) {
  const tag = makeTag({ text: FIRST, panels: activities[activity].panels });
  const ready = next(tag, 'lstm-ready');
  document.body.replaceChildren(tag);
  /** @type {string[]} */
  const problems = [];
  tag.addEventListener('lstm-error', (event) => {
    const { name, message } = /** @type {CustomEvent} */ (event).detail;
    if (name !== 'WorkerDiedError' || activity !== 'recovers from a death') {
      problems.push(`told ${name}: ${message}`);
    }
  });
  try {
    await Promise.all([savedRun(), ready]);
    const pending = await activities[activity].begin(tag);
    const { act, text, config = {} } = replacements[replacement];
    const replaced = Promise.resolve(act(tag));
    const outcomes = await Promise.all([...pending, replaced].map(outcomeOf));
    problems.push(...outcomes.filter(Boolean));
    // A file or run that is being read, and is not replaced, arrives later.
    const isGiven = await replaced.then(
      () => text !== undefined,
      () => false,
    );
    const last = isGiven ? text : activities[activity].text;
    if (last) await soon(() => tag.text === last, `"${last.slice(0, 20)}"`);
    const before = tag.text;
    for (const [name, value] of Object.entries(config)) {
      if (tag.config[name] !== value) problems.push(`${name} is ${tag.config[name]}`);
    }
    await tag.reset();
    await train(tag);
    await tag.pause();
    if (tag.text !== before) problems.push(`the text became "${tag.text.slice(0, 20)}"`);
    const written = await tag.generate({ length: 30 });
    const strange = [...written].filter((char) => !before.normalize('NFC').includes(char));
    if (strange.length > 0) problems.push(`it writes "${strange.join('')}"`);
  } catch (error) {
    problems.push(String(error));
  }
  tag.remove();
  return problems;
}
