// npm run test:long: the checks that take too long for npm test.

import { findFirefox, findOnPath } from './browser.mjs';
import { actions } from './soak/actions.mjs';
import { setup, setupBrowsers, setupCargoDeny, setupPackages } from './setup.mjs';
import { finish, nodeCounts, rustCounts, skip, step } from './steps.mjs';

process.chdir(`${import.meta.dirname}/..`);
await setup({ forTests: true });
await setupPackages('tests/hosts');
await setupPackages('tests/packages');
await setupBrowsers();
const hasCargoDeny = await setupCargoDeny();

const { execPath } = process;
if (await step('build', [execPath, 'scripts/build.mjs'])) {
  const nodeTest = [execPath, '--test', '--test-reporter=spec'];
  const presets = [...nodeTest, 'tests/long/presets.test.js'];
  await step('the presets, trained for minutes', presets, nodeCounts);
  const ablations = [...nodeTest, 'tests/long/ablations.test.js'];
  await step('two rows of the table of variants', ablations, nodeCounts);
  const taught = ['lessons', 'lessons-by-keyboard'].map((name) => `tests/long/${name}.test.js`);
  const lessons = [...nodeTest, '--test-concurrency=1', ...taught];
  await step('the lessons, with other seeds and in a browser', lessons, nodeCounts);
  const fallbacks = [...nodeTest, 'tests/long/fallbacks.test.js'];
  await step('the figures for readers without script', fallbacks, nodeCounts);
  const resume = [...nodeTest, 'tests/long/resume.test.js'];
  await step('saved runs of all settings, in a page and natively', resume, nodeCounts);
  const faults = ['storage', 'replacements'].map((name) => `tests/long/${name}.test.js`);
  const bad = [...nodeTest, '--test-concurrency=1', ...faults];
  await step('faults of storage, and texts replaced, in three browsers', bad, nodeCounts);
  const workers = ['worker-count', 'stopped-browser'].map((name) => `tests/long/${name}.test.js`);
  const counted = [...nodeTest, '--test-concurrency=1', ...workers];
  await step('the number of workers, and a browser that stops', counted, nodeCounts);
  const large = [...nodeTest, 'tests/long/large.test.js'];
  await step('large texts, models and pages', large, nodeCounts);
  const hosts = ['frameworks', 'slides', 'notebook'].map((name) => `tests/hosts/${name}.test.js`);
  const around = [...nodeTest, '--test-concurrency=1', ...hosts];
  await step('frameworks, slides and notebooks around the tag', around, nodeCounts);
  const checks = ['checks', 'bundlers', 'crate'].map((name) => `tests/packages/${name}.test.js`);
  const packages = [...nodeTest, '--test-concurrency=1', ...checks];
  await step('the packages of npm and of Rust', packages, nodeCounts);
  const leak = [...nodeTest, 'tests/long/soak.test.js'];
  await step('a soak that finds a leak', leak, nodeCounts);
}
const geckodriver = findOnPath('geckodriver');
if (geckodriver && findFirefox()) {
  const inFirefox = ['wasm-pack', 'test', '--headless', '--firefox', '--geckodriver', geckodriver];
  await step('the tests in Rust, in Firefox', inFirefox, rustCounts);
} else {
  await skip('the tests in Rust, in Firefox', 'Not run: this needs Firefox and geckodriver.');
}
const crates = 'licences, versions and sources of the crates';
if (hasCargoDeny) {
  const deny = ['cargo', 'deny', '--workspace', '--locked', 'check', 'licenses', 'bans', 'sources'];
  await step(crates, deny);
} else {
  await skip(
    crates,
    'Not checked by cargo-deny, which cannot be installed here. npm test checks the same lists\n' +
      '   without it (tests/scripts/dependencies.test.js).',
  );
}
await step(
  'random input, half a minute each',
  [execPath, 'scripts/fuzz.mjs', '--each', '30'],
  nodeCounts,
);
// In an order by chance, as in hours, the views that are left full would differ too much for minutes.
const order = Object.keys(actions).join(',');
const short = ['--minutes', '5', '--pace', '0.2', '--short', '--actions', order];
const soak = [execPath, 'scripts/soak.mjs', ...short];
await step('five minutes of use in each browser, and more where a cycle takes long', soak);
await step('mutations', [execPath, 'scripts/mutations.mjs']);
finish();
