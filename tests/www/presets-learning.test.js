import assert from 'node:assert/strict';
import { test } from 'node:test';
import { presetModel, trainUntil, validationBits } from './support/preset-model.js';

for (const { id, seconds, share } of [
  { id: 'tales', seconds: 15, share: 0.9 },
  { id: 'sums', seconds: 20, share: 1 },
  { id: 'brackets', seconds: 20, share: 1 },
  { id: 'names', seconds: 20, share: 1 },
  { id: 'program', seconds: 20, share: 1 },
  { id: 'tunes', seconds: 20, share: 1 },
  { id: 'dates', seconds: 20, share: 1 },
]) {
  test(`${id}: the network beats counting within the steps of ${seconds} s`, (t) => {
    const model = presetModel(id);
    const bound = model.baseline * share;
    const isBetter = () => validationBits(model.playground) < bound;
    const wasBetter = trainUntil(model, seconds, isBetter);
    const bits = validationBits(model.playground).toFixed(3);
    const steps = model.playground.steps();
    const time = (steps / model.stepsPerSecond).toFixed(1);
    const found = `${bits} bits at step ${steps} (${time} s), the bound is ${bound.toFixed(3)}`;
    t.diagnostic(found);
    assert.ok(wasBetter, found);
  });
}
