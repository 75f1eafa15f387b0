import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { GradientCheck } from '../../www/pkg/gradient-check/lstm_playground.js';
import { Playground, initSync } from '../../www/pkg/lstm_playground.js';
import { checkInSlices } from '../../www/src/worker/gradient-checker.js';

/** @param {string} path in www/pkg */
const read = (path) => readFileSync(new URL(`../../www/pkg/${path}`, import.meta.url));

initSync({ module: read('lstm_playground_bg.wasm') });
const wasm = new WebAssembly.Module(read('gradient-check/lstm_playground_bg.wasm'));

const text = 'gradients are compared. '.repeat(20);
const config = { hiddenSize: 4, seqLen: 8, batchSize: 2 };
const model = { text, config, charModel: new Playground(text, config).network().model() };

for (const [errorName, error, frees] of /** @type {const} */ ([
  ['an error', new RangeError('no room'), 1],
  ['a trap, which leaves the check borrowed', new WebAssembly.RuntimeError('unreachable'), 0],
])) {
  test(`a gradient check rejects with ${errorName}, and frees its memory ${frees} times`, async (t) => {
    const { mock: free } = t.mock.method(GradientCheck.prototype, 'free');
    t.mock.method(GradientCheck.prototype, 'runFor', () => {
      throw error;
    });
    await assert.rejects(checkInSlices(wasm, model, 0, assert.fail), error);
    assert.equal(free.callCount(), frees);
  });
}
