import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Playground } from '../../www/pkg/lstm_playground.js';
import { takeModel } from '../../www/src/files/model-tensors.js';
import { readSafetensors } from '../../www/src/files/safetensors.js';
import { weightsHash } from '../../www/src/files/weights-hash.js';
import { exportModel } from '../../www/src/runs/model-export.js';
import { hashWeights, openRun } from '../../www/src/runs/saved-runs.js';
import { formatWhole } from '../../www/src/lib/format.js';
import { nextTask } from '../../www/src/lib/next-task.js';
import { nodeSession } from './support/node-session.js';
import { unzipped } from './support/zip.js';

/** @typedef {import('../../www/src/runs/session.js').Session} Session */
/** @typedef {import('./support/node-worker.js').NodeWorker} NodeWorker */

const TEXT = 'a model that leaves is the best one, not the last. '.repeat(40);
/** A network that soon learns the text by heart, so that its best weights are not the last. */
const CONFIG = { hiddenSize: 24, seqLen: 12, batchSize: 8, maxSteps: 60, workers: 1 };
/** @type {() => Promise<Record<string, string>>} */
const PROGRAMS = async () => ({ 'train.py': '# é\n' });

/** @type {Session} */
let session;
/** @type {NodeWorker[]} */
let workers;

beforeEach(() => {
  Object.assign(globalThis, { requestAnimationFrame: () => 1, cancelAnimationFrame() {} });
  workers = [];
  session = nodeSession(workers);
});

afterEach(() => session.reset());

/**
 * @param {object} [config]
 * @param {string} [text]
 */
function begin(config, text = TEXT) {
  session.setText(text);
  for (const [name, value] of Object.entries({ ...CONFIG, ...config })) session.choose(name, value);
}

/** Trains until the baselines are counted and there are best weights, and waits for the figures. */
async function trainForFigures() {
  begin({ maxSteps: 0, patience: 0, learningRate: 0.3 });
  await session.train();
  const { record } = session;
  while (record.baselines.length < 7 || !record.best) await nextTask();
  await session.pause();
  while (record.validationStep !== record.progress?.step) await nextTask();
  return { ...record, step: record.validationStep };
}

/** Trains to the last step of the settings. */
async function trainToTheEnd() {
  await session.train();
  while (session.record.ended === undefined || session.status !== 'paused') {
    await new Promise((resolve) => session.addEventListener('state', resolve, { once: true }));
  }
}

/**
 * The weights of an exported file.
 *
 * @param {ArrayBuffer} file
 */
function weightsOf(file) {
  const { tensors, metadata } = readSafetensors(file);
  const { hidden_size: hiddenSize, num_layers: numLayers, ...config } = JSON.parse(metadata.config);
  const sizes = { ...config, hiddenSize, numLayers };
  return takeModel(tensors, sizes, [...config.vocabulary].length);
}

/** @param {Parameters<typeof exportModel>[2]} [options] */
const exported = async (options) =>
  (await exportModel(session, 'safetensors', options)).arrayBuffer();

/** @param {Parameters<typeof exportModel>[2]} [options] */
async function exportedFolder(options, programs = PROGRAMS) {
  const zip = await exportModel(session, 'hub', options, programs);
  const files = unzipped(await zip.arrayBuffer());
  /** @param {string} name */
  const textOf = (name) =>
    new TextDecoder().decode([...files].find(([path]) => path.endsWith(`/${name}`))?.[1]);
  return { files, card: textOf('README.md'), textOf };
}

describe('an exported model', () => {
  test('has the best weights by default, and the current ones where they are asked for', async () => {
    begin({ learningRate: 0.3 }); // soon worse than at its best
    await trainToTheEnd();
    const whole = new Playground(TEXT, session.draft.config);
    whole.trainSteps(60);
    const best = whole.bestNetwork()?.model().weights;
    assert.ok(best);
    assert.notDeepEqual(best, whole.weights(), 'the best weights are not the last');
    assert.deepEqual(weightsOf(await exported()), best);
    assert.deepEqual(weightsOf(await exported({ model: 'best' })), best);
    assert.deepEqual(weightsOf(await exported({ model: 'now' })), whole.weights());
    assert.equal(await hashWeights(session), whole.weightsHash(), 'nothing has changed');
  });

  test('has the initial weights before the first step', async () => {
    begin();
    assert.deepEqual(
      weightsOf(await exported()),
      new Playground(TEXT, session.draft.config).weights(),
    );
    await assert.rejects(exported({ model: 'best' }), {
      name: 'SettingError',
      message: 'model must be now until the unseen text has been measured, got "best"',
    });
  });

  test('leaves during training, which goes on', async () => {
    begin({ maxSteps: 0, patience: 0 });
    await session.train();
    const { card } = await exportedFolder();
    assert.match(card, /^# A character model: LSTM, 24 units, 1 layer$/m);
    assert.equal(session.status, 'training');
  });

  test('has the hash of its card once the page has opened it', async () => {
    begin({ learningRate: 0.3 });
    await trainToTheEnd();
    const { card, files } = await exportedFolder();
    const [, model] =
      [...files].find(([path]) => path.endsWith('.safetensors')) ?? assert.fail('no model');
    await openRun(session, model);
    assert.ok(card.includes(`\`${await hashWeights(session)}\``), card);
    assert.deepEqual(new Uint8Array(await exported()), new Uint8Array(model), 'the same bytes');
  });

  test('comes from the next worker where one has died', async () => {
    begin();
    await session.step();
    const weights = weightsOf(await exported());
    const { files } = await exportedFolder({}, async () => {
      workers[0].die('error');
      while (!workers[0].isTerminated) await nextTask();
      return {};
    });
    const model = files.get('lstm-24-step-1/model.safetensors') ?? assert.fail('no model');
    assert.deepEqual(weightsOf(model), weights);
    assert.deepEqual(weightsOf(await exported()), weights, 'from the checkpoint');
    assert.equal(workers.length, 2);
  });

  test('has the separator of its documents, or none', async () => {
    begin({ separator: '. ' });
    const { metadata } = readSafetensors(await exported());
    assert.equal(JSON.parse(metadata.config).separator, '. ');
    await session.reset();
    session.choose('separator', 'no such end');
    const without = readSafetensors(await exported());
    assert.equal(JSON.parse(without.metadata.config).separator, '');
  });

  test('is refused in an unknown format, by name', async () => {
    begin();
    for (const format of ['pickle', '', undefined, { toString: () => 'onnx' }]) {
      await assert.rejects(exportModel(session, /** @type {any} */ (format)), {
        name: 'SettingError',
        message: /^format must be one of safetensors, onnx, hub, got /,
      });
    }
    await assert.rejects(exported({ model: /** @type {any} */ ('last') }), {
      name: 'SettingError',
      message: 'model must be one of best, now, got "last"',
    });
  });
});

describe('an exported folder', () => {
  test('has a card with the figures of its weights', async () => {
    const { best, baselines, step } = await trainForFigures();
    const { files, card, textOf } = await exportedFolder();
    assert.ok(best && best.step < step);
    assert.deepEqual(
      [...files.keys()],
      ['README.md', 'config.json', 'model.safetensors', 'model.onnx', 'train.py'].map(
        (name) => `lstm-24-step-${best.step}/${name}`,
      ),
    );
    const model = /** @type {ArrayBuffer} */ (
      files.get(`lstm-24-step-${best.step}/model.safetensors`)
    );
    const { metadata } = readSafetensors(model);
    assert.deepEqual(JSON.parse(textOf('config.json')), JSON.parse(metadata.config));
    assert.equal(textOf('train.py'), '# é\n');
    for (const fact of [
      `the best ones on the unseen text, of step ${best.step} of ${formatWhole(step)}.`,
      `| **this model** | **${best.bitsPerChar.toFixed(2)}** |`,
      `| pure guessing | ${baselines[0].bitsPerChar.toFixed(2)} |`,
      `| 6-letter counts | ${baselines[6].bitsPerChar.toFixed(2)} |`,
      `2,040 letters, ${new Set(TEXT).size} of them distinct`,
      '204 letters (10 %) were kept unseen',
      '| `learning_rate` | `0.3` |',
      `Hash of the weights: \`${weightsHash(weightsOf(model))}\``,
    ]) {
      assert.ok(card.includes(fact), `${fact}\n${card}`);
    }
    const seeded = { prompt: '', length: 300, temperature: 0.8, seed: 1, model: 'best' };
    const sample = await session.generate(/** @type {any} */ (seeded));
    assert.ok(card.includes(`\`\`\`text\n${sample}\n\`\`\``), card);
  });

  test('of the current weights says so', async () => {
    const { validationBits, step } = await trainForFigures();
    const { card } = await exportedFolder({ model: 'now' });
    assert.ok(card.includes(`the current ones, of step ${formatWhole(step)}.`), card);
    const bits = Number(validationBits).toFixed(2);
    assert.ok(card.includes(`| **this model** | **${bits}** |`), card);
    assert.ok(card.includes(`After ${formatWhole(step)} steps, with the seed 1`), card);
  });

  test('without unseen text says so', async () => {
    begin({ validationFraction: 0 });
    await session.step();
    const { card } = await exportedFolder();
    assert.ok(card.includes('No part of the text was kept unseen.'), card);
    assert.ok(card.includes('the current ones, of step 1.'), card);
    assert.ok(!card.includes('NaN') && !card.includes('undefined'), card);
  });

  test('shows a text of back quotes, markup and control characters as text', async () => {
    begin({ hiddenSize: 2 }, '````<b>\u0000|\n'.repeat(300));
    await session.step();
    const { card } = await exportedFolder();
    const [, fence, sample] =
      card.match(/^(`{3,})text\n([^]*?)\n\1$/m) ?? assert.fail(`no sample in\n${card}`);
    assert.ok(sample.includes('`') && sample.includes('\uFFFD'), sample);
    assert.ok(!sample.includes(fence) && !sample.includes('\u0000'), sample);
  });
});
