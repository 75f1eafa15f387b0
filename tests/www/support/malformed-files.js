/** Files that are no runs. */

import { Playground } from '../../../www/pkg/lstm_playground.js';
import { writeRun } from '../../../www/src/files/run-file.js';
import { MAX_BYTES, MAX_HEADER } from '../../../www/src/files/safetensors.js';
import { forged, joined, partsOf, withMetadata, withNumbers, withTensor } from './forge.js';
import { SMALL, TEXT, savedRun } from './saved-run.js';

const playground = new Playground(TEXT, SMALL);
playground.trainSteps(31);
const FILE = writeRun(savedRun(playground));
const { header, data } = partsOf(FILE);
/** A value as deep as the limit of the header allows. */
const DEEP = '['.repeat(15_000) + ']'.repeat(15_000);
const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);
/** @param {(view: DataView) => void} change */
const inWeights = (change) => withNumbers(FILE, 'model.weight_hh_l0', change);
/** @param {object} changes */
const entry = (changes) =>
  forged(FILE, ({ header }) => Object.assign(header['model.head.bias'], changes));
/** @param {object} changes */
const metadata = (changes) =>
  forged(FILE, ({ header }) => Object.assign(header.__metadata__, changes));
/** @param {object} changes */
const counters = (changes) =>
  withMetadata(FILE, 'counters', (value) => Object.assign(value, changes));
/** @param {object} changes */
const config = (changes) => withMetadata(FILE, 'config', (value) => Object.assign(value, changes));

/**
 * Malformed files, each with the problem and the expectation in its message.
 *
 * @type {[string, () => ArrayBuffer][]}
 */
export const MALFORMED = [
  [
    'the file has 67,108,865 bytes; expected at most 67,108,864',
    () => new ArrayBuffer(MAX_BYTES + 1),
  ],
  ['the file has 0 bytes; expected a safetensors file', () => new ArrayBuffer(0)],
  ['the file has 7 bytes; expected a safetensors file', () => new ArrayBuffer(7)],
  [
    'the first bytes announce a header of 65,537 bytes; expected a safetensors file with a header of at most 65,536',
    () => joined('{}', data, MAX_HEADER + 1),
  ],
  [
    'the first bytes announce a header of 18,446,744,073,709,552,000 bytes; expected a safetensors file with a header of at most 65,536',
    () => joined('{}', data, 2n ** 64n - 1n),
  ],
  [
    'the file ends within its header; expected 17 bytes or more',
    () => joined('{}', new Uint8Array(), 9),
  ],
  ['the file ends within its header; expected 4,672 bytes or more', () => FILE.slice(0, 200)],
  ['the tensors end at byte 3,534; expected 3,533, where the file ends', () => FILE.slice(0, -1)],
  [
    'the tensors end at byte 3,534; expected 3,535, where the file ends',
    () => joined(JSON.stringify(header), Uint8Array.of(...data, 0)),
  ],
  ['its header cannot be read; expected JSON in UTF-8', () => joined('not JSON')],
  ['its header is not an object; expected one entry for each tensor', () => joined('[]')],
  ['its header is not an object; expected one entry for each tensor', () => joined('null')],
  [
    'its header cannot be read; expected JSON in UTF-8',
    () => joined(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)),
  ],
  ['its header cannot be read; expected JSON in UTF-8', () => joined('['.repeat(MAX_HEADER - 8))],
  [
    'its header cannot be read; expected JSON in UTF-8',
    () => joined(`{"a":${'[{"a":'.repeat(9000)}`),
  ],
  ['it names no format; expected "lstm-playground run"', () => joined('{}')],
  [
    '"__metadata__" is not an object; expected strings by name',
    () => forged(FILE, ({ header }) => (header.__metadata__ = null)),
  ],
  [
    '"__metadata__" is not an object; expected strings by name',
    () => forged(FILE, ({ header }) => (header.__metadata__ = ['a'])),
  ],
  [
    '"version" in "__metadata__" is not a string; expected strings by name',
    () => metadata({ version: 1 }),
  ],
  ['its format is "pt"; expected "lstm-playground run"', () => metadata({ format: 'pt' })],
  [
    'its format has the version "2", and this page reads 1: use a newer one',
    () => metadata({ version: '2' }),
  ],
  ['its format has the version "1.0"; expected 1', () => metadata({ version: '1.0' })],
  [
    'the entry of the tensor "<img src=x onerror=1>" is not an object; expected dtype, shape and data_offsets',
    () => forged(FILE, ({ header }) => (header['<img src=x onerror=1>'] = 7)),
  ],
  [
    'the dtype of the tensor "model.head.bias" is "BF16"; expected F64, F32, U8',
    () => entry({ dtype: 'BF16' }),
  ],
  [
    'the dtype of the tensor "model.head.bias" is "__proto__"; expected F64, F32, U8',
    () => entry({ dtype: '__proto__' }),
  ],
  [
    'the shape of the tensor "model.head.bias" is [-4]; expected a list of whole numbers',
    () => entry({ shape: [-4] }),
  ],
  [
    'the shape of the tensor "model.head.bias" is [9007199254740992,9007199254740992]; expected a list of whole numbers',
    () => entry({ shape: [2 ** 53, 2 ** 53] }),
  ],
  [
    'its header gives 16 bytes of the tensor "model.head.bias"; expected 12 for F32 [3]',
    () => entry({ shape: [3] }),
  ],
  ['the tensor "model.head.bias" is F32 [2,2]; expected F32 [4]', () => entry({ shape: [2, 2] })],
  [
    'the tensor "model.head.bias" begins at byte 0; expected byte 8, where the one before it ends',
    () => entry({ data_offsets: [0, 16] }),
  ],
  [
    'its header gives -16 bytes of the tensor "model.head.bias"; expected 16 for F32 [4]',
    () => entry({ data_offsets: [16, 0] }),
  ],
  [
    'the tensor "optimizer.mean.weight_ih_l0" begins at byte 536; expected byte 520, where the one before it ends',
    () => entry({ data_offsets: [1e15, 1e15 + 16] }),
  ],
  [
    'the entry of the tensor "model.head.bias" has "data_offsets, dtype, more, shape"; expected dtype, shape and data_offsets',
    () => entry({ more: 1 }),
  ],
  [
    'the entry of the tensor "model.head.bias" has "data_offsets, dtype"; expected dtype, shape and data_offsets',
    () => forged(FILE, ({ header }) => delete header['model.head.bias'].shape),
  ],
  [
    'the tensor "model.head.bias" is F32 [5]; expected F32 [4]',
    () => withTensor(FILE, 'model.head.bias', new Uint8Array(20), { shape: [5] }),
  ],
  [
    'the tensor "model.head.bias" is F64 [4]; expected F32 [4]',
    () => withTensor(FILE, 'model.head.bias', new Uint8Array(32), { dtype: 'F64' }),
  ],
  [
    'the tensor "state" has 0 numbers; expected 6 for each of 1 to 5 streams',
    () => withTensor(FILE, 'state', new Uint8Array(0), { shape: [0] }),
  ],
  [
    'the tensor "state" has 36 numbers; expected 6 for each of 1 to 5 streams',
    () => withTensor(FILE, 'state', new Uint8Array(4 * 6 * 6), { shape: [36] }),
  ],
  [
    'the tensor "validation.state" has 1 numbers; expected 6 for each of 1 to 5 streams',
    () => withTensor(FILE, 'validation.state', new Uint8Array(4), { shape: [1] }),
  ],
  [
    'the tensor "model.head.bias" is missing; expected F32 [4]',
    () =>
      forged(FILE, ({ header }) => {
        header['model.other'] = header['model.head.bias'];
        delete header['model.head.bias'];
      }),
  ],
  [
    'there is a tensor "more"; expected those of a run alone',
    () =>
      forged(
        FILE,
        ({ header }) => (header.more = { ...header.text, data_offsets: [0, 0], shape: [0] }),
      ),
  ],
  [
    'the tensor "model.weight_hh_l0" has a number that is not finite; expected finite numbers',
    () => inWeights((view) => view.setFloat32(0, NaN, true)),
  ],
  [
    'the tensor "model.weight_hh_l0" has a number that is not finite; expected finite numbers',
    () => inWeights((view) => view.setFloat32(8, Infinity, true)),
  ],
  [
    'the tensor "best.head.bias" has a number that is not finite; expected finite numbers',
    () => withNumbers(FILE, 'best.head.bias', (view) => view.setFloat32(0, -Infinity, true)),
  ],
  [
    'the tensor "optimizer.mean.head.bias" has a number that is NaN; expected numbers',
    () => withNumbers(FILE, 'optimizer.mean.head.bias', (view) => view.setFloat32(0, NaN, true)),
  ],
  [
    'the tensor "validation.losses" cannot be the losses of a pass; expected at most 900 finite numbers, none below 0',
    () => withNumbers(FILE, 'validation.losses', (view) => view.setFloat64(0, NaN, true)),
  ],
  [
    'the curve "training" has steps out of order; expected ascending steps up to 31',
    () => withNumbers(FILE, 'curve.training', (view) => view.setFloat64(0, 4, true)),
  ],
  [
    'the curve "training" has steps out of order; expected ascending steps up to 31',
    () => withNumbers(FILE, 'curve.training', (view) => view.setFloat64(0, 0.5, true)),
  ],
  [
    'the curve "gradient" has a value that is NaN; expected numbers',
    () => withNumbers(FILE, 'curve.gradient', (view) => view.setFloat64(16, NaN, true)),
  ],
  [
    'the text "text" cannot be read; expected UTF-8',
    () => withNumbers(FILE, 'text', (view) => view.setUint8(0, 0xff)),
  ],
  [
    'the vocabulary is empty or has a character twice; expected every character of the text once',
    () => withNumbers(FILE, 'vocabulary', (view) => view.setUint8(0, view.getUint8(1))),
  ],
  [
    'the tensor "model.weight_ih_l0" is F32 [12,4]; expected F32 [12, 5]',
    () => withTensor(FILE, 'vocabulary', bytes('abcde'), { shape: [5] }),
  ],
  ['"config" in "__metadata__" is "{"; expected JSON', () => metadata({ config: '{' })],
  [
    '"config" in "__metadata__" is not an object; expected values by name',
    () => metadata({ config: '7' }),
  ],
  [
    '"counters" in "__metadata__" is not an object; expected values by name',
    () => metadata({ counters: '[]' }),
  ],
  [
    '"curves" is missing in "__metadata__"; expected JSON',
    () => forged(FILE, ({ header }) => delete header.__metadata__.curves),
  ],
  [
    'hidden_size in "config" is 0; expected a whole number from 1 to 1024',
    () => config({ hidden_size: 0 }),
  ],
  [
    'the tensor "model.weight_ih_l0" is F32 [12,4]; expected F32 [16, 4]',
    () => config({ hidden_size: 4 }),
  ],
  [
    'cell in "config" is "transformer"; expected one of lstm, peephole, four-gate, no-input-gate, no-forget-gate, no-output-gate, linear-input, linear-output, coupled-gates, full-gate-recurrence, gru, rnn',
    () => config({ cell: 'transformer' }),
  ],
  [
    'cell in "config" is {"toString":"<b>"}; expected one of lstm, peephole, four-gate, no-input-gate, no-forget-gate, no-output-gate, linear-input, linear-output, coupled-gates, full-gate-recurrence, gru, rnn',
    () => config({ cell: { toString: '<b>' } }),
  ],
  [
    'seed in "config" is undefined; expected a whole number from 0 to 4294967295',
    () => config({ seed: undefined }),
  ],
  [
    '"config" has "hiddenSize"; expected cell, hidden_size, num_layers, seq_len, batch_size, dropout, forget_bias, optimizer, learning_rate, schedule, grad_clip, weight_decay, validation_fraction, validation_split, separator, rare_below, patience, max_steps, seed',
    () => config({ hiddenSize: 3 }),
  ],
  [
    'the counter learning_rate is 0.01; expected 0.5, as in "config"',
    () => config({ learning_rate: 0.5 }),
  ],
  ['the counter step is -1; expected a whole number', () => counters({ step: '-1' })],
  ['the counter step is "1e400"; expected a number as a string', () => counters({ step: '1e400' })],
  ['the counter step is 31; expected a number as a string', () => counters({ step: 31 })],
  ['the counter step is "0x1f"; expected a number as a string', () => counters({ step: '0x1f' })],
  [
    'the counter windows_read is 0.5; expected a whole number',
    () => counters({ windows_read: '0.5' }),
  ],
  [
    'the counter last_good_step is 32; expected at most 31, the step',
    () => counters({ last_good_step: '32' }),
  ],
  ['the counter stop is 3; expected at most 2', () => counters({ stop: '3' })],
  [
    'the counter beta_1_power is 1.5; expected a number from 0 to 1',
    () => counters({ beta_1_power: '1.5' }),
  ],
  [
    'the counter best_validation_loss is Infinity; expected a finite number',
    () => counters({ best_validation_loss: 'Infinity' }),
  ],
  [
    'there is a tensor "best.weight_ih_l0"; expected those of a run alone',
    () => counters({ best_validation_step: '0' }),
  ],
  [
    'there is a counter "epoch"; expected step, windows_read, dropout_draws, last_good_step, position_offset, position_next, newest_validation_step, best_validation_step, pass_step, pass_portions, patience_from, stop, best_loss, beta_1_power, beta_2_power, learning_rate, newest_validation_loss, best_validation_loss',
    () => counters({ epoch: '1' }),
  ],
  [
    'length in "sampling" is undefined; expected a whole number from 0 to 100000',
    () => metadata({ sampling: '{"temperature":11}' }),
  ],
  [
    'a sample is 7; expected step, seed, is_best, prompt_bytes, text_bytes and perhaps copied',
    () => metadata({ samples: '[7]' }),
  ],
  [
    'the tensor "samples" has 7 bytes; expected 0, as its entries say',
    () => metadata({ samples: '[]' }),
  ],
  [
    'a baseline is [0,"NaN"]; expected an order and its bits as a string',
    () => metadata({ baselines: '[[0,"NaN"]]' }),
  ],
  [
    'the figure "epoch" is "<b>"; expected numbers for epoch, loss, bits_per_char, grad_norm, chars, chars_per_second, workers, validation_bits, validation_step, clipped_since, learning_rate_chosen',
    () => metadata({ figures: '{"epoch":"<b>"}' }),
  ],
  [
    '"curves" has {"stride":1,"filled":1} for "training"; expected a stride, and fewer points filled',
    () => metadata({ curves: '{"training":{"stride":1,"filled":1}}' }),
  ],
  [
    'the shape of the tensor "a" is a value nested too deeply; expected a list of whole numbers',
    () =>
      joined(
        JSON.stringify({ a: { dtype: 'U8', shape: 'DEEP', data_offsets: [0, 0] } }).replace(
          '"DEEP"',
          DEEP,
        ),
      ),
  ],
  [
    'cell in "config" is a value nested too deeply; expected one of lstm, peephole, four-gate, no-input-gate, no-forget-gate, no-output-gate, linear-input, linear-output, coupled-gates, full-gate-recurrence, gru, rnn',
    () => metadata({ config: `{"cell":${DEEP}}` }),
  ],
  [
    'the counter step is a value nested too deeply; expected a number as a string',
    () => metadata({ counters: `{"step":${DEEP}}` }),
  ],
  [
    'a sample is a value nested too deeply; expected step, seed, is_best, prompt_bytes, text_bytes and perhaps copied',
    () => metadata({ samples: `[${DEEP}]` }),
  ],
  ['"reads_unknown" is "yes"; expected true or false', () => metadata({ reads_unknown: 'yes' })],
  [
    '"task" is "{\\"task\\":\\"recall\\",\\"lag\\":3}"; expected task, lag, chars, seed, bits_per_char and index of a memory test',
    () => metadata({ task: '{"task":"recall","lag":3}' }),
  ],
];
