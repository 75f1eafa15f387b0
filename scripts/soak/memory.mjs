/** The memory of a browser's processes, after a collection of its garbage. */

import { readdirSync, readFileSync } from 'node:fs';

/**
 * @typedef {import('../webdriver.mjs').EngineName} EngineName
 * @typedef {import('../webdriver.mjs').Session} Session
 */

/**
 * A part of the command line of the processes that show pages.
 *
 * @type {Record<EngineName, RegExp>}
 */
const pageProcesses = {
  Chromium: /--type=renderer/,
  Firefox: /-contentproc.*\btab$/,
  WebKit: /WebKitWebProcess/,
};

/** @type {Record<EngineName, (session: Session) => Promise<unknown>>} */
const collectors = {
  Chromium: (session) =>
    session.command('goog/cdp/execute', { cmd: 'HeapProfiler.collectGarbage', params: {} }),
  Firefox: async (session) => {
    await session.command('moz/context', { context: 'chrome' });
    try {
      // As the browser does it when memory is short, in all its processes.
      await session.execute(`() => new Promise((resolve) => {
        Services.obs.notifyObservers(null, 'child-gc-request');
        Services.obs.notifyObservers(null, 'child-cc-request');
        Services.obs.notifyObservers(null, 'memory-pressure', 'heap-minimize');
        Cu.forceGC();
        Cu.forceCC();
        setTimeout(resolve, 500);
      })`);
    } finally {
      await session.command('moz/context', { context: 'content' });
    }
  },
  // It has no command for that: new memory makes it look for old.
  WebKit: (session) =>
    session.execute(async () => {
      for (let i = 0; i < 40; i++) {
        new Uint8Array(8e6).fill(i);
        await new Promise((resolve) => setTimeout(resolve));
      }
    }),
};

/**
 * Collects garbage; twice, because what the first collection frees may hold something.
 *
 * @param {EngineName} name
 * @param {Session} session
 */
export async function collectGarbage(name, session) {
  for (let i = 0; i < 2; i++) await collectors[name](session);
}

/**
 * The proportional share of memory of the process of a page, in bytes; on Linux alone.
 *
 * @param {EngineName} name
 * @param {Session} session
 * @returns {number | undefined} that of the largest such process
 */
export function memoryOf(name, session) {
  if (process.platform !== 'linux') return undefined;
  const sizes = processesOf(session.group)
    .filter(({ command }) => pageProcesses[name].test(command))
    .map(({ id }) => proportionalSize(id));
  return sizes.length > 0 ? Math.max(...sizes) : undefined;
}

/**
 * @param {number} group
 * @returns {{id: string, command: string}[]} the processes of a group
 */
function processesOf(group) {
  return readdirSync('/proc').flatMap((id) => {
    if (!/^\d+$/.test(id)) return [];
    try {
      const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
      // The name before it may have spaces.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(fields[2]) !== group) return [];
      const command = readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      return [{ id, command }];
    } catch {
      return []; // It has ended.
    }
  });
}

/** @param {string} id of a process */
function proportionalSize(id) {
  try {
    const rollup = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
    return 1024 * Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0);
  } catch {
    return 0; // It has ended.
  }
}
