import AxeBuilder from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, openPost, serve } from './support/browser.js';
import { controls, openTab } from './support/controls.js';
import { moreSteps, reachState, reachStep } from './support/records.js';

const { url } = await serve();

for (const { width, height } of [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
]) {
  test(`nothing moves between start, training and pause: ${width} px`, async (t) => {
    const page = await openPage(t, `${url}/index.html`, { viewport: { width, height } });
    const ui = controls(page);
    await ui.train.waitFor();
    await page.locator('section.live:not(.unloaded)').waitFor();
    await page.waitForLoadState('networkidle');
    await page.evaluate(() => {
      /** @type {string[]} */
      const shifts = [];
      new PerformanceObserver((list) => {
        for (const entry of /** @type {any[]} */ (list.getEntries())) {
          const nodes = entry.sources.map(
            (/** @type {any} */ { node }) => node?.parentNode?.className,
          );
          shifts.push(`${entry.value}: ${nodes}`);
        }
      }).observe({ type: 'layout-shift' });
      Object.assign(window, { shifts });
    });
    await ui.train.click();
    await reachStep(page, 100);
    await ui.sample.getByText(/^after [\d,]+ steps/).waitFor();
    await ui.pause.click();
    await reachState(page, 'paused');
    await ui.train.click();
    await moreSteps(page, 5);
    assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).shifts), []);
  });
}

for (const { panels, most } of [
  { panels: 'text settings curve sample', most: 450 },
  { panels: 'text sample', most: 370 },
  { panels: 'live', most: 200 },
]) {
  test(`a tag with the panels ${panels} keeps its height of at most ${most} px`, async (t) => {
    const tag = `<lstm-playground preset="dates" panels="${panels}"></lstm-playground>`;
    const { page } = await openPost(t, `<div style="width: 640px">${tag}</div>`);
    const ui = controls(page);
    await ui.train.waitFor();
    await page.waitForLoadState('networkidle');
    const heightOf = () =>
      page.locator('lstm-playground').evaluate((tag) => tag.getBoundingClientRect().height);
    const before = await heightOf();
    assert.ok(before <= most, `${before} px`);
    await ui.train.click();
    await moreSteps(page, 20);
    assert.equal(await heightOf(), before, 'during training');
    await ui.pause.click();
    await reachState(page, 'paused');
    assert.equal(await heightOf(), before, 'after it');
  });
}

for (const { width, height } of [
  { width: 1280, height: 800 },
  { width: 1440, height: 900 },
]) {
  test(`an open view fills a window of ${width} x ${height}, whichever it is`, async (t) => {
    const page = await openPage(t, `${url}/index.html`, { viewport: { width, height } });
    await controls(page).train.waitFor();
    const heights = new Set();
    for (const name of await page.getByRole('tab').allInnerTexts()) {
      await openTab(page, name);
      const panel = page.getByRole('tabpanel', { name, exact: true });
      await panel.waitFor();
      heights.add(await panel.evaluate((panel) => panel.getBoundingClientRect().height));
      const room = await page.getByRole('tablist').evaluate((tabs) => {
        scrollTo(0, document.documentElement.scrollHeight);
        return innerHeight - tabs.getBoundingClientRect().bottom;
      });
      const all = await page.evaluate(() => document.documentElement.scrollHeight);
      assert.ok(all <= 1500, `a page of ${all} px with ${name}`);
      assert.ok(room > 0 && Math.max(...heights) <= room, `${[...heights]} in ${room} px`);
    }
    const [tall, ...others] = heights;
    assert.deepEqual(others, [], 'every view has the same height');
    assert.ok(tall > 640, `${tall} px`);
  });
}

test('"What am I looking at?" opens by keyboard, and stands open on paper', async (t) => {
  const page = await openPage(t, `${url}/index.html`);
  const question = page.locator('summary', { hasText: 'What am I looking at?' });
  const answer = page.getByText('Its memory is the cell state', { exact: false });
  assert.equal(await answer.isVisible(), false);
  await page.emulateMedia({ media: 'print' });
  await answer.waitFor();
  await page.emulateMedia({ media: 'screen' });
  await answer.waitFor({ state: 'hidden' });
  await question.focus();
  await page.keyboard.press('Enter');
  await answer.waitFor();
  await page.keyboard.press('Space');
  await answer.waitFor({ state: 'hidden' });
});

test('the axes and the levels of the curve stand before the first step', async (t) => {
  const page = await openPage(t, `${url}/index.html`);
  const curve = page.locator('section.curve .drawing');
  for (const name of ['pure guessing', 'letter counts', '0', '20']) {
    await curve.getByText(name, { exact: true }).first().waitFor();
  }
});

test('no curve crosses the name of a level', async (t) => {
  const page = await openPage(t, `${url}/index.html`);
  await controls(page).train.click();
  await reachStep(page, 50);
  await page.locator('section.curve .end').nth(1).waitFor();
  const { lines, names } = await page.locator('section.curve .drawing svg').evaluate((svg) => {
    const box = (/** @type {Element} */ element) => element.getBoundingClientRect();
    return {
      lines: [...svg.querySelectorAll('.curve, .level')].map((line) => box(line).right),
      names: [...svg.querySelectorAll('text')]
        .filter(({ textContent }) => /counts|guessing|text/.test(String(textContent)))
        .map((name) => ({ left: box(name).left, top: box(name).top, right: box(name).right })),
    };
  });
  assert.ok(names.length >= 4, JSON.stringify(names));
  assert.ok(Math.max(...lines) <= Math.min(...names.map(({ left }) => left)));
  const tops = names.map(({ top }) => top).sort((a, b) => a - b);
  assert.ok(
    tops.every((top, i) => i === 0 || top - tops[i - 1] >= 13),
    `${tops}`,
  );
});

test('arrow keys, Home and End walk through the tabs, and the address follows', async (t) => {
  const page = await openPage(t, `${url}/index.html`);
  const selected = page.getByRole('tab', { selected: true });
  await selected.waitFor();
  assert.equal(await selected.innerText(), 'One unit');
  await selected.focus();
  for (const [key, name] of [
    ['ArrowRight', 'All units'],
    ['End', 'Writing'],
    ['ArrowRight', 'One unit'],
    ['ArrowLeft', 'Writing'],
    ['Home', 'One unit'],
    ['ArrowRight', 'All units'],
  ]) {
    await page.keyboard.press(key);
    await page.getByRole('tab', { name, exact: true, selected: true }).waitFor();
    assert.equal(await page.locator('[role=tab]:focus').innerText(), name);
    await page.getByRole('tabpanel', { name, exact: true }).waitFor();
    assert.equal(await page.locator('[role=tab][tabindex="0"]').count(), 1, 'one stop of Tab');
  }
  assert.ok(page.url().endsWith('#tab=memory'), page.url());
  await page.goto(`${url}/index.html#tab=settings`);
  await page.getByRole('textbox', { name: 'Hidden size' }).waitFor();
  await page.reload();
  await page.getByRole('textbox', { name: 'Hidden size' }).waitFor();
});

test('a tag in a post leaves the address alone, and its views open and close', async (t) => {
  const tag = '<lstm-playground preset="names" panels="text settings sample"></lstm-playground>';
  const { page } = await openPost(t, tag);
  await page.evaluate(() => (location.hash = 'tab=memory')); // as the post may have it, for itself
  await page.reload();
  const before = page.url();
  const settings = page.getByRole('tab', { name: 'Settings' });
  await settings.click();
  await page.getByRole('textbox', { name: 'Hidden size' }).waitFor();
  await settings.click();
  await page.getByRole('tabpanel').waitFor({ state: 'hidden' });
  assert.equal(page.url(), before);
});

test('the focus walks as the eye does', async (t) => {
  const page = await openPage(t, `${url}/index.html`, { viewport: { width: 1280, height: 800 } });
  await controls(page).train.waitFor();
  /** @type {string[]} */
  const places = [];
  for (let i = 0; i < 90; i++) {
    await page.keyboard.press('Tab');
    const place = await page.evaluate(() => {
      const focused = document.activeElement?.shadowRoot?.activeElement;
      const parts =
        'section.train, section.text, section.sample, section.curve, section.live, .tabs, .view';
      return focused?.closest(parts)?.classList[0] ?? '';
    });
    if (place === 'train' && places.includes('view')) break; // from the top again
    if (place && place !== places.at(-1)) places.push(place);
  }
  const order = ['train', 'text', 'sample', 'curve', 'live', 'tabs', 'view'];
  assert.deepEqual(
    places,
    order.filter((name) => places.includes(name)),
    places.join(),
  );
  assert.ok(places.length >= 5, places.join());
});

test('axe finds nothing in forced colours, and what is chosen can be told', async (t) => {
  const page = await openPage(t, `${url}/index.html`, { forcedColors: 'active' });
  const ui = controls(page);
  await ui.train.click();
  await reachStep(page, 20);
  await ui.pause.click();
  for (const name of ['One unit', 'Surprise', 'Settings']) {
    await openTab(page, name);
    await page.getByRole('tabpanel', { name, exact: true }).waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`),
      [],
      name,
    );
  }
  const backgrounds = await page
    .getByRole('tab')
    .evaluateAll((tabs) =>
      tabs.map((tab) => [tab.ariaSelected, getComputedStyle(tab).backgroundColor]),
    );
  const [chosen, other] = ['true', 'false'].map((is) => backgrounds.find(([a]) => a === is)?.[1]);
  assert.notEqual(chosen, other);
});

test('at 200 % zoom nothing is out of reach', async (t) => {
  const page = await openPage(t, `${url}/index.html`, { viewport: { width: 640, height: 400 } });
  await controls(page).train.waitFor();
  const { overflow, position } = await page.locator('lstm-playground').evaluate((tag) => ({
    overflow: document.documentElement.scrollWidth - innerWidth,
    position: getComputedStyle(/** @type {any} */ (tag.shadowRoot).querySelector('.train'))
      .position,
  }));
  assert.ok(overflow <= 0, `${overflow} px beyond the window`);
  assert.equal(position, 'static', 'a bar in a low window would hide the rest');
});
