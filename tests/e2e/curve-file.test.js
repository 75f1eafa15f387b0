import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { openPost } from './support/browser.js';
import { controls } from './support/controls.js';

const TEXT = 'the curve leaves as a table. '.repeat(60);

test('the curve as CSV has perplexities and the norm of the gradient', async (t) => {
  const { page } = await openPost(
    t,
    `<lstm-playground panels="curve" text="${TEXT}" max-steps="60"></lstm-playground>`,
  );
  const ui = controls(page);
  await ui.train.click();
  await ui.state.getByText('Paused').waitFor();
  await page.getByText('Table', { exact: true }).click();
  await page.getByRole('row', { name: /^60 / }).waitFor();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV', exact: true }).click();
  const download = await saving;
  assert.equal(download.suggestedFilename(), 'curve.csv');
  const [heads, ...rows] = (await readFile(await download.path(), 'utf8'))
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
  const names = [
    ...['steps', 'learnt text', 'unseen text', 'perplexity of learnt text'],
    ...['perplexity of unseen text', 'gradient norm before clipping'],
  ];
  assert.deepEqual(heads.slice(0, names.length), names);
  /** @param {string} name */
  const column = (name) => rows.map((row) => row[heads.indexOf(name)]);
  const steps = column('steps').map(Number);
  assert.equal(steps.at(-1), 60);
  for (const text of ['learnt text', 'unseen text']) {
    const perplexities = column(`perplexity of ${text}`);
    column(text).forEach((bits, i) => {
      if (bits === '') return assert.equal(perplexities[i], '');
      // Browsers and Node differ in the last digit of a power.
      const ratio = Number(perplexities[i]) / 2 ** Number(bits);
      assert.ok(Math.abs(ratio - 1) < 1e-12, `${text}, step ${steps[i]}: ${perplexities[i]}`);
    });
    assert.ok(
      perplexities.some((value) => Number(value) > 1),
      text,
    );
  }
  /** @type {{step: number, gradNorm: number}[]} */
  const reports = await page.evaluate(() =>
    /** @type {any} */ (window).records.step.map((/** @type {any} */ { step, gradNorm }) => ({
      step,
      gradNorm,
    })),
  );
  const norms = column('gradient norm before clipping');
  const reported = new Map(reports.map(({ step, gradNorm }) => [step, gradNorm]));
  const last = /** @type {number} */ (reports.at(-1)?.step);
  assert.equal(Number(norms[steps.indexOf(last)]), reported.get(last));
  assert.ok(norms.every((norm, i) => norm === '' || Number(norm) === reported.get(steps[i])));
});
