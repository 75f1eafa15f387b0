import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { forgetGate } from '../../www/src/lessons/forget-gate.js';
import { formatFigure } from '../../www/src/lessons/lesson-text.js';
import { openPage, openPost, serve } from './support/browser.js';
import { controls, openTab } from './support/controls.js';
import { DARK, assertAccessible } from './support/axe.js';
import { reachStep, records } from './support/records.js';
import { assertSoon } from './support/soon.js';

/** The outcome of every lesson at its own seed, as Node has computed it. */
const outcomes = JSON.parse(
  readFileSync(new URL('../../www/src/lessons/figures.json', import.meta.url), 'utf8'),
);
const { line, figures } = outcomes['forget-gate'];
/** The shares of the lesson, as it tells them. */
const [recalled, cleared] = ['recalled', 'cleared'].map((name) =>
  formatFigure(figures[name], 'share'),
);
/** A few seconds of training on a busy machine. */
const TRAINING = { timeout: 60_000 };

/** @param {import('playwright-core').Page | import('playwright-core').Locator} scope */
function lessonIn(scope) {
  const lesson = scope.locator('section.lesson');
  /** @param {string} name */
  const button = (name) => lesson.getByRole('button', { name, exact: true });
  return {
    lesson,
    show: button('Show me'),
    doStep: button('Do this step'),
    byHand: button('By hand'),
    stop: button('Stop'),
    back: button('Back'),
    next: button('Next'),
    anew: button('Start the lesson anew'),
    result: lesson.locator('.result'),
    line: lesson.locator('code'),
    problem: lesson.locator('.problem'),
    hint: lesson.locator('.hint'),
    step: (/** @type {number} */ number) => lesson.getByText(new RegExp(`^Step ${number} of`)),
  };
}

test('a step is done by hand, and the lesson measures it', async (t) => {
  const { page } = await openPost(t, '<lstm-playground lesson="forget-gate"></lstm-playground>');
  const ui = lessonIn(page);
  await ui.doStep.click();
  await ui.result.filter({ hasText: recalled }).waitFor();
  await ui.next.click();
  await ui.step(2).waitFor();
  await page.getByRole('button', { name: 'Clamp', exact: true }).click();
  await ui.result.filter({ hasText: cleared }).waitFor();
});

test('axe finds nothing in a lesson', async (t) => {
  const { page } = await openPost(
    t,
    '<main><h1>A post</h1><lstm-playground lesson="forget-gate"></lstm-playground></main>',
  );
  const ui = lessonIn(page);
  await ui.doStep.click();
  await ui.result.filter({ hasText: recalled }).waitFor();
  await ui.next.click();
  await ui.step(2).waitFor();
  const within = /** @type {[string, string]} */ (['lstm-playground', '.lesson']);
  await assertAccessible(page, 'a question is asked', { others: [DARK], within });
  await ui.show.click();
  await ui.line.waitFor(TRAINING);
  await assertAccessible(page, 'the verdict is there', { others: [DARK], within });
});

test('a double click is one', async (t) => {
  const { page } = await openPost(t, '<lstm-playground lesson="forget-gate"></lstm-playground>');
  const ui = lessonIn(page);
  await ui.doStep.dblclick();
  await ui.result.filter({ hasText: recalled }).waitFor();
  assert.ok(await ui.step(1).isVisible(), 'the second click has turned nothing');
  await assertSoon(async () =>
    assert.equal(await ui.byHand.getAttribute('aria-expanded'), 'true', 'nor closed anything'),
  );
  await ui.anew.click();
  await ui.doStep.waitFor();
  await ui.show.dblclick();
  await ui.line.waitFor(TRAINING);
  assert.equal(await ui.line.innerText(), line);
});

test('Show me does the whole experiment, and Back leads through its steps', async (t) => {
  const { page } = await openPost(t, '<lstm-playground lesson="forget-gate"></lstm-playground>');
  const ui = lessonIn(page);
  await ui.show.click();
  await ui.line.waitFor(TRAINING);
  assert.equal(await ui.line.innerText(), line);
  await ui.hint.getByText(/^Back leads through.* the network of step 4\.$/).waitFor();
  for (const step of [4, 3, 2, 1]) {
    await ui.back.click();
    await ui.step(step).waitFor();
    await assertSoon(async () => {
      assert.match(await ui.result.innerText(), /\d %|\d%/, 'with its figure');
      const other = step === 4 ? '' : 'The panels below show the network of step 4.';
      assert.equal(await ui.hint.innerText(), other);
      const right = await ui.lesson.locator('label.right:visible').count();
      assert.equal(right, step === 1 ? 0 : 1, 'and its answer');
      assert.ok(await ui.show.isDisabled(), 'there is nothing left to show');
    });
  }
});

test('in a post the playground is closed until it is needed, and By hand closes it again', async (t) => {
  const { page } = await openPost(t, '<lstm-playground lesson="forget-gate"></lstm-playground>');
  const ui = lessonIn(page);
  const { train } = controls(page);
  const height = () => page.locator('lstm-playground').evaluate((tag) => tag.clientHeight);
  await ui.byHand.waitFor();
  const closed = await height();
  assert.ok(closed < 420, `${closed} px`);
  assert.ok(!(await train.isVisible()));
  await ui.byHand.click();
  await train.waitFor();
  await assertSoon(async () => assert.ok((await height()) > closed + 400));
  // The network of the step is loaded.
  await ui.result.filter({ hasText: recalled }).waitFor();
  await ui.byHand.click();
  await train.waitFor({ state: 'hidden' });
  await assertSoon(async () => assert.ok((await height()) < 420));
  await ui.show.click();
  await train.waitFor();
});

test('steps that were left out are named on the last one', async (t) => {
  const { page } = await openPost(t, '<lstm-playground lesson="forget-gate"></lstm-playground>');
  const ui = lessonIn(page);
  await ui.doStep.click();
  await ui.result.filter({ hasText: recalled }).waitFor();
  for (const step of [2, 3, 4]) {
    await ui.next.click();
    await ui.step(step).waitFor();
  }
  await assertSoon(async () => {
    assert.ok(await ui.next.isDisabled());
    assert.match(await ui.hint.innerText(), /^Still to be done .*: step 2, step 3, and step 4\./);
  });
});

test('on the page of the playground everything below a lesson is open', async (t) => {
  const { url } = await serve();
  const page = await openPage(t, `${url}/index.html#lesson=forget-gate`);
  const ui = lessonIn(page);
  await ui.doStep.waitFor();
  await controls(page).train.waitFor();
  assert.equal(await ui.byHand.count(), 0);
});

test('Pause and Stop end a step, which then goes on', async (t) => {
  const slow = '<lstm-playground lesson="by-heart" hidden-size="256"></lstm-playground>';
  const { page } = await openPost(t, slow);
  const ui = lessonIn(page);
  const { state, pause, figures } = controls(page);
  await ui.doStep.click();
  await reachStep(page, 1);
  await pause.click();
  await state.getByText('Paused').waitFor({ state: 'attached' });
  await ui.doStep.waitFor();
  assert.equal(await ui.result.innerText(), '', 'the step is not done');
  const step = Number((await figures.steps.innerText()).replaceAll(',', ''));
  await ui.doStep.click();
  await reachStep(page, step + 1);
  await ui.stop.click();
  await state.getByText('Paused').waitFor({ state: 'attached' });
  await ui.doStep.waitFor();
});

test('a lesson by its address, in the middle of which the page is loaded again', async (t) => {
  const { url } = await serve();
  const page = await openPage(t, `${url}/index.html#lesson=forget-gate`);
  const ui = lessonIn(page);
  await ui.doStep.click();
  await ui.result.filter({ hasText: recalled }).waitFor();
  await ui.next.click();
  await ui.step(2).waitFor();
  await page.reload();
  await ui.step(1).waitFor();
  await ui.doStep.click();
  await ui.result.filter({ hasText: recalled }).waitFor();
  const link = await page
    .locator('lstm-playground')
    .evaluate((tag) => /** @type {any} */ (tag).link());
  assert.match(link, /index\.html#v=1&lesson=forget-gate$/);
});

test('an unknown lesson is named, and so are those that there are', async (t) => {
  const { page } = await openPost(t, '<lstm-playground lesson="forget-gates"></lstm-playground>');
  await controls(page)
    .error.getByText(/^lesson must be one of .*forget-gate.*, got "forget-gates"$/)
    .waitFor();
  await page
    .locator('lstm-playground')
    .evaluate((tag) => tag.setAttribute('lesson', 'forget-gate'));
  await lessonIn(page).step(1).waitFor();
  await page.locator('lstm-playground').evaluate((tag) => tag.removeAttribute('lesson'));
  await lessonIn(page).lesson.waitFor({ state: 'detached' });
});

test('a setting that the reader changes, and the lesson begun anew', async (t) => {
  const { page } = await openPost(
    t,
    '<lstm-playground lesson="forget-gate" panels="settings surgery curve"></lstm-playground>',
  );
  const ui = lessonIn(page);
  await ui.doStep.click();
  await ui.result.filter({ hasText: recalled }).waitFor();
  await openTab(page, 'Settings');
  const size = page.getByRole('textbox', { name: 'Hidden size', exact: true });
  await size.fill('24');
  await size.blur();
  await ui.problem.getByText(/start the lesson anew/).waitFor();
  await ui.anew.click();
  await ui.step(1).waitFor();
  await ui.doStep.click();
  await ui.result.filter({ hasText: recalled }).waitFor();
  assert.equal(
    await page
      .locator('lstm-playground')
      .evaluate((tag) => /** @type {any} */ (tag).config.hiddenSize),
    forgetGate.config.hiddenSize,
  );
});

test('a killed worker, and two lessons on a page', async (t) => {
  const tag = '<lstm-playground lesson="forget-gate"></lstm-playground>';
  const { page } = await openPost(t, `<div id="a">${tag}</div><div id="b">${tag}</div>`);
  const [a, b] = ['#a', '#b'].map((name) => lessonIn(page.locator(name)));
  await a.doStep.click();
  await page.locator('#b lstm-playground').scrollIntoViewIfNeeded();
  await b.doStep.click();
  await b.result.filter({ hasText: recalled }).waitFor();
  await a.result.filter({ hasText: recalled }).waitFor();
  await page.evaluate(() => {
    for (const worker of /** @type {any} */ (window).records.workers) worker.terminate();
  });
  for (const step of [2, 3, 4]) {
    await a.next.click();
    await a.step(step).waitFor();
  }
  await a.show.click();
  await a.problem.filter({ hasText: /^the worker ended/ }).waitFor(TRAINING); // by its silence
  await a.show.click();
  await a.line.waitFor(TRAINING);
  assert.equal(await a.line.innerText(), line);
});

test('a tag that returns goes on with its lesson', async (t) => {
  const { page } = await openPost(
    t,
    '<div id="here"><lstm-playground lesson="forget-gate"></lstm-playground></div>',
  );
  const ui = lessonIn(page);
  await ui.doStep.click();
  await ui.result.filter({ hasText: recalled }).waitFor();
  await ui.next.click();
  await ui.step(2).waitFor();
  await page.evaluate(async () => {
    const tag = /** @type {Element} */ (document.querySelector('lstm-playground'));
    tag.remove();
    await new Promise((resolve) => setTimeout(resolve));
    document.querySelector('#here')?.append(tag);
  });
  await ui.step(2).waitFor();
  await ui.doStep.click();
  await ui.result.filter({ hasText: cleared }).waitFor();
});

test('a link to a lesson takes the place of a run, which Undo brings back', async (t) => {
  const { url } = await serve();
  const page = await openPage(t, `${url}/index.html#preset=rhyme`);
  const { train, pause, state, coach } = controls(page);
  await train.click();
  await reachStep(page, 20);
  await pause.click();
  await state.getByText('Paused').waitFor();
  const tag = page.locator('lstm-playground');
  const hash = () => tag.evaluate((tag) => /** @type {any} */ (tag).weightsHash());
  const before = await hash();
  await page.evaluate(() => (location.hash = '#lesson=forget-gate'));
  await coach.getByRole('button', { name: 'Open it' }).click();
  const ui = lessonIn(page);
  await ui.doStep.click();
  await ui.result.filter({ hasText: recalled }).waitFor();
  await coach.getByRole('button', { name: 'Undo' }).click();
  await ui.lesson.waitFor({ state: 'detached' });
  assert.equal(await hash(), before);
  await assertSoon(async () =>
    assert.equal(await page.evaluate(() => location.hash), '#preset=rhyme'),
  );
});

test('lessons load nothing where none is asked for', async (t) => {
  const { page, served } = await openPost(t, '<lstm-playground preset="rhyme"></lstm-playground>');
  await controls(page).train.waitFor();
  await page.locator('.on-paper').first().waitFor({ state: 'attached' });
  const lessons = [...served.keys()].filter((path) => /lesson|recall|forget/.test(path));
  assert.deepEqual(lessons, []);
  assert.equal((await records(page)).errors.length, 0);
});
