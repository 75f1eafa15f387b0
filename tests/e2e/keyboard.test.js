import assert from 'node:assert/strict';
import { GROUPS } from '../../www/src/element/panels.js';
import { controls } from './support/controls.js';
import { serveRecorded, testInEveryBrowser } from './support/every-browser.js';
import { focused, tabTo } from './support/keyboard.js';
import { reachState } from './support/records.js';

const { url } = await serveRecorded();

testInEveryBrowser('a reader trains, writes and opens every view by keyboard', async (page) => {
  await page.goto(`${url}/index.html`);
  const ui = controls(page);
  await page.locator('lstm-playground').evaluate((tag) => {
    Object.assign(tag, {
      text: 'no mouse, no screen, and no harm. '.repeat(20),
      config: { hiddenSize: 12, seqLen: 8, batchSize: 2, workers: 1 },
    });
  });
  await tabTo(page, ui.step);
  await page.press('Enter');
  await ui.figures.steps.getByText('1', { exact: true }).waitFor();
  await reachState(page, 'paused');
  await tabTo(page, ui.text);
  await page.press('x');
  assert.match(await ui.text.inputValue(), /x/);
  await tabTo(page, ui.write);
  await page.press('Enter');
  await ui.written.getByText(/./).waitFor();

  const titles = Object.values(GROUPS).flatMap((views) =>
    Object.values(views).map(({ title }) => title),
  );
  await tabTo(page, page.getByRole('tab', { name: titles[0], exact: true }));
  for (const title of [...titles.slice(1), titles[0]]) {
    await page.press('ArrowRight');
    await page.getByRole('tabpanel', { name: title, exact: true }).waitFor();
    assert.equal(await focused(page), title);
  }
  await page.press('End');
  assert.equal(await focused(page), titles.at(-1));
  await page.press('Home');
  assert.equal(await focused(page), titles[0]);
});
