import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Finds the first of these programs on the PATH.
 * @param {string[]} names
 * @returns {string | undefined} the full path
 */
export function findOnPath(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
}

/**
 * @param {string} variable the environment variable that overrides the search
 * @param {string[]} names
 */
function find(variable, ...names) {
  const chosen = process.env[variable];
  if (!chosen) return findOnPath(...names);
  if (existsSync(chosen)) return chosen;
  throw new Error(
    `${variable} must be the path of a program, got ${chosen}, which does not exist: ` +
      'correct or unset it',
  );
}

/** @returns {string | undefined} path of Chromium or Chrome; CHROME wins over the PATH */
export function findBrowser() {
  return find('CHROME', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
}

/**
 * @returns {string | undefined} path of the Chromium that has no windows, where a new page costs a third of
 *   the processor's time; without it, or where CHROME is set, that of `findBrowser`
 */
export function findHeadlessBrowser() {
  const shell = findOnPath('chromium-headless-shell', 'chrome-headless-shell');
  return process.env.CHROME ? findBrowser() : (shell ?? findBrowser());
}

/** @returns {string | undefined} path of its WebDriver; CHROMEDRIVER wins over the PATH */
export function findDriver() {
  return find('CHROMEDRIVER', 'chromedriver');
}

/** @returns {string | undefined} path of Firefox; FIREFOX wins over the PATH */
export function findFirefox() {
  return find('FIREFOX', 'firefox-esr', 'firefox');
}

/** The flags for a browser that runs as root, without a screen, and makes no requests by itself. */
export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
