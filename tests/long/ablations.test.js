import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { race, RATES } from '../../scripts/ablations/race.mjs';

const page = readFileSync(new URL('../../docs/ablations.md', import.meta.url), 'utf8');
const [, tales] = /<!-- tales -->(.*?)<!-- end -->/s.exec(page) ?? assert.fail();

test('two rows of docs/ablations.md come out again, to the digit', async () => {
  const rate = 0.03;
  const results = await race('tales', { rate, cells: ['peephole', 'no-forget-gate'] });
  for (const cell of ['peephole', 'no-forget-gate']) {
    const own = results.filter((one) => one.cell === cell).map(({ bits }) => bits);
    const row = tales.split('\n').find((line) => line.startsWith(`| \`${cell}\``)) ?? assert.fail();
    const stated = row.split('|')[5 + RATES.indexOf(rate)].replaceAll('*', '').trim();
    assert.equal((own.reduce((sum, x) => sum + x) / own.length).toFixed(2), stated, cell);
  }
});
