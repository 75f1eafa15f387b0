import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawCurve } from '../../www/src/links/curve-picture.js';
import { snippetOf } from '../../www/src/links/snippet.js';

const SCRIPT = { src: 'https://a.host/lstm-playground.js' };
const LINK = 'https://a.host/#seed=1&text="><script>';
const HOSTILE = '</script></lstm-playground><img src=x onerror="alert(1)">&amp;\n\'';
const NONE = { x: [], y: [] };

test('the texts of a setup and of a network are escaped in the snippet', () => {
  const curve = { training: { x: [1], y: [2] }, validation: NONE };
  const html = snippetOf(
    { text: HOSTILE, config: { separator: '\n"', hiddenSize: 9, workers: 4 }, panels: ['text'] },
    { script: SCRIPT, link: LINK, learnt: { step: 7, bits: 2.5, sample: HOSTILE, curve } },
  );
  const tags = [...html.matchAll(/<\/?([a-z-]+)/g)].map(([, name]) => name);
  const known = 'script lstm-playground p blockquote br svg text path a'.split(' ');
  assert.deepEqual([...new Set(tags)].sort(), known.sort());
  assert.equal(html.match(/<\/lstm-playground>/g)?.length, 1);
  assert.match(
    html,
    /<lstm-playground hidden-size="9" separator="\\n&quot;" panels="text" text="&lt;\/script&gt;[^"]*&amp;amp;&#10;'">/,
  );
  assert.match(html, /<a href="https:\/\/a\.host\/#seed=1&amp;text=&quot;&gt;&lt;script&gt;">/);
  assert.match(html, /After 7 steps it needs 2\.50 bits a letter; it writes:/);
  assert.doesNotMatch(html, /workers|hash|integrity|undefined|NaN/);
});

test('a setup that is not trained has a sentence and a link', () => {
  const html = snippetOf({ preset: 'dates', config: {} }, { script: SCRIPT, link: LINK });
  assert.match(
    html,
    /^<script type="module" src="https:\/\/a\.host\/lstm-playground\.js"><\/script>\n/,
  );
  assert.match(
    html,
    /<lstm-playground preset="dates">\n {2}<p>A small network, .*example Dates .*<\/p>\n {2}<p><a /,
  );
});

test('a text that HTML cannot hold has no snippet', () => {
  assert.equal(snippetOf({ text: 'a\0b', config: {} }, { script: SCRIPT, link: LINK }), '');
});

for (const [title, training, guessing] of /** @type {[string, object, number?][]} */ ([
  ['no point', NONE],
  ['one point', { x: [1], y: [5.5] }, 6],
  ['losses that are no numbers', { x: [1, 2, 3], y: [NaN, NaN, NaN] }],
  ['a loss without bounds', { x: [1, 2, 3], y: [5, Infinity, 1e30] }, 5],
  ['2,000 points', { x: Array.from({ length: 2000 }, (_, i) => i + 1), y: Array(2000).fill(3) }, 5],
])) {
  test(`a curve with ${title} is drawn within its frame`, () => {
    const curve = { training: /** @type {any} */ (training), validation: NONE, guessing };
    const svg = drawCurve(curve);
    assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
    assert.ok(svg.length < 4000, `${svg.length} letters`);
    for (const [, path] of svg.matchAll(/ d="([^"]+)"/g)) {
      for (const number of path.match(/[\d.-]+/g) ?? []) {
        assert.ok(Number(number) >= 0 && Number(number) <= 320, path);
      }
    }
  });
}
