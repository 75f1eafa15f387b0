import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatScientific } from '../../www/src/lib/format.js';
import { complete, gradientCheckOf } from '../www/support/gradient-check-of.js';
import { moreSteps, reachState, records } from './support/observe.js';
import {
  assertProves,
  ENTRIES,
  modelOf,
  openProof,
  readProof,
  SMALL,
  TEXT,
} from './support/gradient-checked.js';

/** The table as the same model gives it here. @param {import('../../www/pkg/lstm_playground.js').Playground} model */
function tableOf(model) {
  const { tensors } = complete(gradientCheckOf(model, ENTRIES));
  return tensors.map(({ name, entries, largestError, row, column, gradient, difference }) => [
    ...[name, String(entries), formatScientific(largestError), `${row}, ${column}`],
    ...[formatScientific(gradient), formatScientific(difference)],
  ]);
}

for (const cell of /** @type {const} */ (['lstm', 'peephole', 'four-gate', 'gru', 'rnn'])) {
  test(`${cell} is proved as it begins, and as it is after training`, async (t) => {
    const { page, ui, proof } = await openProof(t, { ...SMALL, cell });
    await ui.prove.click();
    const untrained = await readProof(page);
    const model = modelOf({ ...SMALL, cell });
    assert.equal(assertProves(untrained, model), 0, 'the initial weights are those of step 0');
    assert.deepEqual(untrained.rows, tableOf(model), 'they must be the gradients of this model');
    const idle = await records(page);
    assert.deepEqual([idle.steps.length, idle.states.at(-1)], [0, 'paused'], 'it must not train');

    await ui.train.click();
    await moreSteps(page, 3);
    await ui.pause.click();
    await reachState(page, 'paused');
    await proof.getByText('at step 0;').waitFor(); // it stays until the next one
    await ui.prove.click();
    await ui.verdict.getByText(/compared at step [1-9]/).waitFor();
    const trained = await readProof(page);
    const { steps, errors, workers } = await records(page);
    assert.equal(assertProves(trained, model), steps.at(-1)?.step, 'at the step it is paused');
    model.trainSteps(Number(steps.at(-1)?.step));
    assert.deepEqual(trained.rows, tableOf(model), 'of the weights of that step');
    assert.notDeepEqual(trained.rows, untrained.rows);
    assert.deepEqual([errors, workers], [[], 1]);
  });
}

test('what is proved is the model in training, not the cell that was chosen since', async (t) => {
  const { page, ui } = await openProof(t, { ...SMALL, cell: 'peephole' });
  await ui.step.click();
  await ui.figures.step.getByText('1', { exact: true }).waitFor();
  await ui.cell.selectOption('rnn');
  await ui.prove.click();
  assertProves(await readProof(page), modelOf({ ...SMALL, cell: 'peephole' }));
  await ui.reset.click();
  await ui.prove.click();
  assertProves(await readProof(page), modelOf({ ...SMALL, cell: 'rnn' }));
});

test('without a text, or with a wrong setting, it says what is missing', async (t) => {
  const { page, ui } = await openProof(t, SMALL, '');
  await ui.prove.click();
  await ui.error.getByText(/^The text is empty: type or paste one/).waitFor();
  await ui.text.fill('a');
  await ui.prove.click();
  await ui.error.getByText(/^The text has one character/).waitFor();
  await ui.text.fill(TEXT);
  await page.getByLabel('Hidden size', { exact: true }).fill('0');
  await ui.prove.click();
  await ui.error.getByText(/^hiddenSize must be .*, got 0$/).waitFor();
  assert.equal(await ui.verdict.innerText(), '');
  const { workers, states } = await records(page);
  assert.deepEqual([workers, states.at(-1)], [0, 'idle']);
  await page.getByLabel('Hidden size', { exact: true }).fill('12');
  await ui.prove.click();
  assertProves(await readProof(page), modelOf(SMALL));
  assert.equal(await ui.error.isVisible(), false);
});

test('a copy in 64 bits that takes too much memory is refused, and the model goes on', async (t) => {
  const config = { hiddenSize: 940, numLayers: 3, optimizer: 'sgd', seqLen: 1, batchSize: 1 };
  const { page, ui } = await openProof(t, /** @type {any} */ (config));
  await ui.prove.click();
  await ui.error.getByText(/need \d+ MiB of memory and 512 MiB are allowed/).waitFor();
  assert.equal(await ui.verdict.innerText(), '');
  await ui.step.click();
  await ui.figures.step.getByText('1', { exact: true }).waitFor();
  assert.equal(await ui.error.isVisible(), false);
  assert.equal((await records(page)).workers, 1);
});
