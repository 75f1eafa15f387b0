// npm run mutations: shows that tests/gradients.rs can fail. In a copy, it flips one sign of the
// backward passes at a time and prints the cells whose tests notice. It exits with 1 if a flip
// survives. `npm run mutations -- lstm/step.rs gru.rs` flips only the signs of these files.

import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const copy = join(root, 'target/mutations');
const copied = [
  '.cargo',
  'Cargo.lock',
  'Cargo.toml',
  'crate',
  'rust-toolchain.toml',
  'scripts/bindgen',
  'tests',
];
const isSource = (/** @type {string} */ path) => !path.endsWith('.venv');

// The files with backward passes in crate/src/model: one list for the cells, one for shared code.
const ofCells = [
  'rnn.rs',
  'gru.rs',
  'lstm/step.rs',
  'lstm/cell_state.rs',
  'lstm/hidden_state.rs',
  'lstm/peepholes.rs',
  'lstm/gate_recurrence.rs',
];
const shared = ['cell.rs', 'layer.rs', 'head.rs', 'loss.rs'];
const asked = process.argv.slice(2);
const files = asked.length > 0 ? asked : [...ofCells, ...shared];

const names = /\w*(?:backward|gradient)\w*|add_d_input|softmax_cross_entropy/.source;
/** A backward function: its indentation and its body, in the format of rustfmt. */
const backward = new RegExp(`^( *)[\\w() ]*fn (?:${names})\\b[^;{]*{\\n(?<body>.*?)^\\1}`, 'dgms');

/** The signs, and the replacement of each in a mutant. */
const flips = [
  { sign: / \+ /g, opposite: ' - ' },
  { sign: / - /g, opposite: ' + ' },
  // Written in full, because the crate's numbers have no `-=`.
  { sign: /(?<=(\S+)) \+= (.*?)([;,]\n)/gs, opposite: ' = $1 - ($2)$3' },
  // A call that adds carries its sign in its name.
  { sign: /(?<![\w.])add(?=(?:_product)?\()/g, opposite: 'crate::math::subtract' },
  { sign: /(?<=\.)add(?=_product\w*\()/g, opposite: 'subtract' },
];

/**
 * The code before a sign that belongs to no derivative: an open index (`x[`, `view(`, `slice(`,
 * `rows(`, `min(`) or a comment.
 */
const skipped = /[\w)\]]\[[^\][()]*$|\b(?:view|slice|rows|min)(?:_mut)?\([^\][()]*$|\/\/.*$/;

/** The opposites of the crate's additions: -(-sum + x) is sum - x to the bit. */
const subtractions = `
use nalgebra::{DMatrixView as View, DMatrixViewMut as ViewMut};
macro_rules! negate { ($sum:ident) => { $sum.iter_mut().for_each(|x| *x = -*x) }; }
macro_rules! opposite { ($sum:ident, $add:expr) => { negate!($sum); $add; negate!($sum) }; }
pub(crate) fn subtract<R: Real>(sum: &mut [R], x: &[R]) {
    opposite!(sum, add(sum, x));
}
pub(crate) fn subtract_product<R: Real>(sum: &mut [R], x: &[R], y: &[R]) {
    opposite!(sum, add_product(sum, x, y));
}
type Right<R> = RightPanels<R>;
#[allow(missing_docs)]
impl<R: Real> Panels<R> {
    pub fn subtract_product_slices(&self, b: &[R], c: &mut [R]) {
        opposite!(c, self.add_product_slices(b, c));
    }
    pub fn subtract_product(&self, b: View<R>, mut c: ViewMut<R>) {
        opposite!(c, self.add_product(b, c.as_view_mut()));
    }
    pub fn subtract_product_transposed(&self, b: Columns<R>, mut c: ViewMut<R>, s: &mut Right<R>) {
        opposite!(c, self.add_product_transposed(b, c.as_view_mut(), s));
    }
}
`;

/**
 * @param {string} source
 * @returns {{line: number, changed: string, mutated: string}[]} for each sign, in order: the number
 *   of the changed line, its new text, and the whole new source
 */
function mutants(source) {
  const found = [];
  for (const { indices } of source.matchAll(backward)) {
    const [start, end] = indices?.groups?.body ?? [0, 0];
    for (const { sign, opposite } of flips) {
      for (const { index: at } of source.matchAll(sign)) {
        if (at < start || at >= end || skipped.test(source.slice(start, at))) continue;
        // Sticky, on the whole source: the expression needs the code around the sign.
        const here = new RegExp(sign, 'sy');
        here.lastIndex = at;
        const mutated = source.replace(here, opposite);
        const line = source.slice(0, at).split('\n').length;
        found.push({ at, line, changed: mutated.split('\n')[line - 1].trim(), mutated });
      }
    }
  }
  return found.sort((a, b) => a.at - b.at);
}

/** @returns {{passed: string[], failed: string[]}} cells; none if the copy does not compile */
function test() {
  const { stdout } = spawnSync('cargo', ['test', '--test', 'gradients'], {
    cwd: copy,
    env: { ...process.env, CARGO_TARGET_DIR: join(copy, 'target') },
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
  });
  const cells = (/** @type {string} */ result) => {
    const tests = stdout.matchAll(new RegExp(`^test (\\w+) [.]{3} ${result}$`, 'gm'));
    return Array.from(tests, ([, name]) => name.replaceAll('_', '-')).sort();
  };
  return { passed: cells('ok'), failed: cells('FAILED') };
}

for (const path of copied) {
  // Copied again, so that every file is newer than cargo's output of an interrupted run.
  rmSync(join(copy, path), { recursive: true, force: true });
  cpSync(join(root, path), join(copy, path), { recursive: true, filter: isSource });
}
appendFileSync(join(copy, 'crate/src/math/mod.rs'), subtractions);
const { passed: cells, failed: wrong } = test();
if (cells.length === 0 || wrong.length > 0) {
  throw new Error('This must pass before the first flip: cargo test --test gradients');
}

/** @type {{file: string, change: string, compiled: boolean, noticedBy: string[]}[]} */
const outcomes = [];
for (const file of files) {
  const path = join(copy, 'crate/src/model', file);
  const source = readFileSync(path, 'utf8');
  const found = mutants(source);
  if (found.length === 0) throw new Error(`${file}: no sign found in a backward pass`);
  for (const { line, changed, mutated } of found) {
    writeFileSync(path, mutated);
    const { passed, failed } = test();
    const change = `${file}:${line}: ${changed}`;
    const compiled = passed.length + failed.length > 0;
    outcomes.push({ file, change, compiled, noticedBy: failed });
    const by = passed.length === 0 ? 'all' : failed.join(', ') || 'none';
    console.log(`${change}  [${compiled ? `noticed by ${by}` : 'does not compile'}]`);
  }
  writeFileSync(path, source);
}

console.log("\n| cell | in the cells' code | in the shared code |\n| --- | --- | --- |");
const own = cells.map((cell) => {
  const noticed = outcomes.filter(({ noticedBy }) => noticedBy.includes(cell));
  const count = noticed.filter(({ file }) => ofCells.includes(file)).length;
  console.log(`| \`${cell}\` | ${count} | ${noticed.length - count} |`);
  return count;
});
const compiled = outcomes.filter(({ compiled }) => compiled);
const survived = compiled.filter(({ noticedBy }) => noticedBy.length === 0);
const broken = outcomes.length - compiled.length;
console.log(
  `\n${compiled.length} signs flipped, ${survived.length} survived, ${broken} not compiled`,
);
for (const { change } of survived) console.log(`survived: ${change}`);
process.exitCode =
  survived.length > 0 || broken > 0 || (asked.length === 0 && own.includes(0)) ? 1 : 0;
