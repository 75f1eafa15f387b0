/** Measures PyTorch in a separate process for each job. */

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { python } from '../scripts/setup.mjs';
import { PATIENCE } from './in-browser.mjs';

const script = join(import.meta.dirname, 'pytorch.py');
const interpreter = join(import.meta.dirname, '..', python);

/**
 * @param {number} threads
 * @param {{hidden: number, batch: number, seqLen: number, vocab: number}} job
 * @returns {Promise<(import('./measure.js').Measurement & {version: string}) | {error: string}>}
 */
export async function measureTorch(threads, { hidden, batch, seqLen, vocab }) {
  if (!existsSync(interpreter)) return { error: 'not installed' };
  const args = [script, ...[threads, hidden, batch, seqLen, vocab].map(String)];
  try {
    const { stdout } = await promisify(execFile)(interpreter, args, { timeout: PATIENCE });
    return JSON.parse(stdout);
  } catch (error) {
    const { stderr = '' } = /** @type {{stderr?: string}} */ (error);
    return { error: stderr.trim().split('\n').at(-1) || String(error) };
  }
}
