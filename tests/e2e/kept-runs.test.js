import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fragmentOf } from '../../www/src/links/setup-link.js';
import { controls } from './support/controls.js';
import { asksOnLeaving, atWill, kept, keptAt, whenKept } from './support/kept-runs.js';
import { moreSteps, reachState, reachStep, records } from './support/records.js';
import { openPage, serve } from './support/browser.js';
import { hashInOneGo, hashOf, stepOf } from './support/one-go.js';
import { post } from './support/site.js';

/** @typedef {import('../../www/src/element/lstm-playground.js').LstmPlayground} Tag */
/** @typedef {import('../../www/src/storage/run-store.js').StoredRun} StoredRun */
/** @typedef {import('playwright-core').Page} Page */

const TEXT = 'what is learnt stays, also when the page is gone. '.repeat(20);
const ATTRIBUTES = `text="${TEXT}" hidden-size="16" batch-size="4" seq-len="16" patience="0" dropout="0.1" workers="1"`;
const OFFER = /^Go on with “\u2068what is lear…\u2069”\? Step ([\d,]+), just now\.$/;

const KEEP = post(`<lstm-playground keep ${ATTRIBUTES}></lstm-playground>`);

const { url, served } = await serve({
  '/keep.html': KEEP,
  '/post.html': post(`<lstm-playground ${ATTRIBUTES}></lstm-playground>`),
  '/linked.html': post('<lstm-playground keep address preset="rhyme"></lstm-playground>'),
});
const address = `${url}/keep.html`;

/**
 * Pauses.
 *
 * @param {Page} page
 * @returns {Promise<number>} the step
 */
async function pause(page) {
  await controls(page).pause.click();
  await controls(page).state.getByText('Paused').waitFor();
  return stepOf(page);
}

/**
 * Trains, and pauses, which keeps the run.
 *
 * @param {Page} page
 */
async function trainAndKeep(page) {
  const before = new Map((await kept(page)).map(({ id, step }) => [id, step]));
  await controls(page).train.click();
  await moreSteps(page, 3);
  const step = await pause(page);
  // Another tab may have kept a run at the same step, or at a later one.
  const isThis = (/** @type {StoredRun} */ run) => run.step === step && before.get(run.id) !== step;
  return whenKept(page, isThis, `step ${step}`);
}

/**
 * Leaves the page.
 *
 * @param {Page} page
 * @returns {Promise<string[]>} the types of the dialogs that ask first
 */
async function askedOnLeaving(page) {
  /** @type {string[]} */
  const asked = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.goto('about:blank');
  return asked;
}

/** @param {Page} page */
const goOn = (page) => page.getByRole('button', { name: 'Go on', exact: true });

/** @param {Page} page @returns {Promise<number>} the step that is offered */
async function offered(page) {
  await goOn(page).waitFor();
  const said = await controls(page).coach.locator('p').innerText();
  const [, step] = OFFER.exec(said) ?? [];
  assert.ok(step, said);
  return Number(step.replaceAll(',', ''));
}

/** @param {Page} page */
async function checkWeights(page) {
  const hashes = [await hashOf(page), await hashInOneGo(page, await stepOf(page))];
  assert.equal(hashes[0], hashes[1], 'the bits of a run that was never interrupted');
}

test('a reload in the middle of training keeps the newest checkpoint, and trains on', async (t) => {
  const page = await openPage(t, address);
  const ui = controls(page);
  const { step } = await trainAndKeep(page);
  const { checkpoint } = await atWill(page);
  await ui.train.click();
  await moreSteps(page, 3);
  const newest = await checkpoint(0.004);
  assert.ok(newest > step);
  assert.equal((await kept(page))[0].step, step);
  await page.reload();
  const begin = await offered(page);
  assert.ok(begin >= newest, `kept at ${begin}, not at ${newest}`);
  assert.equal(await ui.state.innerText(), 'Ready');
  await goOn(page).click();
  await reachStep(page, begin + 1);
  await ui.state.getByText('Training').waitFor();
  await moreSteps(page, 3);
  const last = await pause(page);
  await keptAt(page, last);
  assert.equal((await kept(page)).length, 1, 'in the place of the run before');
  assert.deepEqual((await records(page)).errors, []);
});

test('a reload keeps the newest checkpoint of a run of some hundred kilobytes', async (t) => {
  const page = await openPage(t, `${url}/index.html`);
  await page.locator('lstm-playground').evaluate((/** @type {any} */ tag) => {
    tag.config = { ...tag.config, patience: 0 };
  });
  const { step } = await trainAndKeep(page);
  const { checkpoint } = await atWill(page);
  await controls(page).train.click();
  await moreSteps(page, 3);
  const newest = await checkpoint(0.004);
  await page.reload();
  await goOn(page).waitFor();
  const [run] = await kept(page);
  assert.ok(run.step >= newest && newest > step, `kept at ${run.step}, not at ${newest}`);
  assert.ok(run.bytes > 300_000, `${run.bytes} bytes`);
});

test('a run that goes on after a reload has the bits of one that was never interrupted', async (t) => {
  const page = await openPage(t, address);
  const { step } = await trainAndKeep(page);
  await page.reload();
  assert.equal(await offered(page), step);
  await goOn(page).click();
  await controls(page).state.getByText('Paused').waitFor();
  await controls(page).train.click();
  await moreSteps(page, 3);
  await pause(page);
  await checkWeights(page);
});

test('the next visit opens the newest run, paused, or starts anew', async (t) => {
  served.clear();
  const page = await openPage(t, address);
  await controls(page).text.waitFor();
  await page.waitForLoadState('networkidle');
  assert.ok(![...served.keys()].some((path) => /autosave/.test(path)), 'nothing to look for yet');
  const { step } = await trainAndKeep(page);
  const context = page.context();
  await page.close();

  const second = await context.newPage();
  await second.goto(address);
  assert.equal(await offered(second), step);
  await second.getByRole('button', { name: 'Start anew', exact: true }).click();
  await controls(second).coach.getByText('Press Train, and watch').waitFor();
  assert.equal((await kept(second)).length, 1, 'it stays kept');
  await second.close();

  const third = await context.newPage();
  await third.goto(address);
  await offered(third);
  await goOn(third).focus();
  await third.keyboard.press('Enter');
  await controls(third).state.getByText('Paused').waitFor();
  await controls(third)
    .coach.getByText(`Opened at step ${step.toLocaleString('en-US')}.`)
    .waitFor();
  assert.equal(await stepOf(third), step);
  await controls(third).step.click();
  await keptAt(third, step + 1);
  assert.equal((await kept(third)).length, 1);
});

test('a run is kept before ten seconds of training are lost, and when the page is hidden', async (t) => {
  const page = await openPage(t, address);
  const { step } = await trainAndKeep(page);
  const { checkpoint, pass } = await atWill(page);
  await controls(page).train.click();
  await moreSteps(page, 3);
  const early = await checkpoint(0.004);
  assert.ok(early > step);
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  const hidden = await keptAt(page, early);
  await moreSteps(page, 3);
  await pass(4_900);
  const skipped = await checkpoint(0.003);
  await pass(100);
  await moreSteps(page, 3);
  const late = await checkpoint(0.002);
  const next = await keptAt(page, hidden.step + 1);
  assert.ok(next.step >= late && late > skipped, `kept at ${next.step}, not at ${skipped}`);
  assert.equal(await controls(page).state.innerText(), 'Training');
});

test('a large run is kept at its first checkpoint, and when it pauses', async (t) => {
  const page = await openPage(t, address);
  const { checkpoint } = await atWill(page);
  await page.evaluate(() => {
    document.querySelector('lstm-playground')?.setAttribute('hidden-size', '512');
  });
  await controls(page).train.click();
  await moreSteps(page, 1);
  await keptAt(page, await checkpoint(0.004));
  await moreSteps(page, 1);
  const last = await pause(page);
  await keptAt(page, last);
});

test('two tabs keep a run each, and each goes on with its own', async (t) => {
  const page = await openPage(t, address);
  const first = await trainAndKeep(page);
  const other = await page.context().newPage();
  await other.goto(address);
  await controls(other).text.waitFor();
  await other.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => /autosave/.test(name)),
  );
  const second = await trainAndKeep(other);
  assert.notEqual(first.id, second.id);
  assert.equal((await kept(page)).length, 2);
  for (const [tab, { step, id }] of /** @type {[Page, StoredRun][]} */ ([
    [page, first],
    [other, second],
  ])) {
    await tab.reload();
    assert.equal(await offered(tab), step);
    await goOn(tab).click();
    await controls(tab).state.getByText('Paused').waitFor();
    await controls(tab).step.click();
    await keptAt(tab, step + 1, id);
  }
  assert.equal((await kept(page)).length, 2);
});

test('a tab that is duplicated does not overwrite the run of the first', async (t) => {
  const page = await openPage(t, address);
  const { id, step } = await trainAndKeep(page);
  const tab = await page.evaluate(() => sessionStorage['lstm-playground-run']);
  assert.equal(JSON.parse(tab).id, id);
  const copy = await page.context().newPage();
  await copy.addInitScript((tab) => (sessionStorage['lstm-playground-run'] = tab), tab);
  await copy.goto(address);
  await trainAndKeep(copy);
  const runs = await kept(page);
  assert.deepEqual([runs.length, runs.find((run) => run.id === id)?.step], [2, step]);
});

test('a tab that the browser has discarded goes on by itself', async (t) => {
  const page = await openPage(t, address);
  const { step } = await trainAndKeep(page);
  await controls(page).train.click();
  await moreSteps(page, 3);
  await page.addInitScript(() => Object.defineProperty(document, 'wasDiscarded', { value: true }));
  await page.reload();
  await reachStep(page, step + 1);
  await reachState(page, 'training');
});

test('a run of a moment gives its place to the next one', async (t) => {
  const page = await openPage(t, 'about:blank');
  await page.addInitScript(() => {
    // By a speed at which any number of steps takes a moment.
    window.Worker = class extends Worker {
      /** @param {ConstructorParameters<typeof Worker>} args */
      constructor(...args) {
        super(...args);
        this.addEventListener('message', ({ data }) => {
          if (data.push === 'progress') data.value.charsPerSecond = 1e12;
        });
      }
    };
  });
  await page.goto(address);
  const ui = controls(page);
  const first = await trainAndKeep(page);
  await ui.reset.click();
  await ui.state.getByText('Ready').waitFor();
  await ui.step.click();
  await page.waitForFunction(() => /** @type {any} */ (window).records.step.at(-1).step === 1);
  await whenKept(page, ({ step }) => step === 1, 'step 1');
  assert.deepEqual(
    (await kept(page)).map(({ id }) => id),
    [first.id],
  );
});

test('where the code that keeps runs cannot be loaded, the page says so, and asks', async (t) => {
  const page = await openPage(t, 'about:blank', undefined, /Failed to load resource/);
  await page.route(/autosave/, (route) => route.abort());
  await page.goto(address);
  const ui = controls(page);
  await ui.train.click();
  await moreSteps(page, 3);
  await pause(page);
  await ui.coach.getByText('A part of the page could not be loaded').waitFor();
  const asked = await askedOnLeaving(page);
  assert.deepEqual(asked, ['beforeunload']);
});

const DENIED = 'This browser does not let the page keep runs on this computer';
/** @type {{what: string, sentence: string, break: () => void}[]} */
const failures = [
  {
    what: 'denied',
    sentence: DENIED,
    break: () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('denied', 'SecurityError');
      };
    },
  },
  {
    what: 'full',
    sentence: 'This computer has no room for another run',
    break: () => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    },
  },
  {
    what: 'of a newer version',
    sentence: 'A newer version of this page has kept the runs on this computer',
    break: () => {
      const { open } = IDBFactory.prototype;
      /** @param {string} name */
      IDBFactory.prototype.open = function (name) {
        indexedDB.databases(); // as the newer page has left it
        const opening = open.call(this, name, 9);
        opening.addEventListener('success', () => opening.result.close());
        return open.call(this, name, 1);
      };
    },
  },
];

for (const { what, sentence, break: breakStorage } of failures) {
  test(`where the storage is ${what}, one sentence says so, and nothing else changes`, async (t) => {
    const page = await openPage(t, 'about:blank');
    await page.addInitScript(breakStorage);
    await page.goto(address);
    const ui = controls(page);
    await ui.train.click();
    await moreSteps(page, 3);
    const step = await pause(page);
    await ui.coach.getByText(sentence).waitFor();
    assert.equal(await ui.error.isVisible(), false);
    assert.equal(await asksOnLeaving(page), true);
    await ui.train.click();
    await ui.coach.getByText(sentence).waitFor({ state: 'hidden' });
    await reachStep(page, step + 1);
    await pause(page);
    assert.equal(await ui.coach.getByText(sentence).isVisible(), false, 'it is said once');
    if (what !== 'denied') return;

    /** @type {string[]} */
    const asked = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save run', exact: true }).click();
    await saving;
    await page.goto(address);
    await ui.text.waitFor();
    assert.deepEqual(asked, [], 'what is saved is not asked about');
    await ui.step.click();
    await ui.coach.getByText(sentence).waitFor();
    await page.goto('about:blank');
    assert.deepEqual(asked, ['beforeunload']);
  });
}

test('where the storage is denied, leaving a large run that was never paused asks first', async (t) => {
  const page = await openPage(t, 'about:blank');
  await page.addInitScript(failures[0].break);
  await page.goto(address);
  const { checkpoint } = await atWill(page);
  await page.evaluate(() => {
    document.querySelector('lstm-playground')?.setAttribute('hidden-size', '512');
  });
  await controls(page).train.click();
  await moreSteps(page, 1);
  await checkpoint(0.004);
  await controls(page).coach.getByText(DENIED).waitFor();
  const asked = await askedOnLeaving(page);
  assert.deepEqual(asked, ['beforeunload']);
});

test('Save run leaves the offer of the last visit', async (t) => {
  const page = await openPage(t, address);
  const { step } = await trainAndKeep(page);
  await page.reload();
  await offered(page);
  const hash = page.evaluate(() =>
    /** @type {any} */ (document.querySelector('lstm-playground')).weightsHash(),
  );
  assert.match(await hash, /^[0-9a-f]+$/);
  assert.equal(await offered(page), step);
});

test('a link opens its setup beside the offer of the last visit', async (t) => {
  const config = { hiddenSize: 16, patience: 0, maxSteps: 100_000 };
  const page = await openPage(t, `${url}/linked.html#${await fragmentOf({ text: TEXT, config })}`);
  const { step } = await trainAndKeep(page);
  await page.reload();
  assert.equal(await offered(page), step);
  assert.equal(await controls(page).text.inputValue(), TEXT);
  await page.evaluate(() => (location.hash = '#preset=names'));
  await page.waitForFunction(() => {
    const tag = /** @type {Tag} */ (document.querySelector('lstm-playground'));
    return !tag.text.startsWith('what is learnt');
  });
  await page.goBack();
  await page.reload();
  assert.equal(await offered(page), step);
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
  await controls(page).state.getByText('Paused').waitFor();
  assert.equal(await stepOf(page), step);
});

test('an embedded tag keeps nothing, and asks nothing', async (t) => {
  const page = await openPage(t, `${url}/post.html`);
  await controls(page).train.click();
  await moreSteps(page, 3);
  await pause(page);
  assert.deepEqual(await kept(page), []);
  assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
});
