/**
 * Replaces the text, the settings or the run of a tag in the middle of something. This module runs in
 * a page, which has the tag's script and `records`.
 */

/** @typedef {import('../../../www/src/element/lstm-playground.js').LstmPlayground} Tag */

const FIRST = 'the first text of all, which is replaced in the middle. '.repeat(20);
const SECOND = 'BEFORE THE LAST ONE, FOR A MOMENT. '.repeat(20);
const LAST = 'and now for something new, said the other: 1, 2, 3. '.repeat(20);
const SAVED = 'a run of its own, from a file. '.repeat(20);

const SMALL = {
  ...{ 'hidden-size': '8', 'batch-size': '4', 'seq-len': '8', patience: '0', workers: '1' },
};
/** Milliseconds in which everything ends. */
const PATIENCE = 20_000;
/** The names of errors that tell of a replacement. */
const INTENDED = ['AbortError'];

/** @param {number} ms */
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * @param {EventTarget} target
 * @param {string} type
 */
const next = (target, type) =>
  new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));

/**
 * Waits for a value.
 *
 * @template T
 * @param {() => T | null | undefined | false} find
 * @param {string} what
 * @returns {Promise<T>}
 */
async function soon(find, what) {
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
async function press(tag, name) {
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
async function chooseFiles(tag, files) {
  const find = () => tag.shadowRoot?.querySelector('input[type=file]');
  const input = /** @type {HTMLInputElement} */ (await soon(find, 'field for files'));
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  input.files = transfer.files;
  input.dispatchEvent(new Event('change'));
}

/**
 * Something that takes a while: returns in its middle, with the promises that are not settled.
 *
 * @type {Record<string, {panels: string, text?: string, begin: (tag: Tag) => Promise<Promise<unknown>[]>}>}
 *   `text` is the one that it brings
 */
const activities = {
  nothing: { panels: 'text', begin: async () => [] },
  counting: {
    panels: 'text',
    async begin(tag) {
      tag.text = FIRST.repeat(1000);
      return [tag.train()];
    },
  },
  creating: { panels: 'text', begin: async (tag) => [tag.train()] },
  training: { panels: 'text', begin: (tag) => train(tag).then(() => []) },
  pausing: { panels: 'text', begin: (tag) => train(tag).then(() => [tag.pause()]) },
  stepping: { panels: 'text', begin: (tag) => train(tag).then(() => [tag.step(), tag.step()]) },
  generating: {
    panels: 'text sample',
    async begin(tag) {
      const text = tag.generate({ length: 30_000, onText: () => tell() });
      let tell = () => {};
      await new Promise((resolve) => (tell = () => resolve(undefined)));
      return [text];
    },
  },
  inspecting: {
    panels: 'text memory',
    begin: (tag) => train(tag).then(() => [tag.inspect('the first'), tag.weightsHash()]),
  },
  saving: { panels: 'text', begin: (tag) => train(tag).then(() => [tag.save()]) },
  exporting: {
    panels: 'text',
    begin: (tag) => train(tag).then(() => [tag.exportModel('hub'), tag.exportModel('onnx')]),
  },
  opening: { panels: 'text', text: SAVED, begin: async (tag) => [tag.open(await savedRun())] },
  'reading a file': {
    panels: 'text',
    text: SECOND,
    async begin(tag) {
      await chooseFiles(tag, [new File([SECOND], 'second.txt')]);
      return [];
    },
  },
  'a race': { panels: 'race', begin: (tag) => press(tag, 'Start').then(() => begun(tag)) },
  'a memory test': {
    panels: 'lags',
    begin: (tag) => press(tag, 'Start').then(() => begun(tag)),
  },
  'a test of rates': {
    panels: 'rate',
    begin: (tag) => press(tag, 'Test learning rates').then(() => begun(tag)),
  },
  'a gradient check': {
    panels: 'text cell',
    async begin(tag) {
      await press(tag, 'Cell');
      await press(tag, 'Prove it');
      return [];
    },
  },
  'a step of a lesson': {
    panels: 'text',
    async begin(tag) {
      tag.setAttribute('lesson', 'forget-gate');
      await press(tag, 'Do this step');
      return [];
    },
  },
  recovering: {
    panels: 'text',
    async begin(tag) {
      await train(tag);
      kill();
      return [tag.weightsHash()];
    },
  },
};

/** @param {Tag} tag */
async function train(tag) {
  const step = next(tag, 'lstm-step');
  await tag.train();
  await step;
}

/**
 * Waits for the worker of an experiment.
 *
 * @param {Tag} tag
 * @returns {Promise<Promise<unknown>[]>}
 */
async function begun(tag) {
  await soon(() => tag.shadowRoot?.querySelector('progress'), 'progress');
  return [];
}

/**
 * Each replaces something; `text` is the text that the tag has in the end, empty for that of an example.
 *
 * @type {Record<string, {text?: string, config?: Record<string, unknown>, act: (tag: Tag) => unknown}>}
 */
const replacements = {
  text: { text: LAST, act: (tag) => void (tag.text = LAST) },
  'two texts': { text: LAST, act: (tag) => [SECOND, LAST].forEach((text) => (tag.text = text)) },
  'a text and its reset': {
    text: LAST,
    act(tag) {
      tag.text = LAST;
      return tag.reset();
    },
  },
  'a text and training': {
    text: LAST,
    act(tag) {
      tag.text = LAST;
      return Promise.all([tag.reset(), tag.train()]);
    },
  },
  preset: { text: '', act: (tag) => tag.setAttribute('preset', 'rhyme') },
  settings: {
    config: { hiddenSize: 5, cell: 'gru' },
    act: (tag) => void (tag.config = { hiddenSize: 5, cell: 'gru', workers: 1, patience: 0 }),
  },
  attributes: {
    config: { hiddenSize: 7, seqLen: 9 },
    act(tag) {
      tag.setAttribute('hidden-size', '7');
      tag.setAttribute('seq-len', '9');
    },
  },
  'a saved run': { text: SAVED, act: async (tag) => tag.open(await savedRun()) },
  'a file': {
    text: LAST,
    act: async (tag) => {
      await chooseFiles(tag, [new File([LAST], 'last.txt')]);
      await soon(() => tag.text === LAST, 'text of the file');
    },
  },
  reset: { act: (tag) => tag.reset() },
  'two resets': { act: (tag) => Promise.all([tag.reset(), tag.reset({ keepWeights: true })]) },
  lesson: {
    text: '',
    async act(tag) {
      const before = tag.text;
      tag.setAttribute('lesson', 'peepholes');
      await soon(() => tag.text !== before, 'text of the lesson');
    },
  },
  'a way out and back': {
    async act(tag) {
      const { parentNode } = tag;
      tag.remove();
      await later(20);
      parentNode?.append(tag);
    },
  },
  moved: { act: (tag) => tag.parentNode?.append(tag) },
};

export const names = /** @type {Record<string, string[]>} */ ({
  activities: Object.keys(activities),
  replacements: Object.keys(replacements),
});

/** @type {Promise<Blob> | undefined} */
let saved;

/** A saved run with a text of its own. */
function savedRun() {
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
function makeTag(attributes) {
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
const outcomeOf = (promise) =>
  Promise.race([
    promise.then(
      () => '',
      ({ name, message }) => (INTENDED.includes(name) ? '' : `${name}: ${message}`),
    ),
    later(PATIENCE).then(() => 'pending for ever'),
  ]);

/**
 * Replaces something in the middle of something else, and looks whether the tag can be used afterwards.
 *
 * @param {string} activity
 * @param {string} replacement
 * @returns {Promise<string[]>} the problems
 */
export async function replace(activity, replacement) {
  const tag = makeTag({ text: FIRST, panels: activities[activity].panels });
  const ready = next(tag, 'lstm-ready');
  document.body.replaceChildren(tag);
  /** @type {string[]} */
  const problems = [];
  tag.addEventListener('lstm-error', (event) => {
    const { name, message } = /** @type {CustomEvent} */ (event).detail;
    if (name !== 'WorkerDiedError' || activity !== 'recovering') {
      problems.push(`told ${name}: ${message}`);
    }
  });
  try {
    await Promise.all([savedRun(), ready]);
    const pending = await activities[activity].begin(tag);
    const { act, text, config = {} } = replacements[replacement];
    const replaced = Promise.resolve(act(tag));
    const outcomes = await Promise.all([...pending, replaced].map(outcomeOf));
    problems.push(...outcomes.filter(Boolean));
    // A file or run that is being read, and is not replaced, arrives later.
    const isGiven = await replaced.then(
      () => text !== undefined,
      () => false,
    );
    const last = isGiven ? text : activities[activity].text;
    if (last) await soon(() => tag.text === last, `"${last.slice(0, 20)}"`);
    const before = tag.text;
    for (const [name, value] of Object.entries(config)) {
      // A saved run that is opened meanwhile has its own settings.
      if (activity !== 'opening' && tag.config[name] !== value)
        problems.push(`${name} is ${tag.config[name]}`);
    }
    await tag.reset();
    await train(tag);
    await tag.pause();
    if (tag.text !== before) problems.push(`the text became "${tag.text.slice(0, 20)}"`);
    const written = await tag.generate({ length: 30 });
    const strange = [...written].filter((char) => !before.normalize('NFC').includes(char));
    if (strange.length > 0) problems.push(`it writes "${strange.join('')}"`);
  } catch (error) {
    problems.push(String(error));
  }
  tag.remove();
  return problems;
}

/**
 * Ends the work of a tag.
 *
 * @type {Record<string, (tag: Tag) => unknown>}
 */
const fates = {
  'is taken out': (tag) => tag.remove(),
  'is reset': (tag) => tag.reset(),
  'is reset twice and taken out': (tag) => {
    const resets = [tag.reset(), tag.reset()];
    tag.remove();
    return Promise.allSettled(resets);
  },
  'loses its worker': kill,
  'loses its worker and is taken out': (tag) => {
    kill();
    tag.remove();
  },
  'gets another text and is reset': (tag) => {
    tag.text = LAST;
    return tag.reset();
  },
};

/** Kills the newest worker. */
function kill() {
  const [worker] = /** @type {any} */ (window).records.workers.slice(-1);
  worker?.dispatchEvent(new ErrorEvent('error', { message: 'killed by a test' }));
}

/**
 * Calls every method of a tag, and ends its work.
 *
 * @param {string} fate
 * @param {boolean} isMade true where the tag has a model by then
 * @returns {Promise<string[]>} the methods whose promises are never settled
 */
export async function callAll(fate, isMade) {
  const tag = makeTag({ text: FIRST });
  const ready = next(tag, 'lstm-ready');
  document.body.replaceChildren(tag);
  const [blob] = await Promise.all([savedRun(), ready]);
  if (isMade) await train(tag);
  const calls = {
    ...{ train: tag.train(), step: tag.step(), pause: tag.pause(), again: tag.train() },
    ...{ generate: tag.generate({ length: 30_000 }), inspect: tag.inspect('the first') },
    ...{ save: tag.save(), open: tag.open(blob), link: tag.link() },
    ...{ exported: tag.exportModel('hub'), hash: tag.weightsHash() },
    ...{ keep: tag.reset({ keepWeights: true }), last: tag.train() },
  };
  const settled = Object.entries(calls).map(async ([name, promise]) => {
    const end = promise.then(
      () => '',
      () => '',
    );
    return Promise.race([end, later(PATIENCE).then(() => name)]);
  });
  if (isMade) await later(5);
  await fates[fate](tag);
  const pending = (await Promise.all(settled)).filter(Boolean);
  tag.remove();
  return pending;
}

const THROWN = 'thrown by the page';
addEventListener('error', (event) => event.message.includes(THROWN) && event.preventDefault());

/**
 * Does something to a tag from a listener to its events, again and again.
 *
 * @type {Record<string, (tag: Tag) => unknown>}
 */
const intrusions = {
  'throws an error': () => {
    throw new Error(THROWN);
  },
  'takes the tag out and back': (tag) => {
    const { parentNode } = tag;
    tag.remove();
    parentNode?.append(tag);
  },
  'takes the tag out for a moment': async (tag) => {
    const { parentNode } = tag;
    tag.remove();
    await later(10);
    parentNode?.append(tag);
  },
  'resets the tag and trains': (tag) => tag.reset().then(() => tag.train()),
  'gives another text and resets': (tag) => {
    tag.text = LAST;
    return tag.reset().then(() => tag.train());
  },
  'pauses and trains': (tag) => tag.pause().then(() => tag.train()),
  'gives other settings': (tag) => void (tag.config = { hiddenSize: 6, workers: 1, patience: 0 }),
};

/**
 * Intrudes three times, and looks whether the tag can be used afterwards.
 *
 * @param {string} type of the event
 * @param {string} intrusion
 * @returns {Promise<string[]>} the problems
 */
export async function intrude(type, intrusion) {
  const tag = makeTag({ text: FIRST, panels: 'text sample' });
  let left = 3;
  /** @type {Promise<unknown>[]} */
  const acts = [];
  tag.addEventListener(type, () => {
    if (left-- > 0) acts.push(Promise.resolve(intrusions[intrusion](tag)));
  });
  document.body.replaceChildren(tag);
  const first = tag.train();
  const outcomes = [await outcomeOf(first)];
  await soon(() => left < 3, 'event');
  for (let i = 0; i < acts.length; i++) outcomes.push(await outcomeOf(acts[i]));
  left = 0;
  const problems = outcomes.filter(Boolean);
  try {
    await soon(() => tag.isConnected, 'tag in the page');
    await train(tag);
    await tag.pause();
    await tag.generate({ length: 20 });
  } catch (error) {
    problems.push(String(error));
  }
  tag.remove();
  return problems;
}

Object.assign(names, {
  fates: Object.keys(fates),
  intrusions: Object.keys(intrusions),
  events: ['lstm-ready', 'lstm-state', 'lstm-step', 'lstm-sample'],
});
Object.assign(window, { replace, callAll, intrude, names });
