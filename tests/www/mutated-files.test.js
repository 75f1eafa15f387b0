import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { seededIntegers } from '../../www/src/lib/random.js';
import { readModel, writeModel } from '../../www/src/files/model-file.js';
import { readRun, writeRun } from '../../www/src/files/run-file.js';
import { readSafetensors } from '../../www/src/files/safetensors.js';
import { mutatedFiles } from './support/mutated-files.js';
import { SMALL, TEXT, savedRun } from './support/saved-run.js';

/** `MUTATION_SEED` repeats a failed run, `MUTATIONS` makes it longer. */
const SEED = Number(process.env.MUTATION_SEED ?? 17);
const MUTATIONS = Number(process.env.MUTATIONS ?? 200_000);

const next = seededIntegers(SEED);

const playground = new Playground(TEXT.slice(0, 60), { ...SMALL, hiddenSize: 1, cell: 'rnn' });
playground.trainSteps(31);
const config = playground.config();
const model = { config, separator: '\n', ...playground.network().model() };

/**
 * Mutates a file many times.
 *
 * @param {import('node:test').TestContext} t
 * @param {ArrayBuffer} original
 * @param {(file: ArrayBuffer) => boolean} read false for a result that is none
 * @param {number} count
 */
function mutate(t, original, read, count) {
  const files = mutatedFiles(original, next);
  const counts = { refused: 0, read: 0 };
  let slowest = 0;
  for (let i = 0; i < count; i++) {
    const file = files.next().value;
    const start = performance.now();
    try {
      assert.ok(read(file.buffer));
      counts.read++;
    } catch (error) {
      const { name, message } = /** @type {Error} */ (error);
      if (name !== 'RunFileError') {
        throw new Error(`mutation ${i} of the seed ${SEED}`, { cause: error });
      }
      assert.match(message, /^The file cannot be opened: [^\n]{10,700}\.$/, `mutation ${i}`);
      counts.refused++;
    }
    slowest = Math.max(slowest, performance.now() - start);
  }
  t.diagnostic(`${counts.refused} refused, ${counts.read} read, the slowest in ${slowest} ms`);
  assert.ok(counts.refused > 0.6 * count, 'most of them are refused');
  // A text or a weight may be another one.
  assert.ok(counts.read > 0.01 * count, 'some of them are read');
}

test(`${MUTATIONS} mutated files are read as runs or refused by a sentence`, (t) => {
  const file = writeRun(savedRun(playground, TEXT.slice(0, 60)));
  const read = (/** @type {ArrayBuffer} */ mutated) => {
    const { checkpoint, text } = readRun(mutated);
    return checkpoint.values.length > 0 && text.length > 0;
  };
  mutate(t, file, read, MUTATIONS);
});

const MODELS = MUTATIONS / 4;

test(`${MODELS} mutated files are read as models or refused by a sentence`, (t) => {
  const read = (/** @type {ArrayBuffer} */ mutated) => {
    const { weights, vocabulary } = readModel(readSafetensors(mutated));
    return weights.every(Number.isFinite) && vocabulary.length > 0;
  };
  mutate(t, writeModel(model), read, MODELS);
});
