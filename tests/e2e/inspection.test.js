import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { initSync, Playground } from '../../www/pkg/lstm_playground.js';
import { formatBits, formatSigned } from '../../www/src/lib/format.js';
import { activity, descending } from '../../www/src/inspection/unit-statistics.js';
import { titleOf } from '../../www/src/cells/gate-names.js';
import { visible } from '../../www/src/views/inspection/visible-characters.js';
import { controls, moreSteps, reachState } from './support/observe.js';
import { openPage, openPost, serve } from './support/widget.js';

const wasm = new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url);
initSync({ module: readFileSync(wasm) });

const TEXT = 'what it is, and what (it seems) to be: "not the same", it said.\n'.repeat(12);
const STEPS = 4;
const SHOWN = 100;

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/pkg/lstm_playground.js').Config} Config */

/** @param {string} cell */
const configOf = (cell, numLayers = 2, learningRate = 0.01) =>
  /** @type {Partial<Config>} */ ({
    cell,
    hiddenSize: 12,
    numLayers,
    seqLen: 8,
    batchSize: 2,
    learningRate,
    workers: 1,
  });

/** The model that a page made, here. @param {string} text @param {Partial<Config>} config all of its settings */
function modelOf(text, config) {
  const playground = new Playground(text, config);
  for (let i = 0; i < STEPS; i++) playground.trainSteps(1);
  return playground;
}

/** @param {Playground} playground @param {any[]} [clamps] @returns {import('../../www/pkg/lstm_playground.js').TextReading} */
function read(playground, clamps = []) {
  playground.startReading(TEXT.slice(0, SHOWN), clamps);
  return /** @type {any} */ (playground.lookFor(60_000));
}

/**
 * A post with a tag that was trained for some steps, and shows its inside.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} cell
 * @param {{panels?: string, numLayers?: number, learningRate?: number, text?: string, place?: number}} [options] which
 *   `place` is chosen
 */
async function openInside(t, cell, options = {}) {
  const { panels = 'memory cell colour next units surgery', text = TEXT, place = 0 } = options;
  const { page } = await openPost(t, `<lstm-playground panels="${panels}"></lstm-playground>`);
  const tag = page.locator('lstm-playground');
  await tag.evaluate((/** @type {any} */ tag, chosen) => Object.assign(tag, chosen), {
    text,
    config: configOf(cell, options.numLayers, options.learningRate),
  });
  await tag.evaluate(async (/** @type {any} */ tag, steps) => {
    for (let i = 0; i < steps; i++) await tag.step();
  }, STEPS);
  await page.locator('.inside').scrollIntoViewIfNeeded();
  await page.getByLabel('Layer', { exact: true }).waitFor();
  // Also where its panel is not shown.
  await page.getByLabel('Place in the text').evaluate((slider, place) => {
    Object.assign(slider, { value: place });
    slider.dispatchEvent(new Event('input'));
  }, place);
  const strip = page.getByRole('slider', { name: /^Memory strip/ });
  const playground = modelOf(text, await tag.evaluate((/** @type {any} */ tag) => tag.config));
  return { page, tag, strip, readout: page.locator('.memory .readout'), playground };
}

/** As a term of a sum. @param {number} value */
function shownFactor(value) {
  const text = formatSigned(value);
  return text.startsWith('−') ? `(${text})` : text;
}

for (const [cell, numLayers] of /** @type {const} */ ([
  ['lstm', 2],
  ['peephole', 3],
  ['four-gate', 1],
  ['gru', 3],
  ['rnn', 2],
])) {
  test(`${cell}: by keyboard one reads the numbers of the trace`, async (t) => {
    const { page, strip, readout, playground } = await openInside(t, cell, { numLayers });
    const top = numLayers - 1;
    await page.getByLabel('Layer', { exact: true }).selectOption(String(numLayers));
    const { values } = read(playground).layers[top];
    const part = values.cell ? 'cell' : 'hidden';
    const numbers = values[part];
    const order = descending(activity(numbers, 12));

    /** @param {number} place @param {number} unit */
    const expected = (place, unit) =>
      `“${visible(TEXT[place])}”, unit ${unit + 1}: ${titleOf(part, 'textbook')} ${formatSigned(numbers[place * 12 + unit])}.`;
    await readout.getByText(expected(0, 0)).waitFor();
    await strip.focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'PageDown', 'ArrowLeft']) {
      await page.keyboard.press(key);
    }
    await readout.getByText(expected(11, 0)).waitFor();
    const down = Math.min(11, order.indexOf(0) + 1);
    await page.keyboard.press('ArrowDown');
    await readout.getByText(expected(11, order[down])).waitFor();
    assert.equal(await strip.getAttribute('aria-valuetext'), expected(11, order[down]));
    assert.equal(await strip.getAttribute('aria-valuenow'), '11');

    // The cell, opened: its sums are those of the same unit at the same character.
    const unit = order[down];
    await page
      .getByText(`Layer ${numLayers}, unit ${unit + 1}, reading “${visible(TEXT[11])}”.`)
      .waitFor();
    assert.equal(await page.locator('.node.active').count(), 1, 'it is at its first step');
    const sums = playground.gateSums(top, unit, 11);
    const lines = await page.locator('.steps .sum').allInnerTexts();
    const first = sums.find(
      ({ name }) => name === (cell === 'gru' ? 'r' : cell === 'rnn' ? 'h' : 'f'),
    );
    assert.ok(first);
    const { [first.name]: gate } = values;
    assert.ok(lines[0].endsWith(`= ${formatSigned(gate[11 * 12 + unit])}`), lines[0]);
    assert.ok(lines[0].includes(`(x ${shownFactor(first.input)} + h `), lines[0]);
    await page.locator('.steps button').first().focus();
    await page.keyboard.press('ArrowDown');
    const current = page.locator('.steps [aria-current="step"]');
    if (lines.length > 1) assert.equal(await current.locator('.sum').innerText(), lines[1]);

    // All numbers of the character, in a table.
    await page.getByText('The chosen character as a table').click();
    await page.locator('.column tbody tr').first().waitFor();
    const cells = await page
      .locator('.column tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) =>
          [.../** @type {HTMLTableRowElement} */ (row).cells].map(({ innerText }) => innerText),
        ),
      );
    const named = Object.entries(values).filter(([name]) => name !== 'h'); // it is hidden, too
    assert.deepEqual(
      cells,
      order.map((unit) => [
        String(unit + 1),
        ...named.map(([, all]) => formatSigned(all[11 * 12 + unit])),
      ]),
    );
  });
}

test('the likeliest characters and the surprise are those of the model', async (t) => {
  const { page, playground } = await openInside(t, 'lstm');
  const { probabilities } = read(playground);
  const vocabulary = [...playground.vocabulary()];
  const V = vocabulary.length;
  await page.locator('.next tr:last-child td[title]').last().waitFor();
  const shown = await page
    .locator('.next tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [.../** @type {HTMLTableRowElement} */ (row).cells]
          .slice(1)
          .map(({ innerText, title }) => [innerText, title]),
      ),
    );
  assert.equal(shown.length, 5);
  for (let place = 0; place < SHOWN; place++) {
    const row = probabilities.slice(place * V, (place + 1) * V);
    const best = Array.from(row.keys())
      .sort((a, b) => row[b] - row[a] || a - b)
      .slice(0, 5);
    assert.deepEqual(
      shown.map((cells) => cells[place]),
      best.map((id) => [visible(vocabulary[id]), `${Math.round(100 * row[id])} %`]),
      `after character ${place + 1}`,
    );
  }
  playground.startSeries(TEXT, 0, { layer: 0, part: 'cell', unit: 0 }, []);
  const { surprise } = /** @type {any} */ (playground.lookFor(60_000));
  const bits = surprise.reduce((/** @type {number} */ sum, /** @type {number} */ x) => sum + x, 0);
  const account = `${formatBits(bits)} bits for ${TEXT.length} characters: ${formatBits(bits / TEXT.length)} bits per character.`;
  await page.locator('.colour .note').getByText(account).waitFor();
  const spans = page.locator('.coloured').first().locator('span');
  assert.equal(await spans.count(), TEXT.length);
  await spans.nth(70).click();
  await page
    .locator('.memory .readout')
    .getByText(`“${visible(TEXT[70])}”`)
    .waitFor();
});

test('a gate that is held changes what is read and written, until it is let go', async (t) => {
  const { page, playground } = await openInside(t, 'lstm');
  const surgery = page.locator('.surgery');
  await surgery.getByLabel('What is held').selectOption('f');
  await surgery.getByLabel('At what value').fill('');
  await surgery.getByRole('button', { name: 'Hold', exact: true }).click();
  await surgery.getByText(/^value must be a number from/).waitFor();
  await surgery.getByLabel('At what value').fill('0');
  await surgery.getByRole('button', { name: 'Hold', exact: true }).click();
  await surgery.getByText('forget gate f, all units of layer 1, at 0').waitFor();
  const held = page.locator('.colour figure', { hasText: 'With what is held' });
  await held.waitFor();

  const clamps = [{ layer: 0, part: 'f', value: 0 }];
  playground.startSeries(TEXT, 0, { layer: 0, part: 'cell', unit: 0 }, clamps);
  const { surprise } = /** @type {any} */ (playground.lookFor(60_000));
  const bits = surprise.reduce((/** @type {number} */ sum, /** @type {number} */ x) => sum + x, 0);
  await held.getByText(`${formatBits(bits)} bits for`).waitFor();

  await surgery.getByRole('button', { name: 'Write on from here' }).click();
  const texts = surgery.locator('pre');
  await texts.first().getByText(/\S/).first().waitFor();
  const [free, changed] = await texts.allInnerTexts();
  assert.notEqual(changed, free);
  assert.ok(free.startsWith(TEXT[0]) && changed.startsWith(TEXT[0]));
  await surgery.getByRole('button', { name: /^Let go/ }).click();
  await held.waitFor({ state: 'hidden' });
  await surgery.getByRole('button', { name: 'Silence the unit' }).click();
  await surgery.getByText('hidden state h, for all, unit 1 of layer 1, at 0').waitFor();
  await surgery.getByRole('button', { name: 'Silence the unit' }).click();
  assert.equal(await surgery.getByRole('listitem').count(), 1, 'it was silent');
});

test('a unit that was found colours the text', async (t) => {
  const { page, readout } = await openInside(t, 'lstm');
  await page.getByRole('button', { name: 'Find units' }).click();
  const best = page.getByRole('button', { name: /^inside brackets: layer \d, unit \d+/ }).first();
  const name = String(await best.getAttribute('aria-label'));
  await best.click();
  const [, layer, unit] = name.match(/layer (\d), unit (\d+)/) ?? [];
  await readout.getByText(`unit ${unit}: cell state c`).waitFor();
  assert.equal(
    await page.getByLabel('Layer', { exact: true }).inputValue(),
    String(Number(layer) - 1),
  );
  const by = page.getByLabel('Colour by');
  await page
    .locator('.colour option', { hasText: `unit ${unit}: cell state c` })
    .waitFor({ state: 'attached' });
  assert.equal(await by.inputValue(), 'unit');
});

test('the tag tells what happens while a text is read', async (t) => {
  const { tag, playground } = await openInside(t, 'peephole', { panels: 'memory', numLayers: 3 });
  /** @param {string} text */
  const inspect = (text) =>
    tag.evaluate(async (/** @type {any} */ tag, text) => {
      const { chars, layers, surprise } = await tag.inspect(text);
      return { chars, gate: [...layers[2].values.f], surprise: [...surprise] };
    }, text);
  const { chars, layers, surprise } = playground.inspect('that is (not) it');
  const expected = { chars, gate: [...layers[2].values.f], surprise: [...surprise] };
  assert.deepEqual(await inspect('that is (not) it'), expected);
  await assert.rejects(inspect('naïve'), /character 3 is 'ï'/);
});

test('the network reads what one types, as far as it knows the characters', async (t) => {
  const { page, readout, playground } = await openInside(t, 'lstm');
  const own = 'is it (not) to be?';
  const known = own.replace('?', '');
  await page.getByLabel('Text that is read').selectOption('another');
  await page.getByLabel('Type what it is to read').fill(own);
  await page.getByText(/^Character 18 is '\?'/).waitFor();
  await page.getByLabel('Type what it is to read').fill(known);
  const { surprise, layers } = playground.inspect(known);
  const bits = formatBits(surprise.reduce((sum, x) => sum + x, 0));
  await page.locator('.colour .note').getByText(`${bits} bits for ${known.length}`).waitFor();
  assert.equal(await page.locator('.coloured').first().innerText(), known);
  const first = formatSigned(layers[0].values.cell[0]);
  await readout.getByText(`“i”, unit 1: cell state c ${first}.`).waitFor();
  await page.getByLabel('Text that is read').selectOption('the one it learns');
  await page.locator('.colour .note').getByText(`for ${TEXT.length} characters`).waitFor();
});

test('a reset at any moment leaves nothing behind', async (t) => {
  const { page, tag } = await openInside(t, 'lstm');
  for (const moment of ['.memory .readout', '.steps .sum', '.colour .note', '.next .readout']) {
    await page.locator(moment).first().waitFor();
    // As soon as one of the views changes, while others are still to be drawn.
    await page.evaluate((selector) => {
      const tag = /** @type {any} */ (document.querySelector('lstm-playground'));
      const root = /** @type {ShadowRoot} */ (tag.shadowRoot);
      const seen = new MutationObserver(() => {
        seen.disconnect();
        tag.reset();
      });
      const element = /** @type {Element} */ (root.querySelector(selector));
      seen.observe(element, { childList: true, characterData: true, subtree: true });
      tag.train();
    }, moment);
    await page.getByText('Press Train or Step to look inside.').waitFor();
    await tag.evaluate((/** @type {any} */ tag) => tag.step());
    await page.locator('.memory .readout').waitFor();
    await page.getByText(/^“.”, unit 1: cell state c/).waitFor();
  }
});

test('what is looked at is one state of the weights, however many workers train', async (t) => {
  const { page, tag } = await openInside(t, 'lstm', { panels: 'memory' });
  await tag.evaluate((/** @type {any} */ tag) => {
    tag.reset();
    tag.text = `${'ab'.repeat(20)}${'a'.repeat(9000)}`;
    tag.config = { ...tag.config, hiddenSize: 64, batchSize: 8, workers: 2, learningRate: 0.01 };
    return tag.train();
  });
  await page.waitForFunction(() => /** @type {any} */ (window).records.step.at(-1)?.workers === 2);
  for (let turn = 0; turn < 3; turn++) {
    const jumps = await tag.evaluate(async (/** @type {any} */ tag) => {
      const { layers } = await tag.inspect('a'.repeat(9000));
      const { hidden } = layers[0].values;
      // In a row of the same characters the state settles, as long as the weights stay.
      let jumps = 0;
      for (let at = 64 * 6000; at < hidden.length; at++) {
        if (Math.abs(hidden[at] - hidden[at - 64]) > 1e-5) jumps++;
      }
      return jumps;
    });
    assert.equal(jumps, 0);
  }
});

test('the bits of what is kept to check on add up to the validation figure', async (t) => {
  // It would soon know this text by heart.
  const { page, tag } = await openInside(t, 'lstm', { panels: 'colour', learningRate: 1e-5 });
  await tag.evaluate((/** @type {any} */ tag) => tag.train());
  await moreSteps(page, 30);
  await tag.evaluate((/** @type {any} */ tag) => tag.pause());
  await page.getByRole('button', { name: 'Validation text' }).click();
  const note = page.locator('.colour .note').getByText(/all that validation scores: its [\d.]+\.$/);
  await note.waitFor();
  const told = await note.innerText();
  const [, perChar, figure] = told.match(/: ([\d.]+) bits per character, .* its ([\d.]+)\.$/) ?? [];
  assert.ok(Number(perChar) > 1, told);
  assert.equal(figure, perChar);
  await page.locator('dt:text("Validation") + dd').getByText(perChar, { exact: true }).waitFor();
});

test('how far the gradient reaches, beside an rnn as old', async (t) => {
  const { page, strip, readout, playground } = await openInside(t, 'lstm', {
    panels: 'memory reach',
  });
  await readout.getByText(/unit 1/).waitFor();
  const reach = page.locator('.reach');
  await reach.getByText('Choose a character that has others before it.').waitFor();
  await strip.focus();
  for (let i = 0; i < 6; i++) await page.keyboard.press('PageDown');
  await page.getByLabel('Layer', { exact: true }).selectOption('2');
  await reach.getByText(`Why “${visible(TEXT[60])}” was expected`).waitFor();
  await reach.getByText('The numbers as a table').click();
  await reach.getByRole('button', { name: 'Train a plain rnn beside it' }).click();
  await reach.getByText(`The rnn beside it is at step ${STEPS}.`).waitFor();
  const text = TEXT.slice(0, 61);
  const own = playground.gradientReach(text, 200);
  const rnn = modelOf(TEXT, { ...playground.config(), cell: 'rnn' }).gradientReach(text, 200);
  const columns = [own.layers[1].hidden, own.layers[1].cell, rnn.layers[1].hidden];
  assert.equal(columns[0].length, 60);
  await reach.locator('thead th').nth(3).waitFor();
  const shown = await reach
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [.../** @type {HTMLTableRowElement} */ (row).cells].map(({ innerText }) => innerText),
      ),
    );
  const expected = shown.map(([k]) => [
    k,
    ...columns.map((column) => column[Number(k)].toPrecision(3)),
  ]);
  assert.equal(shown.length, 30, 'every second of sixty');
  assert.deepEqual(shown, expected);
});

test('every place of a long text can be looked at', async (t) => {
  const text = TEXT.repeat(131).slice(0, 100_000);
  const place = 98_765;
  const { page, readout, playground } = await openInside(t, 'lstm', { text, numLayers: 1, place });
  const start = place - 300 - 9; // a quarter of the page stands before it, and what is read before the page
  const { layers } = playground.inspect(text.slice(start, place + 1));
  const value = formatSigned(layers[0].values.cell[12 * (place - start)]);
  await readout.getByText(`“${visible(text[place])}”, unit 1: cell state c ${value}.`).waitFor();
  await page.getByText(/^character 98,766 of 100,000: /).waitFor();
});

test('a typed line is gone on with, and a foreign character is named', async (t) => {
  const { page, playground } = await openInside(t, 'gru', { panels: 'next' });
  const line = page.getByLabel('Type, and it goes on');
  await line.fill('what');
  const completed = page.locator('.completion');
  await completed.getByText(/^what/).waitFor();
  const prompt = { prompt: 'what', length: 60, temperature: 0 };
  assert.equal(await completed.textContent(), `what${playground.generate(prompt)}`);
  await line.fill('what§');
  await page
    .locator('.next .problem')
    .getByText(/^character 5 is '§'/)
    .waitFor();
  assert.equal(await page.locator('.memory').isVisible(), false, 'only what was asked for');
});

test('one can look at an earlier step, and train on from there', async (t) => {
  const { page, tag, readout } = await openInside(t, 'lstm', { panels: 'memory' });
  const time = page.getByRole('slider', { name: 'Look at step' });
  const back = page.getByRole('button', { name: 'Train on from there' });
  await page.getByText(`now, step ${STEPS}`).waitFor();
  await readout.getByText(/unit 1/).waitFor();
  const now = await readout.innerText();
  assert.equal(await back.isDisabled(), true);
  // 0, 1, 2, 3, now
  await time.focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft');
  const when = page.locator('.inside .when');
  await when.getByText('step 1', { exact: true }).waitFor();
  const config = await tag.evaluate((/** @type {any} */ tag) => tag.config);
  const early = new Playground(TEXT, config);
  early.trainSteps(1);
  const expected = formatSigned(read(early).layers[0].values.cell[0]);
  await readout.getByText(`cell state c ${expected}.`).waitFor();
  const sampling = { length: 200, temperature: 0.8, seed: 1 };
  await page
    .getByLabel('What it wrote then')
    .getByText(early.generate(sampling).trim().slice(0, 20))
    .waitFor();
  await back.click();
  await page.getByText('now, step 1', { exact: true }).waitFor();
  for (let step = 1; step < STEPS; step++) {
    await tag.evaluate((/** @type {any} */ tag) => tag.step());
  }
  await page.getByText(`now, step ${STEPS}`).waitFor();
  await readout.getByText(now.slice(0, now.indexOf('. ') + 1)).waitFor();
});

test('while it trains the view follows, and the page stays fluid', async (t) => {
  const { url } = await serve();
  const page = await openPage(t, `${url}/index.html`);
  const ui = controls(page);
  await ui.train.click();
  await moreSteps(page, 2);
  await page.locator('.inside').scrollIntoViewIfNeeded();
  await page.locator('.memory .readout').waitFor();
  await page.locator('.coloured').first().scrollIntoViewIfNeeded();
  await page.evaluate(() => {
    /** @type {number[]} */
    const longTasks = [];
    new PerformanceObserver((list) => {
      longTasks.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask' });
    Object.assign(window, { longTasks });
  });
  const seen = new Set();
  for (let i = 0; i < 8; i++) {
    await page.waitForTimeout(400);
    seen.add(await page.locator('.colour .note').first().innerText());
  }
  assert.ok(seen.size > 3, `it must follow the training, got ${seen.size} states in three seconds`);
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).longTasks), []);
  await ui.reset.click();
  await reachState(page, 'idle');
  await page.getByText('Press Train or Step to look inside.').waitFor();
});
