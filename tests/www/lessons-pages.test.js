import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { lessonPage, paths, withOutcomes } from '../../scripts/lessons/pages.mjs';
import outcomes from '../../www/src/lessons/figures.json' with { type: 'json' };
import { lessons } from '../../www/src/lessons/lessons.js';
import strings from '../../www/src/lessons/strings/en.json' with { type: 'json' };

const read = (/** @type {string} */ path) =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const ids = lessons.map(({ id }) => id);

for (const path of paths) {
  test(`${path} has the figures of the lessons`, async () => {
    const { found, wanted } = await lessonPage(path, outcomes, strings);
    assert.equal(found, wanted, 'npm run lessons writes it');
  });

  test(`${path} has every lesson in its place`, () => {
    const named = [...read(path).matchAll(/(?:id="|\| `)([\w-]+)["`]/g)].map(([, id]) => id);
    const places = named.filter((id) => ids.includes(id));
    assert.deepEqual([...places].sort(), [...ids].sort());
  });

  test(`${path} changes with a verdict`, () => {
    const others = Object.fromEntries(
      Object.entries(outcomes).map(([id, outcome]) => [
        id,
        { ...outcome, verdict: !outcome.verdict },
      ]),
    );
    assert.notEqual(
      withOutcomes(read(path), others, strings),
      withOutcomes(read(path), outcomes, strings),
    );
  });
}

for (const path of ['www/learn.html', 'www/teach.html']) {
  test(`every link of ${path} to a place of these pages leads to one`, () => {
    const page = read(path);
    for (const [, file, place] of page.matchAll(/href="(?:\.\/([\w.]+))?#([^"]+)"/g)) {
      if (place.startsWith('lesson=')) assert.ok(ids.includes(place.slice(7)), place);
      else assert.ok((file ? read(`www/${file}`) : page).includes(`id="${place}"`), place);
    }
  });
}

test('the figures of variants on the pages are those of docs/ablations.md', () => {
  const [, tales, dates] = read('docs/ablations.md').split(/<!-- (?:tales|dates) -->/);
  const tables = /** @type {Record<string, string>} */ ({ tales, dates });
  const told = ['www/learn.html', 'www/teach.html'].flatMap((path) => [
    ...read(path).matchAll(/data-ablation="(\w+)\.([\w-]+)"\s*>([^<]*)</g),
  ]);
  assert.ok(told.length > 0);
  for (const [, text, variant, figure] of told) {
    const row = tables[text].split('\n').find((line) => line.startsWith(`| \`${variant}\` `));
    assert.equal(/\*\*(.+)\*\*/.exec(row ?? '')?.[1], figure, `${text} ${variant}`);
  }
});

test('a mark or a figure that is not known is refused', () => {
  const figure = '<span data-figure="forget-gate.unknown">1</span>';
  for (const [page, message] of /** @type {[string, RegExp][]} */ ([
    [
      '<!-- lesson: unknown --><!-- /lesson -->',
      /a lesson must be one of .*forget-gate.* got unknown/,
    ],
    ['<!-- unknown: forget-gate --><!-- /unknown -->', /nothing .* <!-- unknown: forget-gate -->/],
    ['<!-- table: unknown --><!-- /table -->', /nothing .* <!-- table: unknown -->/],
    [figure, /forget-gate has no figure unknown/],
  ])) {
    assert.throws(() => withOutcomes(page, outcomes, strings), message);
  }
});

test('what a lesson says is text in the pages, never markup', () => {
  const hostile = '<img src=x onerror="alert(1)">&|';
  const lesson = {
    ...strings.lessons['forget-gate'],
    claim: hostile,
    holds: hostile,
    title: hostile,
  };
  const others = { ...strings, lessons: { ...strings.lessons, 'forget-gate': lesson } };
  for (const path of paths)
    assert.ok(!withOutcomes(read(path), outcomes, others).includes('<img'), path);
});
