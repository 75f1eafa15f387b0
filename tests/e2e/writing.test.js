import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controls, openTab } from './support/controls.js';
import { reachStep, records } from './support/records.js';
import { openPost } from './support/browser.js';

const TEXT = 'what the model writes appears as it is written. '.repeat(40);
/** So large that a letter takes some milliseconds. */
const LARGE = { hiddenSize: 1024, batchSize: 1, seqLen: 8, workers: 1 };
const SMALL = { hiddenSize: 64, batchSize: 2, seqLen: 16, workers: 1 };

/**
 * A page with one model, after its first step.
 *
 * @param {import('node:test').TestContext} t
 * @param {object} config
 * @param {string} [body]
 */
async function openModel(t, config, body = '<lstm-playground></lstm-playground>') {
  const { page } = await openPost(t, body);
  const tag = page.locator('lstm-playground').first();
  await controls(tag).text.waitFor();
  const given = { text: TEXT, config };
  await tag.evaluate(async (/** @type {any} */ tag, /** @type {any} */ { text, config }) => {
    tag.text = text;
    tag.config = config;
    await tag.step();
  }, given);
  return { page, tag, ui: controls(tag) };
}

test('each text gives one event, and none when it comes back by Undo', async (t) => {
  const { page, tag, ui } = await openModel(t, SMALL);
  const texts = await tag.evaluate(async (/** @type {any} */ tag) => {
    /** @type {any} */ (window).samples = [];
    tag.addEventListener('lstm-sample', (/** @type {CustomEvent} */ { detail }) =>
      /** @type {any} */ (window).samples.push(detail),
    );
    const texts = [];
    for (let count = 0; count < 6; count++) {
      texts.push(await tag.generate({ prompt: 'what', length: 5, seed: 4 }));
    }
    return texts;
  });
  const samples = () => page.evaluate(() => /** @type {any} */ (window).samples);
  const of = (/** @type {string} */ text) => ({ step: 1, seed: 4, prompt: 'what', text });
  const six = texts.map(of);
  assert.deepEqual(await samples(), six);
  await ui.reset.click();
  await tag.getByRole('button', { name: 'Undo' }).click();
  await ui.sample.getByText(/^after 1 step/).waitFor();
  await tag.evaluate((/** @type {any} */ tag) => tag.generate({ prompt: 'is', length: 5 }));
  const prompts = (await samples()).map((/** @type {{prompt: string}} */ { prompt }) => prompt);
  assert.deepEqual(prompts, [...six.map(() => 'what'), 'is']);
});

test('a long text by a large model appears in parts while training advances, until Stop', async (t) => {
  const { page, tag, ui } = await openModel(t, LARGE);
  const pre = ui.written;
  await openTab(tag, 'Writing');
  await ui.length.fill('100000');
  await ui.train.click();
  await ui.write.click();
  await ui.stop.waitFor();
  await page.waitForFunction(
    (pre) => String(pre?.textContent).length >= 250, // more than a live text
    await pre.elementHandle(),
  );
  const early = String(await pre.textContent());
  const { steps } = await records(page);
  await reachStep(page, steps[steps.length - 1].step + 5);
  const pausing = await tag.evaluate(async (/** @type {any} */ tag) => {
    const start = performance.now();
    await tag.pause();
    return performance.now() - start;
  });
  t.diagnostic(`Pause took ${pausing.toFixed(0)} ms`);
  assert.ok((await ui.stop.count()) === 1, 'the text is still being written');
  await ui.stop.click();
  await ui.write.waitFor();
  const text = String(await pre.textContent());
  assert.ok(text.startsWith(early) && text.length > early.length, 'the text grew in place');
  assert.ok(text.length < 100_000);
  await ui.train.click();
  await ui.sample.getByText(/^after [\d,]+ steps?, seed/).waitFor();
});

test('generate reports the parts, and a signal ends it', async (t) => {
  const { page, tag } = await openModel(t, SMALL);
  const done = await tag.evaluate(async (/** @type {any} */ tag) => {
    const options = { length: 20_000, seed: 3, temperature: undefined, prompt: undefined };
    /** @type {string[]} */
    const parts = [];
    const whole = await tag.generate({
      ...options,
      onText: (/** @type {string} */ part) => parts.push(part),
    });

    const controller = new AbortController();
    let begun = '';
    const aborted = await tag
      .generate({
        ...{ ...options, length: 100_000, signal: controller.signal },
        onText(/** @type {string} */ part) {
          begun += part;
          if (begun.length > 100) controller.abort();
        },
      })
      .catch((/** @type {unknown} */ error) => error);
    const early = await tag
      .generate({ signal: AbortSignal.abort('too late') })
      .catch((/** @type {unknown} */ error) => error);
    const thrown = await tag
      .generate({
        ...{ ...options, length: 100_000 },
        onText() {
          throw new RangeError('enough');
        },
      })
      .catch((/** @type {unknown} */ error) => error);
    // Two texts at once, of which the waiting one is ended.
    const first = tag.generate({ ...options, length: 100_000, seed: 1 });
    const second = new AbortController();
    const waiting = tag.generate({ ...options, signal: second.signal });
    second.abort();
    const left = await waiting.catch((/** @type {unknown} */ error) => error);
    tag.shadowRoot.querySelector('.write button').click();
    const stopped = await first;
    const again = await tag.generate({ ...options, stop: whole.slice(50, 53) });
    return {
      ...{ whole, parts, begun, early, again, stopped: stopped.length },
      names: [aborted, thrown, left].map(({ name }) => name),
      same: aborted === controller.signal.reason,
      end: whole.slice(0, whole.indexOf(whole.slice(50, 53)) + 3),
    };
  });
  assert.equal(done.whole.length, 20_000);
  assert.equal(done.parts.join(''), done.whole);
  assert.ok(done.parts.length > 2, `${done.parts.length} parts`);
  assert.ok(done.begun.length > 100 && done.begun.length < 100_000);
  assert.ok(done.whole.startsWith(done.begun.slice(0, 20_000)));
  assert.deepEqual(done.names, ['AbortError', 'RangeError', 'AbortError']);
  assert.ok(done.same, 'it rejects with the reason of the signal');
  assert.equal(done.early, 'too late');
  assert.ok(done.stopped < 100_000, `${done.stopped}`);
  assert.equal(done.again, done.end);
  assert.deepEqual((await records(page)).errors, [], 'none of these is an error of the page');
});

test('wrong options are refused, and those that are undefined count as not given', async (t) => {
  const { tag } = await openModel(t, SMALL);
  const done = await tag.evaluate(async (/** @type {any} */ tag) => {
    const all = ['prompt', 'length', 'temperature', 'topK', 'topP', 'seed', 'stop', 'repetition'];
    all.push('model', 'signal', 'onText');
    const nothing = Object.fromEntries(all.map((name) => [name, undefined]));
    const text = await tag.generate({ ...nothing, length: 30 });
    /** @type {string[]} */
    const messages = [];
    for (const options of [
      { signal: 5 },
      { onText: 'no' },
      { stop: 5 },
      { repetition: 0.5 },
      { topk: undefined, topK: -1 },
    ]) {
      await tag.generate(options).catch((/** @type {Error} */ error) => {
        messages.push(`${error.name}: ${error.message}`);
      });
    }
    tag.config = { hiddenSize: undefined, numLayers: 2 };
    return { length: text.length, messages, config: tag.config };
  });
  assert.equal(done.length, 30);
  assert.deepEqual(done.messages, [
    'SettingError: signal must be an AbortSignal, got 5',
    'SettingError: onText must be a function, got no',
    'SettingError: stop must be a text of at most 100000 characters, got 5',
    'SettingError: repetition must be a number from 1 to 10, got 0.5',
    'SettingError: topK must be a whole number from 0 to 65536, got -1',
  ]);
  assert.equal(done.config.numLayers, 2);
  assert.equal(typeof done.config.hiddenSize, 'number');
});

test('two widgets write at once, and a reset ends the text of its own', async (t) => {
  const two = '<lstm-playground></lstm-playground>'.repeat(2);
  const { page, tag } = await openModel(t, SMALL, two);
  const other = page.locator('lstm-playground').nth(1);
  await other.scrollIntoViewIfNeeded();
  const done = await page.evaluate(async () => {
    const [one, two] = /** @type {any[]} */ ([...document.querySelectorAll('lstm-playground')]);
    two.text = one.text;
    two.config = one.config;
    await two.step();
    const begun = (/** @type {any} */ tag) =>
      new Promise((resolve) => {
        const text = tag.generate({ length: 100_000, onText: () => resolve({ text }) });
        text.catch(() => {});
      });
    const [a, b] = await Promise.all([begun(one), begun(two)]);
    await one.reset();
    two.shadowRoot.querySelector('.write button').click();
    const name = await a.text.catch((/** @type {Error} */ { name }) => name);
    return { name, kept: (await b.text).length };
  });
  assert.equal(done.name, 'AbortError');
  assert.ok(done.kept > 0 && done.kept < 100_000, `${done.kept}`);
  await controls(tag).write.waitFor();
});

test('the end of a text is chosen from a list, or written', async (t) => {
  const { tag, ui } = await openModel(t, SMALL);
  const pre = ui.written;
  await openTab(tag, 'Writing');
  await ui.end.selectOption('a full stop');
  await ui.length.fill('5000');
  await ui.write.click();
  await pre.and(tag.locator('pre', { hasText: /^[^.]*\.$/ })).waitFor();
  await ui.ownEnd.waitFor({ state: 'hidden' });
  await ui.end.selectOption('own …');
  await ui.ownEnd.fill('e');
  await ui.ownEnd.press('Enter');
  await ui.write.click();
  await pre.and(tag.locator('pre', { hasText: /^[^e]*e$/ })).waitFor();
  await ui.end.selectOption('the length alone');
  await ui.write.click();
  await pre.and(tag.locator('pre', { hasText: /e[^]*e/ })).waitFor();
});

test('a text can be one document, where the text has documents', async (t) => {
  const { tag, ui } = await openModel(t, { ...SMALL, separator: ' it ' });
  await openTab(tag, 'Writing');
  await ui.end.selectOption('the end of a document');
  await ui.length.fill('50000');
  await tag.evaluate((/** @type {any} */ tag) => tag.train());
  await ui.sample.getByText(/after \d[\d,]+ steps/).waitFor();
  await tag.evaluate((/** @type {any} */ tag) => tag.pause());
  const text = await tag.evaluate((/** @type {any} */ tag) => tag.generate({ seed: 1 }));
  assert.equal(text.indexOf(' it '), text.length - 4);
});
