import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controls, openTab } from './support/controls.js';
import { moreSteps, reachState } from './support/records.js';
import { openPost } from './support/browser.js';
import { assertSoon } from './support/soon.js';

/** @param {import('playwright-core').Locator} locator */
const directionOf = (locator) => locator.evaluate((element) => getComputedStyle(element).direction);

for (const { language, line } of [
  { language: 'Arabic', line: 'مرحبا بالعالم.\n' },
  { language: 'Hebrew', line: 'שלום עולם (היום).\n' },
]) {
  test(`${language} reads right to left in every place`, async (t) => {
    const tag =
      '<lstm-playground panels="text sample memory cell colour next reach"></lstm-playground>';
    const { page } = await openPost(t, tag);
    const ui = controls(page);
    await ui.text.fill(line.repeat(20));
    assert.equal(await directionOf(ui.text), 'rtl');
    await ui.prompt.fill(line.slice(0, 4));
    assert.equal(await directionOf(ui.prompt), 'rtl');
    await page.locator('lstm-playground').evaluate((/** @type {any} */ tag) => tag.train());
    await moreSteps(page, 2);
    await page.locator('lstm-playground').evaluate((/** @type {any} */ tag) => tag.pause());
    await reachState(page, 'paused');
    await ui.write.click();
    await ui.sample.locator('pre.sample').getByText(line.slice(0, 4)).first().waitFor();
    assert.equal(await directionOf(ui.sample.locator('pre.sample')), 'rtl');
    const coloured = page.locator('pre.coloured').first();
    await openTab(page, 'Surprise');
    await coloured.locator('span').first().waitFor();
    assert.equal(await directionOf(coloured), 'rtl');
    await openTab(page, 'Next letter');
    await page.getByLabel('Type a beginning').fill(line.slice(0, 3));
    assert.equal(await directionOf(page.getByLabel('Type a beginning')), 'rtl');
    const completed = page.locator('.completed');
    await completed.getByText(line.slice(0, 3)).first().waitFor();
    assert.equal(await directionOf(completed), 'rtl');
    await assertSoon(async () => {
      const [prompt, all] = await Promise.all(
        [completed.locator('.prompt'), completed].map((part) =>
          part.evaluate((element) => element.getBoundingClientRect().right),
        ),
      );
      assert.ok(Math.abs(prompt - all) < 2, `its line begins at the right: ${prompt} of ${all}`);
    });
    const heads = page.locator('.next thead th');
    await assertSoon(async () => {
      const lefts = await heads.evaluateAll((all) =>
        all.slice(0, 3).map((head) => head.getBoundingClientRect().left),
      );
      assert.ok(lefts[0] > lefts[1] && lefts[1] > lefts[2], `letters from the right: ${lefts}`);
    });
    // The chosen letter is brought into view.
    const chosen = page.locator('.next th.selected');
    await page.getByRole('group', { name: 'What it expects next' }).waitFor();
    await assertSoon(async () => {
      const isInView = await chosen.evaluate((head) => {
        const { left, right } = /** @type {Element} */ (
          head.closest('.scroll')
        ).getBoundingClientRect();
        const box = head.getBoundingClientRect();
        return box.left >= left - 1 && box.right <= right + 1;
      });
      assert.ok(isInView);
    });
    await openTab(page, 'All units');
    const strip = page.getByRole('slider', { name: /^Memory strip/ });
    await strip.press('Home');
    await page.locator('.strip[aria-valuenow="0"]').waitFor();
    await strip.press('ArrowLeft');
    await page.locator('.strip[aria-valuenow="1"]').waitFor();
    const { width } = await strip.locator('canvas').evaluate((map) => map.getBoundingClientRect());
    await strip.locator('canvas').click({ position: { x: width - 5 * 12 - 6, y: 60 } });
    await page.locator('.strip[aria-valuenow="5"]').waitFor();
    await openTab(page, 'One unit');
    await page.locator('.walk .around').getByText(/\S/).first().waitFor();
    const [before, after] = await Promise.all(
      ['Letter before', 'Letter after'].map((name) =>
        page
          .getByRole('button', { name })
          .evaluate((button) => button.getBoundingClientRect().left),
      ),
    );
    assert.ok(before > after, `the letter before stands at the right: ${before}, ${after}`);
  });
}

test('each paragraph has its own direction, and the frame keeps left to right', async (t) => {
  const { page } = await openPost(t, '<lstm-playground panels="text sample"></lstm-playground>');
  const ui = controls(page);
  await ui.text.fill('English first.\nשורה.\n'.repeat(5));
  const bidi = await ui.text.evaluate((area) => getComputedStyle(area).unicodeBidi);
  assert.equal(bidi, 'plaintext');
  assert.equal(await directionOf(page.locator('section.text')), 'ltr');
});
