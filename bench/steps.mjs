// npm run bench:steps: this project beside PyTorch's nn.LSTM after the same number of steps: the
// same text, settings, initial weights, windows and validation text, one thread each, side by side.
//
//   npm run bench:steps -- FILE [--steps 10800,108000] [--seeds 1,2,3] [--set NAME=VALUE]…
//                               [--json target/steps.json]
//
// The settings are those that the page suggests for the text. Run `npm test` once before, to
// install PyTorch.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { python } from '../scripts/setup.mjs';
import { suggestedConfig } from '../www/src/settings/settings.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    steps: { type: 'string', default: '10800,108000' },
    seeds: { type: 'string', default: '1,2,3' },
    set: { type: 'string', multiple: true, default: [] },
    json: { type: 'string', default: 'target/steps.json' },
  },
});
const [file] = positionals;
if (!file) throw new Error('the file of a text is needed');
const root = join(import.meta.dirname, '..');
const text = readFileSync(file, 'utf8');
mkdirSync(join(root, 'target'), { recursive: true });

const changes = Object.fromEntries(values.set.map((setting) => setting.split('=')));
const config = { ...suggestedConfig(text.length, new Set(text).size), ...changes };
// pytorch.py knows no other values.
const needed = {
  ...{ cell: 'lstm', numLayers: 1, dropout: 0, forgetBias: 1, optimizer: 'adam', gradClip: 5 },
  ...{ weightDecay: 0, validationSplit: 'blocks', separator: '', rareBelow: 0 },
};
for (const [name, value] of Object.entries(needed)) {
  const given = Object.entries(config).find(([known]) => known === name)?.[1];
  if (String(given) !== String(value))
    throw new Error(`the comparison needs ${name} ${value}, got ${given}: use --set`);
}

// Wide vectors change no bit.
const target = join(root, 'target/native');
const build = 'build --release --package lstm-playground --example readings'.split(' ');
const env = { ...process.env, RUSTFLAGS: '-C target-cpu=native', CARGO_TARGET_DIR: target };
const { status } = spawnSync('cargo', build, { cwd: root, env, stdio: 'inherit' });
if (status !== 0) throw new Error('the program could not be built');

/** The schedule, as numbers. */
function schedule() {
  const [, warmUp, total] = config.schedule.split(':').map(Number);
  return config.schedule === 'constant' ? {} : { schedule: { warmUp, total, floor: 0.1 } };
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} input
 * @param {(reading: {step: number, bits: number}) => void} report
 */
async function readings(command, args, input, report) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  child.stdin.end(input);
  for await (const line of createInterface({ input: child.stdout })) {
    const printed = JSON.parse(line);
    if ('bits' in printed) report(printed);
  }
  const [code] = await closed;
  if (code !== 0) throw new Error(`${command} ended with ${code}`);
}

/** @type {Record<string, number>[]} */
const rows = [];
for (const seed of values.seeds.split(',').map(Number)) {
  /** @type {(name: string) => (reading: {step: number, bits: number}) => void} */
  const report =
    (name) =>
    ({ step, bits }) => {
      let row = rows.find((one) => one.seed === seed && one.step === step);
      if (!row) rows.push((row = { seed, step }));
      row[name] = bits;
      console.error(
        `${new Date().toTimeString().slice(0, 8)} seed ${seed}, ${name}: step ${step}, ${bits.toFixed(4)}`,
      );
      writeFileSync(join(root, values.json), JSON.stringify({ config, rows }, null, 2));
    };
  const weights = join(root, `target/initial-weights-${seed}`);
  const settings = Object.entries({ ...config, seed, patience: 0 })
    .filter(([name, value]) => name !== 'workers' && value !== '')
    .map(([name, value]) => {
      const snake = name.replace(/[A-Z]/g, (char) => `_${char.toLowerCase()}`);
      return `${snake}=${value}`;
    });
  const program = join(target, 'release/examples/readings');
  // The reading at step 0 says that the weights are written.
  /** @type {Promise<void> | undefined} */
  let other;
  const ours = readings(
    program,
    [file, `0,${values.steps}`, weights, ...settings],
    '',
    (reading) => {
      other ??= readings(
        join(root, python),
        [join(root, 'bench/pytorch.py')],
        JSON.stringify(pytorchJob(weights)),
        report('PyTorch'),
      );
      if (reading.step > 0) report('ours')(reading);
    },
  );
  await ours;
  await other;
}

/** @param {string} weights */
function pytorchJob(weights) {
  return {
    hidden: Number(config.hiddenSize),
    batch: Number(config.batchSize),
    seqLen: Number(config.seqLen),
    vocab: new Set(text).size,
    learningRate: Number(config.learningRate),
    validationFraction: Number(config.validationFraction),
    ...schedule(),
    text,
    weights,
    threads: 1,
    readings: values.steps.split(',').map(Number),
  };
}

const fixed = (/** @type {number} */ x) => x.toFixed(4);
console.log('| seed | step | this project | PyTorch | difference |');
console.log('| ---- | ---- | ------------ | ------- | ---------- |');
for (const row of rows.sort((a, b) => a.step - b.step || a.seed - b.seed)) {
  const { seed, step, ours, PyTorch } = row;
  console.log(
    `| ${seed} | ${step} | ${fixed(ours)} | ${fixed(PyTorch)} | ${fixed(ours - PyTorch)} |`,
  );
}
