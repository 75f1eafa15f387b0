/** Random attributes of tags, changed in the page itself. */

/**
 * @typedef {object} Changes
 * @property {{name: string, value: string | null}[]} changes of attributes, null removes one
 * @property {boolean} isNew true for a tag that has them from the start
 * @property {string[]} panels the names of all
 */

/**
 * Changes attributes of the page's tag, or of a new one, and checks that the tag shows what they say or
 * refuses it by a sentence. It is sent to the page: it uses nothing of this file.
 *
 * @param {Changes} given
 * @returns {Promise<{problem: string, errors: string[]}>} a sentence where one failed, and the
 *   sentences of the refusals
 */
export async function changeAttributes({ changes, isNew, panels }) {
  const page = /** @type {any} */ (window);
  const { records } = page;
  const turn = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));
  /** @type {string[]} */
  const problems = [];
  const onError = (/** @type {any} */ event) =>
    problems.push(`uncaught: ${event.message ?? event.reason?.stack ?? event.reason}`);
  addEventListener('error', onError);
  addEventListener('unhandledrejection', onError);
  const before = records.error.length;
  const workers = records.workers.length;
  const apply = (/** @type {Element} */ tag) => {
    for (const { name, value } of changes) {
      if (value === null) tag.removeAttribute(name);
      else tag.setAttribute(name, value);
    }
  };
  if (isNew || !page.tag?.isConnected) {
    page.tag?.remove();
    page.tag = document.createElement('lstm-playground');
    if (isNew) apply(page.tag);
    document.body.append(page.tag);
    await new Promise((resolve) =>
      page.tag.addEventListener('lstm-ready', resolve, { once: true }),
    );
    if (!isNew) apply(page.tag);
  } else apply(page.tag);
  const { tag } = page;
  for (let i = 0; i < 3; i++) await turn();
  await new Promise((resolve) => requestAnimationFrame(resolve));
  const state = tag.shadowRoot.querySelector('.state');
  if (!['No text', 'Ready'].includes(state?.textContent)) {
    problems.push(`the state is ${state?.textContent}, and nobody has pressed Train`);
  }
  const isPlain = !tag.hasAttribute('lesson'); // a lesson shows its network
  if (isPlain && records.workers.length > workers) problems.push('a worker was started');
  for (const [name, value] of Object.entries(tag.config)) {
    if (value === undefined) problems.push(`there is no ${name}`);
  }
  const list = tag.getAttribute('panels')?.split(/\s+/).filter(Boolean);
  if (list?.length > 0 && list.every((/** @type {string} */ one) => panels.includes(one))) {
    const shown = tag.shadowRoot.querySelector('section.text')?.checkVisibility() ?? false;
    const isListed = list.includes('text');
    if (!isListed && shown) problems.push(`the text is shown by panels="${list.join(' ')}"`);
  }
  removeEventListener('error', onError);
  removeEventListener('unhandledrejection', onError);
  const errors = records.error
    .slice(before)
    .map((/** @type {any} */ { name, message }) => `${name}: ${message}`);
  return { problem: problems.join('; '), errors };
}
