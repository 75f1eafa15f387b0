/** Scenarios with large things, which run in the page and return their figures in milliseconds. */

/**
 * Learns the longest text.
 *
 * @param {{emoji: boolean}} options
 */
export async function learnText({ emoji }) {
  const { large, records } = /** @type {any} */ (window);
  const tag = /** @type {any} */ (document.querySelector('lstm-playground'));
  const words = large.words(5_000_000);
  const text = emoji ? `${words.slice(0, 2_500_000)}😀${words.slice(2_500_002)}` : words;
  await large.until(() => tag.shadowRoot?.querySelector('.counts'));
  const longest = large.watch();
  const shown = () => tag.shadowRoot.querySelector('.counts').textContent;
  tag.text = text;
  const counted = await large.until(() => shown().startsWith(emoji ? '4,999,999' : '5,000,000'));
  tag.train();
  const first = await large.until(() => records.step.length > 0);
  const pauses = [];
  for (let i = 0; i < 5; i++) {
    await large.wait(300 + 70 * i);
    const start = performance.now();
    await tag.pause();
    pauses.push(performance.now() - start);
    tag.train();
  }
  const file = await tag.save();
  await tag.open(file);
  return { longest: longest(), counted, first, pause: Math.max(...pauses), bytes: file.size };
}

/** Writes a long text while training goes on. */
export async function write() {
  const { large, records } = /** @type {any} */ (window);
  const tag = /** @type {any} */ (document.querySelector('lstm-playground'));
  tag.train();
  await large.until(() => records.step.length > 5);
  const before = records.step.at(-1).step;
  const longest = large.watch();
  const start = performance.now();
  const written = await tag.generate({ length: 100_000 });
  const took = performance.now() - start;
  const controller = new AbortController();
  const stopped = tag.generate({ length: 100_000, signal: controller.signal }).catch(() => 0);
  await large.wait(1000);
  const stop = performance.now();
  controller.abort();
  await stopped;
  const steps = records.step.at(-1).step - before;
  return { longest: longest(), took, steps, chars: written.length, stop: performance.now() - stop };
}

/** Shows all tags, trains them and takes them out. */
export async function manyTags() {
  const { large, records } = /** @type {any} */ (window);
  const tags = /** @type {any[]} */ ([...document.querySelectorAll('lstm-playground')]);
  const longest = large.watch();
  for (const tag of tags) {
    tag.scrollIntoView();
    await large.until(() => tag.shadowRoot.querySelector('.playground'));
  }
  const shown = longest();
  const start = performance.now();
  const first = /** @type {number[]} */ ([]);
  for (const tag of tags) {
    const options = { once: true };
    tag.addEventListener('lstm-step', () => first.push(performance.now() - start), options);
    tag.train();
  }
  await large.until(() => first.length === tags.length, 120_000);
  const training = longest();
  const pressed = performance.now();
  await tags[0].pause();
  const pause = performance.now() - pressed;
  const { workers } = records;
  for (const tag of tags) tag.remove();
  await large.until(() => records.terminated === workers.length);
  const errors = records.error.map((/** @type {Error} */ { message }) => message);
  return { shown, training, first: first[0], last: Math.max(...first), pause, errors };
}
