import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';

const src = join(import.meta.dirname, '../../www/src');

/** @type {Map<string, string[]>} the modules that each module imports, by paths within www/src */
const imports = new Map(
  readdirSync(src, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.js'))
    .map((file) => {
      const code = readFileSync(join(src, file), 'utf8');
      const sources = [...code.matchAll(/^(?:import|export)\s[^;]*?from '(\.[^'?]+)'/gms)];
      return [file, sources.map(([, source]) => normalize(join(dirname(file), source)))];
    }),
);

/**
 * @param {string} file
 * @param {string[]} path the modules through which `file` was reached
 * @param {Set<string>} done modules that are part of no circle
 * @returns {string[] | undefined} a circle of imports
 */
function findCircle(file, path, done) {
  if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
  if (done.has(file)) return undefined;
  for (const imported of imports.get(file) ?? []) {
    const circle = findCircle(imported, [...path, file], done);
    if (circle) return circle;
  }
  done.add(file);
  return undefined;
}

test('the modules of the page import each other without a circle', () => {
  assert.ok(imports.size > 50, `${imports.size} modules found`);
  const done = new Set();
  for (const file of imports.keys())
    assert.equal(findCircle(file, [], done)?.join(' -> '), undefined);
});
