import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededIntegers } from '../../www/src/lib/random.js';
import { fragmentOf } from '../../www/src/links/setup-link.js';
import { MAX_BYTES } from '../../www/src/links/packed-text.js';
import { settingProblem } from '../../www/src/settings/setting.js';
import { settings } from '../../www/src/settings/settings.js';
import { PageOfLinks } from './support/page-of-links.js';

/** `MUTATION_SEED` repeats a failed run. */
const SEED = Number(process.env.MUTATION_SEED ?? 17);
const COUNT = 10_000;
const PORTION = 500;

const PIECES = [
  ...[
    '&',
    '=',
    '+',
    '#',
    '%',
    '%00',
    '%ff',
    '%u0041',
    '&text=',
    '&preset=',
    '&hidden-size=',
    '-',
    '_',
  ],
  ...['1e999', 'NaN', '-0', '0x10', '99999999999', '&src=', '&keep=', '&workers=8', '&autostart=1'],
  ...[
    '<img src=x onerror=alert(1)>',
    '"><script>',
    'javascript:alert(1)',
    '\ud800',
    '\u202e',
    '&tab=',
  ],
  ...['&panels=text', '&separator=', '&schedule=cosine:0:9', '&__proto__=1', '&constructor='],
];

const next = seededIntegers(SEED);
const below = (/** @type {number} */ limit) => next() % limit;

/** @param {string} fragment */
function mutated(fragment) {
  const at = below(fragment.length + 1);
  const other = below(fragment.length + 1);
  const count = 1 + below(9);
  switch (below(4)) {
    case 0:
      return fragment.slice(0, at) + PIECES[below(PIECES.length)] + fragment.slice(at);
    case 1:
      return fragment.slice(0, at) + fragment.slice(at + count);
    case 2:
      return fragment.slice(0, at) + fragment.slice(other, other + count) + fragment.slice(at);
    default:
      return fragment.slice(0, at) + String.fromCharCode(below(128)) + fragment.slice(at + 1);
  }
}

test(`${COUNT} mutated links open as a setup that is allowed, and train nothing`, async (t) => {
  const text = 'A text that is in the link, "with" <marks> & more. '.repeat(4);
  const originals = [
    await fragmentOf({
      text,
      config: { cell: 'gru', hiddenSize: 33, learningRate: 0.01, separator: '\n', seed: 7 },
      panels: ['text', 'sample'],
      notation: 'article',
    }),
    await fragmentOf({ preset: 'rhyme', config: { schedule: 'cosine:9:99', maxSteps: 300 } }),
  ];
  const counts = { wrong: 0, text: 0, preset: 0 };
  let page = new PageOfLinks();
  for (let i = 0; i < COUNT; i++) {
    if (i % PORTION === 0) page = new PageOfLinks(); // as a page is loaded anew
    let fragment = mutated(originals[below(originals.length)]);
    while (below(3) === 0) fragment = mutated(fragment);
    const { session } = page;
    session.error = undefined;
    session.setText('');
    const where = `link ${i} of the seed ${SEED}: ${fragment}`;
    await page.begin(`#${fragment}`).catch((cause) => assert.fail(new Error(where, { cause })));
    const { draft, status } = session;
    const error = /** @type {{name: string, message: string} | undefined} */ (session.error);
    assert.equal(page.workers.length, 0, where);
    assert.ok(status === 'idle' || status === 'empty', where);
    assert.ok(new TextEncoder().encode(draft.text).length <= MAX_BYTES, where);
    assert.deepEqual([...draft.settings.problems], [], where);
    for (const setting of settings) {
      assert.equal(settingProblem(setting, draft.settings.values[setting.name]), '', where);
    }
    if (error) {
      assert.equal(error.name, 'LinkError', where);
      assert.match(error.message, /^Left out of the link: .{10,800}\.$/s, where);
      counts.wrong++;
    }
    if (draft.text === text) counts.text++;
    else counts.preset++;
  }
  t.diagnostic(JSON.stringify(counts));
  assert.ok(counts.wrong > COUNT / 10 && counts.wrong < COUNT, 'some have something wrong');
  assert.ok(counts.text > COUNT / 20 && counts.preset > COUNT / 20, 'some keep their text');
});
