import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { writeRun } from '../../www/src/files/run-file.js';
import { SMALL, TEXT, savedRun } from '../www/support/saved-run.js';
import { openPage, serve } from './support/browser.js';
import { controls } from './support/controls.js';
import { moreSteps, reachState, records } from './support/records.js';
import { factsOf, putStored } from './support/stored-runs.js';

const playground = new Playground(TEXT, SMALL);
playground.trainSteps(31);
const file = writeRun(savedRun(playground));
const { url } = await serve();

/**
 * A copy of the file with other bytes.
 *
 * @param {(bytes: Buffer) => Buffer | void} change
 * @returns {ArrayBuffer}
 */
function changed(change) {
  const bytes = Buffer.from(file.slice(0));
  return Uint8Array.from(change(bytes) ?? bytes).buffer;
}

/** @type {Record<string, ArrayBuffer>} */
const files = {
  empty: new ArrayBuffer(0),
  'cut short': file.slice(0, file.byteLength - 1),
  'of zeros': new ArrayBuffer(file.byteLength),
  'with weights that are no numbers': changed((bytes) => {
    const header = Number(bytes.readBigUInt64LE());
    bytes.fill(0xff, 8 + header, 8 + header + 64);
  }),
  'of another version': changed((bytes) => {
    const at = bytes.indexOf('"version":"1"');
    assert.ok(at > 0);
    bytes.write('"version":"7"', at);
  }),
  'of another program': changed(() => Buffer.from('{"format": "a diary"}'.repeat(99))),
};

/**
 * Visits a page after another has kept these runs.
 *
 * @param {import('node:test').TestContext} t
 * @param {import('./support/stored-runs.js').Entry[]} entries
 */
async function visit(t, entries) {
  const page = await openPage(t, `${url}/teach.html`);
  await putStored(page, entries);
  await page.evaluate(() => localStorage.setItem('lstm-playground-kept', ''));
  await page.goto(`${url}/index.html`);
  return page;
}

test('a kept run that is damaged is refused in a sentence, and the page trains', async (t) => {
  for (const [what, damaged] of Object.entries(files)) {
    await t.test(what, async (t) => {
      const page = await visit(t, [{ facts: factsOf('d'), file: damaged }]);
      const ui = controls(page);
      await page.getByRole('button', { name: 'Go on', exact: true }).click();
      await ui.error.getByText(/^The file .* What is here stays as it was\.$/).waitFor();
      await ui.train.click();
      await moreSteps(page, 1);
      await ui.pause.click();
      await reachState(page, 'paused');
      const { errors } = await records(page);
      assert.deepEqual(
        errors.map(({ name }) => name),
        ['RunFileError'],
      );
    });
  }
});

test('after runs whose facts are damaged, the newest whole one is offered', async (t) => {
  const damaged = [
    { step: NaN },
    { savedAt: 'yesterday' },
    { hiddenSize: -3 },
    { cell: undefined },
    { chars: Infinity },
    { format: 0 },
  ];
  const page = await visit(t, [
    {
      facts: factsOf('whole', { text: 'a whole run', step: 31, savedAt: Date.now() - 5000 }),
      file,
    },
    ...damaged.map((facts, i) => ({ facts: factsOf(`damaged ${i}`, facts), file })),
  ]);
  await controls(page).coach.getByText('Go on with “\u2068a whole run\u2069”? Step 31').waitFor();
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
  await reachState(page, 'paused');
  assert.deepEqual((await records(page)).errors, []);
});
