/** Random actions of a reader and of a host page, which run in the page itself. */

/**
 * @typedef {object} Sequence
 * @property {number[][]} acts the random numbers of each action, from 0 to 1
 * @property {Record<string, string[]>} commands the buttons that each status enables
 * @property {Record<string, string>} names of the statuses
 * @property {string} text
 * @property {Record<string, unknown>} config
 */

/**
 * Performs a sequence of actions on the only tag of the page, and checks after each that its buttons are
 * those of its state, and at the end that it trains again. It is sent to the page: it uses nothing of
 * this file.
 *
 * @param {Sequence} sequence
 * @returns {Promise<{done: string[], problem: string}>} the actions, and a sentence where one failed
 */
export async function pressAnything({ acts, commands, names, text, config }) {
  const page = /** @type {any} */ (window);
  const tag = (page.tag ??= document.querySelector('lstm-playground'));
  const { records } = page;
  const all = (/** @type {string} */ selector) => [...tag.shadowRoot.querySelectorAll(selector)];
  const isSeen = (/** @type {any} */ element) => !element.disabled && element.checkVisibility();
  const pick = (/** @type {number} */ x, /** @type {any[]} */ list) =>
    list[Math.floor(x * list.length)];
  const labelled = (/** @type {string} */ label) =>
    all('.train button').find(({ textContent }) => textContent === label);
  const turn = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));
  /** Errors that a host page gets to hear, each of them with a sentence. */
  const told =
    /^(Abort|Setting|TextTooShort|WorkerDied|UnknownChars?|RunFile|NotFinite|Link)Error$/;
  const sentences = /^There is no network yet|is not in a document: add it|^there is no checkpoint/;
  /** @type {Set<string>} the actions that are not complete */
  const open = new Set();
  /** @type {string[]} */
  const done = [];
  /** @type {string[]} */
  const problems = [];
  /** @param {any} thrown */
  const hear = (thrown) => {
    const isTold = told.test(thrown?.name) || sentences.test(thrown?.message);
    if (!isTold) problems.push(`${done.at(-1)} is refused by ${thrown?.name}: ${thrown?.message}`);
  };
  const press = (/** @type {string} */ label) => () => {
    const button = labelled(label);
    if (button && isSeen(button)) button.click();
  };
  const change = (/** @type {any} */ field, /** @type {unknown} */ value) => {
    if (typeof value === 'boolean') field.checked = value;
    else field.value = value;
    for (const type of ['input', 'change']) {
      field.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
    }
  };
  const NOT_PRESSED =
    /save|open|export|share|download|copy|file|folder|\.safetensors|\.onnx|svg|csv/i;
  /** @type {Record<string, (x: number, y: number) => unknown>} */
  const actions = {
    Train: press('Train'),
    Pause: press('Pause'),
    Step: press('Step'),
    Reset: press('Reset'),
    'a button': (x) => {
      const some = all('button').filter(
        (button) => isSeen(button) && !NOT_PRESSED.test(button.textContent + button.title),
      );
      const button = pick(x, some);
      done[done.length - 1] += ` "${button?.textContent}"`;
      button?.click();
    },
    'a tab': (x) => pick(x, all('[role="tab"]').filter(isSeen))?.click(),
    'a fold': (x) => pick(x, all('summary').filter(isSeen))?.click(),
    'a list': (x, y) => {
      const list = pick(x, all('select').filter(isSeen));
      const option = list && pick(y, [...list.options]);
      if (!option || option.disabled) return;
      done[done.length - 1] += ` "${option.text}"`;
      change(list, option.value);
    },
    'a box': (x) => {
      const box = pick(x, all('input[type="checkbox"], input[type="radio"]').filter(isSeen));
      if (box) change(box, !box.checked);
    },
    'a field': (x, y) => {
      const field = pick(
        x,
        all('input:not([type="checkbox"], [type="radio"], [type="file"]), textarea').filter(isSeen),
      );
      const value = pick(y, [
        '',
        '3',
        '-1',
        '0.5',
        '1e9',
        'abc abd '.repeat(30),
        '☃',
        '\ud800',
        '8',
      ]);
      done[done.length - 1] += ` "${field?.labels?.[0]?.textContent}"`;
      if (field) change(field, value);
    },
    'a key': (x, y) => {
      const keys = ['ArrowLeft', 'ArrowRight', 'Home', 'End', 'Escape', 'Enter', ' ', 't', '?'];
      const target = pick(x, all('[tabindex="0"], button, [role]').filter(isSeen));
      target?.focus?.();
      const options = { key: pick(y, keys), bubbles: true, composed: true, cancelable: true };
      target?.dispatchEvent(new KeyboardEvent('keydown', options));
    },
    'train()': () => tag.train(),
    'pause()': () => tag.pause(),
    'step()': () => tag.step(),
    'reset()': (x) => tag.reset({ keepWeights: x < 0.3 }),
    'generate()': (x) => tag.generate({ length: Math.floor(60 * x) }),
    'inspect()': (x) => tag.inspect(pick(x, ['abd', '', '☃'])),
    'weightsHash()': () => tag.weightsHash(),
    'save()': async () => (page.saved = await tag.save()),
    'open()': (x) => tag.open(x < 0.5 && page.saved ? page.saved : new Blob(['none'])),
    'link()': () => tag.link(),
    'a text': (x) => (tag.text = pick(x, [text, 'xyz '.repeat(90), '', 'a', '\ud800b'])),
    'a config': (x) => (tag.config = { ...config, hiddenSize: 4 + Math.floor(4 * x) }),
    'an attribute': (x, y) => {
      const name = pick(x, ['hidden-size', 'panels', 'controls', 'readonly', 'cell', 'preset']);
      const value = pick(y, [null, '', '5', 'gru', 'curve', 'text sample memory', 'rhyme', '-1']);
      if (value === null) tag.removeAttribute(name);
      else tag.setAttribute(name, value);
    },
    'remove it': () => tag.remove(),
    'put it back': () => document.body.append(tag),
    'move it': () => document.body.prepend(tag),
    'kill the worker': () =>
      records.workers.at(-1)?.dispatchEvent(new ErrorEvent('error', { message: 'killed' })),
    wait: (x) => turn(300 * x),
  };
  const stateNow = () => tag.shadowRoot.querySelector('.state')?.dataset.status;
  /** The state that the page shows. */
  const facts = () => {
    const said = all('.train .problem, .train .coach, .train .notice, .figures .steps');
    const texts = said.map(({ textContent }) => textContent).filter(Boolean);
    return JSON.stringify([stateNow(), ...texts, records.state.slice(-4), records.error.at(-1)]);
  };
  /** The difference between the page and its state; empty without one. */
  const difference = () => {
    const status = stateNow();
    if (!status || !names[status]) return `there is no state ${status}`;
    const shown = tag.shadowRoot.querySelector('.state').textContent;
    if (shown !== names[status]) return `${status} is shown as "${shown}"`;
    const enabled = ['Train', 'Pause', 'Step', 'Reset'].filter(
      (label) => !labelled(label)?.disabled,
    );
    const expected = commands[status].map((one) => one[0].toUpperCase() + one.slice(1));
    const same =
      expected.length === enabled.length && expected.every((one) => enabled.includes(one));
    return same ? '' : `${status} with the buttons ${enabled} and not ${expected}`;
  };
  /**
   * Waits for something that is to come soon.
   *
   * @param {() => string} problemNow empty once it is there
   * @param {number} [most] milliseconds
   */
  const soon = async (problemNow, most = 20_000) => {
    const end = performance.now() + most;
    let problem = problemNow();
    while (problem && performance.now() < end && problems.length === 0) {
      await turn(10);
      problem = problemNow();
    }
    return problem;
  };
  const onError = (/** @type {any} */ event) =>
    problems.push(`uncaught: ${event.message ?? event.reason?.stack ?? event.reason}`);
  addEventListener('error', onError);
  addEventListener('unhandledrejection', onError);
  const perform = async () => {
    for (const [kind, x, y, z] of acts) {
      const name = pick(kind, Object.keys(actions));
      done.push(name);
      const entry = `${done.length}: ${name}`;
      open.add(entry);
      const acting = (async () => actions[name](x, y))().catch(hear);
      const ended = acting.finally(() => open.delete(entry));
      if (z < 0.5) await Promise.race([ended, turn(3000)]);
      if (problems.length > 0) return;
      for (const dialog of all('dialog[open]')) dialog.close();
      if (!tag.isConnected) continue;
      const problem = await soon(difference);
      if (problem) return void problems.push(`after ${name}: ${problem}`);
    }
    if (!tag.isConnected) document.body.append(tag);
    const waiting = await soon(() => [...open].join(', '));
    if (waiting) return void problems.push(`${waiting} does not come to its end`);
    done.push('train again');
    for (const name of tag.getAttributeNames()) tag.removeAttribute(name);
    await tag.reset().catch(hear);
    // Another value each time: the same one, given again, would leave the choice of the reader.
    page.times = (page.times ?? 0) + 1;
    tag.config = { ...config, seed: page.times };
    tag.text = `${text}${page.times}`;
    const enabled = await soon(() => (labelled('Train')?.disabled ? 'Train is disabled' : ''));
    if (enabled) return void problems.push(enabled);
    const { length } = records.step;
    labelled('Train').click();
    const trains = () =>
      records.step.length > length ? '' : `it does not train, but says ${facts()}`;
    const dead = (await soon(trains)) || (await soon(difference));
    if (dead) problems.push(dead);
    await tag.pause().catch(hear);
    await tag.reset().catch(hear);
  };
  await perform();
  removeEventListener('error', onError);
  removeEventListener('unhandledrejection', onError);
  return { done, problem: problems.join('; ') };
}
