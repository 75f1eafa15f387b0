import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { writeRun } from '../../www/src/files/run-file.js';
import { SMALL, TEXT, savedRun } from '../www/support/saved-run.js';
import { assertAccessible, DARK } from './support/axe.js';
import { openPage, openPost, serve } from './support/browser.js';
import { controls, openTab } from './support/controls.js';
import { serveRecorded, testInEveryBrowser } from './support/every-browser.js';
import { moreSteps, reachState, reachStep, records } from './support/records.js';
import { factsOf, getStored, putStored } from './support/stored-runs.js';
import { assertSoon } from './support/soon.js';

const playground = new Playground(TEXT, SMALL);
playground.trainSteps(31);
const file = writeRun(savedRun(playground));

const EMPTY = '<!doctype html><title>Empty</title><link rel="icon" href="data:," />';
const FRAME = `${EMPTY}
  <body><iframe sandbox="allow-scripts" src="/index.html#tab=runs" title="The page" width="1200"
    height="900"></iframe></body></html>`;

const { url } = await serve({ '/sandbox.html': FRAME, '/empty.html': EMPTY });
const recorded = await serveRecorded({ '/empty.html': EMPTY });

/**
 * @template L
 * @param {import('./support/controls.js').Finder<L>} page
 */
const listOf = (page) => ({
  row: (/** @type {string} */ name) => page.locator('.stored-run', { hasText: name }),
  button: (/** @type {string} */ act, /** @type {string} */ name) =>
    page.getByRole('button', { name: `${act} “${name}”`, exact: true }),
  nothing: page.getByRole('checkbox', { name: 'Keep nothing on this computer' }),
});

/**
 * The sentence about a run, whose title has a direction of its own.
 *
 * @param {string} done
 * @param {string} title
 */
const said = (done, title) => `${done} “\u2068${title}\u2069”.`;

/**
 * Opens the page with some kept runs and its list of them.
 *
 * @param {import('node:test').TestContext} t
 * @param {import('./support/stored-runs.js').Entry[]} entries
 */
async function openList(t, entries) {
  const page = await openPage(t, `${url}/empty.html`);
  await putStored(page, entries);
  await page.goto(`${url}/index.html#tab=runs`);
  return { page, ui: controls(page), list: listOf(page) };
}

const FIRST = {
  facts: factsOf('a', { name: 'My <b>first</b> run', savedAt: Date.now() - 5.5 * 3_600_000 }),
  file,
};
const SECOND = {
  facts: factsOf('b', {
    text: TEXT.slice(0, 60),
    cell: 'gru',
    hiddenSize: 1,
    bitsPerChar: undefined,
  }),
  file,
};

testInEveryBrowser(
  'kept runs are listed, opened, named, deleted and brought back',
  async (page) => {
    await page.goto(`${recorded.url}/empty.html`);
    await putStored(page, [FIRST, SECOND]);
    await page.goto(`${recorded.url}/index.html#tab=runs`);
    const [ui, list] = [controls(page), listOf(page)];
    await list.row('My <b>first</b> run').getByText('5 hours ago').waitFor();
    await page.getByText('2 runs, 0.0 MB').waitFor();

    await list.button('Open', 'My <b>first</b> run').click();
    await ui.state.getByText('Paused').waitFor();
    assert.equal(await ui.text.inputValue(), TEXT);
    assert.equal(await page.locator('dd.steps').innerText(), '31');
    await list.row('My <b>first</b> run').getByText('On the page').waitFor();

    const unnamed = TEXT.slice(0, 60);
    await list.button('Rename', unnamed).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('  The second ');
    await page.getByRole('button', { name: 'Save name', exact: true }).click();
    await list.button('Delete', 'The second').click();
    await page.getByText('1 run, 0.0 MB').waitFor({ state: 'hidden' });
    await page.getByText(said('Deleted', 'The second')).waitFor();
    assert.deepEqual(Object.keys(await getStored(page)), ['a']);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await list.button('Open', 'The second').waitFor();
    assert.equal((await getStored(page)).b.name, 'The second');

    await list.nothing.click();
    await page.getByRole('button', { name: 'Delete 2 runs', exact: true }).click();
    await page.getByText('Nothing is kept on this computer').waitFor();
    assert.deepEqual(await getStored(page), { 'keeps-nothing': true });
    await page.goto(`${recorded.url}/index.html#tab=runs`);
    await page.getByText('Nothing is kept on this computer').waitFor();
    await list.nothing.click();
    await page.getByText('No runs yet').waitFor();
  },
);

testInEveryBrowser('a reload is followed by an offer to go on', async (page) => {
  await page.goto(`${recorded.url}/index.html#tab=runs`);
  const ui = controls(page);
  await ui.train.click();
  await reachStep(page, 10);
  await ui.pause.click();
  await page.locator('.stored-run').getByText('On the page').waitFor();
  await ui.train.click();
  await moreSteps(page, 3);
  await page.goto(`${recorded.url}/index.html`);
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
  await reachState(page, 'training');
  await moreSteps(page, 1);
  assert.ok(Number((await records(page)).steps[0].step) > 10);
});

test('the run on the page is listed, and nothing of it is kept where nothing is to be', async (t) => {
  const { page, ui, list } = await openList(t, [FIRST]);
  const trainOn = async () => {
    await ui.train.click();
    await moreSteps(page, 5);
    await ui.pause.click();
    await ui.state.getByText('Paused').waitFor();
  };
  await page.locator('lstm-playground').evaluate((/** @type {any} */ tag) => {
    tag.config = { ...tag.config, patience: 0 };
  });
  await trainOn();
  const here = page.locator('.stored-run:has(.here:not([hidden]))');
  await here.waitFor();
  await here.getByRole('button', { name: /^Delete/ }).click();
  await page.getByText(/^Deleted .* It is kept again when it trains on\.$/).waitFor();
  await here.waitFor({ state: 'hidden' });
  await trainOn();
  await here.waitFor();

  await list.nothing.click();
  await page.getByRole('button', { name: 'Delete 2 runs', exact: true }).click();
  await page.getByText('Nothing is kept on this computer').waitFor();
  await trainOn();
  assert.deepEqual(await getStored(page), { 'keeps-nothing': true });
  await list.nothing.click();
  await here.waitFor(); // what is on the page is kept again
});

test('the list is used by keyboard alone', async (t) => {
  const { page, list } = await openList(t, [FIRST, SECOND]);
  const { keyboard } = page;
  const assertFocused = (/** @type {string} */ name) =>
    assertSoon(async () => {
      const focused = await page.evaluate(() => {
        const { activeElement } = document.querySelector('lstm-playground')?.shadowRoot ?? document;
        return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent;
      });
      assert.equal(focused, name);
    });
  await list.button('Rename', 'My <b>first</b> run').focus();
  await keyboard.press('Enter');
  await assertFocused('Name');
  await keyboard.type('Another');
  await keyboard.press('Escape');
  await assertFocused('Rename “My <b>first</b> run”');
  await keyboard.press('Enter');
  await keyboard.type('The tales');
  await keyboard.press('Enter');
  await list.row('The tales').waitFor();
  await assertFocused('Rename “The tales”');
  assert.equal((await getStored(page)).a.name, 'The tales');

  await keyboard.press('Tab');
  await assertFocused('Delete “The tales”');
  await keyboard.press('Enter');
  await page.getByText(said('Deleted', 'The tales')).waitFor();
  await assertFocused('Undo');
  await keyboard.press('Enter');
  await list.button('Delete', 'The tales').and(page.locator(':focus')).waitFor();

  await list.button('Open', 'The tales').focus();
  await keyboard.press('Enter');
  await page.getByText(said('Opened', 'The tales')).waitFor();
  await list.button('Rename', 'The tales').and(page.locator(':focus')).waitFor();

  await list.nothing.focus();
  await keyboard.press('Space');
  await assertFocused('Cancel');
  await keyboard.press('Enter');
  await assertSoon(async () => assert.equal(await list.nothing.isChecked(), false));
  assert.deepEqual(Object.keys(await getStored(page)), ['a', 'b']);
});

test('a double click deletes one run', async (t) => {
  const { page, list } = await openList(t, [FIRST, SECOND]);
  await list.button('Delete', TEXT.slice(0, 60)).dblclick();
  await page.getByText(said('Deleted', TEXT.slice(0, 60))).waitFor();
  assert.deepEqual(Object.keys(await getStored(page)), ['a']);
});

test('a run that cannot be read leaves the one on the page, and can be deleted', async (t) => {
  const damaged = { facts: factsOf('d', { name: 'Damaged' }), file: file.slice(0, 5000) };
  const { page, ui, list } = await openList(t, [FIRST, damaged]);
  await ui.train.click();
  await reachStep(page, 5);
  await list.button('Open', 'Damaged').click();
  await ui.error
    .getByText(/^The file cannot be opened: .* What is here stays as it was\.$/)
    .waitFor();
  await ui.state.getByText('Training').waitFor();
  await list.button('Delete', 'Damaged').click();
  await list.row('Damaged').waitFor({ state: 'hidden' });
});

test('what another page has changed shows when this one gets the focus', async (t) => {
  const { page, list } = await openList(t, [FIRST]);
  await list.row('My <b>first</b> run').waitFor();
  const other = await page.context().newPage();
  await other.goto(`${url}/empty.html`);
  await putStored(other, [{ facts: factsOf('c', { name: 'From another page' }), file }]);
  await page.evaluate(() => dispatchEvent(new Event('focus')));
  await list.row('From another page').waitFor();
});

test('without room, a run that is brought back is refused, and the list stays', async (t) => {
  const { page, list } = await openList(t, [FIRST, SECOND]);
  await list.button('Delete', TEXT.slice(0, 60)).click();
  const undo = page.getByRole('button', { name: 'Undo', exact: true });
  await undo.waitFor();
  await page.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('The disk is full', 'QuotaExceededError');
    };
  });
  await undo.click();
  await page
    .locator('.runs')
    .getByText(/^This computer has no room for another run: delete one/)
    .waitFor();
  assert.deepEqual(Object.keys(await getStored(page)), ['a']);
  await list.row('My <b>first</b> run').waitFor();
});

test('a run that has been kept again is not replaced by the deleted one', async (t) => {
  const { page, list } = await openList(t, [FIRST, SECOND]);
  const name = TEXT.slice(0, 60);
  await list.button('Delete', name).click();
  const undo = page.getByRole('button', { name: 'Undo', exact: true });
  await undo.waitFor();
  const other = await page.context().newPage();
  await other.goto(`${url}/empty.html`);
  await putStored(other, [{ ...SECOND, facts: { ...SECOND.facts, step: 9477 } }]);
  await undo.click();
  await page.getByText(/^This run has been kept again since/).waitFor();
  assert.equal((await getStored(page)).b.step, 9477);
  await list.row(name).getByText('step 9,477').waitFor();
  await undo.waitFor({ state: 'hidden' });
});

test('runs of a newer version are left to it', async (t) => {
  const page = await openPage(t, `${url}/empty.html`);
  await page.evaluate(async () => {
    const request = indexedDB.open('lstm-playground', 2);
    await new Promise((resolve) => (request.onsuccess = resolve));
    request.result.close();
  });
  await page.goto(`${url}/index.html#tab=runs`);
  await page
    .getByRole('alert')
    .getByText(/^A newer version of this page has kept/)
    .waitFor();
  assert.equal(await listOf(page).nothing.isVisible(), false);
});

test('where the storage is denied, the list says so, and the page trains', async (t) => {
  const page = await openPage(t, `${url}/sandbox.html`, {
    viewport: { width: 1280, height: 1000 }, // the list is loaded in sight
  });
  const frame = page.frameLocator('iframe');
  await frame
    .getByRole('alert')
    .getByText(/^This browser does not let the page keep runs/)
    .waitFor();
  const ui = controls(frame);
  await ui.train.click();
  await ui.state.getByText('Training').waitFor();
  await ui.pause.click();
  await ui.state.getByText('Paused').waitFor();
});

test('an embedded tag has no list, and opens no storage', async (t) => {
  const { page } = await openPost(t, `<lstm-playground text="${TEXT}"></lstm-playground>`);
  await openTab(page, 'Cell');
  await page.locator('.set:not(.unloaded)').waitFor();
  assert.equal(await page.getByRole('tab', { name: 'My runs' }).count(), 0);
  assert.deepEqual(await page.evaluate(() => indexedDB.databases()), []);
});

for (const width of [1280, 760, 390]) {
  test(`twenty runs with long names fit and are accessible, ${width} px`, async (t) => {
    const page = await openPage(t, `${url}/empty.html`, { viewport: { width, height: 900 } });
    const names = [
      'W'.repeat(80),
      'a name of many words '.repeat(4).trim(),
      'שם ארוך מאוד '.repeat(6).trim(),
    ];
    const entries = Array.from({ length: 20 }, (_, i) => ({
      facts: factsOf(`run ${i}`, {
        ...{ name: names[i], text: 'x'.repeat(60), cell: 'full-gate-recurrence', hiddenSize: 1024 },
        ...{ numLayers: 3, step: 1_234_567, bitsPerChar: 12.34, chars: 10_000_000, bytes: 64e6 },
        savedAt: Date.now() - i * 50 * 60_000,
      }),
      file,
    }));
    await putStored(page, entries);
    await page.goto(`${url}/index.html#tab=runs`);
    const list = page.getByRole('list', { name: 'Kept runs' });
    await list.getByRole('listitem').nth(19).waitFor();
    assert.equal(await list.getByRole('listitem').count(), 20);
    const beyond = await list.evaluate((list) => {
      const edge = list.getBoundingClientRect();
      return [...list.querySelectorAll('*')]
        .filter((element) => element.checkVisibility())
        .filter((element) => {
          const { left, right } = element.getBoundingClientRect();
          return left < edge.left - 1 || right > edge.right + 1;
        })
        .map(({ className, textContent }) => `${className} ${textContent}`);
    });
    assert.deepEqual(beyond, [], 'beyond the edges of the list');
    if (width === 760) return;
    const others = width === 1280 ? [DARK] : []; // colours do not depend on the width
    const within = /** @type {import('./support/axe.js').Part} */ (['lstm-playground', '.runs']);
    await page
      .getByRole('button', { name: /^Rename/ })
      .first()
      .click();
    await assertAccessible(page, 'a run is renamed', { others, within });
  });
}
