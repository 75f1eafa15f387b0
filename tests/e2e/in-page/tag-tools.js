/**
 * A tag that is made, pressed and waited for. The modules of this folder run in a page, which has the
 * tag's script and `records`.
 */

/** @typedef {import('../../../www/src/element/lstm-playground.js').LstmPlayground} Tag */

export const FIRST = 'the first text of all, which is replaced in the middle. '.repeat(20);
export const SECOND = 'BEFORE THE LAST ONE, FOR A MOMENT. '.repeat(20);
export const LAST = 'and now for something new, said the other: 1, 2, 3. '.repeat(20);
export const SAVED = 'a run of its own, from a file. '.repeat(20);

const SMALL = {
  ...{ 'hidden-size': '8', 'batch-size': '4', 'seq-len': '8', patience: '0', workers: '1' },
};
/** Milliseconds in which everything ends. */
export const PATIENCE = 20_000;
/** The names of errors that tell of a replacement. */
const INTENDED = ['AbortError'];

/** @param {number} ms */
export const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * @param {EventTarget} target
 * @param {string} type
 */
export const next = (target, type) =>
  new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));

/**
 * Waits for a value.
 *
 * @template T
 * @param {() => T | null | undefined | false} find
 * @param {string} what
 * @returns {Promise<T>}
 */
export async function soon(find, what) {
  for (const end = performance.now() + PATIENCE; ;) {
    const found = find();
    if (found) return found;
    if (performance.now() > end) throw new Error(`no ${what} in time`);
    await later(5);
  }
}

/**
 * @param {Tag} tag
 * @param {string} name of a button, or of a tab
 */
export async function press(tag, name) {
  const find = () =>
    /** @type {HTMLButtonElement[]} */ ([
      ...(tag.shadowRoot?.querySelectorAll('button') ?? []),
    ]).find(
      (button) => button.textContent?.trim() === name && !button.disabled && button.offsetParent,
    );
  (await soon(find, `button ${name}`)).click();
}

/**
 * Chooses files, as the reader does.
 *
 * @param {Tag} tag
 * @param {File[]} files
 */
export async function chooseFiles(tag, files) {
  const find = () => tag.shadowRoot?.querySelector('input[type=file]');
  const input = /** @type {HTMLInputElement} */ (await soon(find, 'field for files'));
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  input.files = transfer.files;
  input.dispatchEvent(new Event('change'));
}

/** @param {Tag} tag */
export async function train(tag) {
  const step = next(tag, 'lstm-step');
  await tag.train();
  await step;
}

/** @type {Promise<Blob> | undefined} */
let saved;

/** A saved run with a text of its own. */
export function savedRun() {
  saved ??= (async () => {
    const tag = makeTag({ text: SAVED, panels: 'text' });
    document.body.append(tag);
    await tag.step();
    const blob = await tag.save();
    tag.remove();
    return blob;
  })();
  return saved;
}

/**
 * @param {Record<string, string>} attributes
 * @returns {Tag}
 */
export function makeTag(attributes) {
  const tag = document.createElement('lstm-playground');
  for (const [name, value] of Object.entries({ ...SMALL, ...attributes })) {
    tag.setAttribute(name, value);
  }
  return /** @type {Tag} */ (tag);
}

/**
 * The outcome of a promise: a replacement may reject what it replaces, and nothing may stay pending.
 *
 * @param {Promise<unknown>} promise
 */
export const outcomeOf = (promise) =>
  Promise.race([
    promise.then(
      () => '',
      ({ name, message }) => (INTENDED.includes(name) ? '' : `${name}: ${message}`),
    ),
    later(PATIENCE).then(() => 'pending for ever'),
  ]);

/** Kills the newest worker. */
export function kill() {
  const [worker] = /** @type {any} */ (window).records.workers.slice(-1);
  worker?.dispatchEvent(new ErrorEvent('error', { message: 'killed by a test' }));
}
