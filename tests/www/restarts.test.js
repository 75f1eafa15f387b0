import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fake, session } from './support/changing-session-of-test.js';
import { TEXT } from './support/changing-session.js';
import { settle } from './support/fake-session.js';

test('wrong settings restart nothing until they are right, and neither does an empty text', async () => {
  await fake.trainTo(307);
  session.choose('hiddenSize', 0);
  session.restarts.request();
  await settle();
  assert.deepEqual([session.status, fake.line.rule], ['training', 'setting not allowed']);
  session.choose('hiddenSize', 5);
  session.restarts.request();
  await settle();
  assert.equal(fake.workers.length, 2);
  await fake.make();
  await fake.answer('train');
  await fake.pick('');
  assert.deepEqual([session.status, fake.line.rule], ['training', 'no other text']);
  assert.equal(fake.workers.length, 2);
});

test('a text that is typed counts after a second of rest, or with Train', async (t) => {
  await fake.trainTo(307);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  for (const text of ['abb', 'abba']) {
    session.setText(text);
    session.restarts.request(1000);
    t.mock.timers.tick(900);
  }
  assert.equal(fake.line.rule, 'restart due');
  t.mock.timers.tick(100);
  await settle();
  assert.equal(fake.sent('create')[0].text, 'abba');
  await fake.make();
  await fake.answer('train');
  session.setText('baab');
  session.restarts.request(1000);
  session.restarts.now();
  await settle();
  assert.equal(fake.sent('create')[0].text, 'baab');
});

test('a change by the host page waits for its reset, which leaves nothing to undo', async () => {
  await fake.trainTo(307);
  session.setText('abba');
  session.choose('hiddenSize', 5);
  await session.restarts.now();
  await settle();
  assert.deepEqual([session.status, fake.workers.length], ['training', 1]);
  assert.equal(fake.line.rule, 'changes wait');
  await session.reset();
  assert.deepEqual([session.status, fake.line.remedy], ['idle', undefined]);
});

test('an example that is picked twice restarts once', async () => {
  await fake.trainTo(307);
  for (let click = 0; click < 2; click++) {
    session.setText('abba');
    session.restarts.request();
  }
  await settle();
  await fake.pick('abba');
  await fake.leave(307);
  await fake.make();
  await fake.answer('train');
  assert.deepEqual([session.status, fake.workers.length], ['training', 2]);
  await fake.undo();
  await fake.make(307);
  assert.equal(session.draft.text, TEXT);
});

test('a learning rate restarts nothing while a change by the host page waits', async () => {
  await fake.trainTo(307);
  session.setText('abba');
  session.restarts.choose('learningRate', 0.001);
  await fake.answer('setLearningRate', 0.001);
  session.restarts.suggest();
  await settle();
  assert.deepEqual([session.status, fake.workers.length], ['training', 1]);
  assert.equal(fake.line.rule, 'changes wait');
  session.restarts.choose('hiddenSize', 5);
  await settle();
  assert.equal(fake.workers.length, 2, 'a size restarts, with all changes');
});

test('a right learning rate lets the change through that a wrong one held up', async () => {
  await fake.trainTo(307);
  session.restarts.choose('learningRate', -1);
  await fake.pick('abba');
  assert.equal(fake.workers.length, 1);
  session.restarts.choose('learningRate', 0.001);
  await settle();
  assert.equal(fake.sent('create')[0].text, 'abba');
});

/** Presses Train, and lets the code arrive after a change. */
async function changeWhileLoading(/** @type {() => void} */ change) {
  /** @type {(wasm: string) => void} */
  let arrive = () => {};
  fake.wasm = new Promise((resolve) => (arrive = resolve));
  session.setText(TEXT);
  session.train().catch(() => {});
  await settle();
  assert.deepEqual([session.status, fake.workers.length], ['starting', 0]);
  change();
  arrive('wasm');
  await settle();
}

test('a run learns the text that arrives while the code is loaded', async () => {
  await changeWhileLoading(() => session.setText('abba'));
  await fake.make();
  const [{ text, config }] = fake.sent('create');
  assert.deepEqual([text, config], ['abba', session.draft.config]);
  assert.equal(session.outdated, undefined);
});

for (const [name, change] of /** @type {const} */ ([
  ['an empty text', () => session.setText('')],
  ['a wrong setting', () => void session.choose('hiddenSize', 0)],
])) {
  test(`a run learns the draft before ${name} that comes while the code is loaded`, async () => {
    await changeWhileLoading(change);
    const { hiddenSize } = session.draft.settings.defaults;
    await fake.make();
    await fake.answer('train');
    const [{ text, config }] = fake.sent('create');
    assert.deepEqual([text, config.hiddenSize], [TEXT, hiddenSize]);
    assert.deepEqual([session.status, fake.errors], ['training', []]);
    session.choose('hiddenSize', 5);
    await fake.pick('abba');
    assert.equal(fake.sent('create')[0].text, 'abba', 'the next change restarts it');
  });
}
