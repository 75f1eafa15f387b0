// npm run bench: this project beside other libraries, in less than ten minutes: the speed of
// training, and the bits per character of a validation text after 15, 30 and 60 seconds.
//
//   npm run bench -- [--all] [--only ours,tfjs] [--launches 3] [--learning 1]
//                    [--hidden 128] [--batch 1,32] [--json target/bench.json]
//
// --launches and --learning are the numbers of launches for the first and the second table; 0
// leaves a table out. --all has more sizes and launches, and takes about 40 minutes.
//
// Every measurement has a fresh browser or process. The operating system chooses the cores.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { SEQ_LEN, VOCAB, plan } from './jobs.mjs';
import { readOptions } from './options.mjs';
import { installPeers, wantedPeers } from './peers.mjs';
import { BUSY } from './quiet.mjs';
import { describe, learningTable, speedTable, summaries } from './report.mjs';

/**
 * @typedef {import('./report.mjs').Raw} Raw
 * @typedef {import('./programs.mjs').Versions} Versions
 */

/**
 * @param {import('./options.mjs').Options} options
 * @param {(raw: Raw[], versions: Versions) => void} save called after each measurement, so that an
 *   interrupted run keeps its numbers
 */
async function measureAll(options, save) {
  // Imported late, because they need packages that the build installs.
  const { serve } = await import('./in-browser.mjs');
  const { measure, missingFor } = await import('./programs.mjs');
  const names = options.only.filter((name) => {
    const missing = missingFor(name);
    if (missing.length > 0) console.error(`${name}: skipped, without ${missing.join(' and ')}`);
    return missing.length === 0;
  });
  /** @type {Raw[]} */
  const raw = [];
  /** @type {Versions} */
  const versions = { Node: process.versions.node, ...wantedPeers() };
  const { url, close } = await serve();
  try {
    for (const cell of plan(options, names)) {
      const measured = await measure(cell, url);
      raw.push(measured.raw);
      Object.assign(versions, measured.versions);
      console.error(describe(measured.raw));
      save(raw, versions);
    }
  } finally {
    close();
  }
  return { raw, versions };
}

try {
  const start = Date.now();
  const root = join(import.meta.dirname, '..');
  const options = readOptions(process.argv.slice(2));
  installPeers();
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' });
  mkdirSync(dirname(options.json), { recursive: true });

  const date = new Date().toISOString().slice(0, 10);
  const machine = `${cpus()[0].model.trim()}, ${cpus().length} cores`;
  const { raw, versions } = await measureAll(options, (raw, versions) => {
    const all = { date, machine, versions, options, summaries: summaries(raw, VOCAB), raw };
    writeFileSync(options.json, JSON.stringify(all, null, 2));
  });

  const all = summaries(raw, VOCAB);
  if (options.launches > 0) {
    console.log(`\n${speedTable(all)}\n`);
    console.log(
      `Characters a second in training, windows of ${SEQ_LEN}, ${VOCAB} characters: the median ` +
        `and the range of fresh launches (${options.launches}), and the factor by which one ` +
        `worker of this project is faster.`,
    );
  }
  if (options.learning > 0) {
    console.log(`\n${learningTable(all)}\n`);
    console.log(
      `Bits per character of the validation text after so many seconds of training on a ` +
        `generated text, hidden size 128, batch 32: the median and the range of fresh launches ` +
        `(${options.learning}).`,
    );
  }
  const programs = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  console.log(`\n${machine}; ${programs.join(', ')}; ${date}.`);
  const disturbed = raw.filter(({ othersBusy }) => othersBusy >= BUSY).length;
  if (disturbed > 0) {
    console.log(
      `Do not quote: other programs ran during ${disturbed} of ${raw.length} measurements, ` +
        `which the cells with an asterisk contain. Repeat the run on a quiet machine.`,
    );
  }
  const minutes = ((Date.now() - start) / 60_000).toFixed(1);
  console.log(`All numbers: ${options.json}, after ${minutes} minutes.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
