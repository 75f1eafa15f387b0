import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { engineNames, missingPrograms, openBrowser } from '../../scripts/webdriver.mjs';

for (const name of engineNames) {
  const missing = missingPrograms(name);
  const skip = missing.length > 0 && `${missing.join(' and ')} missing`;
  test(`${name} opens a page and runs a function in it`, { skip }, async (t) => {
    const browser = await openBrowser(name);
    t.after(() => browser.close());
    assert.match(browser.version, /^\d+\./);
    await browser.goTo('data:text/html,<title>a page</title>');
    const title = await browser.execute(async (/** @type {number} */ count) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return document.title.repeat(count);
    }, 2);
    assert.equal(title, 'a pagea page');
    const failing = browser.execute(() => {
      throw new RangeError('too far');
    });
    await assert.rejects(failing, new Error('RangeError: too far'));
  });
}

/**
 * The programs of this computer that have inherited an environment variable.
 *
 * @param {string} assignment
 */
const programsWith = (assignment) =>
  readdirSync('/proc').filter((id) => {
    try {
      return /^\d+$/.test(id) && readFileSync(`/proc/${id}/environ`, 'utf8').includes(assignment);
    } catch {
      return false; // It has ended.
    }
  });

const isLinux = process.platform === 'linux';
test('no browser outlives a program that is ended', { skip: !isLinux }, async (t) => {
  const mark = `WEBDRIVER_TEST=${process.pid}`;
  const [key, value] = mark.split('=');
  const url = new URL('../../scripts/webdriver.mjs', import.meta.url);
  const script = `
    import { engineNames, missingPrograms, openBrowser } from '${url}';
    const all = engineNames.filter((name) => missingPrograms(name).length === 0);
    await Promise.all(all.map((name) => openBrowser(name)));
    console.log('open');
    setInterval(() => {}, 1000);`;
  const program = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...process.env, [key]: value },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => program.kill());
  await once(program.stdout, 'data');
  const before = programsWith(mark).length;
  assert.ok(before > 1, `${before} programs`);
  program.kill('SIGTERM');
  await once(program, 'close');
  // The system needs a moment to end them.
  for (let i = 0; i < 100 && programsWith(mark).length > 0; i++) await sleep(20);
  assert.deepEqual(programsWith(mark), []);
});
