// npm run bench: the training speed of this project and of other libraries, in one run.
//
//   npm run bench -- [--launches 5] [--only ours,tfjs] [--hidden 64,128,256,512] [--batch 1,32]
//                    [--torch] [--json target/bench.json]
//
// Every launch is a fresh browser that runs all contenders one after the other, each in a page of
// its own, so that a slow moment of the machine hits them alike. The benchmark prints medians.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { contenders } from './contenders.mjs';
import { readOptions } from './options.mjs';
import { installPeers, wantedPeers } from './peers.mjs';
import { BUSY, coresInUse, quiet } from './quiet.mjs';
import { medians, table } from './report.mjs';

const SEQ_LEN = 64;
const VOCAB = 65;
/** Milliseconds for the browser to clear a page away. */
const SETTLE = 300;

/** @typedef {import('./report.mjs').Raw} Raw */

/** @param {import('./options.mjs').Options} options */
function* plan({ launches, only, hidden, batch }) {
  for (let launch = 1; launch <= launches; launch++) {
    for (const streams of batch) {
      for (const units of hidden) {
        for (const name of only) {
          const { at } = contenders[name];
          const applies = !at || (at.hidden === units && at.batch === streams);
          if (applies) yield { launch, name, hidden: units, batch: streams };
        }
      }
    }
  }
}

/**
 * @param {import('./options.mjs').Options} options
 * @param {(raw: Raw[], browserVersion: string) => void} save called after each measurement: a run
 *   takes half an hour, and an interrupted one keeps its measurements
 */
async function measureAll(options, save) {
  // Imported late, because they need the packages.
  const { launch, measure, serve } = await import('./in-browser.mjs');
  const { measureTorch } = await import('./in-python.mjs');
  /** @type {Raw[]} */
  const raw = [];
  const { url, close } = await serve();
  let browser = await launch().catch((error) => {
    close();
    throw error;
  });
  const browserVersion = browser.version();
  try {
    for (const cell of plan(options)) {
      if (cell.launch !== (raw.at(-1)?.launch ?? 1)) {
        await browser.close();
        browser = await launch();
      }
      const job = { hidden: cell.hidden, batch: cell.batch, seqLen: SEQ_LEN, vocab: VOCAB };
      const contender = contenders[cell.name];
      const before = await quiet();
      const outcome = contender.threads
        ? await measureTorch(contender.threads, job)
        : await measure(browser, url, contender, job);
      // The load before and after, because it may begin in between.
      await sleep(SETTLE);
      const othersBusy = Math.max(before, await coresInUse());
      raw.push({ ...cell, ...outcome, othersBusy });
      save(raw, browserVersion);
      const { launch: number, name, hidden, batch } = cell;
      const disturbed =
        othersBusy >= BUSY ? `, with ${othersBusy.toFixed(1)} cores busy elsewhere` : '';
      const result = 'error' in outcome ? outcome.error : Math.round(outcome.charsPerSecond);
      console.error(`${number}: ${name}, hidden ${hidden}, batch ${batch}: ${result}${disturbed}`);
    }
  } finally {
    await browser.close();
    close();
  }
  return { raw, browserVersion };
}

/**
 * @param {Raw[]} raw
 * @param {string} browserVersion
 */
function surroundings(raw, browserVersion) {
  const torch = raw.find(({ version }) => version)?.version;
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus()[0].model.trim()}, ${cpus().length} cores`,
    versions: {
      Chromium: browserVersion,
      Node: process.versions.node,
      ...wantedPeers(),
      ...(torch && { PyTorch: torch }),
    },
  };
}

try {
  const root = join(import.meta.dirname, '..');
  const options = readOptions(process.argv.slice(2));
  installPeers();
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' });
  mkdirSync(dirname(options.json), { recursive: true });
  const { raw, browserVersion } = await measureAll(options, (raw, browserVersion) => {
    const all = {
      ...surroundings(raw, browserVersion),
      options,
      medians: medians(raw, VOCAB),
      raw,
    };
    writeFileSync(options.json, JSON.stringify(all, null, 2));
  });
  const around = surroundings(raw, browserVersion);
  const all = medians(raw, VOCAB);
  const versions = Object.entries(around.versions).map(([name, version]) => `${name} ${version}`);
  console.log(`\n${table(all)}\n`);
  console.log(
    `Characters a second in training; in brackets, the factor by which one worker of this ` +
      `project is faster. Medians of ${options.launches} fresh launches, windows of ${SEQ_LEN}, ` +
      `${VOCAB} characters. ` +
      `${around.machine}; ${versions.join(', ')}; ${around.date}.`,
  );
  const disturbed = raw.filter(({ othersBusy }) => othersBusy >= BUSY).length;
  if (disturbed > 0) {
    console.log(
      `\nDo not quote: other programs ran during ${disturbed} of ${raw.length} measurements, ` +
        `which the cells with an asterisk contain. Repeat the run on a quiet machine.`,
    );
  }
  console.log(`All numbers: ${options.json}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
