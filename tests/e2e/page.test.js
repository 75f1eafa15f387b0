import assert from 'node:assert/strict';
import { serveRecorded, testInEveryBrowser } from './support/every-browser.js';

const html = `<!doctype html>
<html>
  <head></head>
  <body>
    <section aria-label="Outside"><button>Train</button></section>
    <div id="host"></div>
    <script>
      const root = host.attachShadow({ mode: 'open' });
      root.innerHTML = \`
        <h2 id="title">What it <em>writes</em></h2>
        <section aria-labelledby="title">
          <button>Tr<b>ain</b></button> <button hidden>Train</button>
          <button aria-label="Train">now</button> <button>Train more</button>
          <button disabled>Late</button>
          <label>Text <textarea></textarea></label>
          <p>Nothing <b>yet</b></p>
        </section>\`;
      root.querySelector('button').onclick = () =>
        setTimeout(() => { root.querySelector('p').textContent = 'Pressed'; }, 50);
      const late = root.querySelector('[disabled]');
      late.onclick = () => { late.textContent = 'Done'; };
    </script>
  </body>
</html>`;
const { url } = await serveRecorded({ '/page.html': html });
const exactly = (/** @type {string} */ name) => ({ name, exact: true });

testInEveryBrowser('elements are found by role and name, also in shadow roots', async (page) => {
  await page.goto(`${url}/page.html`);
  assert.equal(await page.getByRole('button', exactly('Train')).count(), 3);
  assert.equal(await page.getByRole('button', { name: 'train' }).count(), 4);
  const writes = page.getByRole('region', { name: /^What it writes$/ });
  const inside = writes.getByRole('button', exactly('Train'));
  assert.equal(await inside.count(), 2);
  await inside.nth(0).click();
  await writes.getByText('Pressed').waitFor();
  await page.getByText('Nothing yet').waitFor({ state: 'hidden' });
});

testInEveryBrowser('texts are pasted and typed', async (page) => {
  await page.goto(`${url}/page.html`);
  const text = page.getByRole('textbox', exactly('Text'));
  await text.fill('one\ntwo');
  await text.fill('one\nthree');
  await text.press('Home');
  await page.press('ArrowRight');
  await page.press('x');
  assert.equal(await text.inputValue(), 'one\ntxhree');
  await text.fill('');
  await text.pressSequentially('typed ü');
  assert.equal(await text.inputValue(), 'typed ü');
});

testInEveryBrowser('a click waits until its button is enabled', async (page) => {
  await page.goto(`${url}/page.html`);
  const late = page.getByRole('button', exactly('Late'));
  await late.evaluate((button) => {
    setTimeout(() => (button.disabled = false), 200);
  });
  await late.click();
  await page.getByRole('button', exactly('Done')).waitFor();
});

testInEveryBrowser(
  'an unfulfilled expectation tells what came instead, and where',
  async (page) => {
    await page.goto(`${url}/page.html`);
    const { patience } = page;
    page.patience = 100;
    const missing = page.getByRole('button', exactly('Reset')).click();
    await assert.rejects(missing, ({ message }) => {
      assert.match(message, /^expected one button Reset within 0\.1 s in \w+ [\d.]+ at http:/);
      assert.match(message, /, got 0 among \["Train","Train","Train","Train more","Late"\]$/);
      return true;
    });
    const never = page.waitForFunction((count) => document.forms.length > count, 3);
    await assert.rejects(never, /expected .*forms\.length > count with 3 within .*, got false$/);
    page.patience = patience;
  },
);

testInEveryBrowser('the window has the wanted size, and its picture too', async (page) => {
  await page.goto(`${url}/page.html`);
  await page.setViewportSize({ width: 768, height: 600 });
  const density = await page.evaluate(() => devicePixelRatio);
  const picture = await page.screenshot();
  const [width, height] = [16, 20].map((offset) => picture.readUInt32BE(offset));
  assert.deepEqual([width, height], [768 * density, 600 * density]);
});

testInEveryBrowser("the names of the page's controls are those of the browser", async (page) => {
  await page.goto(`${url}/index.html`);
  await page.getByRole('button', exactly('Step')).click();
  await page.getByText('Paused', { exact: true }).waitFor(); // from here on, no control is hidden
  for (const role of /** @type {const} */ (['button', 'textbox', 'combobox', 'region'])) {
    const all = page.getByRole(role);
    const elements = await all.elements();
    assert.ok(elements.length > 0, role);
    for (const element of elements) {
      const path = `element/${Object.values(element ?? {})[0]}/computedlabel`;
      const name = await page.session.command(path);
      const found = await page.getByRole(role, exactly(name)).elements();
      assert.ok(
        found.some((same) => JSON.stringify(same) === JSON.stringify(element)),
        `${role} ${name} is not found`,
      );
    }
  }
});
