/** Runs from files, until their workers have the model. */

import { refuse, RunFileError } from '../files/run-file-error.js';

/**
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./session.js').Session} Session
 */

/**
 * Weights that a run begins with instead of initial ones.
 *
 * @param {import('../shared/protocol.js').CharModel} charModel
 * @param {import('../shared/protocol.js').Config} config
 * @returns {NonNullable<import('./run-page.js').RunPage['kept']>}
 */
export const keptOf = (charModel, config) =>
  /** @type {any} */ ({ value: { charModel, config }, check() {} });

/**
 * Resolves when a worker has the model of a run, which is stopped where none can have it.
 *
 * @param {Run} run
 * @returns {Promise<Run>}
 */
export async function settled(run) {
  try {
    await run.settle();
    return run;
  } catch (thrown) {
    run.stop();
    const { name, message } = /** @type {Error} */ (thrown);
    if (name === 'SnapshotError') refuse('its checkpoint is not one of its text and its settings');
    if (name === 'WorkerDiedError' || name === 'AbortError') throw thrown;
    throw new RunFileError(`The file cannot be opened: ${message.replace(/\.$/, '')}.`);
  }
}

/**
 * A paused run of a model without a text, unheard.
 *
 * @param {Session} session
 * @param {import('../files/model-config.js').Model} model
 */
export function runOfModel(session, { config, separator, vocabulary, readsUnknown, weights }) {
  const { cell, hiddenSize, numLayers, dropout } = config;
  const draft = session.draft.empty();
  const { counts } = draft;
  draft.check = () => /** @type {NonNullable<typeof counts>} */ (counts); // a text is not needed
  const { settings } = draft;
  settings.defaults = { ...settings.defaults, ...{ cell, hiddenSize, numLayers } };
  const { workers } = session.draft.config;
  for (const [name, value] of Object.entries({ dropout, separator, workers })) {
    if (value !== settings.defaults[name]) settings.choose(name, value);
  }
  const charModel = { vocabulary, readsUnknown, weights };
  return settled(session.makeRun(draft, keptOf(charModel, draft.config), {}));
}
