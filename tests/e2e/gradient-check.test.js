import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatScientific } from '../../www/src/lib/format.js';
import { complete, gradientCheckOf } from '../www/support/gradient-check-of.js';
import { moreSteps, reachState, records } from './support/records.js';
import { openTab } from './support/controls.js';
import {
  assertAgrees,
  ENTRIES,
  modelOf,
  openGradientCheck,
  readReport,
  SMALL,
  TEXT,
} from './support/gradient-check.js';

/**
 * The table of the same model in Node.
 *
 * @param {import('../../www/pkg/lstm_playground.js').Playground} model */
function tableOf(model) {
  const { tensors } = complete(gradientCheckOf(model, ENTRIES));
  return tensors.map(({ name, entries, largestError, row, column, gradient, difference }) => [
    ...[name, String(entries), formatScientific(largestError), `${row}, ${column}`],
    ...[formatScientific(gradient), formatScientific(difference)],
  ]);
}

for (const cell of /** @type {const} */ ([
  'lstm',
  'peephole',
  'full-gate-recurrence',
  'four-gate',
  'gru',
  'rnn',
])) {
  test(`${cell} passes the gradient check before training and after it`, async (t) => {
    const { page, ui, panel } = await openGradientCheck(t, { ...SMALL, cell });
    await ui.checkGradients.click();
    const untrained = await readReport(page);
    const config = await page
      .locator('lstm-playground')
      .evaluate((/** @type {any} */ tag) => tag.config);
    const model = modelOf(config); // with what the page suggests for the text
    assert.equal(assertAgrees(untrained, model), 0, 'the step of the initial weights');
    assert.deepEqual(untrained.rows, tableOf(model), 'the gradients of the same model in Node');
    const idle = await records(page);
    assert.deepEqual(
      [idle.steps.length, idle.states.at(-1)],
      [0, 'paused'],
      'a check does not train',
    );

    await ui.train.click();
    await moreSteps(page, 3);
    await ui.pause.click();
    await reachState(page, 'paused');
    await panel.getByText('after 0 steps;').waitFor(); // the old verdict stays until the next check
    await ui.checkGradients.click();
    await ui.verdict.getByText(/compared after [1-9]/).waitFor();
    const trained = await readReport(page);
    const { steps, errors, workers } = await records(page);
    assert.equal(
      assertAgrees(trained, model),
      steps.at(-1)?.step,
      'the step at which training paused',
    );
    model.trainSteps(Number(steps.at(-1)?.step));
    assert.deepEqual(trained.rows, tableOf(model), 'the gradients at that step');
    assert.notDeepEqual(trained.rows, untrained.rows);
    assert.deepEqual([errors, workers], [[], 1]);
  });
}

test('the check tests the model in training, not a cell that was chosen later', async (t) => {
  const { page, ui } = await openGradientCheck(t, { ...SMALL, cell: 'peephole' });
  await ui.step.click();
  await ui.figures.steps.getByText('1', { exact: true }).waitFor();
  // By the host page: a reader's choice would restart at once.
  await page
    .locator('lstm-playground')
    .evaluate((/** @type {any} */ tag) => (tag.config = { ...tag.config, cell: 'rnn' }));
  await ui.checkGradients.click();
  assertAgrees(await readReport(page), modelOf({ ...SMALL, cell: 'peephole' }));
  await ui.reset.click();
  await ui.checkGradients.click();
  assertAgrees(await readReport(page), modelOf({ ...SMALL, cell: 'rnn' }));
});

test('the check reports a missing text and a wrong setting', async (t) => {
  const { page, ui } = await openGradientCheck(t, SMALL, '');
  await ui.checkGradients.click();
  await ui.error.getByText(/^The text is empty: type or paste one/).waitFor();
  await ui.text.fill('a');
  await ui.checkGradients.click();
  await ui.error.getByText(/^The text has one letter/).waitFor();
  await ui.text.fill(TEXT);
  await openTab(page, 'Settings');
  await page.getByLabel('Hidden size', { exact: true }).fill('0');
  await openTab(page, 'Cell');
  await ui.checkGradients.click();
  await ui.error.getByText(/^hiddenSize must be .*, got 0$/).waitFor();
  assert.equal(await ui.verdict.innerText(), '');
  const { workers, states } = await records(page);
  assert.deepEqual([workers, states.at(-1)], [0, 'idle']);
  await openTab(page, 'Settings');
  await page.getByLabel('Hidden size', { exact: true }).fill('12');
  await openTab(page, 'Cell');
  await ui.error.waitFor({ state: 'hidden' });
  await ui.checkGradients.click();
  assertAgrees(await readReport(page), modelOf(SMALL));
  assert.equal(await ui.error.isVisible(), false);
});

test('a 64-bit copy that needs too much memory is refused, and the model continues', async (t) => {
  const shape = { hiddenSize: 940, numLayers: 3, seqLen: 1, batchSize: 1 };
  const config = { ...shape, optimizer: 'sgd', validationFraction: 0 };
  const { page, ui } = await openGradientCheck(t, /** @type {any} */ (config));
  await ui.checkGradients.click();
  await ui.error.getByText(/need \d+ MiB of memory and 512 MiB are allowed/).waitFor();
  assert.equal(await ui.verdict.innerText(), '');
  await ui.step.click();
  await ui.figures.steps.getByText('1', { exact: true }).waitFor();
  assert.equal(await ui.error.isVisible(), false);
  assert.equal((await records(page)).workers, 1);
});
