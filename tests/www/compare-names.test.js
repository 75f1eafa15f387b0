import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareNames } from '../../www/src/lib/compare-names.js';

for (const { what, names } of [
  { what: 'numbers by their value', names: ['part 2.txt', 'part 10.txt', 'part 010b.txt'] },
  { what: 'letters without regard to case', names: ['Anna.txt', 'bert.txt', 'Carl.txt'] },
  { what: 'long numbers', names: ['9', '99999999999999999998', '99999999999999999999'] },
  { what: 'a beginning', names: ['a', 'ab', 'abc'] },
  { what: 'a folder before a longer name', names: ['a/z.txt', 'a b/a.txt', 'a.txt', 'b/a.txt'] },
  { what: 'names that differ in case alone', names: ['A', 'a', 'B', 'b'] },
  { what: 'letters by their code', names: ['a', 'z', 'ä', 'я', '語'] },
]) {
  test(`names are in order: ${what}`, () => {
    assert.deepEqual([...names].reverse().sort(compareNames), names);
    for (const name of names) assert.equal(compareNames(name, name), 0);
  });
}
