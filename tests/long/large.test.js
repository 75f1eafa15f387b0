import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { collectGarbage, memoryOf } from '../../scripts/soak/memory.mjs';
import { workerCounting } from '../../scripts/soak/worker-counts.mjs';
import { engineNames, missingPrograms, openBrowser } from '../../scripts/webdriver.mjs';
import { installLarge } from '../e2e/support/large.js';
import { beRefused, learn, manyTags, write } from '../e2e/support/large-scenarios.js';
import { installRecords, post, serve } from '../e2e/support/site.js';
import { atLeast, Figures, mebibytes, none, seconds, sentence } from './support/figures.js';

/** Milliseconds. */
const PATIENCE = 240_000;
const TAGS = 50;
/** Milliseconds in which WebKit gives memory back: it collects when it likes. */
const REST = 30_000;

const text = 'a tag is a small thing, and fifty of them are a page. '.repeat(40);
const tag = `<lstm-playground panels="text curve sample" text="${text}"></lstm-playground>`;
const scripts = [`(${installRecords})();`, workerCounting, `(${installLarge})();`].join('\n');
const { url } = await serve({ '/tags.html': post(tag.repeat(TAGS)) }, scripts);

/** @type {(() => Promise<void>)[]} */
const closing = [];
/** @type {Figures[]} */
const all = [];
after(async () => {
  for (const close of closing) await close();
  const rows = all.flatMap((figures) => figures.rows('npm run large'));
  const columns = ['thing', 'bound', 'reached in Chromium, Firefox, WebKit', 'command'];
  console.log(
    [`| ${columns.join(' | ')} |`, `|${' - |'.repeat(columns.length)}`, ...rows].join('\n'),
  );
});

test('a browser is there to measure in', () => {
  const missing = engineNames.map((name) => missingPrograms(name).join(' and '));
  assert.ok(missing.includes(''), `Nothing is measured: ${missing.join(', ')} missing.`);
});

/**
 * The memory of a page at rest, in bytes; on Linux alone.
 *
 * @param {import('../../scripts/webdriver.mjs').EngineName} name
 * @param {import('../../scripts/webdriver.mjs').Session} session
 */
async function memoryAtRest(name, session) {
  const deadline = Date.now() + (name === 'WebKit' ? REST : 0);
  let least = Infinity;
  do {
    await collectGarbage(name, session);
    least = Math.min(least, memoryOf(name, session) ?? Infinity);
    await sleep(1000);
  } while (Date.now() < deadline);
  return least < Infinity ? least : undefined;
}

/**
 * Runs a scenario in a fresh page of each browser.
 *
 * @template A, R
 * @param {string} thing
 * @param {{path?: string, run: (arg: A) => Promise<R>, arg?: A}} scenario
 * @param {[name: string, title: string, bound: import('./support/figures.js').Bound][]} bounds
 */
function inEveryBrowser(thing, { path = '/index.html', run, arg }, bounds) {
  const figures = new Figures(thing, bounds);
  all.push(figures);
  for (const name of engineNames) {
    const missing = missingPrograms(name);
    const skip = missing.length > 0 && `${missing.join(' and ')} missing`;
    test(`${thing}, in ${name}`, { skip, timeout: PATIENCE }, async (t) => {
      const session = await openBrowser(name, { patience: PATIENCE, isMeasured: true });
      closing.push(() => session.close());
      await session.goTo(url + path);
      const measured = await session.execute(/** @type {any} */ (run), /** @type {any} */ (arg));
      const memory = await memoryAtRest(name, session);
      t.diagnostic(JSON.stringify({ ...measured, memory }));
      await session.close();
      figures.add(name, { ...measured, ...(memory && { memory }) });
    });
  }
}

/** The longest time in which the page may not answer. */
const HELD = seconds(0.3);

/**
 * The bounds of a text that is learnt, in seconds and MiB.
 *
 * @param {{first?: number, pause?: number, held?: number, wasm: number, memory: number}} most
 * @returns {[string, string, import('./support/figures.js').Bound][]}
 */
const learning = ({ first = 5, pause = 0.2, held = 0.3, wasm, memory }) => [
  ['errors', 'errors', none],
  ['first', 'first step after Train', seconds(first)],
  ['pause', 'Pause', seconds(pause)],
  ['longest', 'the page held up, from the new text to the opened file', seconds(held)],
  ['wasm', 'memory of the wasm', mebibytes(wasm)],
  ['memory', 'memory of the page', mebibytes(memory)],
];

const CHARS = 5_000_000;
inEveryBrowser(
  '5 million characters',
  { run: learn, arg: { chars: CHARS } },
  learning({ wasm: 64, memory: 600 }),
);
inEveryBrowser(
  '5 million characters, one of them of two units',
  { run: learn, arg: { chars: CHARS, hasEmoji: true } },
  learning({ wasm: 64, memory: 600 }),
);
// Where no font has the letters, the browser looks for each of them.
inEveryBrowser(
  '5,400 distinct characters',
  { run: learn, arg: { chars: 250_000, distinct: 5400 } },
  learning({ held: 1, wasm: 80, memory: 800 }),
);

const WIDE = { hiddenSize: 1024, numLayers: 3 };
/** The settings with which three layers fit into the memory that is allowed. */
const SPARING = { optimizer: 'sgd', batchSize: 1, seqLen: 8, validationFraction: 0 };

inEveryBrowser('hidden size 1,024 in three layers', { run: beRefused, arg: WIDE }, [
  [
    'sentence',
    'with Adam',
    sentence(
      'a sentence with the memory needed and allowed',
      /need \d{3,4} MiB of memory and 512 MiB are allowed; use a smaller hidden size/,
    ),
  ],
  ['told', 'time until it is said', seconds(5)],
]);

inEveryBrowser(
  'hidden size 1,024 in three layers, with SGD in one stream',
  { run: learn, arg: { chars: 10_000, config: { ...WIDE, ...SPARING } } },
  [
    ...learning({ first: 20, pause: 2, held: 2, wasm: 512, memory: 2000 }),
    [
      'file',
      'a file of it',
      sentence(
        'a sentence with its size and the greatest',
        /would have [\d.]+ MB, and at most [\d.]+ MB/,
      ),
    ],
  ],
);

inEveryBrowser('100,000 characters written while training goes on', { run: write }, [
  ['chars', 'characters', atLeast(100_000)],
  ['stop', 'Stop', seconds(0.2)],
  ['steps', 'steps meanwhile', atLeast(10)],
  ['longest', 'the page held up', HELD],
  ['wasm', 'memory of the wasm', mebibytes(64)],
  ['memory', 'memory of the page', mebibytes(400)],
]);

inEveryBrowser('fifty tags', { path: '/tags.html', run: manyTags }, [
  ['errors', 'errors', none],
  ['first', 'first step of the first', seconds(5)],
  ['last', 'first step of the last', seconds(5)],
  ['pause', 'Pause of one of them', seconds(0.2)],
  ['pauseAll', 'Pause of all', seconds(1)],
  ['longest', 'the page held up', HELD],
  ['wasm', 'memory of the wasm', mebibytes(400)],
  ['memory', 'memory of the page', mebibytes(1000)],
]);
