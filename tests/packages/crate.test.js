import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { run } from './installed.js';

const root = join(import.meta.dirname, '../..');

test('the crate can be published, without a warning', () => {
  // Its build has other features, and the library's file the same name: in target/, other tests would
  // find it there.
  const folder = '--target-dir target/publication';
  const rehearsal = `cargo publish --dry-run --allow-dirty -p lstm-playground ${folder} 2>&1`;
  const printed = run(root, 'sh', '-c', rehearsal);
  assert.deepEqual(printed.match(/^warning.*/gm), ['warning: aborting upload due to dry run']);
});

test('a program for wasm32 with the oldest allowed wasm-bindgen uses the crate', async () => {
  const manifest = readFileSync(join(root, 'crate/Cargo.toml'), 'utf8');
  const oldest = /^wasm-bindgen = \{ version = "([\d.]+)"/m.exec(manifest)?.[1];
  const locked = /^name = "wasm-bindgen"\nversion = "(.+)"$/m.exec(
    readFileSync(join(root, 'Cargo.lock'), 'utf8'),
  )?.[1];
  assert.ok(oldest && locked, 'both files name wasm-bindgen');
  assert.notEqual(oldest, locked, 'the page is built with another one');

  const program = join(root, 'target/other-program');
  mkdirSync(join(program, 'src'), { recursive: true });
  const features = 'features = ["browser"]';
  writeFileSync(
    join(program, 'Cargo.toml'),
    `[workspace]
[package]
name = "other-program"
edition = "2024"
[profile.dev]
debug = false
[lib]
crate-type = ["cdylib"]
[dependencies]
lstm-playground = { path = "${join(root, 'crate')}", ${features} }
wasm-bindgen = "=${oldest}"
`,
  );
  writeFileSync(
    join(program, 'src/lib.rs'),
    `use lstm_playground::{Config, Text, Trainer};
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
pub fn loss_of_first_step(text: &str) -> f64 {
    let text = Text::new(text).expect("a text");
    let mut trainer = Trainer::<f32>::new(text, Config::default()).expect("a network");
    trainer.train_steps(1).expect("a step").loss
}
`,
  );
  copyFileSync(join(root, 'Cargo.lock'), join(program, 'Cargo.lock')); // the versions of all others
  const target = 'wasm32-unknown-unknown';
  run(program, 'cargo', 'build', '--quiet', '--target', target, '--target-dir', 'target');

  const bound = readFileSync(join(program, 'Cargo.lock'), 'utf8');
  assert.match(bound, new RegExp(`name = "wasm-bindgen"\nversion = "${oldest}"`));
  const built = readFileSync(join(program, 'target', target, 'debug/other_program.wasm'));
  const names = WebAssembly.Module.exports(await WebAssembly.compile(built)).map(
    ({ name }) => name,
  );
  assert.ok(names.includes('loss_of_first_step'), `the program exports ${names.join(', ')}`);
});
