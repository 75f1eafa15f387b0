/** The worker: owns the wasm module and one model, and answers the page. */

import init, { lagText, Playground } from '../../pkg/lstm_playground.js';
import { serve } from '../lib/worker-server.js';
import { Push, Request } from '../shared/protocol.js';
import { follow } from './replica.js';
import { alwaysShared } from './speed-probe.js';
import { checkInSlices } from './gradient-checker.js';
import { Training } from './training.js';
import { trainTo } from './train-to.js';

/** @typedef {import('../shared/protocol.js').CreateRequest} CreateRequest */
/** @typedef {import('../shared/protocol.js').CreateAnswer} CreateAnswer */

/** @type {Playground} */
let playground;
/** What it was made from. @type {{text: string, config: Record<string, unknown>}} */
let made;
/** @type {Training} */
let training;
/** @type {MessagePort | undefined} where the worker that leads this one gives its orders */
let following;
/** @type {Promise<void> | undefined} the comparison on its way */
let proving;

/** @param {import('../shared/protocol.js').LagSource} source */
const textOf = ({ task, lag, chars, seed }) => lagText(task, lag, chars, seed);

/**
 * Adds the accuracy of always guessing the most frequent of the characters that need memory.
 *
 * @param {import('../../pkg/lstm_playground.js').LagText} made all of one code unit a character
 */
function withMostFrequent(made) {
  const { text, recalled } = made;
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const place of recalled) counts.set(text[place], (counts.get(text[place]) ?? 0) + 1);
  return { ...made, mostFrequent: Math.max(...counts.values()) / recalled.length };
}

const server = serve(
  /** @type {any} */ (self),
  {
    /** @param {CreateRequest} request @returns {Promise<CreateAnswer>} */
    async [Request.create]({ wasm, text: given, recallText, config, sampling }) {
      await init({ module_or_path: wasm });
      const text = typeof given === 'string' ? given : textOf(given).text;
      playground = new Playground(text, config);
      made = { text, config };
      const textReport = playground.textReport();
      training = new Training(playground, {
        sampling,
        recallText: recallText && withMostFrequent(textOf(recallText)),
        // Who chooses has the steps shared, even where it does not pay.
        newSpeedProbe: config.workers ? alwaysShared : undefined,
        hasValidation: textReport.validationChars > 0,
        push: server.push,
        onError: (error) => server.fail(error, (plain) => server.push(Push.stopped, plain)),
      });
      return {
        textReport,
        vocabulary: playground.vocabulary(),
        mostWorkers: playground.mostWorkers(),
      };
    },
    [Request.lead]: ({ id, port }) => training.lead(id, port),
    [Request.miss]: (id) => training.miss(id),
    [Request.follow]: (port) => follow(playground, (following = port)),
    [Request.release]() {
      following?.close();
      return playground.steps();
    },
    [Request.train]: () => training.start(),
    [Request.pause]: () => training.pause(),
    [Request.trainTo]: (step) => trainTo(playground, step),
    [Request.snapshot]: () => playground.snapshot(),
    [Request.restore](snapshot) {
      playground.restore(snapshot);
      return playground.steps();
    },
    /** @param {{wasm: WebAssembly.Module, source: import('../shared/protocol.js').LagSource}} request */
    async [Request.makeText]({ wasm, source }) {
      await init({ module_or_path: wasm });
      return textOf(source);
    },
    async [Request.recall](source) {
      const recallText = withMostFrequent(textOf(source));
      return { ...(await training.recall(recallText)), floor: recallText.bitsPerChar };
    },
    [Request.reach]: ({ text, lags }) => playground.gradientReach(text, lags),
    [Request.step]: () => training.step(),
    [Request.generate]: (sampling) => training.generate(sampling),
    [Request.write]: (request) => training.write(request),
    /** @param {WebAssembly.Module} wasm */
    [Request.prove](wasm) {
      const model = { ...made, weights: playground.weights() };
      const prove = () => checkInSlices(wasm, model, playground.steps(), server.push);
      proving ??= prove().finally(() => (proving = undefined));
      return proving;
    },
    [Request.setLearningRate]: (rate) => playground.setLearningRate(rate),
    [Request.setSampling]: (sampling) => training.setSampling(sampling),
    [Request.select]: (request) => training.select(request),
    [Request.selectStep]: (step) => training.selectStep(step),
    [Request.goBack]: (step) => training.goBack(step),
    [Request.findUnits]: (part) => training.findUnits(part),
    [Request.inspect]: (text) => training.inspect(text),
  },
  // After a trap the instance still answers, and wrongly.
  (error) => error instanceof WebAssembly.RuntimeError,
);
