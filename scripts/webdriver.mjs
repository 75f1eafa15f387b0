/**
 * Browsers of three engines without a screen, driven over the W3C WebDriver protocol
 * (https://www.w3.org/TR/webdriver2/).
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { browserFlags, findBrowser, findDriver, findFirefox, findOnPath } from './browser.mjs';

/**
 * @typedef {'Chromium' | 'Firefox' | 'WebKit'} EngineName
 *
 * @typedef {object} Engine
 * @property {() => Record<string, string | undefined>} programs that it needs: paths by name, the
 *   driver first; undefined if missing
 * @property {(isMeasured: boolean) => object} [options] its own capabilities
 * @property {string[]} [measured] arguments of its driver where the memory is measured
 */

/** @type {Record<EngineName, Engine>} */
const engines = {
  Chromium: {
    programs: () => ({ chromedriver: findDriver(), chromium: findBrowser() }),
    options: (isMeasured) => ({
      'goog:chromeOptions': {
        binary: findBrowser(),
        // Compiled code goes with the garbage, or it would grow for minutes while a page is in use.
        args: [
          '--headless',
          ...browserFlags,
          ...(isMeasured ? ['--js-flags=--stress-flush-code'] : []),
        ],
      },
    }),
  },
  Firefox: {
    programs: () => ({ geckodriver: findOnPath('geckodriver'), firefox: findFirefox() }),
    options: () => ({
      'moz:firefoxOptions': {
        ...{ binary: findFirefox(), args: ['-headless'] },
        // Otherwise pages on a disk load what they may not load for a person.
        prefs: { 'security.fileuri.strict_origin_policy': true },
      },
    }),
    measured: ['--allow-system-access'],
  },
  WebKit: {
    programs: () => ({ WebKitWebDriver: findOnPath('WebKitWebDriver'), Xvfb: findOnPath('Xvfb') }),
  },
};

export const engineNames = /** @type {EngineName[]} */ (Object.keys(engines));

/** Milliseconds for the answer to a command, unless a script may take longer. */
const PATIENCE = 30_000;
/** Milliseconds for a browser to start: on a busy machine it takes longer than any command to it. */
const START = 60_000;
/** Milliseconds for a browser to end by itself. */
const LAST_WORDS = 5_000;

/** An error that a driver answers with. */
export class WebDriverError extends Error {
  /**
   * @param {string} code as the protocol names it, such as "stale element reference"
   * @param {string} message
   */
  constructor(code, message) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/**
 * The programs that this computer lacks for an engine.
 *
 * @param {EngineName} name
 * @returns {string[]}
 */
export function missingPrograms(name) {
  const programs = Object.entries(engines[name].programs());
  return programs.filter(([, path]) => !path).map(([program]) => program);
}

/**
 * Starts a browser with a fresh profile.
 *
 * @param {EngineName} name
 * @param {object} [options]
 * @param {number} [options.patience] milliseconds that a script may take
 * @param {boolean} [options.isMeasured] true where its garbage is to be collected on demand
 * @returns {Promise<Session>} rejects if a program is missing or does not start
 */
export async function openBrowser(name, { patience = PATIENCE, isMeasured = false } = {}) {
  const missing = missingPrograms(name);
  if (missing.length > 0) throw new Error(`${name} needs ${missing.join(' and ')} on the PATH`);
  /** @type {(() => void)[]} */
  const closing = [];
  try {
    const screen = name === 'WebKit' ? await startScreen(closing) : {};
    const { options, measured } = engines[name];
    const args = (isMeasured && measured) || [];
    const { url, group } = await startDriver(name, args, screen, closing);
    const alwaysMatch = { timeouts: { script: patience }, ...options?.(isMeasured) };
    const made = await command(`${url}/session`, { capabilities: { alwaysMatch } }, START);
    const { sessionId, capabilities } = made;
    const programs = { group, closing };
    return new Session(`${url}/session/${sessionId}`, capabilities, patience, programs);
  } catch (error) {
    for (const close of closing) close();
    throw error;
  }
}

/** A browser with one page. */
export class Session {
  #url;
  #closing;

  /**
   * @param {string} url of the session
   * @param {{browserVersion: string}} capabilities
   * @param {number} patience
   * @param {{group: number, closing: (() => void)[]}} programs closing ends them
   */
  constructor(url, { browserVersion }, patience, { group, closing }) {
    this.#url = url;
    this.#closing = closing;
    /** Milliseconds that a script may take. */
    this.patience = patience;
    /** The version of the browser. */
    this.version = browserVersion;
    /** The id of the group of its processes. */
    this.group = group;
  }

  /** @param {string} url */
  async goTo(url) {
    await this.command('url', { url });
  }

  /**
   * Sends one of the protocol's commands about this session.
   *
   * @param {string} path below the session
   * @param {object} [parameters] of a command that is posted; others are asked for
   * @param {number} [patience] in milliseconds
   * @returns {Promise<any>} its value; rejects with a `WebDriverError`
   */
  command(path, parameters, patience) {
    const url = `${this.#url}/${path}`;
    return parameters ? command(url, parameters, patience) : request('GET', url);
  }

  /**
   * Runs a function in the page and waits for its result.
   *
   * @template {any[]} A
   * @template R
   * @param {((...args: A) => R | Promise<R>) | string} run without references to anything outside;
   *   or its source text
   * @param {A} args JSON, and elements as the protocol refers to them
   * @returns {Promise<R>} rejects with the message of its error
   */
  async execute(run, ...args) {
    const script = `
      const args = [...arguments];
      const done = args.pop();
      const run = async () => ({ value: await (${run})(...args) });
      run().catch((error) => ({ error: String(error) })).then(done);`;
    const parameters = { script, args };
    const answer = await this.command('execute/async', parameters, this.patience + PATIENCE);
    // In Firefox, where the page is left meanwhile.
    if (!answer) throw new WebDriverError('no answer', 'the page was left');
    if (answer.error != null) throw new Error(answer.error);
    return answer.value;
  }

  /** Ends the browser and its driver. */
  async close() {
    // A browser that hangs or has crashed is ended with its driver.
    await request('DELETE', this.#url, undefined, LAST_WORDS).catch(() => {});
    for (const close of this.#closing) close();
  }
}

/**
 * Starts a screen in memory, because WebKitGTK's browser has no mode without one.
 *
 * @param {(() => void)[]} closing
 * @returns {Promise<Record<string, string>>} environment variables
 */
async function startScreen(closing) {
  const args = ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'];
  const screen = start('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] }, closing);
  const output = /** @type {import('node:stream').Readable} */ (screen.stdio[3]);
  const [number] = await once(output, 'data', { signal: AbortSignal.timeout(PATIENCE) });
  return {
    DISPLAY: `:${String(number).trim()}`,
    // Its sandbox refuses to start for root.
    ...(process.getuid?.() === 0 && { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' }),
  };
}

/** @type {Set<() => void>} ends each program that runs */
const running = new Set();
const endAll = () => running.forEach((end) => end());
process.once('exit', endAll);
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.once(signal, () => {
    endAll();
    process.kill(process.pid, signal);
  });
}

/**
 * Starts a program that ends, with every process that it has started, at the end of this one at the
 * latest: a driver that ends by itself leaves its browser running.
 *
 * @param {string} path
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @param {(() => void)[]} closing
 */
function start(path, args, options, closing) {
  const program = spawn(path, args, { ...options, detached: true });
  const end = () => {
    running.delete(end);
    try {
      process.kill(-Number(program.pid), 'SIGKILL');
    } catch {
      // All of them have ended.
    }
  };
  running.add(end);
  closing.unshift(end);
  return program;
}

/**
 * @param {EngineName} name
 * @param {string[]} args
 * @param {Record<string, string>} env
 * @param {(() => void)[]} closing
 * @returns {Promise<{url: string, group: number}>} group: the id of that of its processes
 */
async function startDriver(name, args, env, closing) {
  const [path] = Object.values(engines[name].programs());
  const port = await freePort();
  const options = { env: { ...process.env, ...env }, stdio: /** @type {const} */ ('ignore') };
  const driver = start(String(path), [`--port=${port}`, ...args], options, closing);
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + PATIENCE;
  while (!(await isReady(url))) {
    if (driver.exitCode !== null || Date.now() > deadline) {
      throw new Error(`${path} did not start`);
    }
    await sleep(50);
  }
  return { url, group: Number(driver.pid) };
}

/** @param {string} driver */
async function isReady(driver) {
  try {
    return (await request('GET', `${driver}/status`)).ready;
  } catch {
    return false;
  }
}

/** @returns {Promise<number>} a port on which nothing listens */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * @param {string} url
 * @param {object} parameters
 * @param {number} [patience]
 */
function command(url, parameters, patience) {
  return request('POST', url, JSON.stringify(parameters), patience);
}

/**
 * @param {string} method
 * @param {string} url
 * @param {string} [body]
 * @param {number} [patience] in milliseconds: a driver may wait forever for a browser that hangs
 * @returns {Promise<any>} the answer's value
 */
async function request(method, url, body, patience = PATIENCE) {
  const signal = AbortSignal.timeout(patience);
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method, headers, body, signal });
  const { value } = /** @type {any} */ (await response.json());
  if (!response.ok) throw new WebDriverError(value.error, value.message);
  return value;
}
