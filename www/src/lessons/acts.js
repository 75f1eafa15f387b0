/** The acts of lessons: each is what a person can do by hand. */

import { readModel } from '../files/model-file.js';
import { readSafetensors } from '../files/safetensors.js';
import { defaultSampling } from '../settings/settings.js';
import { aim, endRun, stepOf } from './lesson-network.js';
import { haveSameEffect, isEqual } from './lesson-settings.js';
import { happened, interrupted, waited } from './waiting.js';

/**
 * @typedef {import('../shared/protocol.js').Config} Config
 * @typedef {import('./lab.js').Lab} Lab
 * @typedef {import('./lesson.js').Act} Act
 * @typedef {import('./lesson.js').RaceAct} RaceAct
 *
 * @typedef {object} Kind
 * @property {(lab: Lab, act: any) => boolean} isDone
 * @property {(lab: Lab, act: any) => Promise<void> | void} perform
 */

/** Characters of the text that each network of a race writes at its end. */
const SAMPLE_LENGTH = 200;

/**
 * True when the unseen text was guessed with the weights of a step, if there is any.
 *
 * @param {Lab} lab
 * @param {number} step
 */
const isValidated = ({ session: { run, record } }, step) =>
  step === 0 || !run?.textReport?.validationChars || record.validationStep >= step;

/** @param {import('../shared/protocol.js').Clamp[]} clamps */
const sorted = (clamps) =>
  clamps
    .map(({ layer, quantity, unit, value }) => JSON.stringify([layer, quantity, unit, value]))
    .sort();

/** @type {Record<string, Kind>} */
const kinds = {
  model: {
    isDone(lab, { model, train }) {
      const charModel = lab.session.run?.source.kept?.charModel;
      const isOfFile = charModel !== undefined && charModel === lab.models.get(model);
      return isOfFile ? stepOf(lab) === 0 : kinds.train.isDone(lab, { train });
    },
    async perform(lab, { model }) {
      const { session, tools, signal, models } = lab;
      const file = readModel(readSafetensors(await tools.loadModel(model)));
      signal.throwIfAborted();
      const { vocabulary, readsUnknown, weights } = file;
      const charModel = { vocabulary, readsUnknown, weights };
      models.set(model, charModel);
      endRun(lab);
      session.kept.value = { charModel, config: { ...session.draft.config, ...file.config } };
      await lab.engine();
    },
  },
  train: {
    isDone: (lab, { train }) =>
      stepOf(lab) === train &&
      isValidated(lab, train) &&
      lab.session.run?.source.kept === undefined,
    async perform(lab, { train }) {
      const { session, signal } = lab;
      await aim(lab, train);
      signal.throwIfAborted();
      await lab.engine();
      signal.throwIfAborted();
      if (train === 0) return;
      const { run } = session;
      await session.train();
      await happened(lab, () => {
        if (session.run !== run || run?.status === 'failed') throw interrupted();
        if (run?.status === 'training') return false;
        if (stepOf(lab) !== train) throw interrupted();
        return isValidated(lab, train);
      });
    },
  },
  set: {
    isDone: ({ session }, { set }) => {
      const values = new Map(Object.entries(session.draft.config));
      return Object.entries(set).every(([name, value]) => values.get(name) === value);
    },
    perform({ session }, { set }) {
      for (const [name, value] of Object.entries(set)) session.choose(name, value);
    },
  },
  clamp: {
    isDone: ({ session }, { clamp }) =>
      session.model !== undefined && isEqual(sorted(session.selection.clamps), sorted(clamp)),
    async perform(lab, { clamp }) {
      await lab.engine();
      lab.session.selection.choose({ clamps: clamp });
    },
  },
  choose: {
    isDone: ({ session: { selection } }, { choose }) =>
      Object.entries(choose).every(
        ([name, value]) => selection[/** @type {'index'} */ (name)] === value,
      ),
    perform: ({ session }, { choose }) => session.selection.choose(choose),
  },
  race: {
    isDone(lab, { race }) {
      const { isRunning, options, runs } = lab.tools.race;
      if (isRunning || !options || runs.some(({ hash, problem }) => !hash && !problem))
        return false;
      const { text, configs, steps, seeds } = options;
      const wanted = configsOf(lab, race);
      return (
        text === lab.text &&
        isEqual([steps, seeds, options.isEqual], [race.steps, race.seeds, race.isEqual]) &&
        configs.length === wanted.length &&
        configs.every((config, entry) => haveSameEffect(config, wanted[entry]))
      );
    },
    async perform(lab, { race }) {
      const { draft } = lab.session;
      const counts = await draft.ready();
      const configs = configsOf(lab, race);
      const sampling = { ...defaultSampling, prompt: '', length: SAMPLE_LENGTH, seed: 1 };
      const { steps, seeds, isEqual } = race;
      await waited(
        lab,
        lab.tools.race.start({
          ...{ text: draft.text, recallText: draft.task?.recallText, counts, configs },
          ...{ steps, seeds, isEqual, sampling: /** @type {any} */ (sampling) },
        }),
        () => lab.tools.race.stop(),
      );
      if (!kinds.race.isDone(lab, { race })) throw interrupted();
      const problem = lab.tools.race.runs.find((run) => run.problem)?.problem;
      if (problem) throw new Error(problem);
    },
  },
  rates: {
    isDone(lab) {
      const { isComplete, model } = lab.tools.rates;
      if (!isComplete || !model || model.text !== lab.text) return false;
      const isUntrained = !model.checkpoint?.counters[0];
      return isUntrained && haveSameEffect(model.config, lab.session.draft.config);
    },
    async perform(lab) {
      await lab.do({ train: 0 });
      const engine = await lab.engine();
      const { run } = lab.session;
      const { text, config } = /** @type {import('../runs/run.js').Run} */ (run);
      const checkpoint = await engine.checkpoint();
      await waited(lab, lab.tools.rates.start({ text, config, checkpoint }), () =>
        lab.tools.rates.stop(),
      );
      if (!kinds.rates.isDone(lab, { rates: true })) throw interrupted();
    },
  },
  open: {
    isDone: ({ tools }, { open }) => tools.tab() === open,
    perform: ({ tools }, { open }) => tools.open(open),
  },
};

/**
 * All settings of each entry of a race.
 *
 * @param {Lab} lab
 * @param {RaceAct} race
 * @returns {Config[]}
 */
const configsOf = ({ session }, { entries }) =>
  entries.map((entry) => ({ ...session.draft.config, ...entry }));

/** @param {Act} act */
const kindOf = (act) =>
  /** @type {Kind} */ (kinds[Object.keys(kinds).find((name) => name in act) ?? '']);

/**
 * @param {Lab} lab
 * @param {Act} act
 */
export const isActDone = (lab, act) => kindOf(act).isDone(lab, act);

/**
 * @param {Lab} lab
 * @param {Act} act
 * @returns {Promise<void>} rejects with an `AbortError` when the reader or the lab has ended it
 */
export const doAct = async (lab, act) => kindOf(act).perform(lab, act);
