// The reference speed: the time of a training step of one worker, from the settings and the number
// of distinct characters.

import { countWeights } from '../../www/src/cells/count-weights.js';

/** Nanoseconds of one worker for each part of the work, fitted to measurements: docs/defaults.md. */
const FLOP = 0.0165;
const UNIT = 13.2;
const DROPPED_UNIT = 9;
const UNIT_OF_SINGLE_STREAM = 13;
const LOGIT = 1.8;
const WEIGHT = 1.67;

/**
 * @param {import('../../www/src/shared/protocol.js').Config} config
 * @param {{chars: number, distinctChars: number}} text
 */
export function stepSeconds(config, { chars, distinctChars }) {
  const { hiddenSize, numLayers, batchSize, seqLen, dropout } = config;
  const columns = batchSize * seqLen;
  // A layer above the first has a product with its input, too.
  const flops = 24 * hiddenSize ** 2 * (2 * numLayers - 1) + 6 * distinctChars * hiddenSize;
  const units = hiddenSize * numLayers;
  const unit = UNIT + (dropout ? DROPPED_UNIT : 0) + (batchSize === 1 ? UNIT_OF_SINGLE_STREAM : 0);
  const column = FLOP * flops + unit * units + LOGIT * distinctChars;
  // Evaluation goes forward only, a third of the work.
  const evaluated = evaluatedChars(config, chars) / 3;
  const update = WEIGHT * Number(countWeights(config, distinctChars));
  return (column * (columns + evaluated) + update) / 1e9;
}

/**
 * The characters of the validation text that are evaluated in a step, on average.
 *
 * @param {import('../../www/src/shared/protocol.js').Config} config
 * @param {number} chars
 */
function evaluatedChars({ validationFraction, batchSize, seqLen }, chars) {
  const validation = Math.min(chars * validationFraction, 50_000);
  return validation / Math.max(10, Math.ceil((4 * validation) / (batchSize * seqLen)));
}
