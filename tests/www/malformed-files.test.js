import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { readRun, writeRun } from '../../www/src/files/run-file.js';
import { MAX_BYTES } from '../../www/src/files/safetensors.js';
import { MALFORMED } from './support/malformed-files.js';
import { SMALL, TEXT, savedRun } from './support/saved-run.js';

/** Milliseconds of the processor in which a file must be refused, the fastest of three times. */
const LIMIT = 50;

/**
 * Milliseconds of the processor, which other programs on the machine do not lengthen.
 *
 * @param {() => void} work
 */
function spent(work) {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

for (const [index, [problem, make]] of MALFORMED.entries()) {
  test(`malformed file ${index + 1}: ${problem}`, () => {
    const file = make();
    const error = { name: 'RunFileError', message: `The file cannot be opened: ${problem}.` };
    const times = [1, 2, 3].map(() => spent(() => assert.throws(() => readRun(file), error)));
    assert.ok(Math.min(...times) < LIMIT, `it took ${times} ms`);
  });
}

test('a large file is refused without memory for its numbers', () => {
  const large = new Playground(TEXT, { ...SMALL, hiddenSize: 900, batchSize: 1 });
  const file = writeRun(savedRun(large));
  large.free();
  assert.ok(file.byteLength > 0.75 * MAX_BYTES);
  const view = new DataView(file);
  const length = Number(view.getBigUint64(0, true));
  const entries = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 8, length)));
  const [, end] = entries['last_good.head.bias'].data_offsets;
  view.setFloat32(8 + length + end - 4, NaN, true);
  const before = process.memoryUsage().arrayBuffers;
  const refused = /"last_good.head.bias" has a number that is not finite/;
  const times = [1, 2, 3].map(() => spent(() => assert.throws(() => readRun(file), refused)));
  assert.ok(process.memoryUsage().arrayBuffers - before < 2 ** 20);
  assert.ok(Math.min(...times) < LIMIT, `it took ${times} ms`);
});
