import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTab } from './support/controls.js';
import { openInspection } from './support/inspection.js';

test('the tag inspects a text', async (t) => {
  const { tag, playground } = await openInspection(t, 'peephole', {
    panels: 'memory',
    numLayers: 3,
  });
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

test('a reset at any moment leaves nothing behind', async (t) => {
  const { page, tag } = await openInspection(t, 'lstm');
  for (const [tab, moment] of [
    ['All units', '.memory .readout'],
    ['One unit', '.steps .sum'],
    ['Surprise', '.colour > .note:not(.hint)'],
    ['Next letter', '.next .readout'],
  ]) {
    await openTab(page, tab);
    await page.locator(moment).first().waitFor();
    // Resets when the first view has changed and the others have not.
    await page.evaluate((selector) => {
      const tag = /** @type {any} */ (document.querySelector('lstm-playground'));
      const root = /** @type {ShadowRoot} */ (tag.shadowRoot);
      const observer = new MutationObserver(() => {
        observer.disconnect();
        tag.reset();
      });
      const element = /** @type {Element} */ (root.querySelector(selector));
      observer.observe(element, { childList: true, characterData: true, subtree: true });
      tag.train().catch(() => {}); // the reset may come before it has begun
    }, moment);
    await page.getByText('Press Train or Step to look inside.').waitFor();
    await tag.evaluate((/** @type {any} */ tag) => tag.step());
    await openTab(page, 'All units');
    await page.getByText(/^“.”, unit 1: forget gate f/).waitFor();
  }
});

test('an inspection shows one state of the weights, with any number of workers', async (t) => {
  const { page, tag } = await openInspection(t, 'lstm', { panels: 'memory' });
  await tag.evaluate((/** @type {any} */ tag) => {
    tag.reset();
    tag.text = `${'ab'.repeat(20)}${'a'.repeat(9000)}`;
    tag.config = { ...tag.config, hiddenSize: 64, batchSize: 8, workers: 2, learningRate: 0.01 };
    return tag.train();
  });
  await page.waitForFunction(() => /** @type {any} */ (window).records.step.at(-1)?.workers === 2);
  for (let repeat = 0; repeat < 3; repeat++) {
    const jumps = await tag.evaluate(async (/** @type {any} */ tag) => {
      const { layers } = await tag.inspect('a'.repeat(9000));
      const { hidden } = layers[0].values;
      // With constant weights the state settles in a run of one character.
      let jumps = 0;
      for (let at = 64 * 6000; at < hidden.length; at++) {
        if (Math.abs(hidden[at] - hidden[at - 64]) > 1e-5) jumps++;
      }
      return jumps;
    });
    assert.equal(jumps, 0);
  }
});
