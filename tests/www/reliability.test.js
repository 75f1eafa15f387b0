import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../..');
const docs = readFileSync(join(root, 'docs/reliability.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** The cells of every row, by the titles of their columns. */
const rows = docs
  .trim()
  .split('\n\n')
  .filter((block) => block.startsWith('| '))
  .flatMap((block) => {
    const [titles, , ...rest] = block
      .split('\n')
      .map((line) => line.split(' | ').map((cell) => cell.replace(/^\||\|$/g, '').trim()));
    return rest.map((cells) => new Map(titles.map((title, at) => [title, cells[at]])));
  });

/** @param {string} name of a file of tests, in any of their folders */
const isTest = (name) =>
  ['e2e', 'www', 'long'].some((folder) =>
    existsSync(join(root, `tests/${folder}/${name}.test.js`)),
  );

test('every row of docs/reliability.md has a test or a command that is there', () => {
  const checked = rows.filter((row) => row.has('test') || row.has('command'));
  assert.ok(checked.length > 70);
  for (const row of checked) {
    const [first] = row.values();
    const cell = row.get('test') ?? row.get('command') ?? '';
    assert.match(cell, /^(there|the same|.*`.+`.*)$/, first);
    for (const [, code] of cell.matchAll(/`([^`]+)`/g)) {
      const paths = code.match(/\S+\.test\.js/g) ?? [];
      const [, script] = /^npm run (\S+)$/.exec(code) ?? [];
      for (const path of paths) assert.ok(existsSync(join(root, path)), `${first}: ${path}`);
      if (script) assert.ok(script in scripts, `${first}: ${script}`);
      const isOther = /^(npx|cargo) /.test(code);
      assert.ok(paths.length > 0 || script || isOther || isTest(code), `${first}: ${code}`);
    }
  }
});
