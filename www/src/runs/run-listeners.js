/**
 * @typedef {import('./run-page.js').RunPage} RunPage
 * @typedef {import('./worker-group.js').Listeners} Listeners
 */

/**
 * The listeners to the leading worker of a run: they fill its record and tell its page.
 *
 * @param {import('./training-record.js').TrainingRecord} record
 * @param {object} run
 * @param {import('./learning-rate.js').LearningRate} run.learningRate
 * @param {() => RunPage} run.page the one that hears the run at present
 * @param {() => void} run.onEnded called when the training has ended by itself
 * @param {() => void} run.onStopped called after an error that stops the training
 * @returns {Required<Omit<Listeners, 'wantedWorkers'>>}
 */
export const runListeners = (record, { learningRate, page, onEnded, onStopped }) => ({
  ...record.listeners,
  progress: (progress) => {
    record.listeners.progress(progress);
    learningRate.report(progress.learningRate);
    page().onStep(progress);
  },
  sample: (sample) => {
    record.listeners.sample(sample);
    page().onSample(sample);
  },
  checkpoint: () => page().onCheckpoint(),
  inspection: (inspection) => (page().inspector.selection.inspection = inspection),
  inspectionFailed: (error) => page().onError(error),
  rolledBack: (step) => {
    record.goBackTo(step);
    page().inspector.selection.backTo(step);
  },
  ended: (ended) => {
    record.listeners.ended(ended);
    onEnded();
  },
  stopped: (error) => {
    page().onError(error); // before the status: it is announced first
    onStopped();
  },
});
