import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { presets } from '../../www/src/texts/presets.js';

/** The first digits of each text's SHA-256: the texts are the same everywhere. */
const HASHES = new Map([
  ['tales', '5744bcd204b99f1a'],
  ['dates', '3952ddcc126624d6'],
  ['sums', '91bda883176da2e7'],
  ['brackets', 'fbfd1d3c40658052'],
  ['names', '46632fb0017c40cb'],
  ['program', 'a99532b2fc6f239d'],
  ['tunes', '77fbbdf0f0f87bd2'],
  ['rhyme', '2e54398c2fe65e82'],
]);

for (const { id, effect, text, is } of presets) {
  test(`the preset ${id} has an effect and a fitting length, and is the same everywhere`, () => {
    assert.match(effect, /^[A-Z][^.]*\.$/, 'the effect is one sentence');
    const { length } = text();
    const [least, most] = id === 'rhyme' ? [2000, 6000] : [40_000, 200_000];
    assert.ok(length >= least && length <= most, `${length} characters`);
    assert.ok(is(text()), 'a preset knows its text');
    assert.equal(text(), text());
    const hash = createHash('sha256').update(text()).digest('hex').slice(0, 16);
    assert.equal(hash, HASHES.get(id));
  });
}

test('a preset does not write its text before it is asked for', async () => {
  const { presets: fresh } = await import(`../../www/src/texts/presets.js?${Date.now()}`);
  for (const { id, text, is } of fresh) {
    const known = presets.find((preset) => preset.id === id)?.text() ?? '';
    assert.ok(!is(known), id);
    assert.equal(text(), known);
    assert.ok(is(known), id);
  }
});

/** @param {string} id */
function textOf(id) {
  const preset = presets.find((known) => known.id === id);
  assert.ok(preset, id);
  return preset.text();
}

/** @param {string} id */
const linesOf = (id) => textOf(id).trimEnd().split('\n');

/** The tales, one paragraph each. */
const tales = textOf('tales').trimEnd().split('\n\n');

test('no piece of the tales longer than 30 letters stands in a tenth of them', () => {
  /** @type {Map<string, number>} the number of tales with the piece */
  const counts = new Map();
  for (const tale of tales) {
    const pieces = new Set();
    for (let i = 0; i + 31 <= tale.length; i++) pieces.add(tale.slice(i, i + 31));
    for (const piece of pieces) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  }
  const [piece, count] = [...counts].reduce((most, next) => (next[1] > most[1] ? next : most));
  assert.ok(count * 10 < tales.length, `"${piece}" stands in ${count} of ${tales.length} tales`);
});

test('every tale is made of sentences, and its quotes close', () => {
  for (const tale of tales) {
    assert.match(tale, /^[A-Z][A-Za-z ,.:"\n]+[."]$/, tale);
    assert.doesNotMatch(tale, / {2}| [.,:]|\. [a-z]|[:,] "[a-z]|undefined/, tale);
    assert.equal((tale.match(/"/g)?.length ?? 0) % 2, 0, tale);
    for (const [quote] of tale.matchAll(/"[^"]*"/g)) assert.match(quote, /^"[A-Z].*[.,]"$/, tale);
  }
});

test('pronouns and verbs of a tale agree with its heroes', () => {
  for (const tale of tales) {
    const [, number, plural, first, second] =
      tale.match(/\b(two|a) \w+ \w+?(s?) named (\w+)(?: and ([A-Z]\w+))?/) ?? assert.fail(tale);
    assert.equal(plural === 's', number === 'two', tale);
    assert.equal(second !== undefined, number === 'two', tale);
    const told = tale.replace(/"[^"]*"/g, '').toLowerCase();
    const isWoman = /^(Anna|Mia|Rosa|Lily|Ida|Nora|Clara|Greta)$/.test(first);
    const right = second ? /^(they|their)$/ : isWoman ? /^(she|her)$/ : /^(he|his)$/;
    for (const [pronoun] of told.matchAll(/\b(?:they|their|she|her|he|his)\b/g)) {
      assert.match(pronoun, right, tale);
    }
    const body = told.replace(/\b(?:now|since) .*/, '');
    const isPresent = /\b(?:lives?|says?|finds?|walks?|comes?|is)\b/.test(body);
    assert.notEqual(isPresent, /\b(?:lived|said|found|walked|came|was)\b/.test(body), tale);
  }
});

test('every line of brackets is balanced', () => {
  for (const line of linesOf('brackets')) {
    let rest = line;
    while (rest !== (rest = rest.replace(/\(\)|\[\]|\{\}/g, '')));
    assert.equal(rest, '', line);
  }
});

test('every name occurs once, and its vowels are all bright or all dark', () => {
  const names = linesOf('names');
  assert.equal(new Set(names).size, names.length);
  for (const name of names) assert.match(name, /^[A-Z](?:[^aou]+|[^ei]+)$/);
  for (const name of names) assert.match(name, /^[A-Z][a-z]+$/);
});

test('every sum is right and occurs once', () => {
  const sums = linesOf('sums');
  assert.equal(new Set(sums).size, sums.length);
  for (const sum of sums) {
    const [, a, b, c] = sum.match(/^(\d{1,2})\+(\d{1,2})=(\d{1,3})$/) ?? assert.fail(sum);
    assert.equal(Number(a) + Number(b), Number(c), sum);
  }
});

test('both halves of a line of dates give the same day, and no day occurs twice', () => {
  const dates = linesOf('dates');
  assert.equal(new Set(dates).size, dates.length);
  for (const line of dates) {
    assert.match(line, /^\d{1,2} [A-Z][a-z]+ 19\d\d = 19\d\d-\d\d-\d\d$/);
    const [words, figures] = line.split(' = ');
    assert.equal(new Date(`${words} UTC`).toISOString().slice(0, 10), figures);
  }
});

test('the program can be read, and declares each name before its use', () => {
  const program = textOf('program');
  assert.doesNotThrow(() => new Function(program));
  const known = new Set('function let const of if while for return print'.split(' '));
  for (const source of program.trimEnd().split('\n\n')) {
    const [, name, list, limit, total] =
      source.match(/^function (\w+)\((\w+), (\w+)\) {\n {2}let (\w+) = \d+;\n/) ??
      assert.fail(source);
    known.add(name);
    const own = new Set([list, list.slice(0, -1), limit, total]);
    for (const [word] of source.matchAll(/[a-z_]+/g)) {
      assert.ok(known.has(word) || own.has(word), `${word} in ${source}`);
    }
  }
});

test('the lines of the program are indented by their depth', () => {
  let depth = 0;
  for (const line of linesOf('program')) {
    if (line.trim() === '}') depth--;
    assert.equal(line.length - line.trimStart().length, line === '' ? 0 : 2 * depth, line);
    if (line.endsWith('{')) depth++;
  }
  assert.equal(depth, 0);
});

test('the bars of every tune add up to its metre, and its phrases return', () => {
  for (const tune of textOf('tunes').trimEnd().split('\n\n')) {
    const [, beats, unit, , ...parts] =
      tune.match(/^X:\d+\nT:.+\nM:(\d)\/(\d)\nL:1\/8\nK:([A-G]m?)\n\|:(.+):\|\n\|:(.+):\|$/) ??
      assert.fail(tune);
    for (const part of parts) {
      const bars = part.split('|');
      assert.equal(bars.length, 8, tune);
      assert.deepEqual(bars.slice(4, 6), bars.slice(0, 2), tune);
      for (const bar of bars) {
        assert.match(bar, /^(?:[A-Ga-g]\d?)+$/, tune);
        const lengths = [...bar.matchAll(/[A-Ga-g](\d?)/g)].map(([, length]) =>
          Number(length || 1),
        );
        const sum = lengths.reduce((a, b) => a + b);
        assert.equal(sum / 8, Number(beats) / Number(unit), `${bar} in ${tune}`);
      }
    }
  }
});
