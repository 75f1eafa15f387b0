import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, openPost, serve } from './support/browser.js';
import { assertContrast } from './support/axe.js';
import { controls, openTab } from './support/controls.js';
import { moreSteps, reachState, reachStep } from './support/records.js';
import { assertSoon } from './support/soon.js';

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
            (/** @type {any} */ { node, previousRect, currentRect }) =>
              `${node?.textContent} in ${node?.parentNode?.className} from ${JSON.stringify(previousRect)} to ${JSON.stringify(currentRect)}`,
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

test('a tag shows its step in one row with the commands, whatever its width', async (t) => {
  const tag = '<lstm-playground preset="dates" panels="text curve sample"></lstm-playground>';
  const { page } = await openPost(t, tag);
  const ui = controls(page);
  await ui.step.click();
  await ui.figures.steps.getByText('1', { exact: true }).waitFor();
  for (const width of [601, 640, 720, 721, 961]) {
    const [commands, step] = await page.locator('lstm-playground').evaluate((tag, width) => {
      tag.style.width = `${width}px`;
      const dd = /** @type {HTMLElement} */ (tag.shadowRoot?.querySelector('dd.steps'));
      dd.textContent = '123,456';
      const parts = [tag.shadowRoot?.querySelector('.commands'), dd].map((part) => {
        const { top, bottom } = /** @type {Element} */ (part).getBoundingClientRect();
        return { top, bottom };
      });
      return parts;
    }, width);
    const isInRow = step.top >= commands.top && step.bottom <= commands.bottom;
    assert.ok(isInRow, `${width} px: ${JSON.stringify([commands, step])}`);
  }
});

for (const { width, height } of [
  { width: 1280, height: 800 },
  { width: 1440, height: 900 },
]) {
  test(`an open view fills a window of ${width} x ${height}, whichever it is`, async (t) => {
    const page = await openPage(t, `${url}/index.html`, { viewport: { width, height } });
    await page.getByRole('tab').nth(13).waitFor();
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
  const { lines, names } = await page.locator('section.curve .drawing').evaluate((svg) => {
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
    ['End', 'My runs'],
    ['ArrowRight', 'One unit'],
    ['ArrowLeft', 'My runs'],
    ['Home', 'One unit'],
    ['ArrowRight', 'All units'],
  ]) {
    await page.keyboard.press(key);
    await page.getByRole('tab', { name, exact: true, selected: true }).waitFor();
    await page.locator('[role=tab]:focus').getByText(name, { exact: true }).waitFor();
    await page.getByRole('tabpanel', { name, exact: true }).waitFor();
    await assertSoon(async () =>
      assert.equal(await page.locator('[role=tab][tabindex="0"]').count(), 1, 'one stop of Tab'),
    );
  }
  await page.waitForURL(/#tab=memory$/);
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

for (const { width, height, order } of [
  { width: 1280, height: 800, order: ['train', 'text', 'sample', 'curve', 'live', 'tabs', 'view'] },
  { width: 390, height: 844, order: ['text', 'sample', 'live', 'curve', 'tabs', 'view', 'train'] },
]) {
  test(`the focus walks as the eye does, at ${width} px`, async (t) => {
    const page = await openPage(t, `${url}/index.html`, { viewport: { width, height } });
    const ui = controls(page);
    await ui.step.click();
    await ui.step.click();
    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByRole('textbox', { name: 'Hidden size' }).waitFor();
    await assertSoon(async () => {
      const { stops, isInOrder } = await page
        .locator('lstm-playground')
        .evaluate(({ shadowRoot }) => {
          const root = /** @type {ShadowRoot} */ (shadowRoot);
          const all = 'button:enabled, input, select, textarea, summary, [tabindex="0"]';
          const parts = '.train, section.text, section.sample, section.curve, .live, .tabs, .view';
          const found = [...root.querySelectorAll(all)]
            .filter((stop) => stop.checkVisibility() && !stop.matches('[tabindex="-1"]'))
            .map((stop) => ({
              part: String(stop.closest(parts)?.classList[0]),
              top: stop.getBoundingClientRect().top,
            }));
          const everything = /** @type {HTMLElement[]} */ ([...root.querySelectorAll('*')]);
          return { stops: found, isInOrder: everything.every(({ tabIndex = 0 }) => tabIndex <= 0) };
        });
      assert.ok(isInOrder, 'the Tab key follows the order of the page: no tabindex is above 0');
      const places = stops.map(({ part }) => part);
      assert.deepEqual(
        places.filter((part, i) => part !== places[i - 1]),
        order,
      );
      const tops = stops.filter(({ part }) => part === 'train').map(({ top }) => top);
      const rows = tops.map((top) => Math.round(top / 20));
      assert.deepEqual(
        rows,
        rows.toSorted((a, b) => a - b),
        'the commands, and the coach’s line',
      );
    });
  });
}

test('the focus stays where it is when the page gets narrow, and wide again', async (t) => {
  const page = await openPage(t, `${url}/index.html`, { viewport: { width: 1280, height: 800 } });
  const { train } = controls(page);
  await train.focus();
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 844 });
    await page.waitForFunction((isNarrow) => {
      const { shadowRoot } = /** @type {Element} */ (document.querySelector('lstm-playground'));
      const last = shadowRoot?.querySelector('.playground')?.lastElementChild;
      return last?.matches('.train') === isNarrow;
    }, width === 390);
    await train.and(page.locator(':focus')).waitFor();
  }
});

/** @param {import('playwright-core').Locator} locator @param {string} property */
const styles = (locator, property) =>
  locator.evaluateAll(
    (all, property) => all.map((one) => getComputedStyle(one).getPropertyValue(property)),
    property,
  );

for (const { colorScheme, tabs } of /** @type {const} */ ([
  { colorScheme: 'light', tabs: ['One unit', 'Surprise', 'Reach', 'Settings'] },
  { colorScheme: 'dark', tabs: ['One unit', 'Surprise'] },
])) {
  test(`in forced colours shapes and borders tell what colours do, ${colorScheme}`, async (t) => {
    const page = await openPage(t, `${url}/index.html`, { forcedColors: 'active', colorScheme });
    const ui = controls(page);
    const dot = () =>
      ui.state.evaluate((state) => getComputedStyle(state, '::before').borderTopWidth);
    const atRest = await dot();
    await ui.train.click();
    await reachStep(page, 60);
    await assertSoon(async () => assert.notEqual(await dot(), atRest, 'the state'));
    await ui.pause.click();
    await reachState(page, 'paused');

    /** @param {string} chosen @param {string} others @param {string} property */
    const assertDiffers = (chosen, others, property) =>
      assertSoon(async () => {
        const [one] = await styles(page.locator(chosen), property);
        const rest = await styles(page.locator(others), property);
        assert.ok(one && rest.length > 0, `${chosen}, ${others}`);
        assert.ok(!rest.includes(one), `${chosen} is ${one}, like ${others}`);
      });
    const pressed = '[aria-pressed=true]';
    await assertDiffers(`.chips ${pressed}`, '.chips [aria-pressed=false]', 'background-color');
    await assertDiffers('.split .unseen', '.split rect:not(.unseen)', 'fill');
    await page.locator('.live .guessed .right').first().waitFor();
    await assertDiffers('.guessed .right', '.guessed span:not(.right)', 'background-color');
    await page.locator('.live .read span').nth(40).click();
    await page.locator('.live .read span:nth-child(41).chosen').waitFor();
    await assertDiffers('.read .chosen', '.read span:not(.chosen)', 'border-bottom-color');
    await assertSoon(async () => {
      const bars = await page.locator('.live canvas').evaluate((/** @type {any} */ canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        const solid = data.filter(
          (/** @type {number} */ _, /** @type {number} */ i) => i % 4 === 3,
        );
        return solid.filter((/** @type {number} */ alpha) => alpha === 255).length;
      });
      assert.ok(bars > 100, 'the bars of the live gates');
    });

    await ui.prompt.fill('Near');
    await ui.write.click();
    const written = page.locator('section.sample pre.sample');
    await written.locator('.prompt').getByText('Near').waitFor();
    await ui.stop.waitFor({ state: 'hidden' });
    assert.deepEqual(await styles(written.locator('.prompt'), 'font-weight'), ['700']);
    assert.deepEqual(
      await styles(written.locator('mark'), 'color'),
      await styles(written, 'color'),
    );

    for (const name of tabs) {
      await openTab(page, name);
      await page.getByRole('tabpanel', { name, exact: true }).waitFor();
      await page.locator('.view > :not([hidden], .unloaded)').waitFor();
      await assertContrast(page, name);
      if (name === 'One unit') {
        const [tab, other] = ['[aria-selected=true]', '[aria-selected=false]'];
        await assertDiffers(`[role=tab]${tab}`, `[role=tab]${other}`, 'background-color');
      }
      if (name === 'Surprise' || name === 'Reach') {
        const letters = page.locator(name === 'Reach' ? '.influence span' : '.coloured span');
        await letters.nth(2).waitFor();
        await page.waitForFunction(
          (selector) => {
            const { shadowRoot } = /** @type {any} */ (document.querySelector('lstm-playground'));
            const lines = [...shadowRoot.querySelectorAll(selector)].map(
              (letter) => getComputedStyle(letter).boxShadow,
            );
            return new Set(lines).size >= 5;
          },
          name === 'Reach' ? '.influence span' : '.coloured span',
        );
      }
      if (name === 'Surprise') {
        const ramp = page.locator('.view .panel:not([hidden]) .scale .ramp');
        assert.match((await styles(ramp, 'background-image')).join(), /gradient/);
        assert.match(
          await page.locator('.panel:not([hidden]) .scale').innerText(),
          /0 bits[^]*8 bits/,
        );
      }
    }
  });
}

test('at 200 % zoom nothing is out of reach', async (t) => {
  const page = await openPage(t, `${url}/index.html`, { viewport: { width: 640, height: 400 } });
  await controls(page).train.waitFor();
  await assertSoon(async () => {
    const { overflow, position } = await page.locator('lstm-playground').evaluate((tag) => ({
      overflow: document.documentElement.scrollWidth - innerWidth,
      position: getComputedStyle(/** @type {any} */ (tag.shadowRoot).querySelector('.train'))
        .position,
    }));
    assert.ok(overflow <= 0, `${overflow} px beyond the window`);
    assert.equal(position, 'static', 'a bar in a low window would hide the rest');
  });
});

test('in print nothing is cut off', async (t) => {
  const page = await openPage(t, `${url}/index.html`);
  const ui = controls(page);
  await openTab(page, 'Writing');
  await ui.length.fill('600');
  await ui.step.click();
  await ui.write.click();
  await ui.stop.waitFor({ state: 'hidden' });
  await page.emulateMedia({ media: 'print' });
  // A4 in portrait
  await page.setViewportSize({ width: 718, height: 1000 });
  await assertSoon(async () => {
    const cut = await page.locator('lstm-playground').evaluate(({ shadowRoot }) => {
      const root = /** @type {ShadowRoot} */ (shadowRoot);
      const parts = ['pre.sample', 'section.sample', 'section.curve', '.tabs', '.view', '.train'];
      return parts.filter((part) => {
        const element = /** @type {Element} */ (root.querySelector(part));
        const { scrollHeight, clientHeight, scrollWidth, clientWidth } = element;
        return scrollHeight > clientHeight + 1 || scrollWidth > clientWidth + 1;
      });
    });
    assert.deepEqual(cut, []);
  });
});
