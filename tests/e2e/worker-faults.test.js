/** Faults of a worker, each brought into one: it ends in a sentence and a run that goes on. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, serve } from './support/browser.js';
import { controls, openTab } from './support/controls.js';
import { bring, faults, installFaults, inWords, recovery } from './support/faults.js';
import { assertSameBits, trainOn } from './support/faulty-run.js';
import { moreSteps, reachStep, records } from './support/records.js';
import { post } from './support/site.js';
import { freeze } from './support/tab-faults.js';

const { url } = await serve(
  { '/post.html': post('<lstm-playground panels="curve sample rate"></lstm-playground>') },
  `(${installFaults})();`,
);

/** @param {import('node:test').TestContext} t */
const open = (t) => openPage(t, `${url}/post.html`);

for (const { fault, what } of /** @type {const} */ ([
  { fault: 'freeze', what: 'is frozen' },
  { fault: 'kill', what: 'is killed' },
])) {
  test(`a run goes on with the same bits after its replica ${what}`, async (t) => {
    const page = await open(t);
    await trainOn(page, { workers: 2 });
    await page.waitForFunction(
      () => /** @type {any} */ (window).records.step.at(-1)?.workers === 2,
    );
    const at = await bring(page, fault, 1);
    // The leading worker computes its share, and the page ends it.
    await page.waitForFunction(() => /** @type {any} */ (window).records.terminated === 1);
    const ended = await page.evaluate((at) => performance.now() - at, at);
    t.diagnostic(`ended after ${(ended / 1000).toFixed(1)} s`);
    await moreSteps(page, 3);
    assert.deepEqual((await records(page)).errors, []);
    await assertSameBits(page);
  });
}

test('a run goes on with the same bits after the tenth death', async (t) => {
  const page = await open(t);
  await trainOn(page);
  let slowest = 0;
  for (let death = 1; death <= 10; death++) {
    // Two deaths near one step are taken for one that repeats itself, and end the run.
    const steps = (await records(page)).steps.map(({ step }) => step);
    await reachStep(page, Math.max(...steps) + 300);
    const ui = controls(page);
    await ui.pause.click();
    await ui.state.getByText('Paused').waitFor();
    await ui.train.click();
    await moreSteps(page, 2);
    const { recovered } = await recovery(page, await bring(page, 'throw'));
    slowest = Math.max(slowest, recovered);
  }
  t.diagnostic(`training again after ${slowest.toFixed(1)} s at most`);
  assert.equal((await records(page)).errors.length, 10);
  await controls(page).error.waitFor({ state: 'hidden' });
  await assertSameBits(page);
});

test('a text that is being written ends with a sentence when its worker dies, and another is written', async (t) => {
  const page = await open(t);
  await trainOn(page);
  const { at, end } = await page
    .locator('lstm-playground')
    .evaluate(async (/** @type {any} */ tag, fault) => {
      const [worker] = /** @type {any} */ (window).records.workers;
      let at = 0;
      /** Brings the fault with the first part of the text. */
      const onText = () => {
        if (at === 0) worker.postMessage({ fault });
        at ||= performance.now();
      };
      const end = await tag.generate({ length: 100_000, onText }).then(
        () => 'written',
        (/** @type {Error} */ { name }) => name,
      );
      return { at, end };
    }, faults.throw);
  assert.equal(end, 'WorkerDiedError');
  t.diagnostic(inWords(await recovery(page, at)));
  const ui = controls(page);
  await ui.write.click();
  await ui.written.filter({ hasText: /\w/ }).waitFor();
  await assertSameBits(page);
});

test('a run that is being saved when its worker dies is saved, or says that it is not', async (t) => {
  const page = await open(t);
  await trainOn(page);
  const saving = page.locator('lstm-playground').evaluate(async (/** @type {any} */ tag) => {
    const saving = tag.save();
    const [worker] = /** @type {any} */ (window).records.workers;
    worker.postMessage({ fault: `throw new Error('its legs gave way')` });
    return saving.then(
      (/** @type {Blob} */ file) => `saved: ${file.size > 1000}`,
      (/** @type {Error} */ { name }) => name,
    );
  });
  assert.match(await saving, /^(?:saved: true|WorkerDiedError)$/);
  const size = await page
    .locator('lstm-playground')
    .evaluate(async (/** @type {any} */ tag) => (await tag.save()).size);
  assert.ok(size > 1000, 'it can be saved after that');
  await assertSameBits(page);
});

test('an experiment whose worker freezes says so, and can be started again', async (t) => {
  const page = await open(t);
  await trainOn(page);
  await controls(page).pause.click();
  await openTab(page, 'Learning rate');
  const start = page.getByRole('button', { name: 'Test learning rates' });
  const before = (await records(page)).workers;
  await start.click();
  await page.waitForFunction(
    (before) => /** @type {any} */ (window).records.workers.length > before,
    before,
  );
  await bring(page, 'freeze');
  const at = Date.now();
  const problem = page.locator('.experiments .problem').filter({ hasText: 'silent for' });
  await problem.waitFor();
  t.diagnostic(
    `told after ${((Date.now() - at) / 1000).toFixed(1)} s: ${await problem.innerText()}`,
  );
  await start.click();
  await problem.waitFor({ state: 'hidden' });
  await page.getByText(/^Forty steps learn most at /).waitFor();
});

test('a message that cannot be sent is told of, and Train sends it again', async (t) => {
  const page = await open(t);
  await page.evaluate(() => {
    const prototype = Object.getPrototypeOf(Worker.prototype);
    const { postMessage } = prototype;
    prototype.postMessage = () => {
      prototype.postMessage = postMessage;
      throw new DOMException('Data cannot be cloned, out of memory.', 'DataCloneError');
    };
  });
  const ui = controls(page);
  await page.locator('lstm-playground').evaluate((/** @type {any} */ tag) => {
    Object.assign(tag, {
      text: 'once more, and once more. '.repeat(40),
      config: { hiddenSize: 8 },
    });
  });
  await ui.train.click();
  await ui.error.waitFor();
  t.diagnostic(await ui.error.innerText());
  await ui.train.click();
  await moreSteps(page, 3);
  await ui.error.waitFor({ state: 'hidden' });
});

for (const { fault, where } of /** @type {const} */ ([
  { fault: 'aheadInTime', where: 'ahead' },
  { fault: 'backInTime', where: 'back' },
])) {
  test(`a worker's clock that jumps an hour ${where} changes no bit`, async (t) => {
    const page = await open(t);
    await trainOn(page);
    await bring(page, fault);
    const { steps } = await records(page);
    // With its clock back in time a slice does not end: then another worker goes on.
    await page.waitForFunction(
      (last) => {
        const { step } = /** @type {any} */ (window).records;
        return step.at(-1).at > last + 500 && step.at(-1).step > step.at(-2).step;
      },
      steps[steps.length - 1].at,
    );
    const { errors } = await records(page);
    t.diagnostic(`workers that were ended: ${errors.length}`);
    if (fault === 'aheadInTime') assert.deepEqual(errors, []);
    await assertSameBits(page);
  });
}

test('a page whose clocks jump takes no worker for dead', async (t) => {
  const page = await open(t);
  await trainOn(page);
  for (const hours of [1, -2]) {
    await page.evaluate((hours) => {
      for (const clock of [performance, Date]) {
        const { now } = clock;
        clock.now = () => now.call(clock) + hours * 3_600_000;
      }
    }, hours);
    await moreSteps(page, 10);
  }
  assert.deepEqual((await records(page)).errors, []);
  assert.equal((await records(page)).workers, 1);
  await assertSameBits(page);
});

test('a page that was frozen for longer than a worker may be silent goes on where it was', async (t) => {
  const page = await open(t);
  await trainOn(page);
  const after = await freeze(page, 5000);
  t.diagnostic(`a step after ${Math.round(after)} ms`);
  await moreSteps(page, 5);
  const { errors, workers } = await records(page);
  assert.deepEqual([errors, workers], [[], 1]);
  await assertSameBits(page);
});

test('workers that are starved of processor are not taken for dead', async (t) => {
  const page = await open(t);
  await trainOn(page, { workers: 2 });
  await page.evaluate(() => {
    const script = URL.createObjectURL(new Blob(['for (;;);']));
    for (let i = 0; i < 8; i++) new Worker(script, { name: 'untrained' });
  });
  const { steps } = await records(page);
  await page.waitForFunction(
    (start) => {
      const last = /** @type {any} */ (window).records.step.at(-1);
      return last.at > start + 5000;
    },
    steps[steps.length - 1].at,
  );
  const { errors, terminated } = await records(page);
  assert.deepEqual([errors, terminated], [[], 0]);
  await assertSameBits(page);
});
