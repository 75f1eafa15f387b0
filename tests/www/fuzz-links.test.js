import assert from 'node:assert/strict';
import { fragmentOf } from '../../www/src/links/setup-link.js';
import { MAX_BYTES } from '../../www/src/links/packed-text.js';
import { settingProblem } from '../../www/src/settings/setting.js';
import { settings } from '../../www/src/settings/settings.js';
import { below, fuzz, pick } from './support/fuzz.js';
import { PageOfLinks } from './support/page-of-links.js';

const COUNT = 10_000;
/** Links that are opened in one page. */
const PORTION = 500;

const PIECES = [
  ...['&', '=', '+', '#', '%', '%00', '%ff', '%u0041', '&text=', '&preset=', '&hidden-size=', '-'],
  ...['_', '1e999', 'NaN', '-0', '0x10', '99999999999', '&src=', '&keep=', '&workers=8'],
  ...['&autostart=1', '<img src=x onerror=alert(1)>', '"><script>', 'javascript:alert(1)'],
  ...['\ud800', '\u202e', '&tab=', '&panels=text', '&separator=', '&schedule=cosine:0:9'],
  ...['&__proto__=1', '&constructor=', '&lesson=', '&lesson=gru', '&lesson=constructor', '&lang='],
  ...['&lang=xx', '&lang=__proto__', '&v=2', '&v=', '&tab=memory', '&notation=', '&text=AA', '+'],
  ...['%2B', '\0', '\n', '\ud83d'],
];

/**
 * @param {string} fragment
 * @param {() => number} random
 */
function mutated(fragment, random) {
  const at = below(random, fragment.length + 1);
  const other = below(random, fragment.length + 1);
  const count = 1 + below(random, 9);
  switch (below(random, 4)) {
    case 0:
      return fragment.slice(0, at) + pick(random, PIECES) + fragment.slice(at);
    case 1:
      return fragment.slice(0, at) + fragment.slice(at + count);
    case 2:
      return fragment.slice(0, at) + fragment.slice(other, other + count) + fragment.slice(at);
    default: {
      const letter = String.fromCharCode(below(random, 128));
      return fragment.slice(0, at) + letter + fragment.slice(at + 1);
    }
  }
}

const text = 'A text that is in the link, "with" <marks> & more. '.repeat(4);
const originals = [
  await fragmentOf({
    text,
    config: { cell: 'gru', hiddenSize: 33, learningRate: 0.01, separator: '\n', seed: 7 },
    panels: ['text', 'sample'],
    notation: 'article',
  }),
  await fragmentOf({ preset: 'rhyme', config: { schedule: 'cosine:9:99', maxSteps: 300 } }),
  await fragmentOf({ lesson: 'forget-gate', lang: 'de', tab: 'memory', config: { seed: 3 } }),
];

const counts = { wrong: 0, text: 0, preset: 0, lesson: 0 };
let opened = 0;
let page = new PageOfLinks();

fuzz(
  'links',
  `${COUNT} mutated links open as a setup that is allowed, and train nothing`,
  async (random) => {
    if (opened++ % PORTION === 0) page = new PageOfLinks(); // as a page is loaded anew
    let fragment = mutated(pick(random, originals), random);
    while (below(random, 3) === 0) fragment = mutated(fragment, random);
    const { session } = page;
    session.error = undefined;
    session.setText('');
    page.lesson = undefined;
    const where = JSON.stringify(fragment);
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
    if (page.lesson) counts.lesson++;
    else if (draft.text === text) counts.text++;
    else counts.preset++;
  },
  {
    least: COUNT,
    end(count, t) {
      t.diagnostic(JSON.stringify(counts));
      assert.ok(counts.wrong > count / 10 && counts.wrong < count, 'some have something wrong');
      const least = Math.min(counts.text, counts.preset, counts.lesson);
      assert.ok(least > count / 30, 'some keep their text, their example or their lesson');
    },
  },
);
