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
 * @property {() => object} [options] its own capabilities
 */

/** @type {Record<EngineName, Engine>} */
const engines = {
  Chromium: {
    programs: () => ({ chromedriver: findDriver(), chromium: findBrowser() }),
    options: () => ({
      'goog:chromeOptions': { binary: findBrowser(), args: ['--headless', ...browserFlags] },
    }),
  },
  Firefox: {
    programs: () => ({ geckodriver: findOnPath('geckodriver'), firefox: findFirefox() }),
    options: () => ({ 'moz:firefoxOptions': { binary: findFirefox(), args: ['-headless'] } }),
  },
  WebKit: {
    programs: () => ({ WebKitWebDriver: findOnPath('WebKitWebDriver'), Xvfb: findOnPath('Xvfb') }),
  },
};

/** Milliseconds for the answer to a command, unless a script may take longer. */
const PATIENCE = 30_000;

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
 * @param {{patience?: number}} [limits] patience: milliseconds that a script may take
 * @returns {Promise<Session>} rejects if a program is missing or does not start
 */
export async function openBrowser(name, { patience = PATIENCE } = {}) {
  const missing = missingPrograms(name);
  if (missing.length > 0) throw new Error(`${name} needs ${missing.join(' and ')} on the PATH`);
  /** @type {(() => void)[]} */
  const closing = [];
  try {
    const screen = name === 'WebKit' ? await startScreen(closing) : {};
    const driver = await startDriver(name, screen, closing);
    const alwaysMatch = { timeouts: { script: patience }, ...engines[name].options?.() };
    const made = await command(`${driver}/session`, { capabilities: { alwaysMatch } });
    const { sessionId, capabilities } = made;
    return new Session(`${driver}/session/${sessionId}`, capabilities, patience, closing);
  } catch (error) {
    for (const close of closing) close();
    throw error;
  }
}

/** A browser with one page. */
export class Session {
  #url;
  #patience;
  #closing;

  /**
   * @param {string} url of the session
   * @param {{browserVersion: string}} capabilities
   * @param {number} patience
   * @param {(() => void)[]} closing ends the programs
   */
  constructor(url, { browserVersion }, patience, closing) {
    this.#url = url;
    this.#patience = patience;
    this.#closing = closing;
    /** The version of the browser. */
    this.version = browserVersion;
  }

  /** @param {string} url */
  async goTo(url) {
    await command(`${this.#url}/url`, { url });
  }

  /**
   * Runs a function in the page and waits for its result.
   *
   * @template {any[]} A
   * @template R
   * @param {(...args: A) => R | Promise<R>} run without references to anything outside
   * @param {A} args
   * @returns {Promise<R>} rejects with the message of its error
   */
  async execute(run, ...args) {
    const script = `
      const args = [...arguments];
      const done = args.pop();
      const run = async () => ({ value: await (${run})(...args) });
      run().catch((error) => ({ error: String(error) })).then(done);`;
    const url = `${this.#url}/execute/async`;
    const { value, error } = await command(url, { script, args }, this.#patience + PATIENCE);
    if (error !== undefined) throw new Error(error);
    return value;
  }

  /** Ends the browser and its driver. */
  async close() {
    // A browser that has crashed has nothing left to close.
    await request('DELETE', this.#url).catch(() => {});
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
  const args = ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'];
  const screen = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  closing.push(() => screen.kill());
  const output = /** @type {import('node:stream').Readable} */ (screen.stdio[3]);
  const [number] = await once(output, 'data', { signal: AbortSignal.timeout(PATIENCE) });
  return {
    DISPLAY: `:${String(number).trim()}`,
    // Its sandbox refuses to start for root.
    ...(process.getuid?.() === 0 && { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' }),
  };
}

/**
 * @param {EngineName} name
 * @param {Record<string, string>} env
 * @param {(() => void)[]} closing
 * @returns {Promise<string>} its URL
 */
async function startDriver(name, env, closing) {
  const [path] = Object.values(engines[name].programs());
  const port = await freePort();
  const driver = spawn(String(path), [`--port=${port}`], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
  closing.unshift(() => driver.kill());
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + PATIENCE;
  while (!(await isReady(url))) {
    if (driver.exitCode !== null || Date.now() > deadline) {
      throw new Error(`${path} did not start`);
    }
    await sleep(50);
  }
  return url;
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
  if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}
