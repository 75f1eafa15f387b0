import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const steps = JSON.stringify(String(new URL('../../scripts/steps.mjs', import.meta.url)));

/**
 * The output of a run of these steps.
 *
 * @param {string} code
 */
function outputOf(code) {
  const program = `import { finish, measure, nodeCounts, skip, step } from ${steps};
    const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const talk = (name, ms, counts = { passed: 1, failed: 0 }) =>
      measure(name, async (print) => {
        print(name + ' begins\\n');
        await wait(ms);
        print(name + ' ends\\n');
        return counts;
      });
    ${code}; finish();`;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
}

test('steps side by side print one after the other, in the order of their start', () => {
  const { stdout, status } = outputOf(
    "await Promise.all([talk('slow', 300), talk('quick', 1).then(() => talk('next', 1))])",
  );
  assert.equal(status, 0);
  const lines = stdout.split('\n').filter((line) => /^==|begins|ends/.test(line));
  const expected = ['slow', 'quick', 'next'].flatMap((name) => [
    `== ${name}`,
    `${name} begins`,
    `${name} ends`,
  ]);
  assert.deepEqual(lines, expected);
  assert.match(stdout, /\n3 passed, 0 failed\n$/);
});

test('a step without a test, or whose command fails, has failed', () => {
  const { stdout, status } = outputOf(
    `await step('empty', ['true'], nodeCounts);
     await step('broken', ['false']);
     await step('sound', ['true']);
     await skip('left out', 'for a reason')`,
  );
  assert.equal(status, 1);
  assert.match(stdout, /\nFailed: empty; broken\n\n1 passed, 2 failed\n$/);
  assert.match(stdout, /== left out\n {3}for a reason\n/);
});

test('each long test has its step in test:long', () => {
  const script = readFileSync(new URL('../../scripts/test-long.mjs', import.meta.url), 'utf8');
  const names = readdirSync(new URL('../long', import.meta.url))
    .filter((name) => name.endsWith('.test.js'))
    .map((name) => name.replace('.test.js', ''));
  assert.deepEqual(
    names.filter((name) => !script.includes(`'${name}'`) && !script.includes(`/${name}.test.js'`)),
    [],
  );
});
