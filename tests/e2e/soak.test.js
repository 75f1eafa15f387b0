// Runs alone: it measures memory, which fills later where another test needs the processor.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionsNamed } from '../../scripts/soak/actions.mjs';
import { mostInMinutes } from '../../scripts/soak/counts.mjs';
import { soak } from '../../scripts/soak/run.mjs';
import { missingPrograms } from '../../scripts/webdriver.mjs';

const missing = missingPrograms('Chromium');
const skip = missing.length > 0 && `${missing.join(' and ')} missing`;

/** The saved file comes first, because its address lasts for ten seconds. */
const actions = actionsNamed(['saveAndOpen', 'lookAround', 'reset', 'example', 'race', 'guest']);

test('a minute of use leaves nothing behind in the page', { skip, timeout: 600_000 }, async (t) => {
  const result = await soak('Chromium', {
    ...{ kind: 'use', seed: 1, pace: 0.1, minutes: 0.5 },
    ...{ actions, most: mostInMinutes.Chromium },
  });
  const figures = result.rows.map(
    ({ name, level, slope, error }) => `${name} ${level} + (${slope} ± ${error}) a cycle`,
  );
  t.diagnostic(`${result.cycles} cycles: ${figures.join(', ')}`);
  const growing = result.rows.filter(({ problem }) => problem !== '');
  assert.deepEqual(
    growing.map(({ name, problem }) => `${name} ${problem}`),
    [],
  );
});
