import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openPage, serve } from './support/browser.js';
import { serveRecorded, testInEveryBrowser } from './support/every-browser.js';

/**
 * @typedef {object} Trial
 * @property {string} [policy] of the host page
 * @property {Record<string, string>} [headers] of the host page
 * @property {(page: string) => string} [frame] a frame around the host page
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
    frame: () => '<iframe sandbox="allow-scripts" src="/post.html" width="1000" height="900">',
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
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame); // it is drawn
  return { problem, trained, shown: tag.shadowRoot.textContent };
};

/**
 * @param {Awaited<ReturnType<typeof tryStep>>} result
 * @param {string} [lacks] the source that the page's author has to allow
 */
function assertOutcome({ problem, trained, shown }, lacks) {
  if (lacks) {
    assert.ok(problem.includes(remedy(lacks)), problem);
    assert.ok(shown.includes(remedy(lacks)), `the reader sees ${shown}`);
  } else {
    assert.equal(problem, '');
    assert.ok(trained, 'the step is made');
    assert.ok(!shown.includes('security policy'), shown);
  }
  assert.ok(!/'unsafe-eval'/.test(`${problem} ${shown}`), "'unsafe-eval' is never needed");
}

for (const [form, script] of Object.entries(forms)) {
  for (const [title, trial] of Object.entries(trials)) {
    const { policy = '', headers = {}, frame, lacksForFiles, isForOneFile } = trial;
    const isOneFile = form === 'one file';
    if (isForOneFile && !isOneFile) continue;
    const lacks = trial.lacks ?? (isOneFile ? undefined : lacksForFiles);
    test(`${title}, ${form}: ${lacks ? 'names what is missing' : 'trains'}`, async (t) => {
      const host = hostPage(policy, script);
      const pages = { '/post.html': host, '/frame.html': `${head}${frame?.(host)}` };
      const { url } = await serve(pages, '', { '/post.html': headers });
      const address = `${url}/${frame ? 'frame' : 'post'}.html`;
      const page = await openPage(t, address, {}, /has been blocked|violates/);
      const inner = frame ? page.frames()[1] : page;
      await inner.waitForFunction(() => customElements.get('lstm-playground'));
      const result = await inner.evaluate(tryStep);
      assertOutcome(result, lacks);
    });
  }
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

for (const [what, { script, told }] of Object.entries(lacking)) {
  test(`a browser without ${what} is told apart from a policy`, async (t) => {
    const { url } = await serve({ '/post.html': hostPage('', forms['one file']) }, script);
    const page = await openPage(t, `${url}/post.html`);
    const { problem, shown } = await page.evaluate(tryStep);
    assert.ok(problem.includes(told), problem);
    assert.ok(shown.includes(told), `the reader sees ${shown}`);
    assert.doesNotMatch(`${problem} ${shown}`, /security policy/);
  });
}

/** Trials whose outcome depends on how a browser tells of a refusal. */
const TOLD = ["no 'wasm-unsafe-eval'", 'no worker-src', 'no connect-src', 'Trusted Types'];
TOLD.push('Trusted Types with other policies');

testInEveryBrowser('a policy lets the tag train, or is told what it lacks', async (page) => {
  const { url } = await serveRecorded(
    Object.fromEntries(
      TOLD.map((title, at) => [
        `/${at}.html`,
        hostPage(trials[title].policy ?? '', forms['several files']),
      ]),
    ),
  );
  for (const [at, title] of TOLD.entries()) {
    await page.goto(`${url}/${at}.html`);
    const { lacks, lacksForFiles } = trials[title];
    const result = await page.evaluate(tryStep);
    assertOutcome(result, lacks ?? lacksForFiles);
  }
});

for (const name of ['index', 'embed']) {
  test(`${name}.html keeps to the policy of a strict host`, async (t) => {
    const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:";
    const headers = { 'content-security-policy': policy };
    const { url } = await serve({}, '', { [`/${name}.html`]: headers });
    const page = await openPage(t, `${url}/${name}.html`);
    const { problem, trained } = await page.evaluate(tryStep);
    assert.deepEqual([problem, trained], ['', true]);
  });
}
