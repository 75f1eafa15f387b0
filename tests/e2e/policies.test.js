import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recording, testInEveryBrowser } from './support/every-browser.js';
import { serve } from './support/site.js';

/**
 * @typedef {object} Trial
 * @property {string} [policy] of the host page
 * @property {Record<string, string>} [headers] of the host page
 * @property {(page: string, at: number) => string} [frame] a frame around the host page
 * @property {string} [lacks] the source that the page's author has to allow, for both forms
 * @property {string} [lacksForFiles] the same, for several files alone
 * @property {boolean} [isForOneFile] for one file alone
 */

const TEXT = 'a guest keeps to the rules of the house. '.repeat(10);
/** The two forms of the tag, as another host has them. */
const forms = { 'several files': 'lstm-playground.js', 'one file': 'lstm-playground.all.js' };
const { url: files } = await serve();
const dist = join(import.meta.dirname, '../../dist');
const integrity = JSON.parse(readFileSync(join(dist, 'integrity.json'), 'utf8'))[forms['one file']];

const head = '<meta charset="utf-8" /><title>A post</title><link rel="icon" href="data:," />';

/**
 * @param {string} policy in HTML
 * @param {string} script of the tag
 */
const hostPage = (policy, script) => `<!doctype html>
  <html lang="en"><head><meta http-equiv="content-security-policy" content="${policy}" />${head}
  <script type="module" nonce="n1" src="${files}/${script}" crossorigin
    integrity="${script === forms['one file'] ? integrity : ''}"></script></head>
  <body><lstm-playground text="${TEXT}" hidden-size="8" seq-len="8" batch-size="2"
    panels="text curve sample">Without scripts.</lstm-playground></body></html>`;

/** The policy of the README. */
const README = `script-src ${files} 'wasm-unsafe-eval'; connect-src ${files}; worker-src blob:`;

/** @param {string} source of the README's policy that is left out */
const without = (source) => README.replace(source, '');

/** @type {Record<string, Trial>} */
const trials = {
  'the policy of the README': { policy: README },
  'no style-src': { policy: `default-src 'none'; ${README}` },
  'a nonce and strict-dynamic': {
    policy: `default-src 'none'; script-src 'nonce-n1' 'strict-dynamic' 'wasm-unsafe-eval';
      connect-src ${files}; worker-src blob:`,
  },
  'Cross-Origin-Embedder-Policy': {
    policy: README,
    headers: {
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-opener-policy': 'same-origin',
    },
  },
  'a frame with sandbox="allow-scripts"': {
    frame: (_, at) =>
      `<iframe sandbox="allow-scripts" src="${pathOf(at)}" width="1000" height="900">`,
  },
  'the directive sandbox': { headers: { 'content-security-policy': 'sandbox allow-scripts' } },
  'a frame with srcdoc': {
    policy: README,
    frame: (page) => {
      const srcdoc = page.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
      return `<iframe srcdoc="${srcdoc}" width="1000" height="900">`;
    },
  },
  "no 'wasm-unsafe-eval'": {
    policy: without("'wasm-unsafe-eval'"),
    lacks: "script-src 'wasm-unsafe-eval'",
  },
  'no worker-src': { policy: without('worker-src blob:'), lacks: 'worker-src blob:' },
  'no connect-src': {
    policy: `default-src 'none'; ${without(`connect-src ${files};`)}`,
    lacksForFiles: `connect-src ${files}`,
  },
  'the integrity of the script alone': {
    policy: `default-src 'none'; script-src '${integrity}' 'wasm-unsafe-eval'; worker-src blob:`,
    isForOneFile: true,
  },
  'Trusted Types': {
    policy: `${README}; require-trusted-types-for 'script'; trusted-types lstm-playground`,
  },
  'Trusted Types with other policies': {
    policy: `${README}; require-trusted-types-for 'script'; trusted-types house`,
    lacks: 'trusted-types lstm-playground',
  },
  'no other policies, without Trusted Types': { policy: `${README}; trusted-types house` },
  'a policy that only reports': {
    policy: README,
    headers: {
      'content-security-policy-report-only':
        "default-src 'none'; require-trusted-types-for 'script'; trusted-types house",
    },
  },
};

/** @param {string} source */
const remedy = (source) =>
  `he author of this page must allow "${source}" in its content security policy`;

/** Runs in the page: makes a step, and returns the error of that. */
const tryStep = async () => {
  await customElements.whenDefined('lstm-playground');
  const tag = /** @type {any} */ (document.querySelector('lstm-playground'));
  let trained = false;
  tag.addEventListener('lstm-step', () => (trained = true));
  const problem = await tag.step().then(
    () => '',
    (/** @type {Error} */ { message }) => message,
  );
  const shown = () => String(tag.shadowRoot.textContent);
  // It is drawn a little later, in WebKit without a graphics card up to a second.
  for (let wait = 0; wait < 100 && !shown().includes(problem); wait++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { problem, trained, shown: shown() };
};

/**
 * @param {string} title of the trial
 * @param {Awaited<ReturnType<typeof tryStep>>} result
 * @param {string} [lacks] the source that the page's author has to allow
 */
function assertOutcome(title, { problem, trained, shown }, lacks) {
  if (lacks) {
    assert.ok(problem.includes(remedy(lacks)), `${title}: ${problem}`);
    assert.ok(shown.includes(remedy(lacks)), `${title}: the reader sees ${shown}`);
  } else {
    assert.equal(problem, '', title);
    assert.ok(trained, `${title}: the step is made`);
    assert.ok(!shown.includes('security policy'), `${title}: ${shown}`);
  }
  const told = `${problem} ${shown}`;
  assert.ok(!/'unsafe-eval'/.test(told), `${title}: 'unsafe-eval' is never needed`);
}

/** The pages of all trials, from one server; those with a frame have it around the page itself. */
const pages = Object.entries(forms).flatMap(([form, script]) =>
  Object.entries(trials)
    .filter(([, { isForOneFile }]) => form === 'one file' || !isForOneFile)
    .map(([title, trial]) => ({ form, title, trial, script })),
);
const pathOf = (/** @type {number} */ at) => `/post-${at}.html`;
const { url } = await serve(
  Object.fromEntries(
    pages.flatMap(({ trial: { policy = '', frame }, script }, at) => {
      const host = hostPage(policy, script);
      const around = frame && [[`/frame-${at}.html`, `<head>${head}</head>${frame(host, at)}`]];
      return [[pathOf(at), host], ...(around ?? [])];
    }),
  ),
  recording,
  Object.fromEntries(pages.map(({ trial }, at) => [pathOf(at), trial.headers ?? {}])),
);

for (const form of Object.keys(forms)) {
  testInEveryBrowser(
    `under every policy the tag trains or names what is missing, ${form}`,
    async (page) => {
      for (const [at, { title, trial, form: own }] of pages.entries()) {
        if (own !== form) continue;
        const lacks = trial.lacks ?? (form === 'one file' ? undefined : trial.lacksForFiles);
        await page.goto(`${url}${trial.frame ? `/frame-${at}.html` : pathOf(at)}`);
        if (trial.frame) await page.enter(page.locator('iframe'));
        assertOutcome(title, await page.evaluate(tryStep), lacks);
      }
    },
  );
}

/** Missing features of a browser: the script that removes each, and the words that the reader is told. */
const lacking = {
  WebAssembly: { script: 'delete globalThis.WebAssembly', told: 'has no WebAssembly' },
  'memory for WebAssembly': {
    script: `WebAssembly.Instance = function () { throw new RangeError('no memory is left') }`,
    told: 'no memory is left',
  },
  workers: {
    script: 'Worker = class { constructor() { throw new TypeError("none") } }',
    told: 'none',
  },
};

testInEveryBrowser('a browser that lacks a feature is told apart from a policy', async (page) => {
  for (const [what, { script, told }] of Object.entries(lacking)) {
    const { url } = await serve(
      { '/post.html': hostPage('', forms['one file']) },
      `${recording}; ${script}`,
    );
    await page.goto(`${url}/post.html`);
    const { problem, shown } = await page.evaluate(tryStep);
    assert.ok(problem.includes(told), `${what}: ${problem}`);
    assert.ok(shown.includes(told), `${what}: the reader sees ${shown}`);
    assert.doesNotMatch(`${problem} ${shown}`, /security policy/);
  }
});

testInEveryBrowser('the pages keep to the policy of a strict host', async (page) => {
  const recorder = `sha256-${createHash('sha256').update(recording).digest('base64')}`;
  const policy = `default-src 'self'; script-src 'self' '${recorder}' 'wasm-unsafe-eval'; worker-src blob:`;
  const paths = ['/index.html', '/embed.html'];
  const headers = paths.map((path) => [path, { 'content-security-policy': policy }]);
  const { url } = await serve({}, recording, Object.fromEntries(headers));
  for (const path of paths) {
    await page.goto(`${url}${path}`);
    const { problem, trained } = await page.evaluate(tryStep);
    assert.deepEqual([problem, trained], ['', true], path);
    const { problems } = await page.evaluate(() => /** @type {any} */ (window).records);
    assert.deepEqual(problems, [], path);
  }
});
