import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { openPage } from './support/browser.js';

const onDisk = String(pathToFileURL(join(import.meta.dirname, '../../dist/playground.html')));

test('the dialog of a page on a disk says whom the link serves', async (t) => {
  const page = await openPage(t, `${onDisk}#preset=rhyme`);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this setup' });
  await dialog.getByText('its link opens on this computer alone').waitFor();
  await dialog.getByText('in place of your.host').waitFor();
});

test('the dialog stays above the page when a phone is turned, and Escape closes it', async (t) => {
  const viewport = { width: 1280, height: 800 };
  const page = await openPage(t, `${onDisk}#preset=rhyme`, { viewport });
  const opener = page.getByRole('button', { name: 'Share', exact: true });
  await opener.click();
  const dialog = page.getByRole('dialog', { name: 'Share this setup' });
  await dialog.waitFor();
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const commandsAreLast = width < 600;
    await page.locator('lstm-playground').evaluate(async (tag, isLast) => {
      const commands = tag.shadowRoot?.querySelector('section.train');
      const isMoved = () => Boolean(commands?.previousElementSibling) === isLast;
      while (!isMoved()) await new Promise(requestAnimationFrame);
    }, commandsAreLast);
    assert.equal(await dialog.evaluate((element) => element.matches(':modal')), true);
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await opener.click();
  await dialog.waitFor();
});
