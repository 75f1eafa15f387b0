import assert from 'node:assert/strict';
import { PANELS } from '../../www/src/element/panels.js';
import { OBSERVED } from '../../www/src/element/observed-attributes.js';
import { UNOBSERVED } from '../../www/src/element/unobserved-attributes.js';
import { settingOfAttribute } from '../../www/src/element/setting-attributes.js';
import { presets } from '../../www/src/texts/presets.js';
import { below, fuzz, pick } from '../www/support/fuzz.js';
import { randomText } from '../www/support/random-text.js';
import { openPage, serve } from './support/browser.js';
import { changeAttributes } from './support/change-attributes.js';
import { post } from './support/site.js';

/** Attributes that would load something or train. */
const LEFT_OUT = ['autostart', 'src', 'keep'];
const NAMES = [
  ...[...OBSERVED, ...UNOBSERVED, ...settingOfAttribute.keys(), 'lang', 'dir', 'hidden_size'],
  ...['HIDDEN-SIZE', 'Panels', 'config', 'data-x', 'style', 'constructor'],
].filter((name) => !LEFT_OUT.includes(name));

const VALUES = [
  ...['', ' ', '0', '1', '3', '-1', '1e3', '1e999', '0x10', 'NaN', '5 ', 'true', 'false', 'null'],
  ...['٣', 'lstm', 'gru', 'GRU', 'adam', 'blocks', 'tail', 'constant', 'cosine:1:9', 'cosine'],
  ...['\\n', '\\', 'text', 'text sample', ' curve  text\n', 'memory nothing', 'train'],
  ...['step reset', 'none', 'all', 'forget-gate', 'gates', 'no-lesson', '__proto__', 'constructor'],
  ...['de', 'en', 'xx-YY', '<img src=x onerror=alert(1)>', '"><script>alert(1)</script>'],
  'javascript:alert(1)',
  ...presets.map(({ id }) => id),
];

/** @param {() => number} random */
function value(random) {
  const kind = random();
  if (kind < 0.2) return null;
  if (kind < 0.3) return randomText(random, 12);
  if (kind < 0.4) return 'abc '.repeat(below(random, 100));
  return pick(random, VALUES);
}

/** @type {import('playwright-core').Page} */
let page;
const counts = { new: 0, refused: 0 };

fuzz(
  'attributes',
  'any attributes in any order make a tag that waits for Train, or are refused by a sentence',
  async (random) => {
    const changes = Array.from({ length: 1 + below(random, 6) }, () => ({
      name: pick(random, NAMES),
      value: value(random),
    }));
    const isNew = random() < 0.2;
    const { problem, errors } = await page.evaluate(changeAttributes, {
      changes,
      isNew,
      panels: [...PANELS],
    });
    const what = `${isNew ? 'a new tag' : 'the tag'} with ${JSON.stringify(changes)}`;
    assert.equal(problem, '', what);
    for (const error of errors) {
      assert.match(error, /^(Setting|Text\w+|Lesson)Error: .*\w.* \w.*[^\s]$/s, what);
    }
    counts.new += Number(isNew);
    counts.refused += Number(errors.length > 0);
  },
  {
    async begin(t) {
      const { url } = await serve({ '/post.html': post('') });
      page = await openPage(t, `${url}/post.html`);
    },
    end(count, t) {
      t.diagnostic(JSON.stringify(counts));
      assert.ok(Math.min(counts.new, counts.refused) > count / 20, JSON.stringify(counts));
    },
  },
);
