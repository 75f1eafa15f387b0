import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import { test } from 'node:test';
import { PANELS } from '../../www/src/element/panels.js';
import { seededIntegers } from '../../www/src/lib/random.js';
import { fragmentOf, readFragment } from '../../www/src/links/setup-link.js';
import { configOf, setupOf } from '../../www/src/links/setup.js';
import { MAX_BYTES, packText, unpackText } from '../../www/src/links/packed-text.js';
import { Draft } from '../../www/src/runs/draft.js';
import { settings } from '../../www/src/settings/settings.js';
import { presets } from '../../www/src/texts/presets.js';

/**
 * @param {string} text
 * @param {Record<string, unknown>} [chosen]
 */
function draftOf(text, chosen = {}) {
  const draft = new Draft(() => {});
  draft.setText(text);
  for (const [name, value] of Object.entries(chosen)) draft.settings.choose(name, value);
  return draft;
}

/** @param {string} fragment */
const read = (fragment) => readFragment(fragment, PANELS);

/** A value of every setting that differs from all suggestions. */
const CHOSEN = {
  ...{ cell: 'gru', hiddenSize: 33, numLayers: 2, seqLen: 17, batchSize: 5, dropout: 0.125 },
  ...{ forgetBias: -1.5, optimizer: 'adamw', learningRate: 0.000123, schedule: 'cosine:10:200' },
  ...{ gradClip: 7.5, weightDecay: 0.001, validationFraction: 0.25, validationSplit: 'tail' },
  ...{ separator: '\\n\n&=#%\t', rareBelow: 3, patience: 0, maxSteps: 500, seed: 4294967295 },
};
const TEXT = 'Größe: 1 < 2 & "ja"\r\n\u{1F600} \uFEFF\u0000'.repeat(20);

test('a link carries every setting but the workers, and comes back the same', async () => {
  const names = settings.map(({ name }) => name).filter((name) => name !== 'workers');
  assert.deepEqual(Object.keys(CHOSEN).sort(), names.sort());
  const setup = await setupOf(draftOf(TEXT, { ...CHOSEN, workers: 3 }));
  assert.deepEqual(setup, { text: TEXT, config: { ...CHOSEN, workers: 3 } });
  const view = {
    panels: ['text', 'curve'],
    notation: /** @type {const} */ ('article'),
    tab: 'race',
  };
  const fragment = await fragmentOf({ ...setup, ...view });
  assert.match(
    fragment,
    /^v=1&cell=gru&hidden-size=33&.*&panels=text\+curve&notation=article&tab=race&text=[\w-]+$/,
  );
  assert.doesNotMatch(fragment, /workers/);
  const { tab, ...shown } = view; // the arrangement reads the tab
  assert.ok(tab);
  assert.deepEqual(await read(fragment), {
    setup: { text: TEXT, config: CHOSEN, ...shown },
    problem: '',
  });
});

test('a link to an example has its name, and only what differs from its suggestions', async () => {
  const dates = /** @type {typeof presets[number]} */ (presets.find(({ id }) => id === 'dates'));
  const draft = draftOf(dates.text());
  assert.equal(await fragmentOf(await setupOf(draft)), 'v=1&preset=dates');
  draft.settings.choose('hiddenSize', 64);
  draft.settings.choose('separator', '');
  const fragment = await fragmentOf(await setupOf(draft));
  assert.equal(fragment, 'v=1&preset=dates&hidden-size=64&separator=');
  const { setup } = await read(fragment);
  assert.deepEqual(configOf(setup), { hiddenSize: 64, separator: '' });
});

test('suggestions that a run has kept are written out', async () => {
  const draft = new Draft(
    () => {},
    () => true,
    () => ({ hiddenSize: 200 }),
  );
  draft.setText(TEXT);
  await draft.ready();
  const { config } = await setupOf(draft);
  assert.equal(config.hiddenSize, 200);
});

test('the text of an example in a link suggests what any text does', () => {
  const { text = () => '' } = presets.find(({ id }) => id === 'sums') ?? {};
  assert.deepEqual(configOf({ text: text(), config: { seed: 3 } }), { separator: '', seed: 3 });
  assert.deepEqual(configOf({ text: 'another', config: { seed: 3 } }), { seed: 3 });
});

test('no link is made without a text, or of a setting that is not allowed', async () => {
  await assert.rejects(setupOf(draftOf('')), { name: 'TextTooShortError' });
  await assert.rejects(setupOf(draftOf(TEXT, { hiddenSize: 0 })), { name: 'SettingError' });
});

const CUT = 'Left out of the link: text. text cannot be read: the link may have been cut.';
const IDS = presets.map(({ id }) => id).join(', ');
const LONG = 'x'.repeat(101);

for (const [fragment, problem, setup] of /** @type {[string, string, object][]} */ ([
  ['', '', {}],
  ['about', '', {}],
  ['tab=settings', '', {}],
  ['v=1&seed=5', '', { config: { seed: 5 } }],
  [
    'v=2&seed=5',
    'Left out of the link: v "2". v must be 1: another release has made this link, and may suggest other settings.',
    { config: { seed: 5 } },
  ],
  [
    'panels=+&seed=5',
    `Left out of the link: panels " ". panels must be some of ${PANELS.join(', ')}.`,
    { config: { seed: 5 } },
  ],
  ['hidden-size=64&hidden-size=0', '', { config: { hiddenSize: 64 } }],
  ['hidden-size=1e3', '', { config: { hiddenSize: 1000 } }],
  [
    'seed=7&hidden-size=0',
    'Left out of the link: hidden-size "0". hidden-size must be a whole number from 1 to 1024.',
    { config: { seed: 7 } },
  ],
  [
    'hidden-size=',
    'Left out of the link: hidden-size "". hidden-size must be a whole number from 1 to 1024.',
    {},
  ],
  ['workers=8', 'Left out of the link: workers "8". workers is unknown.', {}],
  ['preset=date', `Left out of the link: preset "date". preset must be one of ${IDS}.`, {}],
  [
    'panels=text+gates',
    `Left out of the link: panels "text gates". panels must be some of ${PANELS.join(', ')}.`,
    {},
  ],
  [
    'notation=both',
    'Left out of the link: notation "both". notation must be one of textbook, article.',
    {},
  ],
  [
    'constructor=1&__proto__=2',
    'Left out of the link: constructor "1", __proto__ "2". constructor is unknown; __proto__ is unknown.',
    {},
  ],
  [
    `separator=${LONG}`,
    `Left out of the link: separator "${LONG.slice(0, 30)}…". separator must be a text of at most 100 characters.`,
    {},
  ],
  [
    'a=1&b=1&c=1&d=1&e=1',
    'Left out of the link: a "1", b "1", c "1", and 2 more. a is unknown; b is unknown; c is unknown.',
    {},
  ],
  ['seed=5&text=%%%', CUT, { config: { seed: 5 } }],
  ['text=AAAA', CUT, {}],
])) {
  test(`the fragment "${fragment.slice(0, 40)}"`, async () => {
    assert.deepEqual(await read(fragment), { setup: { config: {}, ...setup }, problem });
  });
}

test('a link that is cut anywhere is not taken for another text', async () => {
  const packed = await packText(TEXT);
  for (let length = 0; length < packed.length; length++) {
    await assert.rejects(
      unpackText(packed.slice(0, length)),
      `${length} of ${packed.length} letters`,
    );
  }
});

test('a text of 256 KiB fits into a link, and not one byte more', async () => {
  const next = seededIntegers(1);
  const letters = Array.from({ length: MAX_BYTES }, () => String.fromCharCode(next() % 128)).join(
    '',
  );
  assert.equal(await unpackText(await packText(letters)), letters);
  await assert.rejects(packText(`${letters}x`), RangeError);
  const more = deflateRawSync(`${letters}x`).toString('base64url');
  await assert.rejects(unpackText(more), RangeError);
});

test('a link that would inflate to 50 MB is left after 256 KiB', async (t) => {
  let inflated = 0;
  const { DecompressionStream: Original } = globalThis;
  class Counting extends TransformStream {
    /** @param {any} format */
    constructor(format) {
      const original = new Original(format);
      const counter = new TransformStream({
        transform(chunk, controller) {
          inflated += chunk.length;
          controller.enqueue(chunk);
        },
      });
      super();
      return /** @type {any} */ ({
        writable: original.writable,
        readable: original.readable.pipeThrough(counter),
      });
    }
  }
  globalThis.DecompressionStream = /** @type {any} */ (Counting);
  t.after(() => (globalThis.DecompressionStream = Original));
  const packed = deflateRawSync(Buffer.alloc(50_000_000)).toString('base64url');
  assert.ok(packed.length < 70_000);
  const { setup, problem } = await read(`preset=dates&text=${packed}`);
  assert.deepEqual(setup, { preset: 'dates', config: {} });
  assert.equal(problem, 'Left out of the link: text. text may have 256 KiB.');
  assert.ok(inflated >= MAX_BYTES && inflated < 2 * MAX_BYTES, `${inflated} bytes`);
});
