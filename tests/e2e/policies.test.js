import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
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
 */

const TEXT = 'a guest keeps to the rules of the house. '.repeat(10);
/** The two forms of the tag, as another host has them. */
const forms = { 'several files': 'lstm-playground.js', 'one file': 'lstm-playground.all.js' };
const { url: files } = await serve();

/** @param {string} policy in HTML */
const hostPage = (policy, script = '') => `<!doctype html>
  <html lang="en"><head><meta http-equiv="content-security-policy" content="${policy}" />
  <meta charset="utf-8" /><title>A post</title>
  <link rel="icon" href="data:," /><script type="module" nonce="n1" src="${files}/${script}"></script></head>
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
  'Trusted Types': { policy: `${README}; require-trusted-types-for 'script'` },
  'Trusted Types with the policy of the playground': {
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
  `the author of the page has to allow "${source}" in its content security policy`;

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
    const { policy = '', headers = {}, frame, lacksForFiles } = trial;
    const lacks = trial.lacks ?? (form === 'several files' ? lacksForFiles : undefined);
    test(`${title}, ${form}: ${lacks ? 'names what is missing' : 'trains'}`, async (t) => {
      const host = hostPage(policy, script);
      const pages = { '/post.html': host, '/frame.html': frame?.(host) ?? '' };
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
