/** Accessibility by axe, in light, dark and forced colours. */

import AxeBuilder from '@axe-core/playwright';
import assert from 'node:assert/strict';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {Exclude<Parameters<Page['emulateMedia']>[0], undefined>} Media */
/** @typedef {[string, string]} Part the selectors of a tag and of a part in its shadow root */

/** Letters that differ from their neighbours by a colour of one scale: every tenth is checked. */
const MOST_LETTERS = /** @type {Part} */ ([
  'lstm-playground',
  ':is(.coloured, .sample) > :not(:nth-child(10n + 1))',
]);

/** @type {Media} */
export const LIGHT = { colorScheme: 'light', forcedColors: 'none' };
/** @type {Media} */
export const DARK = { colorScheme: 'dark', forcedColors: 'none' };
/** @type {Media} */
export const FORCED = { colorScheme: 'light', forcedColors: 'active' };

/**
 * Asserts that axe finds nothing: in light colours by all its rules, in the other media, where nothing
 * but colours differs, by that of contrast.
 *
 * @param {Page} page
 * @param {string} state
 * @param {object} [options]
 * @param {Media[]} [options.others]
 * @param {Part} [options.within]
 * @param {boolean} [options.hasContrast] false where the contrast of the same colours is checked elsewhere
 */
export async function assertAccessible(page, state, options = {}) {
  const { others = [], within, hasContrast = true } = options;
  for (const media of others) {
    await show(page, media);
    await assertContrast(page, `${state}, ${JSON.stringify(media)}`, within);
  }
  await show(page, LIGHT);
  const axe = axeOf(page, within);
  await assertPasses(hasContrast ? axe : axe.disableRules('color-contrast'), state);
}

/**
 * Changes the media, and waits until no colour is on its way from one to the other.
 *
 * @param {Page} page
 * @param {Media} media
 */
async function show(page, media) {
  await page.emulateMedia(media);
  await page.evaluate(async () => {
    const tags = [...document.querySelectorAll('lstm-playground')];
    const roots = [document, ...tags.flatMap(({ shadowRoot }) => shadowRoot ?? [])];
    const transitions = roots
      .flatMap((root) => root.getAnimations())
      .filter((animation) => animation instanceof CSSTransition);
    // A transition that the next one replaces is cancelled.
    await Promise.allSettled(transitions.map(({ finished }) => finished));
  });
}

/**
 * Asserts that axe finds no fault of contrast, in the media as they are.
 *
 * @param {Page} page
 * @param {string} state
 * @param {Part} [within]
 */
export const assertContrast = (page, state, within) =>
  assertPasses(axeOf(page, within).withRules(['color-contrast']), state);

/**
 * @param {Page} page
 * @param {Part} [within]
 */
function axeOf(page, within) {
  const axe = new AxeBuilder({ page })
    .exclude([MOST_LETTERS])
    .setLegacyMode() // no page of its own for the results: no frame here is from elsewhere
    .options({ resultTypes: ['violations'] }); // of what passes one example
  return within ? axe.include([within]) : axe;
}

/**
 * @param {AxeBuilder} axe
 * @param {string} state
 */
async function assertPasses(axe, state) {
  const { violations, passes } = await axe.analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
  assert.deepEqual(found, [], `axe violations while ${state}`);
  assert.ok(passes.length > 0, `axe must look at something while ${state}`);
}
