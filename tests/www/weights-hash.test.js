import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { weightsHash } from '../../www/src/files/weights-hash.js';
import { SMALL, TEXT } from './support/saved-run.js';

test('the hash of weights is that of the crate', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const playground = new Playground(TEXT, { ...SMALL, seed });
    assert.equal(weightsHash(playground.weights()), playground.weightsHash());
  }
  assert.equal(weightsHash(new Float32Array()), 'cbf29ce484222325');
});
