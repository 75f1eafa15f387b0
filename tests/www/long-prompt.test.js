import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { initSync, Network, Playground, Task } from '../../www/pkg/lstm_playground.js';
import { LiveSampler } from '../../www/src/worker/sampler.js';
import { Training } from '../../www/src/worker/training.js';

const wasm = new URL('../../www/pkg/lstm_playground_bg.wasm', import.meta.url);
initSync({ module: readFileSync(wasm) });

const TEXT = 'a long prompt keeps nobody waiting. '.repeat(30);
const CONFIG = { hiddenSize: 16, seqLen: 8, batchSize: 4 };
const SAMPLING = { length: 20, temperature: 1, topK: 0, topP: 1, seed: 1 };
const LONG = TEXT.repeat(100).slice(0, 100_000);

/** The time that a network needs for a character, in ms, on the tests' clock. */
const CHAR = 0.5;
let now = 0;
/** The characters that each task had to read and write. @type {number[]} */
let asked;

/** Makes texts by a network that reads and writes one character in `CHAR` ms. */
function onSlowNetwork() {
  mock.method(performance, 'now', () => now);
  mock.method(Network.prototype, 'generateText', (/** @type {any} */ { prompt, length }) => {
    let left = prompt.length + length;
    asked.push(left);
    return {
      runFor(/** @type {number} */ milliseconds) {
        const read = Math.min(left, Math.ceil(milliseconds / CHAR));
        now += read * CHAR;
        left -= read;
        return left === 0 ? 'x'.repeat(length) : undefined;
      },
    };
  });
}

beforeEach(() => {
  now = 0;
  asked = [];
});

afterEach(() => mock.restoreAll());

function start(prompt = LONG) {
  const playground = new Playground(TEXT, CONFIG);
  /** @type {Map<string, any>} */
  const pushed = new Map();
  const training = new Training(playground, {
    sampling: { ...SAMPLING, prompt },
    hasValidation: false,
    push: (name, value) => pushed.set(name, value),
    onError: (error) => assert.fail(String(error)),
  });
  return { training, playground, pushed };
}

test('a live sample reads as much of the end of a long prompt as its time permits', async () => {
  onSlowNetwork();
  const network = new Playground(TEXT, CONFIG).network();
  const sampler = new LiveSampler({ ...SAMPLING, prompt: LONG });
  // The speed is not measured yet: no more is read than of a fast network, and in slices.
  await sampler.draw(network, { step: 1, charsPerSecond: 1e6 });
  assert.deepEqual(asked, [400]);
  const { prompt } = await sampler.draw(network, { step: 2, charsPerSecond: 1e6 });
  assert.deepEqual(asked, [400, 80], '40 ms of two characters each');
  assert.equal(prompt, LONG.slice(-60));
});

test('a live sample reads the whole of a prompt that its time permits', async () => {
  const network = new Playground(TEXT, CONFIG).network();
  const sampler = new LiveSampler({ ...SAMPLING, prompt: 'a long' });
  const sample = await sampler.draw(network, { step: 1, charsPerSecond: 1e6 });
  assert.equal(sample.prompt, 'a long');
  const { text } = sample;
  assert.equal(
    text,
    new Playground(TEXT, CONFIG).generate({ ...SAMPLING, prompt: 'a long', length: 200 }),
  );
});

test('the end of a prompt is cut between characters', async () => {
  const text = '𝄞 and more 𝄢. '.repeat(60);
  const network = new Playground(text, CONFIG).network();
  const sampler = new LiveSampler({ ...SAMPLING, prompt: '𝄞𝄢'.repeat(500) });
  const { prompt } = await sampler.draw(network, { step: 1, charsPerSecond: 1e6 });
  assert.equal(prompt, '𝄞𝄢'.repeat(100));
});

test('a live sample leaves out a prompt with an unknown character', async () => {
  const network = new Playground(TEXT, CONFIG).network();
  const sampler = new LiveSampler({ ...SAMPLING, prompt: 'Ω' });
  const { prompt, text } = await sampler.draw(network, { step: 1, charsPerSecond: 1e6 });
  assert.deepEqual([prompt, [...text].length], ['', 200]);
});

test('neither a pause nor a step waits for a text with a long prompt', async (t) => {
  const { training, playground, pushed } = start();
  await training.step();
  const whole = playground.generate({ ...SAMPLING, prompt: LONG });
  // One character a slice.
  const runFor = Task.prototype.runFor;
  const { mock: slices } = t.mock.method(
    Task.prototype,
    'runFor',
    /** @this {Task} */ function () {
      return runFor.call(this, 0);
    },
  );
  let isWritten = false;
  const writing = training.writings.generate({ ...SAMPLING, prompt: LONG }).then((sample) => {
    isWritten = true;
    return sample;
  });
  const before = slices.callCount();
  await training.step();
  training.start();
  await training.pause();
  assert.ok(!isWritten, 'both are answered first');
  assert.ok(slices.callCount() - before < 10_000, `${slices.callCount() - before} slices`);
  const step = playground.steps();
  assert.ok(step >= 2, `step ${step}`);
  assert.equal(pushed.get('checkpoint').counters[0], step);
  slices.restore();
  const sample = await writing;
  assert.deepEqual([sample?.step, sample?.text], [1, whole]);
});
