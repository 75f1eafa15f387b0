import assert from 'node:assert/strict';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { seededIntegers } from '../../www/src/lib/random.js';
import { readModel, writeModel } from '../../www/src/files/model-file.js';
import { readRun, writeRun } from '../../www/src/files/run-file.js';
import { readSafetensors } from '../../www/src/files/safetensors.js';
import { fuzz } from './support/fuzz.js';
import { mutatedFiles } from './support/mutated-files.js';
import { SMALL, TEXT, savedRun } from './support/saved-run.js';

const playground = new Playground(TEXT.slice(0, 60), { ...SMALL, hiddenSize: 1, cell: 'rnn' });
playground.trainSteps(31);
const config = playground.config();
const model = { config, separator: '\n', ...playground.network().model() };

/**
 * @param {string} what is read
 * @param {ArrayBuffer} original
 * @param {(file: ArrayBuffer) => boolean} read false for a result that is none
 * @param {number} leastLong number of files of `npm run test:long`; a tenth of them in `npm test`
 */
function fuzzFiles(what, original, read, leastLong) {
  const counts = { refused: 0, read: 0 };
  let slowest = 0;
  fuzz(
    'files',
    `mutated files are read as ${what} or refused by a sentence`,
    (_, seed) => {
      const file = mutatedFiles(original, seededIntegers(seed)).next().value;
      const start = performance.now();
      try {
        assert.ok(read(file.buffer));
        counts.read++;
      } catch (error) {
        const { name, message } = /** @type {Error} */ (error);
        if (name !== 'RunFileError') throw error;
        assert.match(message, /^The file cannot be opened: [^\n]{10,700}\.$/);
        counts.refused++;
      }
      slowest = Math.max(slowest, performance.now() - start);
    },
    {
      ...{ least: leastLong / 10, leastLong },
      end(count, t) {
        t.diagnostic(
          `${counts.refused} refused, ${counts.read} read, the slowest in ${slowest} ms`,
        );
        assert.ok(counts.refused > 0.6 * count, 'most of them are refused');
        // A text or a weight may be another one.
        assert.ok(counts.read > 0.01 * count, 'some of them are read');
      },
    },
  );
}

const file = writeRun(savedRun(playground, TEXT.slice(0, 60)));
fuzzFiles(
  'runs',
  file,
  (mutated) => {
    const { checkpoint, text } = readRun(mutated);
    return checkpoint.values.length > 0 && text.length > 0;
  },
  200_000,
);

fuzzFiles(
  'models',
  writeModel(model),
  (mutated) => {
    const { weights, vocabulary } = readModel(readSafetensors(mutated));
    return weights.every(Number.isFinite) && vocabulary.length > 0;
  },
  50_000,
);
