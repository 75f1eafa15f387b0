import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingPrograms, openBrowser } from '../../scripts/webdriver.mjs';

for (const name of /** @type {const} */ (['Chromium', 'Firefox', 'WebKit'])) {
  const missing = missingPrograms(name);
  const skip = missing.length > 0 && `${missing.join(' and ')} missing`;
  test(`${name} opens a page and runs a function in it`, { skip }, async (t) => {
    const browser = await openBrowser(name);
    t.after(() => browser.close());
    assert.match(browser.version, /^\d+\./);
    await browser.goTo('data:text/html,<title>a page</title>');
    const title = await browser.execute(async (/** @type {number} */ count) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return document.title.repeat(count);
    }, 2);
    assert.equal(title, 'a pagea page');
    const failing = browser.execute(() => {
      throw new RangeError('too far');
    });
    await assert.rejects(failing, new Error('RangeError: too far'));
  });
}
