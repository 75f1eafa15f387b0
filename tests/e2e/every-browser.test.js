import assert from 'node:assert/strict';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { writeModel } from '../../www/src/files/model-file.js';
import { readRun, writeRun } from '../../www/src/files/run-file.js';
import { readFragment } from '../../www/src/links/setup-link.js';
import { Draft } from '../../www/src/runs/draft.js';
import { formatSigned } from '../../www/src/lib/format.js';
import { visible } from '../../www/src/views/visible.js';
import { opened, SMALL, TEXT as SAVED_TEXT, savedRun } from '../www/support/saved-run.js';
import { unzipped } from '../www/support/zip.js';
import { controls, openTab } from './support/controls.js';
import { serveRecorded, testInEveryBrowser } from './support/every-browser.js';
import { moreSteps, reachStep, records } from './support/records.js';
import { post } from './support/site.js';
import { assertSoon } from './support/soon.js';

/** @typedef {import('./support/page.js').Page} Page */

const TEXT = 'the miller has a mill, the miller has a wheel, and round and round they go. '.repeat(
  20,
);
const UNTRAINED_BITS = Math.log2(new Set(TEXT).size);

/** Parts of the workbench, which belong to the first screen. */
const PARTS = ['section.train', 'section.text', 'section.sample', 'section.curve', 'section.live'];
/** The only window narrower than browsers can be: its page is in a frame of this size. */
const PHONE = { width: 390, height: 844 };
const SCREENS = [
  ...[
    { width: 1280, height: 800 },
    { width: 1440, height: 900 },
    { width: 768, height: 1024 },
  ].map((size) => ({ ...size, parts: [...PARTS, '.tabs'] })),
  { ...PHONE, parts: PARTS.filter((part) => part !== 'section.curve') },
];

/** A run that is saved where the tests run, and goes on there. */
const playground = new Playground(SAVED_TEXT, SMALL);
playground.trainSteps(31);
const savedFile = Buffer.from(writeRun(savedRun(playground)));
const best = playground.bestNetwork()?.model() ?? assert.fail('the run has best weights');
const exported = writeModel({ config: playground.config(), ...best, separator: '' });
playground.trainSteps(20);
const inOneGo = playground.weightsHash();

const { url } = await serveRecorded({
  '/empty.html': post('<lstm-playground></lstm-playground>'),
  '/run.safetensors': savedFile,
  '/inside.html': post('<lstm-playground panels="memory"></lstm-playground>'),
  '/phone.html': `<!doctype html><html lang="en"><head><title>A phone</title></head>
    <body style="margin: 0"><iframe src="/index.html" title="The page"
      width="${PHONE.width}" height="${PHONE.height}" style="display: block; border: 0"></iframe>
    </body></html>`,
});

/** @param {Page} page */
const tagOf = (page) => page.locator('lstm-playground');

/** @param {Page} page */
async function openWithText(page) {
  await page.goto(`${url}/index.html`);
  const ui = controls(page);
  await ui.text.fill(TEXT);
  // A quick machine learns so short a text by heart, and would stop before a test has looked.
  await tagOf(page).evaluate((tag) => {
    tag.config = { ...tag.config, patience: 0 };
  });
  return ui;
}

/**
 * Opens the page in a window of this size.
 *
 * @param {Page} page
 * @param {{width: number, height: number}} size
 */
async function openIn(page, size) {
  const isPhone = size.width === PHONE.width;
  await page.setViewportSize(isPhone ? { width: 1280, height: PHONE.height } : size);
  await page.goto(`${url}/${isPhone ? 'phone' : 'index'}.html`);
  if (isPhone) await page.enter(page.locator('iframe'));
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  assert.deepEqual({ width, height }, { width: size.width, height: size.height });
}

/**
 * The parts that reach out of the window, or that are cut off by another.
 *
 * @param {Page} page
 * @param {string[]} parts
 */
const cutOff = (page, parts) =>
  tagOf(page).evaluate(({ shadowRoot: root }, parts) => {
    const boxes = parts.map((part) => {
      const element = root.querySelector(part);
      return { part, element, box: element.getBoundingClientRect() };
    });
    const beyond = boxes
      .filter(({ element, box }) => {
        const { top, bottom, left, right } = box;
        const isInside = top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
        // Another part over its last line would hide it.
        const last = root.elementFromPoint((left + right) / 2, bottom - 4);
        return !(isInside && bottom > top && last && element.contains(last));
      })
      .map(({ part, box: { top, bottom } }) => `${part}: ${top} to ${bottom}`);
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) beyond.push(`${scrollWidth - clientWidth} px sideways`);
    return beyond;
  }, parts);

/** @param {import('./support/page.js').Locator} figure */
const numberIn = async (figure) => Number((await figure.innerText()).replaceAll(',', ''));

testInEveryBrowser('a text is learnt, and written after a prompt', async (page) => {
  const ui = await openWithText(page);
  await ui.train.click();
  await page.waitForFunction(
    (untrained) => /** @type {any} */ (window).records.step.at(-1)?.bitsPerChar < untrained / 2,
    UNTRAINED_BITS,
  );
  await ui.written.getByText(/./).waitFor();
  const earlier = await ui.written.innerText();
  await ui.written.evaluate(async (sample, earlier) => {
    while (sample.innerText.trim() === earlier) await new Promise((next) => setTimeout(next, 50));
  }, earlier);
  await page.locator('[title*="letters a second"]').waitFor();
  await ui.pause.click();
  await ui.state.getByText('Paused').waitFor();
  const bits = await numberIn(ui.figures.training);
  assert.ok(bits < UNTRAINED_BITS / 2, `expected below ${UNTRAINED_BITS / 2} bits, got ${bits}`);
  const { steps } = await records(page);
  const first = steps[0].bitsPerChar;
  assert.ok(
    Math.abs(first - UNTRAINED_BITS) < 1,
    `an untrained model guesses at about ${UNTRAINED_BITS} bits, got ${first}`,
  );

  await ui.prompt.fill('round and');
  await ui.write.click();
  await ui.written.getByText(/^round and/).waitFor();
  await ui.stop.waitFor({ state: 'hidden' });
  const written = await ui.written.innerText();
  assert.ok(written.length > 'round and'.length + 100, `200 letters must follow, got ${written}`);
});

testInEveryBrowser('Pause stops the training, and Train resumes at the same step', async (page) => {
  const ui = await openWithText(page);
  await ui.train.click();
  await reachStep(page, 100);
  await ui.pause.click();
  await ui.state.getByText('Paused').waitFor();
  const paused = await numberIn(ui.figures.steps);
  assert.ok(paused >= 100, `expected step 100 or more, got ${paused}`);
  // A sample of a paused model makes sure that time has passed in the worker too.
  await ui.write.click();
  await ui.sample.getByText(/^after [\d,]+ steps?, (best, )?seed/).waitFor();
  const { steps: before } = await records(page);
  assert.equal(before.at(-1)?.step, paused, 'no step may be made while it is paused');

  await ui.train.click();
  await reachStep(page, paused + 1);
  const { steps: after, workers } = await records(page);
  const next = after[before.length];
  assert.ok(next.step > paused, `expected a step above ${paused}, got ${next.step}`);
  assert.ok(
    next.bitsPerChar < before[0].bitsPerChar - 1,
    `the model must stay the same: ${before.at(-1)?.bitsPerChar} bits before, ${next.bitsPerChar} after`,
  );
  assert.equal(workers, 1, 'the model must stay in the worker it was made in');
});

testInEveryBrowser('the keyboard selects letters and units', async (page) => {
  await page.goto(`${url}/inside.html`);
  const config = { hiddenSize: 12, seqLen: 8, batchSize: 2, workers: 1 };
  const inside = await tagOf(page).evaluate(
    async (tag, { text, config }) => {
      Object.assign(tag, { text, config });
      for (let i = 0; i < 4; i++) await tag.step();
      const { layers } = await tag.inspect(text.slice(0, 100));
      return [...layers[0].values.f];
    },
    { text: TEXT, config },
  );
  const strip = page.getByRole('slider', { name: /^Memory strip/ });
  await strip.waitFor();
  await strip.press('Home');
  /** @param {number} index @param {number} unit */
  const expected = (index, unit) => {
    const value = formatSigned(inside[index * config.hiddenSize + unit]);
    return `“${visible(TEXT[index])}”, unit ${unit + 1}: forget gate f ${value}.`;
  };
  const readout = page.locator('.memory .readout');
  await readout.getByText(expected(0, 0)).waitFor();
  for (const key of ['ArrowRight', 'ArrowRight', 'PageDown', 'ArrowLeft']) await page.press(key);
  await readout.getByText(expected(11, 0)).waitFor();
  await page.press('ArrowDown');
  await readout.getByText(/, unit ([2-9]|1\d): forget gate f/).waitFor();
  const said = await readout.innerText();
  const unit = Number(/unit (\d+)/.exec(said)?.[1]) - 1;
  assert.ok(said.startsWith(expected(11, unit)), said);
  const announced = String(await strip.getAttribute('aria-valuetext'));
  assert.ok(announced.startsWith(expected(11, unit)), announced);
  assert.equal(await strip.getAttribute('aria-valuenow'), '11');
});

testInEveryBrowser('two tags on one page learn side by side', async (page) => {
  await page.goto(`${url}/embed.html`);
  const tags = [tagOf(page).nth(0), tagOf(page).nth(1)];
  const steps = (/** @type {number} */ i) =>
    page.evaluate((i) => {
      const tag = document.querySelectorAll('lstm-playground')[i];
      const { step } = /** @type {any} */ (window).records;
      return step.findLast((/** @type {any} */ { target }) => target === tag)?.step ?? 0;
    }, i);
  for (const tag of tags) {
    await tag.evaluate((element) => element.scrollIntoView());
    await controls(tag).train.click();
    await controls(tag).state.getByText('Training').waitFor();
  }
  await assertSoon(async () => {
    const both = [await steps(0), await steps(1)];
    assert.ok(Math.min(...both) > 5, `both must learn: ${both}`);
  });

  await controls(tags[0]).pause.click();
  await controls(tags[0]).state.getByText('Paused').waitFor();
  const [paused, other] = [await steps(0), await steps(1)];
  await assertSoon(async () => assert.ok((await steps(1)) > other + 10, 'the second continues'));
  assert.equal(await steps(0), paused, 'the first one is paused');
  assert.equal((await records(page)).workers, 2, 'each has a worker of its own');
});

testInEveryBrowser('wrong settings and files are told in a sentence', async (page) => {
  const ui = await openWithText(page);
  await openTab(page, 'Settings');
  const hidden = page.getByRole('textbox', { name: 'Hidden size', exact: true });
  await hidden.fill('1e');
  await hidden.press('Enter');
  await ui.train.click();
  await ui.error.getByText(/^hiddenSize must be .*, got "1e"$/).waitFor();
  await assertSoon(async () => assert.equal(await hidden.getAttribute('aria-invalid'), 'true'));
  assert.equal(await hidden.inputValue(), '1e', 'the wrong value stays in its field');
  await hidden.fill('16');
  await hidden.press('Enter');

  await ui.prompt.fill('the mÿll');
  await ui.write.click();
  await ui.sample.getByText(/character 6 is 'ÿ' \(U\+00FF\)/).waitFor();

  /** @param {string} name @param {number[] | string} content */
  const drop = (name, content) =>
    ui.text.evaluate(
      (field, { name, content }) => {
        const data = new DataTransfer();
        const bytes = typeof content === 'string' ? content : Uint8Array.from(content);
        data.items.add(new File([bytes], name));
        field.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
      },
      { name, content },
    );
  const picture = Array.from({ length: 3000 }, (_, i) => (Math.imul(i, 0x9e3779b1) >>> 13) & 255);
  await drop('photo.png', picture);
  await ui.offer.getByText('"photo.png" is not a text').waitFor();
  assert.equal(await ui.text.inputValue(), TEXT, 'the text stays');
  await drop('café.txt', 'a text of letters '.repeat(20));
  await ui.files.getByText('café.txt: 360 bytes').waitFor();
  await ui.train.click();
  await moreSteps(page, 2);
});

for (const { width, height, parts } of SCREENS) {
  const screen = `one screen of ${width} x ${height}`;
  testInEveryBrowser(`text, writing and live gates stand in ${screen}`, async (page) => {
    await openIn(page, { width, height });
    const ui = controls(page);
    await ui.train.waitFor();
    await page.locator('section.live:not(.unloaded)').waitFor();
    await page
      .locator('.live .story')
      .getByText(/^Not trained yet/)
      .waitFor();
    await assertSoon(async () => assert.deepEqual(await cutOff(page, parts), [], 'at rest'));
    assert.ok(await ui.prompt.isVisible());
    await ui.train.click();
    await ui.sample.getByText(/^after [\d,]+ steps?/).waitFor();
    assert.deepEqual(await cutOff(page, parts), [], 'during training');
    const all = await page.evaluate(() => document.documentElement.scrollHeight);
    if (width >= 1280) assert.ok(all <= 1500, `a page of ${all} px`);
  });
}

testInEveryBrowser('the live gates live before Train, a click chooses a letter', async (page) => {
  const ui = await openWithText(page);
  const story = page.locator('.live .story');
  await story.getByText(/^Not trained yet: \d+ of 99 letters guessed\. Reading/).waitFor();
  await page.waitForFunction(() => {
    const seen = /** @type {any} */ (window);
    const { shadowRoot } = /** @type {Element} */ (document.querySelector('lstm-playground'));
    const mark = /** @type {HTMLElement} */ (shadowRoot?.querySelector('.live .mark'));
    seen.places = (seen.places ?? new Set()).add(mark.style.transform);
    return seen.places.size >= 3;
  });
  await ui.state.getByText('Ready').waitFor();
  const letters = page.locator('.live .read span');
  await letters.nth(4).click();
  await story.getByText(/Reading “m”/).waitFor();
  await page.getByRole('button', { name: 'Read on' }).waitFor();

  await ui.step.click();
  await story.getByText(/^\d+ of 99/).waitFor();
  await letters.nth(9).click();
  await story.getByText(/Reading “r”/).waitFor();
  await page.waitForFunction(() => {
    const { shadowRoot } = /** @type {Element} */ (document.querySelector('lstm-playground'));
    return shadowRoot?.querySelector('.live .chosen')?.textContent === 'r';
  });
});

testInEveryBrowser('a link brings text and settings to another page', async (page) => {
  await page.goto(`${url}/index.html`);
  const text = `${TEXT} “Größe” \u{1F600}\r\n`;
  const link = await tagOf(page).evaluate(async (tag, text) => {
    tag.text = text;
    tag.config = { hiddenSize: 16, seed: 7 };
    return tag.link();
  }, text);
  await page.goto('about:blank');
  await page.goto(link);
  await controls(page).state.getByText('Ready').waitFor();
  const { opened, hash } = await tagOf(page).evaluate(async (tag) => {
    for (let i = 0; i < 5; i++) await tag.step();
    return { opened: tag.text, hash: await tag.weightsHash() };
  });
  assert.equal(opened, text);
  const { setup } = await readFragment(new URL(link).hash.slice(1), []);
  assert.deepEqual(setup, { text, config: { hiddenSize: 16, seed: 7 } });
  const draft = new Draft(() => {});
  draft.setText(text);
  for (const [name, value] of Object.entries(setup.config)) draft.settings.choose(name, value);
  await draft.ready();
  const { workers, ...config } = draft.config;
  const inNode = new Playground(text, config);
  inNode.trainSteps(5);
  assert.equal(hash, inNode.weightsHash(), `the weights of Node, with ${workers} workers`);
});

testInEveryBrowser('a run that was saved elsewhere goes on, and is saved', async (page) => {
  await page.goto(`${url}/empty.html`);
  const { hash, bytes } = await tagOf(page).evaluate(async (tag) => {
    await tag.open('run.safetensors');
    for (let i = 0; i < 20; i++) await tag.step();
    const bytes = new Uint8Array(await (await tag.save()).arrayBuffer());
    return { hash: await tag.weightsHash(), bytes: [...bytes] };
  });
  assert.equal(hash, inOneGo);
  assert.equal(opened(readRun(Uint8Array.from(bytes).buffer)).weightsHash(), inOneGo);
});

testInEveryBrowser('the network leaves, by the tag and by the dialog', async (page) => {
  await page.goto(`${url}/empty.html`);
  const { model, onnx, hub } = await tagOf(page).evaluate(async (tag) => {
    await tag.open('run.safetensors');
    /** @param {'safetensors' | 'onnx' | 'hub'} format */
    const bytesOf = async (format) => [
      ...new Uint8Array(await (await tag.exportModel(format)).arrayBuffer()),
    ];
    return {
      model: await bytesOf('safetensors'),
      onnx: await bytesOf('onnx'),
      hub: await bytesOf('hub'),
    };
  });
  assert.deepEqual(Uint8Array.from(model), new Uint8Array(exported), 'the bytes of Node');
  const files = unzipped(Uint8Array.from(hub).buffer);
  const [folder] = [...files.keys()].map((path) => path.split('/')[0]);
  assert.deepEqual(new Uint8Array(files.get(`${folder}/model.onnx`) ?? []), Uint8Array.from(onnx));
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const dialog = page.locator('dialog.export');
  await dialog.getByText('LSTM, 3 units, 1 layer').waitFor();
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
});
