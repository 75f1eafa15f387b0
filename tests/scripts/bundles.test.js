import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { bundlePackage, bundleSite } from '../../scripts/bundles.mjs';
import { LICENCES } from '../../scripts/licences.mjs';

/** Bytes of a script above which webpack warns. */
const MAX_MODULE = 244 * 1024;
const root = join(import.meta.dirname, '../..');
const oneScript = 'lstm-playground.all.js';

const folder = mkdtempSync(join(tmpdir(), 'lstm-playground-'));
after(() => rmSync(folder, { recursive: true }));

const integrity = await bundleSite(join(folder, 'first'), 'warn');

/**
 * The files of a folder by their paths in it.
 *
 * @param {string} name
 */
function filesIn(name) {
  const entries = readdirSync(join(folder, name), { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((file) => join(file.parentPath, file.name));
  return new Map(
    paths.sort().map((path) => [path.slice(join(folder, name).length + 1), readFileSync(path)]),
  );
}

test('two builds give the same bytes', async () => {
  assert.equal(await bundleSite(join(folder, 'second'), 'warn'), integrity);
  const [first, second] = ['first', 'second'].map(filesIn);
  assert.deepEqual([...first.keys()], [...second.keys()]);
  for (const name of ['index.html', 'lstm-playground.js', oneScript, 'playground.html', LICENCES])
    assert.ok(first.has(name), name);
  for (const [path, bytes] of first) assert.ok(second.get(path)?.equals(bytes), path);
});

test('the wasm has no folder of this computer, which would make other bytes on another', () => {
  for (const name of ['', 'gradient-check/']) {
    const wasm = readFileSync(join(root, `www/pkg/${name}lstm_playground_bg.wasm`));
    assert.ok(wasm.includes('/library/core/src/'), 'it has the places of panics in Rust itself');
    const folders = [homedir(), root].filter((path) => path !== '/');
    for (const path of folders) assert.ok(!wasm.includes(path), `${name}: ${path}`);
  }
});

test('the modules of the package load nothing but each other; its one script is that of the site', async () => {
  assert.equal(await bundlePackage(join(folder, 'package')), integrity);
  const files = filesIn('package');
  const table = JSON.parse(String(files.get('integrity.json')));
  assert.deepEqual(table, { [oneScript]: integrity });
  assert.ok(files.has(LICENCES));
  const modules = [...files].filter(([path]) => path.endsWith('.js') && path !== oneScript);
  assert.equal(modules.length, files.size - 3, `modules alone, got ${[...files.keys()]}`);
  assert.ok(modules.length > 20, `several modules, got ${modules.length}`);
  for (const [path, bytes] of modules) {
    const code = String(bytes);
    assert.ok(
      bytes.length < MAX_MODULE,
      `${path} may have ${MAX_MODULE} bytes, got ${bytes.length}`,
    );
    assert.doesNotMatch(code, /\bimport\.meta\b/, path);
    for (const [, name] of code.matchAll(/\b(?:from|import)\s*\(?["'`](\.[^"'`]+)/g))
      assert.ok(files.has(name.slice(2)), `${path} imports ${name}`);
  }
});
