// npm run soak -- --minutes 60 --browser all --seed 1: use of the page, and what it holds; with --short the
// bounds are those of minutes.
// A third of the time one network trains on, then everything a person does is done by chance. What a
// page holds is counted after each cycle, and must not grow.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { actionsNamed } from './soak/actions.mjs';
import { isBytes, mostInMinutes } from './soak/counts.mjs';
import { soak } from './soak/run.mjs';
import { engineNames, missingPrograms } from './webdriver.mjs';

process.chdir(join(import.meta.dirname, '..'));
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    browser: { type: 'string', default: 'all' },
    kind: { type: 'string', default: 'all' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
    actions: { type: 'string' },
    pace: { type: 'string', default: '1' },
    short: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const minutes = Number(values.minutes);
const actions = values.actions ? actionsNamed(values.actions.split(',')) : undefined;
/** The share of the time of each kind. */
const shares = { training: 1 / 3, use: 2 / 3 };
const kinds = Object.entries(shares).filter(([kind]) => ['all', kind].includes(values.kind));
const browsers = engineNames.filter((name) => ['all', name].includes(values.browser));
if (kinds.length === 0 || browsers.length === 0 || !(minutes > 0) || !Number.isInteger(seed)) {
  console.log(
    `--browser must be all or one of ${engineNames.join(', ')}, --kind all or one of ` +
      `${Object.keys(shares).join(', ')}, --minutes a number above 0, --seed a whole number`,
  );
  process.exit(1);
}
if (!existsSync('dist/index.html')) {
  console.log('dist/ lacks the page: run npm run build first');
  process.exit(1);
}

/** @param {string} name @param {number} value */
function inWords(name, value) {
  if (isBytes(name)) return `${(value / 2 ** 20).toFixed(2)} MB`;
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}

/** @param {import('./soak/counts.mjs').Counts} counts */
const countsInWords = (counts) =>
  Object.entries(counts)
    .map(([name, value]) => `${name} ${inWords(name, value)}`)
    .join(', ');

/** @param {import('./soak/run.mjs').Result} result @param {string} kind */
function print({ browser, minutes, cycles, rows }, kind) {
  const measured = rows[0].values.length;
  const about = `${minutes.toFixed(0)} minutes, ${cycles} cycles, ${measured} after warm-up`;
  console.log(`\n${browser}, ${kind}: ${about}`);
  console.log('count                level        slope a cycle');
  for (const { name, level, slope, error, problem } of rows) {
    const line = `${inWords(name, slope)} ± ${inWords(name, error)}`;
    console.log(`${name.padEnd(20)} ${inWords(name, level).padEnd(12)} ${line}  ${problem}`);
  }
}

let hasGrown = false;
let soaks = 0;
for (const name of browsers) {
  const missing = missingPrograms(name);
  if (missing.length > 0) {
    console.log(`${name} is left out: ${missing.join(' and ')} missing`);
    continue;
  }
  const most = values.short ? mostInMinutes[name] : undefined;
  for (const [kind, share] of kinds) {
    const start = performance.now();
    const time = () => `${((performance.now() - start) / 60_000).toFixed(1)} min`;
    const all = kinds.length > 1 ? share : 1;
    try {
      const result = await soak(name, {
        ...{ kind, seed, minutes: minutes * all },
        ...{ actions, pace: Number(values.pace), most },
        log: (line) => values.verbose && console.log(`${name} ${time()} ${line}`),
        onCycle: (counts, cycle) =>
          console.log(`${name} ${time()} ${kind} ${cycle}: ${countsInWords(counts)}`),
      });
      print(result, kind);
      soaks++;
      hasGrown ||= result.rows.some(({ problem }) => problem !== '');
    } catch (error) {
      hasGrown = true;
      console.log(values.verbose ? error : /** @type {Error} */ (error).message);
    }
  }
}
if (soaks === 0) hasGrown = true;
console.log(hasGrown ? `\nIt fails. Seed ${seed}` : `\nAll is flat. Seed ${seed}`);
process.exitCode = hasGrown ? 1 : 0;
