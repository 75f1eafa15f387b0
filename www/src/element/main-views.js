/** The main views, connected to a session. */

import { Coach } from '../runs/coach.js';
import { factsOf } from '../runs/coach-facts.js';
import { follow } from '../runs/remedies.js';
import { promptHelp } from '../settings/prompt-help.js';
import { samplingOptions } from '../settings/settings.js';
import { countingBaselines } from '../texts/counting-baselines.js';
import { presets } from '../texts/presets.js';
import { CurveView } from '../views/runs/curve-view.js';
import { SampleView } from '../views/runs/sample-view.js';
import { TrainView } from '../views/runs/train-view.js';
import { TextView } from '../views/texts/text-view.js';
import { openExport } from './model-export.js';
import { savedRuns } from './saved-runs.js';
import { adopt } from './styles/sheets.js';
import { splitOf, textNotes } from './text-notes.js';

/**
 * @typedef {import('../runs/session.js').Session} Session
 * @typedef {import('../settings/setting.js').Setting} Setting
 * @typedef {Record<'text' | 'train' | 'curve' | 'sample', HTMLElement>} Sections
 * @typedef {ReturnType<typeof createMainViews>} MainViews
 */

/**
 * Ignores the rejection of a command, because the session reports the error.
 *
 * @param {Promise<unknown>} command
 */
export const quietly = (command) => void command.catch(() => {});

/**
 * @param {Sections} sections
 * @param {Session} session
 * @param {Omit<ConstructorParameters<typeof TextView>[2], 'choose' | 'styles'>} on
 * @param {ConstructorParameters<typeof TrainView>[1]['share']} share
 */
export function createMainViews(sections, session, on, share) {
  const option = /** @type {Setting} */ (samplingOptions.find(({ name }) => name === 'prompt'));
  const prompt = { ...option, ...promptHelp };
  /**
   * A command that follows the changes before it.
   *
   * @param {() => Promise<unknown>} command
   */
  const afterChanges = (command) => () => quietly(session.restarts.now().then(command));
  return {
    text: new TextView(sections.text, presets, {
      ...on,
      choose: (name, value) => session.restarts.choose(name, value),
      styles: async () => adopt(sections.text, (await import('./styles/views.js')).viewSheets),
    }),
    coach: new Coach({
      change: () => session.changed(),
      sentence: (line) => session.tell('coach', line),
    }),
    train: new TrainView(sections.train, {
      train: afterChanges(() => session.train()),
      pause: () => quietly(session.pause()),
      step: afterChanges(() => session.step()),
      reset: () => quietly(session.reset({ isByReader: true })),
      follow: (remedy) => quietly(follow(session, remedy)),
      share,
    }),
    curve: new CurveView(sections.curve),
    sample: new SampleView(sections.sample, prompt, {
      prompt: (value) => session.chooseSampling('prompt', value),
      generate: afterChanges(() => session.generate()),
      stop: () => session.stopWriting(),
      save: () => quietly(savedRuns(session).then((runs) => runs.downloadRun(session))),
      export: () => quietly(openExport(sections.sample, session)),
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
 * @param {boolean} options.isReadonly true where the text is the page's alone
 * @param {import('./lesson-panel.js').LessonPanel} [options.lesson] that guides the reader
 */
export function updateMainViews(views, session, { source, showsCurve, isReadonly, lesson }) {
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
    isReadonly,
  });
  const line = views.coach.lineFor(factsOf(session));
  views.train.update({
    status: session.status,
    progress: record.progress,
    validationBits: record.validationBits,
    best: record.best,
    recall: record.recall,
    isTask: record.floor !== undefined,
    line: lesson?.quieted(line) ?? line,
  });
  if (showsCurve) {
    const { training, validation, gradient, best, floor } = record;
    // Before the model has counted, the counts of the whole text stand for those of its parts.
    const baselines = record.baselines.length ? record.baselines : countingBaselines(draft.counts);
    const curve = { training, validation, gradient, best, floor, baselines };
    views.curve.update(curve, session.selection.step);
  }
  views.sample.update({
    samples: record.history.samples,
    writing: record.writing,
    asked: record.asked,
    isLive: session.status === 'training',
    prompt: sampling.values.prompt,
    promptProblem: session.promptProblem,
    models: session.modelChoice.values,
  });
}
