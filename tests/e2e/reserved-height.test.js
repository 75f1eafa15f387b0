import assert from 'node:assert/strict';
import { serveRecorded, testInEveryBrowser } from './support/every-browser.js';
import { post } from './support/site.js';
import { assertSoon } from './support/soon.js';

const PANELS = ['', 'panels="live"', 'panels="text settings curve sample live"'];
const LESSONS = ['', 'panels="race"', 'panels="text sample reach"', 'panels="text sample"'].map(
  (panels) => `lesson="forget-gate" ${panels}`,
);

/** The widths of a column in pixels, and the panels in it. */
const TAGS = [330, 390, 560, 640, 800, 1000].flatMap((width) =>
  [...PANELS, ...(width > 350 ? LESSONS : [])].map((panels) => ({ width, panels })),
);

/** Higher than any tag. */
const WITHOUT_SCRIPT = '<p style="height: 3000px">For readers without script</p>';

/** Puts the heights of the tags into the page: of those that are defined, and not loaded yet. */
const measure = `
  <script type="module">
    const tags = [...document.querySelectorAll('lstm-playground')];
    window.heights = () => tags.map((tag) => Math.round(tag.getBoundingClientRect().height));
    window.before = heights();
    window.areEmpty = tags.every(({ shadowRoot }) => !shadowRoot.querySelector('.playground'));
  </script>`;

/** Parents that are 1000 px wide and make what is in them as wide as its content. */
const PARENTS = [
  'display: flex',
  'display: flex; flex-direction: column; align-items: center',
  'display: grid; place-items: center',
  'display: grid; justify-content: start',
];
/** Styles of a tag that do the same. */
const STYLES = ['float: left', 'position: absolute', 'display: inline-block', 'width: fit-content'];

/** @param {number} width of the parents */
const hugged = (width) =>
  [
    ...PARENTS.map((parent) => [parent, '']),
    ...STYLES.map((style) => ['position: relative', style]),
  ]
    .map(
      ([parent, style]) =>
        `<div style="width: ${width}px; ${parent}">
           <lstm-playground panels="text" style="${style}"></lstm-playground></div>`,
    )
    .join('');

const { url } = await serveRecorded({
  '/post.html': post(
    TAGS.map(
      ({ width, panels }) =>
        `<div style="width: ${width}px"><lstm-playground ${panels}>${WITHOUT_SCRIPT}</lstm-playground></div>`,
    ).join('') + measure,
  ),
  '/settings.html': post(`<lstm-playground panels="text settings"></lstm-playground>${measure}`),
  '/wide.html': post(hugged(1000)),
  '/narrow.html': post(hugged(360)),
  '/own.html': post(
    `<style>lstm-playground { --lstm-height: 700px }</style>
     <lstm-playground panels="text"></lstm-playground>
     <lstm-playground panels="text" hidden></lstm-playground>
     ${measure}`,
  ),
});

/**
 * The heights before the tags are loaded, and after it.
 *
 * @param {import('./support/page.js').Page} page
 */
async function heightsOf(page) {
  await page.waitForFunction(() => /** @type {any} */ (window).before !== undefined);
  return page.evaluate(async () => {
    const { before, areEmpty, heights } = /** @type {any} */ (window);
    const tags = [.../** @type {NodeListOf<any>} */ (document.querySelectorAll('lstm-playground'))];
    await Promise.all(tags.map((tag) => tag.pause()));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return { areEmpty, before, after: heights() };
  });
}

testInEveryBrowser('a tag is as high before it is loaded as after', async (page) => {
  await page.goto(`${url}/post.html`);
  const { areEmpty, before, after } = await heightsOf(page);
  assert.ok(areEmpty, 'measured before they were loaded');
  const names = TAGS.map(({ width, panels }) => `${width} px, ${panels || 'all panels'}`);
  assert.deepEqual(
    names.map((name, at) => `${name}: ${before[at]}`),
    names.map((name, at) => `${name}: ${after[at]}`),
  );
  assert.ok(Math.min(...before) > 190, `${before}`);
});

testInEveryBrowser('a page may give another height, and a hidden tag has none', async (page) => {
  await page.goto(`${url}/own.html`);
  const { before, after } = await heightsOf(page);
  assert.deepEqual(
    [before, after],
    [
      [700, 0],
      [700, 0],
    ],
  );
});

testInEveryBrowser('a view that a reader opens makes the tag higher', async (page) => {
  await page.goto(`${url}/settings.html`);
  const { after } = await heightsOf(page);
  await page.getByRole('tab', { name: 'Settings', exact: true }).click();
  await page.getByRole('textbox', { name: 'Hidden size', exact: true }).waitFor();
  await assertSoon(async () => {
    const { height, hidden } = await page.evaluate(() => {
      const tag = /** @type {Element} */ (document.querySelector('lstm-playground'));
      const frame = /** @type {Element} */ (tag.shadowRoot?.querySelector('.playground'));
      return { height: tag.clientHeight, hidden: frame.scrollHeight - frame.clientHeight };
    });
    assert.ok(height > after[0] + 100, `${height} px after ${after[0]}`);
    assert.equal(hidden, 0, 'nothing scrolls in it');
  });
});

testInEveryBrowser('a tag has a width where its parent asks for one', async (page) => {
  for (const [name, most] of /** @type {const} */ ([
    ['wide', 640],
    ['narrow', 360],
  ])) {
    await page.goto(`${url}/${name}.html`);
    const widths = await page.evaluate(async () => {
      const tags = [
        .../** @type {NodeListOf<any>} */ (document.querySelectorAll('lstm-playground')),
      ];
      await Promise.all(tags.map((tag) => tag.pause()));
      return tags.map((tag) => tag.getBoundingClientRect().width);
    });
    const names = [...PARENTS, ...STYLES];
    assert.deepEqual(
      names.map((name, at) => `${name}: ${widths[at]}`),
      names.map((name) => `${name}: ${most}`),
    );
  }
});
