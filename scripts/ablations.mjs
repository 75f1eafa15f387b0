// npm run ablations: races the nine LSTM variants of Greff et al. 2016 with as many weights each,
// at several learning rates; writes the tables of docs/ablations.md, in a quarter of an hour on one
// core.
//
//   npm run ablations -- [--texts tales,dates]

import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { race, RATES, variants } from './ablations/race.mjs';
import { table } from './ablations/table.mjs';

const { values } = parseArgs({ options: { texts: { type: 'string', default: 'tales,dates' } } });
const file = new URL('../docs/ablations.md', import.meta.url);

for (const text of values.texts.split(',')) {
  /** @type {import('./ablations/table.mjs').Result[]} */
  const results = [];
  for (const rate of RATES) {
    console.error(`${text}, learning rate ${rate}`);
    results.push(...(await race(text, { rate })));
  }
  const page = readFileSync(file, 'utf8');
  const marked = new RegExp(`(<!-- ${text} -->\n).*?(<!-- end -->)`, 's');
  if (!marked.test(page)) throw new Error(`docs/ablations.md has no place for ${text}`);
  const filled = page.replace(marked, (_, start, end) => start + table(results, variants) + end);
  writeFileSync(file, await format(filled, { parser: 'markdown', printWidth: 100 }));
}
