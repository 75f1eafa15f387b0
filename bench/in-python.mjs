/** Measures PyTorch in a process of its own for each job. */

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { python } from '../scripts/setup.mjs';
import { PATIENCE } from './in-browser.mjs';

const script = join(import.meta.dirname, 'pytorch.py');
const interpreter = join(import.meta.dirname, '..', python);

export const hasPyTorch = () => existsSync(interpreter);

/**
 * @param {import('./contenders.mjs').Contender} contender
 * @returns {import('./programs.mjs').Program}
 */
export function openInPython({ threads }) {
  return {
    versions: {},
    async measure(job) {
      const run = promisify(execFile)(interpreter, [script], { timeout: PATIENCE });
      run.child.stdin?.end(JSON.stringify({ ...job, threads }));
      try {
        return JSON.parse((await run).stdout);
      } catch (error) {
        const { stderr = '' } = /** @type {{stderr?: string}} */ (error);
        return { error: stderr.trim().split('\n').at(-1) || String(error) };
      }
    },
    async close() {},
  };
}
