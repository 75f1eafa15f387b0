import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawPicture } from '../../www/src/lessons/picture.js';
import { markupOf } from '../../www/src/lib/picture.js';

/** @typedef {import('../../www/src/lessons/lesson.js').Picture} Picture */

const WORDS = {
  caption: 'Recalled.',
  names: { free: 'as it <learnt>', held: 'gate & "clamp"', x: 'steps', y: 'bits' },
  written: (/** @type {number} */ value) => (Number.isNaN(value) ? '–' : value.toFixed(2)),
};
const draw = (/** @type {Picture} */ picture) => markupOf(drawPicture(picture, WORDS));
/** @param {string} svg */
const numbersIn = (svg) =>
  [...svg.matchAll(/ (?:d|cx|cy|x|y|width)="([^"]+)"/g)].flatMap(([, value]) =>
    (value.match(/[\d.-]+/g) ?? []).map(Number),
  );

/** @param {number} free @param {number} held */
const bars = (free, held) =>
  /** @type {Picture} */ ({
    kind: 'bars',
    high: 1,
    bars: [
      { name: 'free', value: free, format: 'share' },
      { name: 'held', value: held, format: 'share' },
    ],
  });

test('bars are as long as their values, with their names and figures', () => {
  const svg = draw(bars(1, 0.25));
  const widths = [...svg.matchAll(/<rect [^>]*width="(\d+)"/g)].map(([, width]) => Number(width));
  assert.deepEqual(widths, [236, 236, 236, 59], 'the whole and the bar, twice');
  assert.match(
    svg,
    /aria-label="Recalled. as it &lt;learnt&gt;: 1.00; gate &amp; &quot;clamp&quot;: 0.25."/,
  );
  assert.match(svg, />as it &lt;learnt&gt;<\/text>.*>1.00<\/text>.*>0.25<\/text>/);
});

for (const [title, picture] of /** @type {[string, Picture][]} */ ([
  ['bars beyond the greatest value', bars(7, -1)],
  ['bars without a value', bars(NaN, NaN)],
  ['bars that are all zero', /** @type {Picture} */ ({ ...bars(0, 0), high: 0 })],
  ['a line', { kind: 'lines', lines: [{ name: 'free', x: [0, 1, 2], y: [3, -1, 2] }] }],
  ['one point', { kind: 'lines', lines: [{ name: 'free', x: [1], y: [5] }] }],
  ['no point', { kind: 'lines', lines: [{ name: 'free', x: [], y: [] }] }],
  [
    'powers of ten, with a zero and a number that is none',
    {
      kind: 'lines',
      isLog: true,
      lines: [{ name: 'free', x: [0, 1, 2, 3], y: [1, 0, NaN, 1e-40] }],
    },
  ],
  [
    'a line without bounds',
    { kind: 'lines', lines: [{ name: 'free', x: [0, 1], y: [Infinity, 1] }] },
  ],
  [
    '2,000 points',
    {
      kind: 'lines',
      lines: [
        { name: 'free', x: Array.from({ length: 2000 }, (_, i) => i), y: Array(2000).fill(3) },
      ],
    },
  ],
])) {
  test(`${title}: drawn within the frame`, () => {
    const svg = draw(/** @type {Picture} */ ({ xName: 'x', yName: 'y', ...picture }));
    assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
    assert.ok(svg.length < 4000, `${svg.length} letters`);
    for (const number of numbersIn(svg)) assert.ok(number >= 0 && number <= 320, svg);
  });
}

test('every line of a picture has a stroke of its own, and its name beside it', () => {
  const lines = ['free', 'held', 'third'].map((name, i) => ({ name, x: [0, 1], y: [i, i + 1] }));
  const svg = draw({ kind: 'lines', xName: 'x', yName: 'y', lines });
  const strokes = [...svg.matchAll(/<path [^>]*fill="none"([^>]*)>/g)].map(([, look]) => look);
  assert.equal(new Set(strokes).size, 3);
  for (const look of strokes) assert.equal(svg.split(look).length - 1, 2, 'a line and its sample');
  assert.match(svg, />third<\/text>/, 'a key without a name stands for itself');
});
