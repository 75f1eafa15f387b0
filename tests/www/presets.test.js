import assert from 'node:assert/strict';
import { test } from 'node:test';
import { presets } from '../../www/src/texts/presets.js';

for (const { id, lesson, text } of presets) {
  test(`the preset ${id} has a lesson and a fitting length, and is the same each time`, () => {
    assert.match(lesson, /^[A-Z].*\.$/);
    assert.ok(text().length >= 2000 && text().length <= 6000, `${text().length} characters`);
    assert.equal(text(), text());
  });
}

/** @param {string} id */
const linesOf = (id) => {
  const preset = presets.find((known) => known.id === id);
  assert.ok(preset, id);
  return preset.text().trimEnd().split('\n');
};

test('every line of brackets is balanced', () => {
  for (const line of linesOf('brackets')) {
    let rest = line;
    while (rest !== (rest = rest.replace(/\(\)|\[\]|\{\}/g, '')));
    assert.equal(rest, '', line);
  }
});

test('every name occurs once', () => {
  const names = linesOf('names');
  assert.equal(new Set(names).size, names.length);
  for (const name of names) assert.match(name, /^[A-Z][a-z]+$/);
});

test('both halves of a line of dates give the same day', () => {
  for (const line of linesOf('dates')) {
    const [words, figures] = line.split(' = ');
    assert.equal(new Date(`${words} UTC`).toISOString().slice(0, 10), figures);
  }
});

test('the program runs', () => {
  const program = presets.find(({ id }) => id === 'program');
  /** @type {string[]} */
  const printed = [];
  new Function('print', String(program?.text()))((/** @type {string} */ line) =>
    printed.push(line),
  );
  assert.ok(printed.includes('sold 2 apple'), printed.join('\n'));
});
