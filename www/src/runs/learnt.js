/** Results of a run so far: its hash, to be compared, and its curve and a sample, to be shown elsewhere. */

import { numWeights } from '../cells/weight-shapes.js';
import { weightsHash } from '../files/weights-hash.js';

/** @typedef {import('./session.js').Session} Session */

/** The options of a sample: its beginning is shown. */
const SAMPLE = {
  ...{ prompt: '', length: 200, temperature: 0.8, topK: 0, topP: 1, stop: '', repetition: 1 },
  ...{ seed: 1, model: /** @type {const} */ ('now') },
};

/**
 * True where the text and the settings alone lead to the weights of the run: it has begun with initial
 * weights, and keeps the learning rate that it began with.
 *
 * @param {Session} session
 */
const isBySetup = ({ model, isStale }) =>
  Boolean(model && !isStale && !model.source.kept && !model.learningRate.wasChosen);

/**
 * Takes what the run of a session has learnt, which goes on meanwhile.
 *
 * @param {Session} session
 * @returns {Promise<import('../links/snippet.js').Learnt | undefined>} undefined without a run; with the
 *   hash of the weights where its setup gives the same
 */
export async function learntOf(session) {
  const { model } = session;
  if (!model?.textReport) return undefined;
  return session.command(async (run) => {
    const engine = await run.settle();
    const { counters, values } = await engine.checkpoint();
    const sample = await engine.generate(SAMPLE);
    const { record, vocabulary, config } = run;
    const count = numWeights(config, [...vocabulary].length);
    const uniform = record.baselines.find(({ order }) => order === -1);
    return {
      step: counters[0],
      hash: isBySetup(session) ? weightsHash(values.subarray(0, count)) : undefined,
      bits: record.validationBits ?? record.progress?.bitsPerChar,
      sample: sample?.text ?? '',
      curve: {
        ...{ training: record.training, validation: record.validation },
        guessing: uniform?.bitsPerChar,
      },
    };
  });
}
