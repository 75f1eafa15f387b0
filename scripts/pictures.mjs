// npm run pictures: takes the pictures of the documentation from the built page: the workbench while
// it learns, as an animation, and the inside of one unit.

import gifenc from 'gifenc';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import pngjs from 'pngjs';
import { preview } from 'vite';
import { browserFlags, findBrowser } from './browser.mjs';

const docs = join(import.meta.dirname, '../docs');

/** The steps of training after which a frame is taken. */
const FRAMES = [0, 1, 3, 6, 10, 15, 20, 30, 40, 50, 65, 80, 100, 120, 140, 170, 200, 250, 300, 360];
/** Milliseconds of a frame, and of the last one. */
const FRAME = 350;
const LAST_FRAME = 4000;
/** The most bytes of the animation. */
const MAX_BYTES = 1_500_000;
/** The colours of a frame; the last entry of the palette is for pixels that stay. */
const COLOURS = 63;

/**
 * An animation of screenshots: of every frame after the first, the pixels that change.
 *
 * @param {Buffer[]} screenshots PNG files of one size
 */
function animation(screenshots) {
  const encoder = gifenc.GIFEncoder();
  /** @type {Uint32Array | undefined} */
  let before;
  screenshots.forEach((file, i) => {
    const { data, width, height } = pngjs.PNG.sync.read(file);
    const palette = gifenc.quantize(data, COLOURS);
    const indices = gifenc.applyPalette(data, palette);
    const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height);
    const stays = palette.push([0, 0, 0]) - 1;
    if (before) {
      for (let k = 0; k < indices.length; k++) if (pixels[k] === before[k]) indices[k] = stays;
    }
    before = pixels;
    const delay = i === screenshots.length - 1 ? LAST_FRAME : FRAME;
    const transparency = { transparent: i > 0, transparentIndex: stays, dispose: 1 };
    encoder.writeFrame(indices, width, height, { palette, delay, ...transparency });
  });
  encoder.finish();
  return encoder.bytes();
}

/**
 * Waits until the page has trained this many steps.
 *
 * @param {import('playwright-core').Page} page
 * @param {number} step
 */
const reach = (page, step) =>
  page.waitForFunction((wanted) => /** @type {any} */ (window).lastStep >= wanted, step);

const server = await preview({ preview: { port: 0 }, logLevel: 'error' });
const browser = await chromium.launch({ executablePath: findBrowser(), args: browserFlags });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 704 } });
  await page.goto(String(server.resolvedUrls?.local[0]));
  await page.evaluate(() => {
    Object.assign(window, { lastStep: 0 });
    addEventListener('lstm-step', (event) =>
      Object.assign(window, { lastStep: /** @type {CustomEvent} */ (event).detail.step }),
    );
  });
  const train = page.getByRole('button', { name: 'Train', exact: true });
  await train.waitFor();
  await page.getByText('It guessed').waitFor();
  const screenshots = [await page.screenshot()];
  await train.click();
  for (const step of FRAMES.slice(1)) {
    await reach(page, step);
    screenshots.push(await page.screenshot());
  }
  const bytes = animation(screenshots);
  if (bytes.length > MAX_BYTES)
    throw new Error(`the animation may have ${MAX_BYTES} bytes, got ${bytes.length}`);
  writeFileSync(join(docs, 'playground.gif'), bytes);

  await reach(page, 1000);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByRole('tab', { name: 'One unit', exact: true }).click();
  const view = page.getByRole('tabpanel');
  // In its whole height, where the page would scroll it.
  await view.evaluate((element) =>
    Object.assign(element.style, { height: 'auto', maxHeight: 'none' }),
  );
  await page.setViewportSize({ width: 1280, height: 1400 });
  await view.screenshot({ path: join(docs, 'inside.png') });
  for (const name of ['playground.gif', 'inside.png'])
    console.log(`docs/${name}: ${statSync(join(docs, name)).size} bytes`);
} finally {
  await browser.close();
  await server.close();
}
