// npm run defaults: measures the suggested settings against the best of a random search, for texts
// of several kinds and lengths; prints the tables of docs/defaults.md.
//
//   npm run defaults -- [--points 40] [--seed 1] [--threads N] [--texts prose-10k,dates] [FILE…]
//
// `--texts` takes generated texts (scripts/defaults/texts.mjs) and example texts of the page by
// name; without names and files, all are measured. `--jobs FILE` only writes the jobs, for another
// machine; `--results FILE` tabulates lines that the program has printed there.

import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { suggestedConfig } from '../www/src/settings/settings.js';
import { presets } from '../www/src/texts/presets.js';
import { points, stepsAt } from './defaults/points.mjs';
import { rowsOf, table } from './defaults/table.mjs';
import { sources } from './defaults/texts.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    points: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    threads: { type: 'string', default: String(availableParallelism()) },
    texts: { type: 'string' },
    jobs: { type: 'string' },
    results: { type: 'string', multiple: true },
  },
});

process.chdir(join(import.meta.dirname, '..'));
const folder = 'target/defaults';
mkdirSync(folder, { recursive: true });
const searched = texts().map(search);
if (values.jobs) writeFileSync(values.jobs, lines());
else {
  const readings = values.results ? values.results.flatMap(readingsOf) : await run();
  console.log(table(searched.map((one) => rowsOf(one, readings))));
}

/** The texts to measure. */
function texts() {
  const examples = presets.map(({ id, text, config }) => ({ name: id, text, config }));
  const known = [...sources, ...examples];
  const wanted =
    values.texts?.split(',') ?? (positionals.length ? [] : known.map(({ name }) => name));
  const files = positionals.map((path) => ({
    name: basename(path),
    text: () => readFileSync(path, 'utf8'),
  }));
  const named = wanted.map((name) => {
    const found = known.find((one) => one.name === name);
    if (found) return found;
    throw new Error(
      `--texts takes some of ${known.map(({ name }) => name).join(', ')}, got ${name}`,
    );
  });
  return [...named, ...files];
}

/**
 * Writes a text to a file; returns its jobs, the suggestion first.
 *
 * @param {import('./defaults/texts.mjs').Source} source
 */
function search({ name, text: read, config }) {
  const text = read();
  const file = join(folder, `${name}.txt`);
  writeFileSync(file, text);
  const counts = { chars: [...text].length, distinctChars: new Set(text).size };
  const suggestion = { ...suggestedConfig(counts.chars, counts.distinctChars), ...config };
  const all = [
    suggestion,
    ...points(Number(values.points), Number(values.seed), suggestion, counts),
  ];
  const jobs = all.map((config, i) => ({
    name: i ? `point-${i}` : 'suggestion',
    config,
    steps: stepsAt(config, counts),
  }));
  return { name, file, ...counts, jobs };
}

/** The jobs as the program reads them. */
function lines() {
  const all = searched.flatMap(({ file, jobs }) =>
    jobs.map(({ name, config, steps }, i) => {
      const kind = i ? 'searched' : 'always';
      return [file, name, kind, steps.join(), settingsOf(config)].join('\t') + '\n';
    }),
  );
  return all.join('');
}

/**
 * Settings under Rust's names, without the page's own.
 *
 * @param {import('../www/src/shared/protocol.js').Config} config
 */
function settingsOf(config) {
  const own = Object.entries(config).filter(([name]) => name !== 'workers');
  /** @param {string} name */
  const snake = (name) => name.replace(/[A-Z]/g, (char) => `_${char.toLowerCase()}`);
  return own.map(([name, value]) => `${snake(name)}=${value}`.replaceAll('\n', '\\n')).join(' ');
}

/** Builds the program and runs the jobs; resolves with the lines that it prints. */
async function run() {
  const target = 'target/native';
  // Wide vectors change no bit: nothing is contracted, and every sum has a fixed order.
  const env = { ...process.env, RUSTFLAGS: '-C target-cpu=native', CARGO_TARGET_DIR: target };
  const build = 'build --release --package lstm-playground --example search'.split(' ');
  const { status } = spawnSync('cargo', build, { env, stdio: 'inherit' });
  if (status !== 0) throw new Error('the program could not be built');
  const jobs = join(folder, 'jobs.tsv');
  writeFileSync(jobs, lines());
  const program = join(target, 'release/examples/search');
  const child = spawn(program, [jobs, values.threads], { stdio: ['ignore', 'pipe', 'inherit'] });
  const printed = [];
  for await (const line of createInterface({ input: child.stdout })) {
    printed.push(JSON.parse(line));
    process.stderr.write(`\r${printed.length} readings`);
  }
  process.stderr.write('\n');
  return printed;
}

/** @param {string} path */
function readingsOf(path) {
  const complete = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}'));
  return complete.map((line) => JSON.parse(line));
}
