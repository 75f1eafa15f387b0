/** The main views, connected to a session. */

import { notation } from '../cells/notation.js';
import { countWeights } from '../cells/count-weights.js';
import { Coach, factsOf } from '../runs/coach.js';
import { follow } from '../runs/remedies.js';
import { labelledSamplingOptions, labelledSettings } from '../settings/labelled-settings.js';
import { presets } from '../texts/presets.js';
import { CellView } from '../views/cells/cell-view.js';
import { CurveView } from '../views/runs/curve-view.js';
import { SampleView } from '../views/runs/sample-view.js';
import { TrainView } from '../views/runs/train-view.js';
import { SettingsView } from '../views/settings/settings-view.js';
import { TextView } from '../views/texts/text-view.js';
import { splitOf, textNotes } from './text-notes.js';

/**
 * @typedef {import('../runs/session.js').Session} Session
 * @typedef {Record<'text' | 'cell' | 'settings' | 'train' | 'curve' | 'sample', HTMLElement>} Sections
 * @typedef {ReturnType<typeof createMainViews>} MainViews
 */

/** The settings shown beside the text. */
const TEXT_SETTINGS = ['separator', 'rareBelow'];

/**
 * Ignores the rejection of a command, because the session reports the error.
 *
 * @param {Promise<unknown>} command
 */
export const quietly = (command) => void command.catch(() => {});

/**
 * @param {Sections} sections
 * @param {Session} session
 * @param {Omit<ConstructorParameters<typeof TextView>[3], 'choose'>} on
 */
export function createMainViews(sections, session, on) {
  /** @param {boolean} isOfText */
  const rows = (isOfText) =>
    labelledSettings.filter(({ name }) => TEXT_SETTINGS.includes(name) === isOfText);
  /**
   * @param {string} name
   * @param {unknown} value
   */
  const choose = (name, value) => void session.choose(name, value);
  return {
    text: new TextView(sections.text, presets, rows(true), { ...on, choose }),
    cell: new CellView(sections.cell, {
      choose: (name) => session.choose('cell', name),
      notation: (chosen) => notation.choose(chosen),
    }),
    settings: new SettingsView(sections.settings, rows(false), {
      choose,
      suggest: () => void session.useConfig({}),
    }),
    coach: new Coach({
      change: () => session.changed(),
      sentence: (line) => session.tell('coach', line),
    }),
    train: new TrainView(sections.train, {
      train: () => quietly(session.train()),
      pause: () => quietly(session.pause()),
      step: () => quietly(session.step()),
      reset: () => quietly(session.reset()),
      follow: (remedy) => quietly(follow(session, remedy)),
    }),
    curve: new CurveView(sections.curve),
    sample: new SampleView(sections.sample, labelledSamplingOptions, {
      choose: (name, value) => session.chooseSampling(name, value),
      generate: () => quietly(session.generate()),
      stop: () => session.stopWriting(),
      showLive: () => session.showLive(),
      skip: () => quietly(session.skipUnknown()),
      chooseModel: (model) => session.chooseModel(model),
    }),
  };
}

/**
 * Shows the current state of a session.
 *
 * @param {MainViews} views
 * @param {Session} session
 * @param {object} options
 * @param {import('./text-source.js').TextSource} options.source of the text
 * @param {boolean} options.showsCurve
 */
export function updateMainViews(views, session, { source, showsCurve }) {
  const { draft, record, sampling } = session;
  views.text.update({
    text: draft.text,
    counts: draft.counts,
    documents: draft.documents,
    settings: draft.settings,
    taskText: draft.taskText,
    split: splitOf(session),
    notes: [source.note, ...textNotes(session)].filter(Boolean),
    texts: source.texts,
    offer: source.offer,
  });
  const { values, defaults, problems } = draft.settings;
  views.cell.update({
    value: values.cell,
    standard: defaults.cell,
    problem: problems.get('cell'),
    notation: notation.value,
    numWeights: weightsOf(draft),
  });
  views.settings.update(draft.settings);
  views.train.update({
    status: session.status,
    progress: record.progress,
    validationBits: record.validationBits,
    best: record.best,
    recall: record.recall,
    isTask: record.floor !== undefined,
    line: views.coach.lineFor(factsOf(session)),
  });
  if (showsCurve) views.curve.update(record, session.selection.step);
  views.sample.update({
    samples: record.history.samples,
    writing: record.writing,
    asked: record.asked,
    isLive: session.status === 'training',
    separator: (session.model?.text ? session.model : draft).config.separator,
    values: sampling.values,
    defaults: sampling.defaults,
    problems: sampling.problems,
    promptProblem: session.promptProblem,
    models: session.modelChoice.values,
  });
}

/**
 * The number of weights of a model of this text; undefined until it is known.
 *
 * @param {Session['draft']} draft
 */
function weightsOf({ counts, settings, config }) {
  if (!counts?.chars || settings.problems.size > 0) return undefined;
  return countWeights(config, counts.distinctChars);
}
