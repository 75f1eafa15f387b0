import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { seededIntegers } from '../../www/src/lib/random.js';
import { readModel, writeModel } from '../../www/src/files/model-file.js';
import { readRun, writeRun } from '../../www/src/files/run-file.js';
import { readSafetensors } from '../../www/src/files/safetensors.js';
import { SMALL, TEXT, savedRun } from './support/saved-run.js';

/** `MUTATION_SEED` repeats a failed run, `MUTATIONS` makes it longer. */
const SEED = Number(process.env.MUTATION_SEED ?? 17);
const MUTATIONS = Number(process.env.MUTATIONS ?? 200_000);

const next = seededIntegers(SEED);
const below = (/** @type {number} */ limit) => next() % limit;

const playground = new Playground(TEXT.slice(0, 60), { ...SMALL, hiddenSize: 1, cell: 'rnn' });
playground.trainSteps(31);
const config = playground.config();
const model = { config, separator: '\n', ...playground.network().model() };

/** Pieces that mean something in a header. */
const PIECES = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '-',
  '\\"',
  '1e9',
  'null',
  '0',
  '99',
  'é',
  '\\u0000',
];

/**
 * Changes one byte, one bit, or a piece; removes, repeats or moves bytes. Two of three changes are in
 * the header.
 *
 * @param {Uint8Array} file
 * @param {number} header its length
 */
function mutated(file, header) {
  const at = Math.min(next() % 3 ? below(header) : below(file.length), file.length - 1);
  const count = 1 + below(9);
  const other = below(file.length);
  switch (below(6)) {
    case 0:
      return file.with(at, below(256));
    case 1:
      return file.with(at, file[at] ^ (1 << below(8)));
    case 2: {
      const piece = new TextEncoder().encode(PIECES[below(PIECES.length)]);
      const copy = file.slice();
      copy.set(piece.subarray(0, file.length - at), at);
      return copy;
    }
    case 3:
      return spliced(file, at, count, new Uint8Array());
    case 4:
      return spliced(file, at, 0, file.subarray(other, other + count));
    default:
      return spliced(file, at, count, file.subarray(other, other + count));
  }
}

/**
 * @param {Uint8Array} file
 * @param {number} at
 * @param {number} removed
 * @param {Uint8Array} added
 */
function spliced(file, at, removed, added) {
  const end = file.subarray(at + removed);
  const result = new Uint8Array(at + added.length + end.length);
  result.set(file.subarray(0, at));
  result.set(added, at);
  result.set(end, at + added.length);
  return result;
}

/**
 * Mutates a file many times.
 *
 * @param {import('node:test').TestContext} t
 * @param {ArrayBuffer} original
 * @param {(file: ArrayBuffer) => boolean} read false for a result that is none
 * @param {number} count
 */
function mutate(t, original, read, count) {
  const whole = new Uint8Array(original);
  const header = 8 + Number(new DataView(original).getBigUint64(0, true));
  const counts = { refused: 0, read: 0 };
  let slowest = 0;
  for (let i = 0; i < count; i++) {
    let file = mutated(whole, header);
    while (next() % 3 === 0) file = mutated(file, header);
    const start = performance.now();
    try {
      assert.ok(read(/** @type {ArrayBuffer} */ (file.buffer)));
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
