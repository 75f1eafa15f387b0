import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Coach } from '../../www/src/runs/coach.js';
import { loadAdvice } from '../../www/src/runs/advice.js';
import { lineOn, RULES } from '../../www/src/runs/coach-rules.js';
import { levelOf } from '../../www/src/runs/learning-level.js';
import { CASES, factsWith, ramp, recordOf, training } from './support/coach-cases.js';

await loadAdvice();

for (const { rule, facts, message, button, offer } of CASES) {
  test(`${rule}: "${message}"`, () => {
    const line = lineOn(factsWith(facts));
    assert.deepEqual(
      [line.rule, line.message, line.remedy?.label, line.offer?.label],
      [rule, message, button, offer],
    );
  });
}

test('every rule has a case', () => {
  const known = new Set(CASES.map(({ rule }) => rule));
  assert.deepEqual(
    RULES.map(({ name }) => name).filter((name) => !known.has(name)),
    [],
  );
});

test('what went wrong is more important than what is learnt, and an error than all', () => {
  const wrong = CASES.find(({ rule }) => rule === 'going wrong')?.facts;
  const error = { name: 'SettingError', message: 'It is wrong.' };
  assert.equal(lineOn(factsWith({ ...wrong, error })).rule, 'error');
  assert.equal(lineOn(factsWith({ ...wrong, notice: 'It died.' })).rule, 'worker replaced');
  assert.equal(lineOn(factsWith({ ...wrong, status: 'paused' })).rule, 'going wrong');
  assert.equal(lineOn(factsWith({ ...wrong, status: 'failed' })).rule, '');
});

/**
 * The level of a run with these losses on unseen text.
 *
 * @param {number[]} bits
 */
const levelAfter = (...bits) =>
  levelOf(recordOf({ unseen: bits.map((value, i) => [10 * (i + 1), value]) }));

test('a loss near a threshold does not change the level to and fro', () => {
  assert.equal(levelAfter(3.4), 'letters');
  assert.equal(levelAfter(3.4, 2.52), 'pieces');
  assert.equal(levelAfter(3.4, 2.48), 'pieces', 'too near to counting');
  assert.equal(levelAfter(3.4, 2.45), 'memory');
  assert.equal(levelAfter(3.4, 2.45, 2.52, 2.48), 'memory', 'it stays');
  assert.equal(levelAfter(3.4, 2.45, 2.55), 'pieces', 'and is lost');
  assert.equal(levelAfter(3.4, 2.45, 2.55, 2.48), 'pieces');
});

test('a network is compared with contexts once all are counted', () => {
  const record = recordOf({ unseen: [[10, 2.2]] });
  record.baselines = record.baselines.slice(0, 3);
  assert.equal(levelOf(record), 'pieces');
  record.baselines = record.baselines.slice(0, 1);
  assert.equal(levelOf(record), undefined);
  assert.equal(levelAfter(), undefined);
});

/** Milliseconds since the start of the test. */
let now = 0;
/** @type {string[]} the rules whose sentences were announced */
let announced = [];
/** @type {Coach} */
let coach;

beforeEach(() => {
  now = 0;
  announced = [];
  coach = new Coach({ change: () => {}, sentence: ({ rule }) => announced.push(rule) }, () => now);
});

/** @param {Partial<import('../../www/src/runs/coach-facts.js').Facts>} facts */
function shown(facts) {
  const { rule } = coach.lineFor(factsWith(facts));
  coach.stop();
  return rule;
}

/** @param {number} bits */
const atLoss = (bits) => training({ learnt: ramp(4, 2, 40), unseen: [[40, bits]] });

test('a sentence stays long enough to be read', () => {
  assert.equal(shown(atLoss(3.45)), 'letter counts');
  now = 1000;
  assert.equal(shown(atLoss(2.9)), 'letter counts');
  now = 4000;
  assert.equal(shown(atLoss(2.9)), 'word-like pieces');
  now = 4500;
  assert.equal(shown({ ...atLoss(2.9), status: 'paused' }), 'paused', 'a new state at once');
  const error = { name: 'SettingError', message: 'It is wrong.' };
  assert.equal(shown({ ...atLoss(2.9), error }), 'error');
  assert.deepEqual(announced, ['letter counts', 'word-like pieces', 'paused', 'error']);
});

test('advice stays until it has not applied for ten seconds', () => {
  const heart = CASES.find(({ message }) => /by heart: unseen/.test(message))?.facts ?? {};
  assert.equal(shown(heart), 'going wrong');
  now = 9000;
  assert.equal(shown(atLoss(2.2)), 'going wrong');
  assert.equal(shown(heart), 'going wrong');
  now = 18_000;
  assert.equal(shown(atLoss(2.2)), 'going wrong', 'it applied nine seconds ago');
  now = 19_000;
  assert.equal(shown(atLoss(2.2)), 'better than counting letters');
  assert.deepEqual(announced, ['going wrong', 'better than counting letters']);
});

test('the figures of a sentence change at most every four seconds', () => {
  const wrong = (/** @type {number} */ bits) =>
    factsWith(training({ learnt: [...ramp(9, 12, 10), ...ramp(bits, bits, 20)] }));
  const first = coach.lineFor(wrong(10)).message;
  now = 3000;
  assert.equal(coach.lineFor(wrong(11)).message, first);
  now = 4000;
  assert.match(coach.lineFor(wrong(11)).message, / \(11\.00 bits\)/);
  coach.stop();
  assert.equal(announced.length, 1);
});

test('a sentence that waits asks for an update when it is due', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let calls = 0;
  coach = new Coach({ change: () => calls++, sentence: () => {} }, () => now);
  coach.lineFor(factsWith(atLoss(3.45)));
  now = 1000;
  coach.lineFor(factsWith(atLoss(2.9)));
  t.mock.timers.tick(2999);
  assert.equal(calls, 0);
  t.mock.timers.tick(1);
  assert.equal(calls, 1);
});
