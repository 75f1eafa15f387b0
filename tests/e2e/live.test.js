import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cells } from '../../www/src/cells/cells.js';
import { notations, titleOf } from '../../www/src/cells/gate-names.js';
import { lanesOf } from '../../www/src/views/live/lanes.js';
import { COLUMN } from '../../www/src/views/live/reader.js';
import { visible } from '../../www/src/views/visible.js';
import { assertAccessible } from './support/axe.js';
import { controls } from './support/controls.js';
import { moreSteps, reachState, reachStep } from './support/records.js';
import { headMoves, live, openLive, step, TEXT } from './support/live.js';
import { assertSoon } from './support/soon.js';

const LETTERS = 100;
/**
 * The signs of the guesses for a text, by the tag's own reading of it.
 *
 * @param {import('playwright-core').Locator} tag
 */
async function guessesBy(tag) {
  const text = TEXT.slice(0, LETTERS);
  const vocabulary = [...new Set(TEXT)].sort();
  const probabilities = await tag.evaluate(
    async (/** @type {any} */ tag, text) => [...(await tag.inspect(text)).probabilities],
    text,
  );
  return [...text].map((_, at) => {
    if (at === 0) return '';
    const row = probabilities.slice((at - 1) * vocabulary.length, at * vocabulary.length);
    return visible(vocabulary[row.indexOf(Math.max(...row))]);
  });
}

test('the network’s guesses stand under the letters, those lit that are right', async (t) => {
  const { tag, read, guessed, story } = await openLive(t);
  await step(tag, 30);
  await story.getByText(/^\d+ of 99 letters guessed\. Reading/).waitFor();
  const letters = [...TEXT.slice(0, LETTERS)].map(visible);
  const guesses = await guessesBy(tag);
  await assertSoon(async () => {
    assert.deepEqual(await read.allInnerTexts(), letters);
    assert.deepEqual(await guessed.allInnerTexts(), guesses);
    const lit = await guessed.evaluateAll((all) =>
      all.map(({ className }) => className === 'right'),
    );
    assert.deepEqual(
      lit,
      guesses.map((guess, at) => guess === letters[at]),
    );
    const right = lit.filter(Boolean).length;
    assert.ok(right > 5, `some are right, got ${right}`);
    assert.match(await story.innerText(), new RegExp(`^${right} of 99`));
  });
});

test('each cell has its lanes, in both notations and in every layer', async (t) => {
  const { page, tag, region, story } = await openLive(t, { panels: 'live cell' });
  const ui = controls(page);
  await page.getByRole('tab', { name: 'Cell', exact: true }).click();
  await region.scrollIntoViewIfNeeded();
  for (const cell of cells) {
    await tag.evaluate(async (/** @type {any} */ tag, name) => {
      await tag.reset();
      tag.config = { ...tag.config, cell: name, numLayers: 3 };
      await tag.step();
    }, cell.name);
    await story.getByText(/^\d+ of 99/).waitFor();
    for (const notation of notations) {
      await ui[notation].evaluate((button) => /** @type {HTMLElement} */ (button).click()); // without scrolling to it
      const titles = lanesOf(cell).map(({ quantity }) => titleOf(quantity, notation));
      await region.getByText(String(titles.at(-1)), { exact: true }).waitFor();
      const names = region.locator('.lane-names li');
      await assertSoon(async () =>
        assert.deepEqual(await names.allTextContents(), ['It reads', 'It guessed', ...titles]),
      );
    }
    const picture = () =>
      region.locator('canvas').evaluate((/** @type {any} */ canvas) => canvas.toDataURL());
    const layer = region.getByLabel('Layer of the unit');
    await layer.selectOption('0');
    for (let frame = 0; frame < 2; frame++) {
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
    }
    const first = await picture();
    await layer.selectOption('2');
    await page.waitForFunction((before) => {
      const { shadowRoot } = /** @type {Element} */ (document.querySelector('lstm-playground'));
      const canvas = /** @type {any} */ (shadowRoot?.querySelector('.live canvas'));
      return canvas.toDataURL() !== before;
    }, first);
  }
});

test('a letter and a unit that are chosen here are chosen in every view, and the other way round', async (t) => {
  const { page, tag, region, story, read, chosen, reader, who, next } = await openLive(t, {
    panels: 'live memory',
  });
  await step(tag, 2);
  const readout = page.locator('.memory .readout');
  await page.getByRole('tab', { name: 'All units', exact: true }).click();
  await readout.waitFor();
  await read.nth(9).click();
  await readout.getByText(/^“s”, unit/).waitFor();
  await chosen.getByText('s', { exact: true }).waitFor();
  await reader.focus();
  await page.keyboard.press('ArrowRight');
  await readout.getByText(/^“,”, unit/).waitFor();
  await page.keyboard.press('Home');
  await readout.getByText(/^“w”, unit/).waitFor();
  const unit = Number(/\d+/.exec(await who.innerText())?.[0]);
  await next.click();
  await readout.getByText(`unit ${(unit % 12) + 1}:`).waitFor();
  await reader.focus();
  await page.keyboard.press('ArrowUp');
  await readout.getByText(`unit ${unit}:`).waitFor();
  /** @param {RegExp} said */
  const assertSaid = (said) =>
    assertSoon(async () => assert.match(String(await reader.getAttribute('aria-valuetext')), said));
  await assertSaid(/^“w”.* Unit \d+ keeps/);

  await page.getByRole('slider', { name: /^Memory strip/ }).focus();
  await page.keyboard.press('ArrowRight');
  await readout.getByText(/^“h”/).waitFor();
  await page.waitForFunction(() => {
    const { shadowRoot } = /** @type {Element} */ (document.querySelector('lstm-playground'));
    return shadowRoot?.querySelector('.live .chosen')?.textContent === 'h';
  });
  // The head has gone there too, and goes on from there.
  await region.locator('[aria-valuenow="2"]').waitFor();
  await assertSaid(/^“h”/);
  await story.getByText(/Reading “h”/).waitFor();
  await reader.focus();
  await page.keyboard.press('ArrowRight');
  await region.locator('[aria-valuenow="3"]').waitFor();
});

test('the slider’s value is the letter that is read, and rests while it has the focus', async (t) => {
  const { page, tag, reader, hold } = await openLive(t);
  await step(tag, 2);
  await headMoves(page, 3);
  const letters = () =>
    reader.evaluate((slider, column) => {
      const mark = /** @type {HTMLElement} */ (slider.querySelector('.mark'));
      const [, pixels] = /translateX\((\d+)px\)/.exec(mark.style.transform) ?? [];
      return [Number(pixels) / column + 1, Number(slider.ariaValueNow)];
    }, COLUMN);
  const [walking, said] = await letters();
  assert.ok(walking >= 3, `letter ${walking}`);
  assert.equal(said, walking);
  await reader.focus();
  const [resting] = await letters();
  await step(tag, 3);
  assert.deepEqual(await letters(), [resting, resting]);
  await page.keyboard.press('ArrowRight');
  await assertSoon(async () => assert.deepEqual(await letters(), [resting + 1, resting + 1]));
  await hold.click(); // reads on, without the focus
  await headMoves(page, 2);
  const [later, value] = await letters();
  assert.equal(value, later);
});

test('the head reads before the first click, with the network as it is before training', async (t) => {
  const { page, tag, story, hold, read } = await openLive(t);
  await story.getByText(/^Not trained yet: \d+ of 99 letters guessed\. Reading/).waitFor();
  await headMoves(page, 3);
  const guesses = await live(page).guessed.allInnerTexts();
  assert.equal((await tag.evaluate((/** @type {any} */ tag) => tag.state)) ?? 'idle', 'idle');
  await hold.getByText('Hold still').click();
  await hold.getByText('Read on').waitFor();
  await step(tag);
  await reachState(page, 'paused');
  await story.getByText(/^\d+ of 99/).waitFor();
  await tag.evaluate((/** @type {any} */ tag) => tag.reset());
  await story.getByText(/^Not trained yet/).waitFor();
  await assertSoon(async () => assert.deepEqual(await live(page).guessed.allInnerTexts(), guesses));
  assert.equal(await read.count(), LETTERS);
});

test('a letter that is pointed at holds the head, and reduced motion does from the start', async (t) => {
  const { page, tag, read, story, reader, hold } = await openLive(t);
  await tag.evaluate((/** @type {any} */ tag) => tag.train());
  await read.nth(6).hover();
  await story.getByText('Reading “t”').waitFor();
  await moreSteps(page, 5);
  await story.getByText('Reading “t”').waitFor();
  await hold.hover();
  await headMoves(page, 2);

  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.reload();
  await tag.evaluate((/** @type {any} */ tag, text) => {
    tag.text = text;
    return tag.train();
  }, TEXT);
  await story.getByText('Reading “w”').waitFor();
  await moreSteps(page, 5);
  await story.getByText('Reading “w”').waitFor();
  await hold.getByText('Read on', { exact: true }).waitFor();
  await reader.focus();
  await page.keyboard.press('ArrowRight');
  await story.getByText('Reading “h”').waitFor();
});

test('nothing is drawn while the panel is out of view', async (t) => {
  const before = '<button>Top</button><div style="height: 3000px"></div>';
  const { page, tag, region, story } = await openLive(t, { before });
  await tag.scrollIntoViewIfNeeded();
  await region.scrollIntoViewIfNeeded();
  await story.getByText(/of 99/).waitFor();
  await tag.evaluate((/** @type {any} */ tag) => tag.train());
  await reachStep(page, 3);
  await page.evaluate(() => scrollTo(0, 0));
  await page.evaluate(() => {
    const { shadowRoot } = /** @type {Element} */ (document.querySelector('lstm-playground'));
    const section = /** @type {Element} */ (shadowRoot?.querySelector('section.live'));
    return new Promise((resolve) => {
      const intersection = new IntersectionObserver(([{ isIntersecting }]) => {
        if (isIntersecting) return;
        intersection.disconnect();
        requestAnimationFrame(() => {
          const observer = new MutationObserver((changes) => {
            Object.assign(window, { changes });
          });
          const all = { attributes: true, characterData: true, childList: true, subtree: true };
          observer.observe(section, all);
          resolve(undefined);
        });
      });
      intersection.observe(section);
    });
  });
  await moreSteps(page, 10);
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).changes?.length), undefined);
  await region.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => /** @type {any} */ (window).changes?.length > 0);
});

for (const [width, height] of [
  [1280, 240],
  [640, 200],
  [390, 240],
]) {
  test(`the panel alone fits into ${height} px at ${width} px, and training keeps its height`, async (t) => {
    const { page, tag, region, story, hold } = await openLive(t);
    await page.setViewportSize({ width, height: 900 });
    const size = () =>
      region.evaluate((section) => [
        section.getBoundingClientRect().height,
        section.scrollWidth - section.clientWidth,
      ]);
    await story.getByText(/^Not trained/).waitFor();
    const before = await size();
    assert.ok(before[0] <= height, `${before[0]} px`);
    assert.equal(before[1], 0, 'pixels beyond its width');
    await tag.evaluate((/** @type {any} */ tag) => tag.train());
    await story.getByText(/^\d+ of 99/).waitFor();
    assert.deepEqual(await size(), before);
    await hold.click();
    await assertAccessible(page, 'the head is held', { within: ['lstm-playground', '.live'] });
  });
}

test('a text from right to left is read from right to left', async (t) => {
  const { tag, region, read, reader, page, story } = await openLive(t, {
    text: 'בראשית ברא אלהים את השמים ואת הארץ.\n'.repeat(10),
  });
  await step(tag);
  await story.getByText(/^\d+ of 99/).waitFor();
  const [first, second] = await Promise.all(
    [0, 1].map((at) => read.nth(at).evaluate((span) => span.getBoundingClientRect().left)),
  );
  assert.ok(second < first, 'the second letter stands left of the first');
  // A block of its own for each letter: Arabic ones do not join, and stand in their isolated forms.
  assert.equal(await read.nth(0).evaluate((span) => getComputedStyle(span).display), 'block');
  await read.nth(2).click();
  await story.getByText('א').waitFor();
  await reader.focus();
  await page.keyboard.press('ArrowLeft');
  await region.locator('[aria-valuenow="4"]').waitFor();
});
