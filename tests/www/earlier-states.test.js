import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EarlierStates } from '../../www/src/runs/earlier-states.js';

/**
 * A run with as many letters a second.
 *
 * @param {string} text
 * @param {number} charsPerSecond
 * @returns {any}
 */
const runOf = (text, charsPerSecond) => ({
  source: { draft: { text } },
  record: { progress: { step: 1000, charsPerSecond } },
  textReport: { batchSize: 10, seqLen: 10 },
  checkpoint: {},
  isStopped: false,
  async leave() {},
  stop() {
    this.isStopped = true;
  },
});

test('of too many runs, one whose speed is not known counts as one of a minute', () => {
  const states = new EarlierStates(() => {});
  const unknown = runOf('of another program', 0);
  const runs = [
    ...[runOf('of 100 s', 1000), unknown, runOf('of 50 s', 2000)],
    ...Array.from({ length: 6 }, (_, at) => runOf(`of 80 s: ${at}`, 1250)),
  ];
  for (const run of runs) states.add(run);
  const stopped = () => runs.filter(({ isStopped }) => isStopped);
  assert.deepEqual(stopped(), [runs[2]], 'the one of 50 s goes first');
  states.add(runOf('of 90 s', 1111));
  assert.deepEqual(stopped(), [unknown, runs[2]], 'the unknown one follows');
});
