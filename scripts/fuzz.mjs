// npm run fuzz: random input of every kind, for an hour by default.
//
//   npm run fuzz -- --seconds 600       for all targets together
//   npm run fuzz -- --each 30           for each target
//   npm run fuzz -- --only boundary     this target alone; several --only are several
//   npm run fuzz -- --seed 7            begins with this seed; by default the clock gives it
//   npm run fuzz -- --cases 1           so many cases, where a failure is repeated
//   npm run fuzz -- --failures 9        ends after so many failures; by default after the first

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

process.chdir(join(import.meta.dirname, '..'));

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3600' },
    each: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 32) },
    cases: { type: 'string' },
    failures: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true },
  },
});

const TARGET = /^fuzz-(.*)\.test\.js$/;
const files = ['tests/www', 'tests/e2e'].flatMap((folder) =>
  readdirSync(folder).flatMap((file) => {
    const target = TARGET.exec(file)?.[1];
    return target ? [{ target, path: join(folder, file) }] : [];
  }),
);
const known = files.map(({ target }) => target);
const only = values.only ?? known;
const chosen = files.filter(({ target }) => only.includes(target));
const unknown = only.find((target) => !known.includes(target));
if (unknown !== undefined) {
  console.error(`--only must be one of ${known.join(', ')}, got ${unknown}`);
  process.exit(1);
}

for (const name of /** @type {const} */ (['seconds', 'each', 'seed', 'cases', 'failures'])) {
  const value = values[name];
  const least = name === 'seed' ? 0 : 1;
  if (value === undefined || (/^\d+$/.test(value) && Number(value) >= least)) continue;
  console.error(`--${name} must be a whole number from ${least}, got ${value}`);
  process.exit(1);
}

const { seed, cases } = values;
const native = ['cargo', 'test', '--test', 'engine'];
/** Texts are tried natively too, for as long as any target. */
const isNative = only.includes('text') && !cases;
if (isNative) run([...native, '--no-run']); // the time is that of the input, not of a compiler
const parts = chosen.length + Number(isNative);
const each = values.each ?? String(Math.floor(Number(values.seconds) / parts) || 1);
console.log(
  `seed ${seed}; ${chosen.length} targets, ${cases ?? each} ${cases ? 'cases' : 's'} each`,
);
// One after the other: each is to have the processor.
run(
  [
    ...[process.execPath, '--test', '--test-reporter=spec', '--test-concurrency=1'],
    ...chosen.map(({ path }) => path),
  ],
  {
    ...{ FUZZ_SECONDS: each, FUZZ_FAILURES: values.failures },
    ...(cases !== undefined && { FUZZ_CASES: cases }),
  },
);
if (isNative) {
  console.log(`texts, natively, ${each} s`);
  // All properties at a time: each takes that long.
  const args = ['text::properties', '--', '--nocapture', '--test-threads=16'];
  run([...native, ...args], { FUZZ_SECONDS: each });
}

/**
 * Runs a command with the seed; where it fails, so does the whole.
 *
 * @param {string[]} command
 * @param {Record<string, string>} [variables] of its environment
 */
function run([program, ...args], variables) {
  const env = { ...process.env, FUZZ_SEED: seed, ...variables };
  const { status } = spawnSync(program, args, { stdio: 'inherit', env });
  process.exitCode ||= status ?? 1;
}
