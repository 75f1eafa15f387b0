import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moreSteps, records } from './support/records.js';
import {
  assertAgrees,
  LARGE,
  modelOf,
  openGradientCheck,
  readReport,
  SMALL,
} from './support/gradient-check.js';
import { assertSoon } from './support/soon.js';

test('a second press during a check changes nothing, and a later one starts another', async (t) => {
  const { page, ui, panel } = await openGradientCheck(t, LARGE);
  await ui.checkGradients.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter'); // while the model is created
  await ui.verdict.getByText('Comparing.').waitFor();
  let last = 0;
  for (let presses = 0; presses < 10 || last === 0; presses++) {
    await page.keyboard.press('Enter');
    const now = await panel
      .locator('progress')
      .evaluate((/** @type {any} */ { value }) => Number(value));
    assert.ok(now >= last, `the check started again: ${now} after ${last}`);
    last = now;
  }
  assert.equal(assertAgrees(await readReport(page), modelOf(LARGE)), 0);
  await page.locator('button:focus').getByText('Prove it').waitFor();
  await ui.step.click();
  await ui.checkGradients.dblclick();
  await ui.verdict.getByText(/compared after 1 step;/).waitFor();
  const { errors, workers } = await records(page);
  assert.deepEqual([errors, workers], [[], 1]);
});

for (const order of [
  ['Train', 'Prove it'],
  ['Prove it', 'Train'],
]) {
  test(`${order.join(' and ')} may be pressed in immediate succession`, async (t) => {
    // It trains on, also when the check takes as long as the patience.
    const { page } = await openGradientCheck(t, { ...SMALL, patience: 0 });
    await page.locator('lstm-playground').evaluate(({ shadowRoot }, names) => {
      const buttons = [...(shadowRoot?.querySelectorAll('button') ?? [])];
      for (const name of names) buttons.find((button) => button.textContent === name)?.click();
    }, order);
    await readReport(page);
    await moreSteps(page, 3);
    const { states, errors, workers } = await records(page);
    assert.deepEqual([states.at(-1), errors, workers], ['training', [], 1], String(states));
  });
}

test('Reset clears a finished check, and ends a running one', async (t) => {
  const { page, ui, panel } = await openGradientCheck(t, LARGE);
  const cleared = [ui.verdict, panel.getByRole('table'), panel.getByRole('progressbar')];
  for (const wait of [
    () => ui.verdict.getByText('Comparing.').waitFor(),
    () => ui.agreed.waitFor(),
  ]) {
    await ui.checkGradients.click();
    await wait();
    await ui.reset.click();
    for (const element of cleared) await element.waitFor({ state: 'hidden' });
    await ui.state.getByText('Ready').waitFor();
    assert.equal(await ui.error.isVisible(), false);
  }
  await ui.checkGradients.click();
  assertAgrees(await readReport(page), modelOf(LARGE));
  const { errors, workers, terminated } = await records(page);
  assert.deepEqual([errors, workers, terminated], [[], 3, 2]);
});

test('a reset during the creation of the model to check leaves no error', async (t) => {
  const { page, ui } = await openGradientCheck(t, SMALL);
  for (const isLater of [false, true]) {
    await page.locator('lstm-playground').evaluate((/** @type {any} */ tag, isLater) => {
      const reset = () => (isLater ? setTimeout(() => tag.reset()) : tag.reset());
      tag.addEventListener('lstm-state', reset, { once: true });
    }, isLater);
    await ui.checkGradients.click();
    await page.waitForFunction(() => {
      const states = /** @type {any} */ (window).records.state;
      return states.at(-1).state === 'idle' && states.at(-2).state === 'starting';
    });
    await assertSoon(async () => assert.equal(await ui.verdict.innerText(), ''));
  }
  await ui.checkGradients.click();
  assertAgrees(await readReport(page), modelOf(SMALL));
  assert.deepEqual((await records(page)).errors, []);
});

test('the removal of the tag ends its check silently', async (t) => {
  const { page, ui } = await openGradientCheck(t, LARGE);
  await ui.checkGradients.click();
  await ui.verdict.getByText('Comparing.').waitFor();
  await page.locator('lstm-playground').evaluate((tag) => tag.remove());
  await page.waitForFunction(() => /** @type {any} */ (window).records.terminated === 1);
  assert.deepEqual((await records(page)).errors, []);
});
