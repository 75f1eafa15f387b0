import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkResume, PRODUCT } from './support/resume.js';

for (const settings of PRODUCT) {
  test(`60 steps, a file and 40 steps are 100 steps: ${Object.values(settings).join(' ')}`, async () => {
    const { step } = await checkResume(settings);
    assert.equal(step, 100);
  });
}

test('a run that is opened stops by itself at the same step, with the same best weights', async () => {
  const byPatience = await checkResume({ patience: 20 });
  assert.equal(byPatience.stop, 'patience');
  assert.ok(byPatience.step > 60 && byPatience.step < 100, `it stopped at ${byPatience.step}`);
  assert.ok(byPatience.step - Number(byPatience.validation?.bestStep) >= 20);
  const bySetting = await checkResume({ maxSteps: 77 });
  assert.deepEqual([bySetting.stop, bySetting.step], ['maxSteps', 77]);
});
