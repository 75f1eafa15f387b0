/** The actions of a person and of a host page, on a session; and the misfortunes of its workers. */

import { follow } from '../../../www/src/runs/remedies.js';
import { openRun, saveRun, hashWeights } from '../../../www/src/runs/saved-runs.js';
import { presets } from '../../../www/src/texts/presets.js';
import { below, pick } from './fuzz.js';
import { OPTIONS, RESTARTING, SMALL, STRANGE, TEXTS, WRONG } from './session-values.js';

/**
 * @typedef {import('./fuzz.js').Random} Random
 * @typedef {import('./session-world.js').SessionWorld} SessionWorld
 *
 * @typedef {object} Action
 * @property {string} name
 * @property {keyof typeof import('../../support/page-states.js').AFTER} after names the statuses that
 *   may follow
 * @property {(world: SessionWorld, random: Random) => unknown} act resolves when it is complete
 * @property {true} [isDeath] for an action that ends a worker
 */

/** @type {Action[]} */
export const ACTIONS = [
  { name: 'Train', after: 'train', act: ({ session }) => session.train() },
  { name: 'Pause', after: 'pause', act: ({ session }) => session.pause() },
  { name: 'Step', after: 'step', act: ({ session }) => session.step() },
  { name: 'Reset', after: 'reset', act: ({ session }) => session.reset({ isByReader: true }) },
  { name: 'reset()', after: 'reset', act: ({ session }) => session.reset() },
  {
    name: 'keep what was learnt, and reset',
    after: 'reset',
    act: ({ session }) => session.reset({ keepWeights: true, isByReader: true }),
  },
  { name: 'Undo', after: 'undo', act: ({ session }) => session.undo.back() },
  { name: 'Keep what was learnt', after: 'keep', act: ({ session }) => session.undo.keepLearnt() },
  {
    name: 'choose an example',
    after: 'change',
    act({ source, session }, random) {
      source.pick(pick(random, [...TEXTS, presets[3].text()]));
      return session.restarts.now();
    },
  },
  {
    name: 'type a text',
    after: 'change',
    async act({ source, session, simulation }, random) {
      source.type(pick(random, [...TEXTS, ...TEXTS, ...STRANGE]));
      await simulation.pass(below(random, 2) * 1500);
      await session.restarts.now();
    },
  },
  {
    name: 'give a text',
    after: 'give',
    act: ({ source }, random) => source.set(pick(random, [...TEXTS, ...STRANGE])),
  },
  {
    name: 'choose another setting',
    after: 'change',
    act({ session }, random) {
      const [name, values] = pick(random, RESTARTING);
      session.restarts.choose(name, pick(random, values));
      return session.restarts.now();
    },
  },
  {
    name: 'choose a learning rate',
    after: 'same',
    act: ({ session }, random) =>
      session.restarts.choose('learningRate', pick(random, [0.001, 0.01, 0.02])),
  },
  {
    name: 'choose a wrong setting',
    after: 'same',
    act: ({ session }, random) => session.restarts.choose(...pick(random, WRONG)),
  },
  {
    name: 'put the settings right',
    after: 'change',
    act({ session }) {
      session.useConfig({ ...SMALL });
      session.restarts.request();
      return session.restarts.now();
    },
  },
  {
    name: 'Write',
    after: 'withModel',
    act: ({ session }, random) =>
      session.generate({ length: pick(random, [0, 1, 20, 200]), seed: below(random, 9) }),
  },
  { name: 'Stop', after: 'same', act: ({ session }) => session.stopWriting() },
  {
    name: 'choose a prompt',
    after: 'same',
    act: ({ session }, random) =>
      session.chooseSampling('prompt', pick(random, ['', 'a', 'so', '☃', '\ud83d'])),
  },
  { name: 'Skip it', after: 'withModel', act: ({ session }) => session.skipUnknown() },
  {
    name: 'choose a sampling option',
    after: 'same',
    act: ({ session }, random) => session.chooseSampling(...pick(random, OPTIONS)),
  },
  {
    name: 'open a tab',
    after: 'same',
    act: ({ session, view }, random) =>
      session.inspector.show(view, pick(random, ['page', 'detail', undefined])),
  },
  {
    name: 'choose a letter and a unit',
    after: 'same',
    act: ({ session }, random) =>
      session.selection.choose({
        ...{ index: below(random, 400) - 3, unit: below(random, 7) - 1, layer: below(random, 3) },
        quantity: pick(random, ['f', 'cell', 'hidden', 'i']),
      }),
  },
  {
    name: 'clamp a unit, or release it',
    after: 'same',
    act({ session }, random) {
      const clamp = {
        layer: 0,
        quantity: 'hidden',
        unit: below(random, 3),
        value: below(random, 2),
      };
      session.selection.choose({ clamps: random() < 0.5 ? [clamp] : [] });
    },
  },
  {
    name: 'look at an earlier step',
    after: 'same',
    act: ({ session }, random) =>
      session.inspector.selectStep(pick(random, [undefined, ...session.record.steps, 7777])),
  },
  {
    name: 'go back to an earlier step',
    after: 'back',
    act({ session }, random) {
      const { steps } = session.record;
      return steps.length > 0 ? session.goBack(pick(random, steps)) : session.pause();
    },
  },
  {
    name: 'choose the best weights, or the current ones',
    after: 'same',
    act: ({ session }, random) => session.chooseModel(pick(random, ['best', 'now'])),
  },
  {
    name: 'inspect()',
    after: 'withModel',
    act: ({ session }, random) => session.inspect(pick(random, ['so', 'ab', '', '☃'])),
  },
  { name: 'weightsHash()', after: 'withModel', act: ({ session }) => hashWeights(session) },
  {
    name: 'find units',
    after: 'same',
    act: ({ session }, random) => session.inspector.findUnits(below(random, 90)),
  },
  {
    name: 'save',
    after: 'withModel',
    act: (world) =>
      saveRun(world.session).then(async (blob) => (world.file = await blob.arrayBuffer())),
  },
  {
    name: 'open a saved run',
    after: 'open',
    act: ({ session, file }) => openRun(session, file),
  },
  {
    name: 'open a file that is none',
    after: 'same',
    act: ({ session, file }, random) =>
      openRun(session, pick(random, [file.slice(0, -3), new ArrayBuffer(9), 'x', null, {}])),
  },
  {
    name: 'open a model without a text',
    after: 'open',
    act: ({ session, model }) => openRun(session, model),
  },
  { name: 'remove the tag', after: 'same', act: ({ session }) => session.leave() },
  { name: 'put the tag back', after: 'return', act: ({ session }) => session.comeBack() },
  {
    name: 'move the tag',
    after: 'return',
    act: ({ session }) => Promise.all([session.leave(), session.comeBack()]),
  },
  {
    name: 'kill the worker',
    after: 'death',
    isDeath: true,
    act: ({ worker }) => worker?.fail('it was killed'),
  },
  {
    name: 'let the worker trap',
    after: 'death',
    isDeath: true,
    act: ({ worker }) => worker?.say({ fatal: 'unreachable' }),
  },
  {
    name: 'let the worker hang',
    after: 'death',
    isDeath: true,
    async act({ worker, simulation }) {
      if (worker) worker.isSilent = true;
      await simulation.pass(30_000);
    },
  },
  { name: 'wait', after: 'same', act: ({ simulation }) => simulation.pass(3000) },
  {
    name: "follow the coach's line",
    after: 'any',
    act({ session, line }) {
      const { remedy, offer } = line;
      return remedy ? follow(session, remedy) : offer && follow(session, offer);
    },
  },
  {
    name: 'start a race',
    after: 'same',
    act: (world) => void world.race()?.catch(() => {}), // the view shows it
  },
  { name: 'stop the race', after: 'same', act: ({ experiments }) => experiments.race.stop() },
  {
    name: 'test learning rates',
    after: 'same',
    act: (world) => void world.testRates()?.catch(() => {}), // the view shows it
  },
  { name: 'stop the test', after: 'same', act: ({ experiments }) => experiments.rates.stop() },
  {
    name: 'forbid workers for a while',
    after: 'any',
    async act({ session, simulation }) {
      simulation.isRefused = true;
      try {
        await session.step();
      } finally {
        simulation.isRefused = false;
      }
    },
  },
];
