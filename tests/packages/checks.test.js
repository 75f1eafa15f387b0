import assert from 'node:assert/strict';
import { readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import Ajv from 'ajv';
import { publint } from 'publint';
import { compile, installPackage, readPackage, run } from './installed.js';

const { folder, archive } = installPackage();
const modules = join(import.meta.dirname, 'node_modules');

test('publint has nothing to say', async () => {
  const pkgDir = join(folder, 'node_modules/lstm-playground');
  const { messages } = await publint({ pkgDir, level: 'suggestion', strict: true, pack: false });
  assert.deepEqual(messages, []);
});

test('attw finds the types of every entry', () => {
  run(folder, join(modules, '.bin/attw'), '--profile', 'esm-only', archive);
});

test('a component in TSX compiles', () => {
  symlinkSync(join(modules, '@types'), join(folder, 'node_modules/@types'));
  compile(folder, 'consumer.tsx');
});

test('custom-elements.json is one', () => {
  const schema = createRequire(import.meta.url).resolve('custom-elements-manifest/schema.json');
  const ajv = new Ajv({ strict: false, allErrors: true });
  const isValid = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')));
  isValid(JSON.parse(readPackage('custom-elements.json')));
  assert.deepEqual(isValid.errors, null);
});
