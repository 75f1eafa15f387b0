import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { writeModel } from '../../www/src/files/model-file.js';
import { readSafetensors, writeSafetensors } from '../../www/src/files/safetensors.js';
import { factsOf } from '../../www/src/runs/coach-facts.js';
import { lineOn } from '../../www/src/runs/coach-rules.js';
import { exportModel } from '../../www/src/runs/model-export.js';
import { hashWeights, openRun, saveRun } from '../../www/src/runs/saved-runs.js';
import { finish } from './support/finish.js';
import { nodeSession } from './support/node-session.js';
import { unzipped } from './support/zip.js';

/** @typedef {import('../../www/src/runs/session.js').Session} Session */
/** @typedef {import('./support/node-worker.js').NodeWorker} NodeWorker */

const TEXT = 'a model leaves its text behind, and comes back without it. '.repeat(30);
const SIZES = { hiddenSize: 12, numLayers: 2 };

/**
 * A model of a trained network.
 *
 * @param {object} [settings]
 */
function trained(text = TEXT, settings) {
  const playground = new Playground(text, { ...SIZES, seqLen: 16, batchSize: 4, ...settings });
  playground.trainSteps(40);
  const config = playground.config();
  const { separator } = config;
  return { playground, model: { config, separator, ...playground.network().model() } };
}

const { playground, model } = trained();
const FILE = writeModel(model);

/** @type {NodeWorker[]} */
let workers;
/** @type {Session[]} */
let sessions;

beforeEach(() => {
  Object.assign(globalThis, { requestAnimationFrame: () => 1, cancelAnimationFrame() {} });
  [workers, sessions] = [[], []];
});

afterEach(() => {
  for (const session of sessions) void session.reset();
});

function newSession(text = '') {
  const session = nodeSession(workers);
  sessions.push(session);
  if (text) session.setText(text);
  return session;
}

/** A session with an opened model. */
async function opened(file = FILE) {
  const session = newSession();
  await openRun(session, file);
  return session;
}

/** @param {Session} session */
const lineOf = (session) => lineOn(factsOf(session));

/**
 * Resolves when a text is counted.
 *
 * @param {Session} session
 * @param {string} text
 */
async function give(session, text) {
  session.setText(text);
  await session.draft.ready().catch(() => {});
}

const NO_TEXT = 'This model has no text: let it write, look inside it, or give it a text to learn.';

describe('a model without a text', () => {
  test('has the sizes and the letters of the file, and says what to do', async () => {
    const session = await opened();
    assert.equal(session.status, 'paused');
    assert.equal(session.draft.text, '');
    const { cell, hiddenSize, numLayers } = session.draft.config;
    assert.deepEqual([cell, hiddenSize, numLayers], ['lstm', 12, 2]);
    assert.equal(session.model?.vocabulary, model.vocabulary);
    assert.equal(await hashWeights(session), playground.weightsHash());
    assert.deepEqual(
      [lineOf(session).rule, lineOf(session).message],
      ['model without a text', NO_TEXT],
    );
    assert.equal(session.isStale, false);
  });

  test('writes what the network writes with its text', async () => {
    const session = await opened();
    const options = { prompt: 'a model', length: 80, seed: 3 };
    assert.equal(await session.generate(options), playground.generate(options));
    const [sample] = session.record.history.samples;
    assert.equal(sample.copied, undefined, 'it has nothing to copy from');
    const message = /^character 1 is 'Z' \(U\+005A\), which/;
    await assert.rejects(session.generate({ prompt: 'Z' }), { name: 'UnknownCharError', message });
  });

  test('is looked into, also with clamps, and reads what it writes', async () => {
    const session = await opened();
    const reading = await session.inspect(TEXT.slice(0, 50));
    assert.deepEqual(reading.probabilities, playground.inspect(TEXT.slice(0, 50)).probabilities);
    const { selection, inspector } = session;
    inspector.show(session, 'page');
    const engine = await session.model?.ready();
    await engine?.select(selection.request); // its answer comes after the inspection
    const { inspection } = selection;
    assert.ok(inspection && inspection.text.length > 50, 'there is a text to look at');
    assert.ok([...inspection.text].every((letter) => model.vocabulary.includes(letter)));
    assert.equal(inspector.read('its own model'), '');
    const problem =
      "Letter 1 is 'Z', which the model does not know: remove it. Nothing has changed.";
    assert.equal(inspector.read('Z'), problem);
    const clamps = [{ layer: 0, quantity: 'hidden', unit: 0, value: 1 }];
    const sampling = { prompt: 'a', length: 30, temperature: 0, seed: 1 };
    const written = await engine?.write({ ...sampling, clamps });
    assert.equal(written?.unclamped.text, playground.generate(sampling));
    const clamped = finish(playground.network().generateText(sampling, clamps));
    assert.equal(written?.clamped?.text, clamped);
  });

  test('asks for a text when it is to train', async () => {
    const session = await opened();
    const message = 'This model has no text: type or paste one, open a file, or choose an example.';
    for (const act of [() => session.train(), () => session.step()]) {
      await assert.rejects(act(), { name: 'TextTooShortError', message });
      assert.equal(lineOf(session).message, message);
      assert.equal(session.status, 'paused');
    }
    assert.equal(workers.length, 1, 'the model has not gone');
    assert.equal(await hashWeights(session), playground.weightsHash());
    await give(session, 'a');
    await assert.rejects(session.train(), { name: 'TextTooShortError', message: /one letter/ });
    assert.equal(workers.length, 1);
  });

  test('names the letters of a text that it does not know, and trains once they are gone', async () => {
    const session = await opened();
    await give(session, `${TEXT}Ωß`);
    const message =
      'It cannot keep what it learnt: it does not know the letters "ß", "Ω". Reset starts anew.';
    assert.equal(lineOf(session).message, message);
    await assert.rejects(session.train(), { name: 'UnknownCharsError', message });
    assert.equal(workers.length, 1);
    assert.equal(
      await session.generate({ prompt: '', length: 5, seed: 1 }).then((t) => t.length),
      5,
    );
    await give(session, TEXT);
    assert.match(lineOf(session).message, /^Press Train: it goes on with this text/);
    await session.step();
    assert.equal(session.record.progress?.step, 1);
    assert.equal(session.model?.text, TEXT);
    assert.ok(workers[0].isTerminated, 'the model without a text has made way');
  });

  test('trains from its weights, as a run that keeps them', async () => {
    const session = await opened();
    await give(session, TEXT);
    await session.step();
    const { config } = /** @type {import('../../www/src/runs/run.js').Run} */ (session.model);
    assert.equal(config.hiddenSize, 12);
    const again = Playground.fromModel(model, TEXT, { ...config, workers: undefined });
    again.trainSteps(1);
    assert.equal(await hashWeights(session), again.weightsHash());
    assert.ok(session.model?.textReport?.validationChars, 'a part of the text stays unseen');
  });

  test('says that it has other sizes than those that are chosen', async () => {
    const session = await opened();
    session.choose('hiddenSize', 13);
    await give(session, TEXT);
    const message =
      'What was learnt needs hiddenSize 12: choose that again, or Reset to start anew.';
    assert.equal(lineOf(session).message, message);
    await assert.rejects(session.train(), { name: 'SettingError', message });
    session.choose('hiddenSize', undefined);
    await session.step();
    assert.equal(session.model?.config.hiddenSize, 12);
  });

  test('is gone after a reset, with its sizes', async () => {
    const session = await opened();
    await session.reset({ isByReader: true });
    assert.equal(session.status, 'empty');
    assert.notEqual(session.draft.config.hiddenSize, 12);
    await give(session, 'éΩ'.repeat(40));
    await session.step();
    assert.equal(session.model?.vocabulary, 'éΩ');
  });

  test('leaves again with the same bytes, and with a card that says nothing of a text', async () => {
    const session = await opened();
    const file = await exportModel(session, 'safetensors');
    assert.deepEqual(new Uint8Array(await file.arrayBuffer()), new Uint8Array(FILE));
    const folder = await exportModel(session, 'hub', {}, async () => ({}));
    const files = unzipped(await folder.arrayBuffer());
    const card = [...files].find(([name]) => name.endsWith('README.md'))?.[1];
    const text = new TextDecoder().decode(card);
    assert.match(text, /those of a file that was opened/);
    assert.match(text, /Unknown: the model was opened from a file without its text\./);
    assert.match(text, /Not measured: the file had no text\./);
    assert.doesNotMatch(text, /letters?, \d+ of them distinct|learning_rate|After 0 steps/);
  });

  test('is no run to be saved', async () => {
    const session = await opened();
    const message =
      'A model without a text is no run to be saved: give it a text, and press Train.';
    await assert.rejects(saveRun(session), { name: 'RunFileError', message });
    assert.equal(session.status, 'paused');
  });

  test('makes way for a run and comes back with a file, and Undo brings the run back', async () => {
    const session = newSession(TEXT);
    session.choose('hiddenSize', 5);
    await session.train();
    await new Promise((resolve) => session.addEventListener('step', resolve, { once: true }));
    await session.pause();
    const { step } = session.record.position;
    await openRun(session, FILE);
    assert.equal(session.draft.text, '');
    assert.equal(lineOf(session).remedy?.label, 'Undo');
    await session.undo.back();
    assert.equal(session.record.position.step, step);
    assert.equal(session.draft.text, TEXT);
    assert.equal(session.model?.config.hiddenSize, 5);
    await session.step();
    assert.equal(session.record.position.step, step + 1);
  });

  test('comes back with its tag', async () => {
    const session = await opened();
    await session.leave();
    assert.ok(workers.every(({ isTerminated }) => isTerminated));
    await session.comeBack();
    assert.equal(await hashWeights(session), playground.weightsHash());
    assert.equal(lineOf(session).message, NO_TEXT);
    await give(session, TEXT);
    await session.step();
    assert.equal(session.record.progress?.step, 1);
  });

  test('lives on when its worker dies', async () => {
    const session = await opened();
    const recovered = new Promise((resolve) =>
      session.addEventListener('error', resolve, { once: true }),
    );
    workers[0].die('error');
    await recovered;
    assert.equal(await hashWeights(session), playground.weightsHash());
    assert.equal(workers.length, 2);
  });
});

describe('a file of a model', () => {
  test('opens with every cell, with documents and with rare letters', async () => {
    const text = `${TEXT}é`;
    for (const settings of [
      { cell: 'gru' },
      { cell: 'full-gate-recurrence', separator: '. ' },
      { cell: 'rnn', rareBelow: 2, separator: 'qq' },
    ]) {
      const { model, playground } = trained(text, settings);
      const session = await opened(writeModel(model));
      const options = { prompt: 'a', length: 60, seed: 4 };
      assert.equal(await session.generate(options), playground.generate(options), settings.cell);
      if (settings.rareBelow) await session.generate({ prompt: 'Ω', length: 1 });
    }
  });

  test('opens with any vocabulary', async () => {
    for (const vocabulary of ['a', '\r', 'e\u0301', '\u0301\u0302', '\n', '\u{1F600}']) {
      const letters = [...vocabulary].length;
      const config = { cell: 'rnn', hiddenSize: 1, numLayers: 1, dropout: 0 };
      const weights = new Float32Array(letters + 1 + 1 + 2 * letters).fill(0.5);
      const file = writeModel(
        /** @type {any} */ ({ config, vocabulary, separator: '\n', readsUnknown: false, weights }),
      );
      const session = newSession();
      if (vocabulary === '\r') {
        await assert.rejects(openRun(session, file), { name: 'RunFileError' });
        continue;
      }
      await openRun(session, file);
      assert.equal((await session.generate({ prompt: '', length: 9, seed: 1 })).length > 0, true);
    }
  });

  test('needs config.json where it has no config', async () => {
    const content = readSafetensors(FILE.slice(0));
    const { config, ...metadata } = content.metadata;
    const bare = writeSafetensors({ ...content, metadata });
    const session = newSession(TEXT);
    const message =
      'The file cannot be opened: it does not tell its cell and its letters; expected "config" in "__metadata__", or config.json opened together with it.';
    await assert.rejects(openRun(session, bare.slice(0)), { name: 'RunFileError', message });
    assert.deepEqual(
      [session.draft.text, session.error?.message],
      [TEXT, `${message} What is here stays as it was.`],
    );
    await openRun(session, bare.slice(0), new Blob([config]));
    assert.equal(await hashWeights(session), playground.weightsHash());
    const large = new Blob([' '.repeat(300_000)]);
    await assert.rejects(openRun(session, bare.slice(0), large), {
      message:
        'The file cannot be opened: config.json has 300,000 bytes; expected at most 262,144.',
    });
    assert.equal(await hashWeights(session), playground.weightsHash(), 'the model stays');
  });
});
