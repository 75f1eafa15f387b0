/** Activities of a tag, each of which takes a while. */

import {
  chooseFiles,
  FIRST,
  kill,
  press,
  SAVED,
  savedRun,
  SECOND,
  soon,
  train,
} from './tag-tools.js';

/** @typedef {import('../../../www/src/element/lstm-playground.js').LstmPlayground} Tag */

/**
 * Something that takes a while: returns in its middle, with the promises that are not settled.
 *
 * @type {Record<string, {panels: string, text?: string, begin: (tag: Tag) => Promise<Promise<unknown>[]>}>}
 *   `text` is the one that it brings
 */
export const activities = {
  'does nothing': { panels: 'text', begin: async () => [] },
  'counts a long text': {
    panels: 'text',
    async begin(tag) {
      tag.text = FIRST.repeat(1000);
      return [tag.train()];
    },
  },
  'makes a model': { panels: 'text', begin: async (tag) => [tag.train()] },
  trains: { panels: 'text', begin: (tag) => train(tag).then(() => []) },
  pauses: { panels: 'text', begin: (tag) => train(tag).then(() => [tag.pause()]) },
  'makes steps': {
    panels: 'text',
    begin: (tag) => train(tag).then(() => [tag.step(), tag.step()]),
  },
  writes: {
    panels: 'text sample',
    async begin(tag) {
      const text = tag.generate({ length: 30_000, onText: () => tell() });
      let tell = () => {};
      await new Promise((resolve) => (tell = () => resolve(undefined)));
      return [text];
    },
  },
  'is inspected': {
    panels: 'text memory',
    begin: (tag) => train(tag).then(() => [tag.inspect('the first'), tag.weightsHash()]),
  },
  'saves a run': { panels: 'text', begin: (tag) => train(tag).then(() => [tag.save()]) },
  'exports its model': {
    panels: 'text',
    begin: (tag) => train(tag).then(() => [tag.exportModel('hub'), tag.exportModel('onnx')]),
  },
  'opens a run': {
    panels: 'text',
    text: SAVED,
    begin: async (tag) => [tag.open(await savedRun())],
  },
  'reads a file': {
    panels: 'text',
    text: SECOND,
    async begin(tag) {
      await chooseFiles(tag, [new File([SECOND], 'second.txt')]);
      return [];
    },
  },
  races: { panels: 'race', begin: (tag) => press(tag, 'Start').then(() => begun(tag)) },
  'tests the memory': {
    panels: 'lags',
    begin: (tag) => press(tag, 'Start').then(() => begun(tag)),
  },
  'tests learning rates': {
    panels: 'rate',
    begin: (tag) => press(tag, 'Test learning rates').then(() => begun(tag)),
  },
  'checks its gradients': {
    panels: 'text cell',
    async begin(tag) {
      await press(tag, 'Cell');
      await press(tag, 'Prove it');
      return [];
    },
  },
  'does a step of a lesson': {
    panels: 'text',
    async begin(tag) {
      tag.setAttribute('lesson', 'forget-gate');
      await press(tag, 'Do this step');
      return [];
    },
  },
  'recovers from a death': {
    panels: 'text',
    async begin(tag) {
      await train(tag);
      kill();
      return [tag.weightsHash()];
    },
  },
};

/**
 * Waits for the worker of an experiment.
 *
 * @param {Tag} tag
 * @returns {Promise<Promise<unknown>[]>}
 */
async function begun(tag) {
  await soon(() => tag.shadowRoot?.querySelector('progress'), 'progress');
  return [];
}
