import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { openNotebook } from '../e2e/support/notebook.js';

const root = join(import.meta.dirname, '../..');
const environment = join(root, 'target/notebook');
const python = join(environment, 'bin/python');

const PROGRAM = `
import json
from lstm_playground import Playground

playground = Playground(text="a cell of a notebook. " * 20, config={"hidden_size": 8, "seqLen": 8})
untouched = playground.training
playground.train()
traits = ["text", "preset", "config", "panels", "training", "progress", "sample"]
print(json.dumps({
    "esm": playground._esm,
    "untouched": untouched,
    "traits": {name: getattr(playground, name) for name in traits},
    "keys": sorted(playground.keys),
}))
`;

test('the package for Python installs, and its widget trains with the settings of Python', async (t) => {
  execFileSync('python3', ['-m', 'venv', '--clear', environment]);
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', join(root, 'python')]);
  const printed = execFileSync(python, ['-c', PROGRAM], { maxBuffer: 1e7, cwd: environment });
  const { esm, traits, keys, untouched } = JSON.parse(String(printed));
  assert.deepEqual([untouched, traits.training], [false, true]);
  assert.deepEqual(traits.config, { hiddenSize: 8, seqLen: 8 });
  for (const name of Object.keys(traits)) assert.ok(keys.includes(name), `${name} is shared`);
  const { page } = await openNotebook(t, esm, traits);
  await page.waitForFunction('kernel.progress.step > 5 && kernel.sample !== ""');
  const config = await page
    .locator('lstm-playground')
    .evaluate((/** @type {any} */ tag) => tag.config);
  assert.deepEqual([config.hiddenSize, config.seqLen], [8, 8]);
});
