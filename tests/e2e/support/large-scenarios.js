/** Scenarios with large things, which run in the page and return figures in milliseconds and bytes. */

/**
 * Learns a large text, or with a large model.
 *
 * @param {{chars: number, distinct?: number, hasEmoji?: boolean, config?: object}} options distinct
 *   is that of a text of ideograms
 */
export async function learn({ chars, distinct, hasEmoji, config = {} }) {
  const { large, records, soak } = /** @type {any} */ (window);
  const tag = /** @type {any} */ (document.querySelector('lstm-playground'));
  let text = distinct ? large.ideograms(chars, distinct) : large.words(chars);
  if (hasEmoji) text = `${text.slice(0, chars / 2 - 1)}😀${text.slice(chars / 2 + 1)}`;
  const letters = (chars - Number(Boolean(hasEmoji))).toLocaleString('en');
  await large.until(() => tag.shadowRoot?.querySelector('.counts'));
  const shown = () => tag.shadowRoot.querySelector('.counts').textContent;
  const longest = large.watch();
  /** @type {Record<string, number>} */
  const held = {};
  Object.assign(tag, { text, config });
  const counted = await large.until(() => shown().startsWith(`${letters} letters`));
  await large.wait(100);
  held.counting = longest();
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
  const wasm = await soak.wasmBytes();
  await tag.pause();
  held.training = longest();
  const errors = records.error.map((/** @type {Error} */ { message }) => message);
  const file = await tag.save().catch((/** @type {Error} */ { message }) => message);
  held.saving = longest();
  if (typeof file !== 'string') await tag.open(file);
  held.opening = longest();
  return {
    ...{
      errors,
      counted,
      first,
      pause: Math.max(...pauses),
      pauses,
      wasm,
      file: file.size ?? file,
    },
    ...{ held, longest: Math.max(...Object.values(held)) },
  };
}

/**
 * Trains a model for which the memory does not suffice.
 *
 * @param {object} config
 */
export async function beRefused(config) {
  const { large, records } = /** @type {any} */ (window);
  const tag = /** @type {any} */ (document.querySelector('lstm-playground'));
  await large.until(() => tag.shadowRoot?.querySelector('.counts'));
  tag.config = config;
  const start = performance.now();
  const sentence = await tag.train().catch((/** @type {Error} */ { message }) => message);
  const told = performance.now() - start;
  tag.config = { hiddenSize: 16, numLayers: 1 };
  tag.train();
  await large.until(() => records.step.length > 0);
  return { sentence, told };
}

/** Writes a long text while training goes on. */
export async function write() {
  const { large, records, soak } = /** @type {any} */ (window);
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
  const pressed = performance.now();
  controller.abort();
  await stopped;
  const stop = performance.now() - pressed;
  const steps = records.step.at(-1).step - before;
  const wasm = await soak.wasmBytes();
  await tag.pause();
  return { took, steps, chars: written.length, stop, wasm, longest: longest() };
}

/** Shows all tags, trains them, pauses them and takes them out. */
export async function manyTags() {
  const { large, records, soak } = /** @type {any} */ (window);
  const tags = /** @type {any[]} */ ([...document.querySelectorAll('lstm-playground')]);
  const longest = large.watch();
  for (const tag of tags) {
    tag.scrollIntoView();
    await large.until(() => tag.shadowRoot.querySelector('.playground'));
  }
  const shown = longest();
  /** @param {() => unknown} act */
  const time = async (act) => {
    const start = performance.now();
    await act();
    return performance.now() - start;
  };
  const start = performance.now();
  const first = /** @type {number[]} */ ([]);
  for (const tag of tags) {
    const options = { once: true };
    tag.addEventListener('lstm-step', () => first.push(performance.now() - start), options);
    tag.train();
  }
  const pressed = longest();
  await large.until(() => first.length === tags.length, 120_000);
  const starting = longest();
  await large.wait(5000);
  const training = longest();
  const pauses = [];
  for (const tag of tags.slice(0, 5)) {
    pauses.push(await time(() => tag.pause()));
    await large.wait(200);
  }
  const wasm = await soak.wasmBytes();
  const pauseAll = await time(() => Promise.all(tags.map((tag) => tag.pause())));
  const pausing = longest();
  for (const tag of tags) tag.remove();
  await large.until(() => records.terminated === records.workers.length);
  const held = { shown, pressed, starting, training, pausing };
  return {
    ...{ held, longest: Math.max(...Object.values(held)) },
    ...{ first: first[0], last: Math.max(...first), pause: Math.max(...pauses), pauseAll, wasm },
    errors: records.error.map((/** @type {Error} */ { message }) => message),
  };
}
