// npm run instructions: counts the instructions of a native training step, by callgrind. A time on
// a shared machine says little; a count is the same every time. The script fails when a count
// differs by more than 3 % from the one in tests/fixtures/instructions.json, if the same compiler
// made both. `npm run instructions -- --write` records new counts, also after an improvement, so
// that the script notices its later loss.

import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bounds = join(root, 'tests/fixtures/instructions.json');
const program = join(root, 'target/release/examples/steps');

/** The allowed relative difference. */
const TOLERANCE = 0.03;
/** Steps of the shorter run. The difference of two runs leaves out the first step: it allocates. */
const FEW = 2;
/** Steps of the longer run. */
const MORE = 4;

const cases = [
  ['hidden_size=128', 'batch_size=32'],
  ['hidden_size=128', 'batch_size=1'],
];

/**
 * @param {string[]} settings
 * @param {number} steps
 * @returns {number} the instructions of the whole program
 */
function count(settings, steps) {
  const options = ['--tool=callgrind', '--callgrind-out-file=/dev/null'];
  const command = [...options, program, String(steps), ...settings];
  const { stderr, error, status } = spawnSync('valgrind', command, { encoding: 'utf8' });
  if (error) throw new Error(`valgrind cannot be run; install it: ${error.message}`);
  if (status !== 0) throw new Error(stderr);
  const counted = /Collected : (\d+)/.exec(stderr);
  if (!counted) throw new Error(`valgrind counted nothing:\n${stderr}`);
  return Number(counted[1]);
}

/** @param {number} value */
const shown = (value) => `${(value / 1e6).toFixed(1)} million`;

const build = ['build', '--release', '-p', 'lstm-playground', '--example', 'steps'];
execFileSync('cargo', build, { cwd: root, stdio: 'inherit' });
const compiler = execFileSync('rustc', ['--version'], { cwd: root, encoding: 'utf8' }).trim();

/** @type {Record<string, number>} */
const counts = {};
for (const settings of cases) {
  const perStep = (count(settings, MORE) - count(settings, FEW)) / (MORE - FEW);
  counts[settings.join(' ')] = Math.round(perStep);
}

if (process.argv.includes('--write')) {
  writeFileSync(bounds, `${JSON.stringify({ compiler, counts }, null, 2)}\n`);
}
const expected = JSON.parse(readFileSync(bounds, 'utf8'));
for (const [name, counted] of Object.entries(counts)) {
  const bound = expected.counts[name];
  const change = `${(100 * (counted / bound - 1)).toFixed(1)} %`;
  console.log(`${name}: ${shown(counted)} instructions a step, ${change} from ${shown(bound)}`);
  if (Math.abs(counted / bound - 1) <= TOLERANCE) continue;
  if (compiler !== expected.compiler) {
    console.log(`   Not comparable: counted with ${compiler}, not ${expected.compiler}.`);
    continue;
  }
  process.exitCode = 1;
  console.log(
    counted < bound
      ? '   An improvement: keep it by npm run instructions -- --write.'
      : `   At most ${100 * TOLERANCE} % more are allowed: find the cause, ` +
          'or record the counts and say why.',
  );
}
