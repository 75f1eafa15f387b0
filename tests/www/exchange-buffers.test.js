import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Playground, initSync } from '../../www/pkg/lstm_playground.js';
import { WorkerTree } from './support/worker-tree.js';

/** @param {string} path relative to this file */
const read = (path) => readFileSync(new URL(path, import.meta.url));

initSync({ module: read('../../www/pkg/lstm_playground_bg.wasm') });

const TEXT = read('../fixtures/weights_hash_text.txt').toString().repeat(3);

/** The number of buffers made so far. */
let made = 0;

for (const name of /** @type {const} */ (['ArrayBuffer', 'Float32Array', 'Float64Array'])) {
  Object.assign(globalThis, {
    [name]: new Proxy(globalThis[name], {
      construct(target, args, newTarget) {
        if (!(args[0] instanceof ArrayBuffer)) made++; // else it is a view
        return Reflect.construct(target, args, newTarget);
      },
    }),
  });
}

const { postMessage } = MessagePort.prototype;

/**
 * @param {unknown} value
 * @returns {ArrayBufferView[]}
 */
const viewsIn = (value) =>
  ArrayBuffer.isView(value)
    ? [value]
    : Object.values(typeof value === 'object' ? (value ?? {}) : {}).flatMap(viewsIn);

/** A message copies the buffers that are not transferred, and a transferred one is empty then. */
MessagePort.prototype.postMessage = function (/** @type {any} */ message, transfer) {
  postMessage.call(this, message, /** @type {any} */ (transfer));
  made += viewsIn(message).filter(({ byteLength }) => byteLength > 0).length;
};

for (const workers of [2, 3, 5, 8]) {
  test(`the exchange of ${workers} workers makes no buffer after its first steps`, async (t) => {
    const playgrounds = Array.from(
      { length: workers },
      () => new Playground(TEXT, { hiddenSize: 24, seqLen: 12, batchSize: 32 }),
    );
    const [leader] = playgrounds;
    const tree = new WorkerTree(playgrounds).attachAll();
    t.after(() => tree.close());
    await tree.train(4);
    assert.equal(tree.size, workers);
    assert.ok(made > 0);
    made = 0;
    const steps = leader.steps();
    await tree.dataParallel.trainFor(50); // several steps, ordered ahead
    await tree.dataParallel.trainFor(0);
    assert.ok(leader.steps() > steps + 2);
    assert.equal(made, 0);
  });
}
