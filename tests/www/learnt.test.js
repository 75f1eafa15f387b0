import assert from 'node:assert/strict';
import { test } from 'node:test';
import { learntOf } from '../../www/src/runs/learnt.js';
import { openRun, saveRun } from '../../www/src/runs/saved-runs.js';
import { nodeSession } from './support/node-session.js';

Object.assign(globalThis, { requestAnimationFrame: () => 1, cancelAnimationFrame() {} });

test('the hash is withheld once another learning rate was chosen, also after it is put back or opened', async (t) => {
  const session = nodeSession([]);
  t.after(() => session.reset());
  session.setText('what a link carries, another machine learns. '.repeat(30));
  session.useConfig({ hiddenSize: 8, batchSize: 4, seqLen: 8, learningRate: 0.005 });
  const told = async () => {
    await session.step();
    return (await learntOf(session))?.hash !== undefined;
  };
  assert.equal(await told(), true);
  session.choose('learningRate', 0.025);
  assert.equal(await told(), false);
  session.choose('learningRate', 0.005);
  assert.equal(await told(), false);
  const file = await saveRun(session);
  await session.reset();
  assert.equal(await told(), true, 'of a new network');
  const ofNew = await saveRun(session);
  await openRun(session, file);
  assert.equal(await told(), false, 'of the run in the file');
  await openRun(session, ofNew);
  assert.equal(await told(), true, 'of the new network in a file');
});
