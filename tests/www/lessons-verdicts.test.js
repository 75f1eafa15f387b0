import assert from 'node:assert/strict';
import { test } from 'node:test';
import committed from '../../www/src/lessons/figures.json' with { type: 'json' };
import { lessonOf, lessons } from '../../www/src/lessons/lessons.js';

/**
 * @typedef {import('../../www/src/lessons/lesson.js').Figures} Figures
 * @typedef {import('../../www/src/lessons/lesson.js').Lesson} Lesson
 */

/** @type {Record<string, {figures: Figures}>} */
const outcomes = committed;

/**
 * Figures that came out otherwise, each by itself: the claim does not come true then.
 *
 * @type {Record<string, Figures[]>}
 */
const otherwise = {
  gate: [
    ...[{ recalled: 0.9 }, { low: 0.1 }, { high: 0.9 }, { ends: 0.6 }],
    { memoryLow: -0.9, memoryHigh: 0.9 },
  ],
  'input-gate': [
    { recalled: 0.9 },
    { shut: 0.5 },
    { memory: 0.1 },
    { tenth: 0.97 },
    { tenth: 0.2 },
  ],
  'forget-gate': [
    ...[{ recalled: 0.9 }, { cleared: 0.5 }, { full: 0.5 }, { without: 0.5 }, { atFirst: 0.8 }],
  ],
  'output-gate': [
    ...[{ recalled: 0.9 }, { shut: 0.5 }, { others: 1 }, { memory: 0.9 }, { atBreak: 0.8 }],
  ],
  'long-term': [{ plainNear: 0.9 }, { plainFar: 0.9 }, { lstmFar: 0.9 }],
  'vanishing-gradient': [
    ...[{ rnn: 1e-4 }, { half: 1e-4 }, { lstm: 1 }, { open: 1e-4 }],
    ...[{ halfGates: 1e-6 }, { gates: 1e-2 }, { openGates: 1e-6 }, { rnnTrained: 1e-10 }],
  ],
  peepholes: [{ peepholeCan: 2 }, { lstmCan: 3 }, { top: 1 }, { last: 18 }],
  'four-gates': [
    ...[{ recalled: 0.5 }, { noLearn: 0.9 }, { noForget: 0.9 }, { noUse: 0.9 }],
    ...[{ exact: 1 }, { stored: 0 }, { atOnce: 0.1 }, { next: 0 }, { lstmAtOnce: 0 }],
  ],
  'by-heart': [{ learnt: 2.5 }, { unseen: 3 }, { unseen: 4 }],
  'better-models': [{ best: 0.2 }, { mark: 0.05 }, { marked: 2 }, { fast: 0.6 }],
  translation: [{ rightShort: 0.2 }, { right: 0.4 }],
  labelling: [{ atOnce: 1 }, { late: 0.5 }],
  'larger-network': [{ small: 2.5 }, { middle: 1.2 }, { large: 2.2 }],
  'exploding-gradient': [{ free: 5 }, { clipped: 4 }, { freeGreatest: 2 }],
  bits: [{ guessed: 4 }, { alone: 0.5 }, { counted: 0.6 }, { learnt: 0.7 }, { difference: 0.01 }],
};

for (const { id, verdict } of lessons) {
  test(`${id}: the verdict turns false with any figure that its claim is about`, () => {
    const { figures } = outcomes[id];
    assert.equal(verdict(figures), true);
    assert.ok(otherwise[id].length > 0);
    for (const changed of otherwise[id]) {
      for (const name of Object.keys(changed)) assert.ok(name in figures, name);
      assert.equal(verdict({ ...figures, ...changed }), false, JSON.stringify(changed));
    }
  });
}

test('the slope of half-open gates is called alike where the verdict says that it vanishes', () => {
  const { steps } = /** @type {Lesson} */ (lessonOf('vanishing-gradient'));
  const { figures } = outcomes['vanishing-gradient'];
  const ask = steps.find(({ say }) => say === 'half')?.ask;
  assert.equal(ask?.(figures), 1);
  assert.equal(ask?.({ ...figures, half: figures.rnn * 1e4 }), 2);
  assert.equal(ask?.({ ...figures, half: figures.rnn / 1e4 }), 0);
});
