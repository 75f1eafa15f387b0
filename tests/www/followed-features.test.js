import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  FEATURES,
  followed,
  unfollowed,
} from '../../www/src/views/inspection/followed-features.js';

/** @typedef {import('../../www/src/views/inspection/followed-features.js').Feature} Feature */

const features = /** @type {Feature[]} */ (Object.keys(FEATURES));

/**
 * @param {Feature} feature
 * @param {number} unit
 * @param {number} correlation
 */
const match = (feature, unit, correlation) => ({ feature, layer: 0, unit, correlation });

for (const feature of features) {
  test(`${feature}: a unit follows it with a correlation above 0.3`, () => {
    const others = features.filter((other) => other !== feature);
    const chance = [match(feature, 1, 0.3), match(feature, 2, -0.1)];
    const certain = others.flatMap((other) => [match(other, 3, -0.8), match(other, 4, 0.2)]);
    const matches = [...chance, ...certain];
    assert.deepEqual(
      followed(matches),
      others.map((other) => ({ feature: other, units: [match(other, 3, -0.8)] })),
    );
    assert.equal(unfollowed(matches), `No unit follows ${FEATURES[feature].object} yet.`);
    const better = [match(feature, 1, -0.31), ...matches];
    assert.deepEqual(followed(better)[0], { feature, units: [match(feature, 1, -0.31)] });
    assert.equal(unfollowed(better), '');
  });
}

test('the features that no unit follows are named in one sentence', () => {
  const matches = features.slice(0, 3).map((feature) => match(feature, 0, 0.1));
  assert.deepEqual(followed(matches), []);
  assert.equal(
    unfollowed(matches),
    'No unit follows quotes, brackets, or the depth of brackets yet.',
  );
  assert.equal(unfollowed([]), '');
});
