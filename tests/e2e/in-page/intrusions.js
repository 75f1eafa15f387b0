/** Ends the work of a tag, and intrudes from listeners to its events. */

import {
  FIRST,
  kill,
  LAST,
  later,
  makeTag,
  next,
  outcomeOf,
  PATIENCE,
  savedRun,
  soon,
  train,
} from './tag-tools.js';

/** @typedef {import('../../../www/src/element/lstm-playground.js').LstmPlayground} Tag */

/**
 * Ends the work of a tag.
 *
 * @type {Record<string, (tag: Tag) => unknown>}
 */
export const fates = {
  'is taken out': (tag) => tag.remove(),
  'is reset': (tag) => tag.reset(),
  'is reset twice and taken out': (tag) => {
    const resets = [tag.reset(), tag.reset()];
    tag.remove();
    return Promise.allSettled(resets);
  },
  'loses its worker': kill,
  'loses its worker and is taken out': (tag) => {
    kill();
    tag.remove();
  },
  'gets another text and is reset': (tag) => {
    tag.text = LAST;
    return tag.reset();
  },
};

/**
 * Calls every method of a tag, and ends its work.
 *
 * @param {string} fate
 * @param {boolean} isMade true where the tag has a model by then
 * @returns {Promise<string[]>} the methods whose promises are never settled
 */
export async function callAll(fate, isMade) {
  const tag = makeTag({ text: FIRST });
  const ready = next(tag, 'lstm-ready');
  document.body.replaceChildren(tag);
  const [blob] = await Promise.all([savedRun(), ready]);
  if (isMade) await train(tag);
  const calls = {
    ...{ train: tag.train(), step: tag.step(), pause: tag.pause(), again: tag.train() },
    ...{ generate: tag.generate({ length: 30_000 }), inspect: tag.inspect('the first') },
    ...{ save: tag.save(), open: tag.open(blob), link: tag.link() },
    ...{ exported: tag.exportModel('hub'), hash: tag.weightsHash() },
    ...{ keep: tag.reset({ keepWeights: true }), last: tag.train() },
  };
  const settled = Object.entries(calls).map(async ([name, promise]) => {
    const end = promise.then(
      () => '',
      () => '',
    );
    return Promise.race([end, later(PATIENCE).then(() => name)]);
  });
  if (isMade) await later(5);
  await fates[fate](tag);
  const pending = (await Promise.all(settled)).filter(Boolean);
  tag.remove();
  return pending;
}

const THROWN = 'thrown by the page';
addEventListener('error', (event) => event.message.includes(THROWN) && event.preventDefault());

/**
 * Does something to a tag from a listener to its events, again and again.
 *
 * @type {Record<string, (tag: Tag) => unknown>}
 */
export const intrusions = {
  'throws an error': () => {
    throw new Error(THROWN);
  },
  'takes the tag out and back': (tag) => {
    const { parentNode } = tag;
    tag.remove();
    parentNode?.append(tag);
  },
  'takes the tag out for a moment': async (tag) => {
    const { parentNode } = tag;
    tag.remove();
    await later(10);
    parentNode?.append(tag);
  },
  'resets the tag and trains': (tag) => tag.reset().then(() => tag.train()),
  'gives another text and resets': (tag) => {
    tag.text = LAST;
    return tag.reset().then(() => tag.train());
  },
  'pauses and trains': (tag) => tag.pause().then(() => tag.train()),
  'gives other settings': (tag) => void (tag.config = { hiddenSize: 6, workers: 1, patience: 0 }),
};

/**
 * Intrudes three times, and looks whether the tag can be used afterwards.
 *
 * @param {string} type of the event
 * @param {string} intrusion
 * @returns {Promise<string[]>} the problems
 */
export async function intrude(type, intrusion) {
  const tag = makeTag({ text: FIRST, panels: 'text sample' });
  let left = 3;
  /** @type {Promise<unknown>[]} */
  const acts = [];
  tag.addEventListener(type, () => {
    if (left-- > 0) acts.push(Promise.resolve(intrusions[intrusion](tag)));
  });
  document.body.replaceChildren(tag);
  const first = tag.train();
  const outcomes = [await outcomeOf(first)];
  await soon(() => left < 3, 'event');
  for (let i = 0; i < acts.length; i++) outcomes.push(await outcomeOf(acts[i]));
  left = 0;
  const problems = outcomes.filter(Boolean);
  try {
    await soon(() => tag.isConnected, 'tag in the page');
    await train(tag);
    await tag.pause();
    await tag.generate({ length: 20 });
  } catch (error) {
    problems.push(String(error));
  }
  tag.remove();
  return problems;
}
