// npm run proof: prints the largest deviation of every cell from three references, the table of
// docs/cells.md.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { onnxRuntime } from './interop.mjs';
import { setup } from './setup.mjs';

const references = ['central differences', 'PyTorch', 'ONNX Runtime'];

process.chdir(join(import.meta.dirname, '..'));
await setup({ forTests: true });

/** @type {Map<string, Map<string, string>>} by cell and reference */
const deviations = new Map();
const gradients = 'cargo test --test gradients -- --nocapture';
const pytorch = 'cargo test --test engine pytorch -- --nocapture';
for (const command of [onnxRuntime, gradients, pytorch]) {
  const { status, stdout } = spawnSync('sh', ['-c', command], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${command}\n${stdout}`);
  // The pattern matches anywhere in a line: cargo's own output may precede it.
  for (const [, cell, reference, largest] of stdout.matchAll(
    /deviation \| (.+?) \| (.+?) \| (.+)$/gm,
  )) {
    const shown = Number.isNaN(Number(largest)) ? largest : Number(largest).toExponential(1);
    deviations.set(cell, (deviations.get(cell) ?? new Map()).set(reference, shown));
  }
}

console.log(`| cell | ${references.join(' | ')} |\n| --- | --- | --- | --- |`);
for (const [cell, of] of deviations) {
  console.log(`| \`${cell}\` | ${references.map((reference) => of.get(reference)).join(' | ')} |`);
}
