import assert from 'node:assert/strict';
import { test } from 'node:test';
import { presets } from '../../www/src/texts/presets.js';
import { controls, openTab } from './support/controls.js';
import { records } from './support/records.js';
import { openPost } from './support/browser.js';
import { assertSoon } from './support/soon.js';

const TEXT = 'a tag is a small thing, a tag is a whole thing. '.repeat(10);

/** @param {import('playwright-core').Page} page */
const tagOf = (page) => page.locator('lstm-playground');

test('attributes in kebab-case set the settings', async (t) => {
  const { page } = await openPost(
    t,
    `<lstm-playground text="${TEXT}" hidden-size="16" num-layers="2" seq-len="8" batch-size="2"
      dropout="0.2" forget-bias="0.5" optimizer="sgd" learning-rate="0.1" grad-clip="1"
      schedule="cosine:10:100" validation-fraction="0.2" validation-split="tail"
      patience="500" max-steps="9000" seed="9" workers="3" cell="lstm"></lstm-playground>`,
  );
  await controls(page).text.waitFor();
  const config = await tagOf(page).evaluate((/** @type {any} */ tag) => tag.config);
  assert.deepEqual(config, {
    cell: 'lstm',
    hiddenSize: 16,
    numLayers: 2,
    seqLen: 8,
    batchSize: 2,
    dropout: 0.2,
    forgetBias: 0.5,
    optimizer: 'sgd',
    learningRate: 0.1,
    schedule: 'cosine:10:100',
    gradClip: 1,
    weightDecay: 0,
    validationFraction: 0.2,
    validationSplit: 'tail',
    separator: '',
    rareBelow: 0,
    patience: 500,
    maxSteps: 9000,
    seed: 9,
    workers: 3,
  });
  await openTab(page, 'Settings');
  await assertSoon(async () => {
    assert.equal(await page.getByLabel('Hidden size', { exact: true }).inputValue(), '16');
    assert.equal(await controls(page).text.inputValue(), TEXT);
  });
});

test('the tag has its own colours on a page without styles', async (t) => {
  const { page } = await openPost(t, '<lstm-playground preset="names"></lstm-playground>');
  await controls(page).train.waitFor();
  const colours = await controls(page).train.evaluate((button) => {
    const { color, backgroundColor } = getComputedStyle(button);
    const host = /** @type {Element} */ (document.querySelector('lstm-playground'));
    return { color, backgroundColor, paper: getComputedStyle(host).backgroundColor };
  });
  assert.deepEqual(colours, {
    color: 'rgb(255, 255, 255)',
    backgroundColor: 'rgb(11, 107, 99)',
    paper: 'rgb(251, 250, 248)',
  });
});

test('a preset gives the text, and the attribute text takes precedence', async (t) => {
  const { page } = await openPost(
    t,
    `<lstm-playground preset="names"></lstm-playground>
     <lstm-playground preset="names" text="${TEXT}"></lstm-playground>`,
  );
  await page.setViewportSize({ width: 1280, height: 3000 }); // both are seen
  const boxes = controls(page).text;
  await boxes.nth(1).waitFor();
  const names = presets.find(({ id }) => id === 'names');
  await assertSoon(async () => {
    assert.equal(await boxes.nth(0).inputValue(), names?.text());
    assert.equal(await boxes.nth(1).inputValue(), TEXT);
  });
});

for (const { attribute, message } of [
  { attribute: 'hidden-size="0"', message: /^hiddenSize must be .* 1 to 1024, got 0$/ },
  { attribute: 'hidden-size="many"', message: /^hiddenSize must be .* 1 to 1024, got "many"$/ },
  { attribute: 'optimizer="magic"', message: /^optimizer must be .*adam.*, got "magic"$/ },
  {
    attribute: 'cell="transformer"',
    message: /^cell must be one of lstm, peephole, .*, gru, rnn, got "transformer"$/,
  },
  { attribute: 'preset="novel"', message: /^preset must be .*rhyme.*, got "novel"$/ },
  { attribute: 'panels="text loss"', message: /^panels must be .*curve.*, got "loss"$/ },
]) {
  test(`the attribute ${attribute} is refused with the allowed values`, async (t) => {
    const { page } = await openPost(t, `<lstm-playground ${attribute}></lstm-playground>`);
    await controls(page).error.waitFor();
    assert.match(await controls(page).error.innerText(), message);
    const { errors } = await records(page);
    assert.equal(errors.length, 1, `expected one lstm-error, got ${JSON.stringify(errors)}`);
    assert.equal(errors[0].name, 'SettingError');
    assert.match(errors[0].message, message);
  });
}

test('properties and methods control the page, and events report it', async (t) => {
  const { page } = await openPost(t, '<lstm-playground></lstm-playground>');
  await controls(page).text.waitFor();
  const done = await tagOf(page).evaluate(async (/** @type {any} */ tag, text) => {
    tag.text = text;
    tag.config = { hiddenSize: 12, seqLen: 8, batchSize: 2 };
    await tag.step();
    await tag.train();
    await new Promise((resolve) => tag.addEventListener('lstm-step', resolve, { once: true }));
    await tag.pause();
    const options = { prompt: 'a tag', length: 30, seed: 3, temperature: 0.5 };
    const written = [await tag.generate(options), await tag.generate(options)];
    const wrong = await tag
      .generate({ prompt: 'Z' })
      .catch((/** @type {Error} */ { name }) => name);
    await tag.reset();
    return { text: tag.text, hiddenSize: tag.config.hiddenSize, written, wrong };
  }, TEXT);
  assert.equal(done.text, TEXT);
  assert.equal(done.hiddenSize, 12);
  assert.equal(done.written[0].length, 30, 'generate() returns only the continuation');
  assert.equal(done.written[0], done.written[1], 'the same seed gives the same text');
  assert.equal(done.wrong, 'UnknownCharError');

  const { steps, states, errors } = await records(page);
  const [first] = steps;
  const names = ['step', 'epoch', 'loss', 'bitsPerChar', 'gradNorm', 'chars'];
  names.push('charsPerSecond', 'workers', 'learningRate');
  assert.deepEqual(Object.keys(first), [...names, 'target', 'at']);
  assert.ok(
    names.every((name) => Number.isFinite(first[name])),
    JSON.stringify(first),
  );
  assert.equal(first.step, 1);
  assert.equal(first.chars, 16, 'one step predicts a window of 8 characters in 2 streams');
  const expected = ['idle', 'starting', 'paused', 'training', 'paused', 'idle'];
  assert.deepEqual(states.slice(-expected.length), expected);
  assert.deepEqual(
    errors.map(({ name }) => name),
    ['UnknownCharError'],
  );
});

test('properties and attributes may change at any time', async (t) => {
  const { page } = await openPost(t, '');
  const { before, after } = await page.evaluate(async (text) => {
    const tag = /** @type {any} */ (document.createElement('lstm-playground'));
    tag.text = text;
    tag.config = { hiddenSize: 12 };
    const before = [tag.text, tag.config.hiddenSize];
    document.body.append(tag);
    await tag.step();
    tag.setAttribute('hidden-size', '24');
    tag.setAttribute('text', 'abcd');
    return { before, after: [tag.text, tag.config.hiddenSize] };
  }, TEXT);
  assert.deepEqual(before, [TEXT, 12]);
  assert.deepEqual(after, ['abcd', 24]);
});

test('the attribute panels selects the visible panels', async (t) => {
  const { page } = await openPost(
    t,
    '<lstm-playground preset="rhyme" panels="sample"></lstm-playground>',
  );
  const ui = controls(page);
  await ui.train.waitFor();
  assert.equal(await ui.text.isVisible(), false, 'the text is not listed');
  assert.equal(
    await page.getByRole('tab', { name: 'Settings' }).isVisible(),
    false,
    'the settings are not listed',
  );
  assert.equal(await page.getByRole('heading', { name: 'How well it guesses' }).isVisible(), false);
  await ui.sample.waitFor();
  await tagOf(page).evaluate((tag) => tag.setAttribute('panels', 'text curve'));
  await ui.text.waitFor();
  await ui.sample.waitFor({ state: 'hidden' });
  await page.getByRole('heading', { name: 'How well it guesses' }).waitFor();
});
