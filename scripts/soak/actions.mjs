/** The actions of a person at the page, each complete in itself: any of them may follow any other. */

import { setTimeout as sleep } from 'node:timers/promises';
import { REST } from '../../www/src/runs/restarts.js';
import { guest, lesson, removeGuests, threeGuests } from './guests.mjs';

/**
 * @typedef {import('./visitor.mjs').Visitor} Visitor
 *
 * @typedef {(visitor: Visitor) => Promise<unknown>} Action
 */

/** The page's own tag. */
export const TAG = 'main > lstm-playground';
const EXAMPLES = ['Tales', 'Rhyme', 'Dates', 'Sums'];
const VIEWS = [
  ...['One unit', 'All units', 'Surprise', 'Next letter', 'Who does what', 'Surgery', 'Reach'],
  ...['Race', 'Memory test', 'Learning rate', 'Cell', 'Settings', 'Writing', 'My runs'],
];
const here = { within: TAG };
/** Milliseconds for a network to be read, beside other programs. */
const READ = 60_000;

/**
 * Trains; a change that came before, or the end of the run, may end in a pause.
 *
 * @param {Visitor} visitor
 */
async function train(visitor) {
  const press = () => visitor.pressIfSeen('button', 'Train', here);
  await visitor.awaitState(TAG, ['training'], press);
  await visitor.awaitSteps(TAG, 5, press);
}

/** @param {Visitor} visitor */
const pause = (visitor) =>
  visitor.awaitState(TAG, ['paused', 'idle'], () => visitor.pressIfSeen('button', 'Pause', here));

/**
 * Trains with every view in sight, one after another.
 *
 * @param {Visitor} visitor
 */
export async function lookAround(visitor) {
  await train(visitor);
  for (const view of VIEWS) {
    await visitor.open(view, TAG);
    await visitor.look(0.5);
  }
}

/** @param {Visitor} visitor */
async function pauseAndGoOn(visitor) {
  await train(visitor);
  await pause(visitor);
  await visitor.press('button', 'Step', here);
  await train(visitor);
}

/** Leaves the run, where a change has not ended it. @param {Visitor} visitor */
const leave = (visitor) =>
  visitor.awaitState(TAG, ['idle'], () => visitor.pressIfSeen('button', 'Reset', here));

/** @param {Visitor} visitor */
async function reset(visitor) {
  await train(visitor);
  await leave(visitor);
}

/** @param {Visitor} visitor */
async function example(visitor) {
  await train(visitor);
  await visitor.press('button', visitor.pick(EXAMPLES), { within: '.chips' });
  await visitor.look();
}

/**
 * Types a text, which counts after a second without a key.
 *
 * @param {Visitor} visitor
 * @param {string} text
 */
async function type(visitor, text) {
  await visitor.fill('textbox', 'Text', text, here);
  await sleep(REST + 200);
}

/** @param {Visitor} visitor */
async function ownText(visitor) {
  const words = Array.from({ length: 200 }, () =>
    visitor.pick(['here', 'it', 'stands', 'and', 'goes']),
  );
  await type(visitor, words.join(' '));
  await train(visitor);
}

/**
 * Makes the action that looks at an experiment for a moment.
 *
 * @param {string} tab
 * @param {string} section
 * @param {string} start the label of its button
 * @returns {Action}
 */
const experiment = (tab, section, start) => async (visitor) => {
  await visitor.open(tab, TAG);
  await visitor.press('button', start, { within: section });
  await visitor.look(2);
  await visitor.pressIfSeen('button', 'Stop', { within: section }); // it may have come to its end
};
const race = experiment('Race', 'section.race', 'Start');
const lagExperiment = experiment('Memory test', 'section.lags', 'Start');
const learningRateTest = experiment('Learning rate', 'section.rate', 'Test learning rates');

/** @param {Visitor} visitor */
async function gradientCheck(visitor) {
  await train(visitor);
  await visitor.open('Cell', TAG);
  await visitor.press('button', 'Prove it', here);
  await visitor.awaitText('.verdict', 'gradients compared', here);
}

/** @param {Visitor} visitor */
async function write(visitor) {
  await train(visitor);
  await visitor.press('button', 'Write', here);
  await visitor.look();
  await visitor.pressIfSeen('button', 'Stop', { within: '.write' });
}

/** Saves the run by its button, and opens what the tag's own method saves. @param {Visitor} visitor */
async function saveAndOpen(visitor) {
  await train(visitor);
  await visitor.press('button', 'Save run', here);
  await visitor.page(async (tag) => {
    const element = /** @type {any} */ (document.querySelector(tag));
    await element.open(await element.save());
  }, TAG);
  await train(visitor);
}

/** @param {Visitor} visitor */
async function exportModel(visitor) {
  await train(visitor);
  await visitor.press('button', 'Export', here);
  for (const name of ['Save .safetensors', 'Save .onnx', 'Save .zip']) {
    await visitor.press('button', name, { within: 'dialog.export' });
    await visitor.awaitText('dialog.export [role=status]', 'Saved');
  }
  await visitor.press('button', 'Close', { within: 'dialog.export' });
}

/** @param {Visitor} visitor */
async function share(visitor) {
  await visitor.press('button', 'Share', here);
  await visitor.look();
  await visitor.press('button', 'Close', { within: 'dialog.share' });
}

/** @param {Visitor} visitor */
async function chartFiles(visitor) {
  await train(visitor);
  const curve = { within: 'section.curve' };
  if (!(await visitor.sees('button', 'SVG', curve))) await visitor.press('button', 'Table', curve);
  await visitor.press('button', 'SVG', curve);
  await visitor.press('button', 'CSV', curve);
}

/** @param {Visitor} visitor */
async function otherCell(visitor) {
  await visitor.open('Cell', TAG);
  await visitor.fill('combobox', 'Cell', visitor.pick(['lstm', 'gru', 'rnn', 'peephole']), here);
  await train(visitor);
}

/** @param {Visitor} visitor */
async function surgery(visitor) {
  await train(visitor);
  await visitor.open('Surgery', TAG);
  const clamp = { ...here, isPart: true };
  // Before the network has been read, there is nothing to silence.
  const deadline = Date.now() + READ;
  while (!(await visitor.sees('button', 'Release: ', clamp)) && Date.now() < deadline) {
    await visitor.press('button', 'Silence the unit', here);
    await visitor.look(0.2);
  }
  await visitor.press('button', 'Write from here', here);
  await visitor.look();
  await visitor.press('button', 'Release: ', clamp);
}

/** Leaves a run, and opens the newest kept one. @param {Visitor} visitor */
async function keptRun(visitor) {
  await train(visitor);
  await pause(visitor);
  await visitor.open('My runs', TAG);
  await visitor.awaitText('.stored-runs', 'On the page', here);
  await leave(visitor);
  await visitor.press('button', 'Open “', { within: '.stored-runs', isPart: true });
  await visitor.awaitText('.keep [role=status]', 'Opened');
  await train(visitor);
}

/** Undoes the last change, where there is one. @param {Visitor} visitor */
async function undo(visitor) {
  await type(visitor, 'a text that makes way again. '.repeat(20));
  await train(visitor);
  await visitor.pressIfSeen('button', 'Undo', { within: 'section.train' });
  await visitor.look();
}

/**
 * All actions, each with the name that a report gives it.
 *
 * @type {Record<string, Action>}
 */
export const actions = {
  ...{ lookAround, pauseAndGoOn, reset, example, ownText, undo, otherCell, surgery, write },
  ...{ race, lagExperiment, learningRateTest, gradientCheck, saveAndOpen, exportModel, share },
  ...{ chartFiles, keptRun, guest, threeGuests, lesson },
};

/**
 * @param {string[]} names
 * @returns {Record<string, Action>} in this order
 */
export const actionsNamed = (names) =>
  Object.fromEntries(
    names.map((name) => {
      if (!(name in actions)) throw new Error(`no action ${name} among ${Object.keys(actions)}`);
      return [name, actions[name]];
    }),
  );

/**
 * Brings the page to the state in which all counts must be equal: no model, no kept runs, no tags but
 * its own, the first example with its own settings.
 *
 * @param {Visitor} visitor
 */
export async function tidyUp(visitor) {
  await removeGuests(visitor);
  await visitor.open('My runs', TAG);
  await train(visitor);
  await pause(visitor);
  await visitor.awaitText('.stored-runs', 'On the page', here);
  await visitor.press('checkbox', 'Keep nothing on this computer', here);
  await visitor.press('button', 'Delete ', { ...here, isPart: true });
  await visitor.awaitText('.keep .empty', 'Nothing is kept', here);
  await leave(visitor);
  await visitor.page(async (selector) => {
    const tag = /** @type {any} */ (document.querySelector(selector));
    tag.config = { cell: 'lstm' };
    tag.config = null;
    tag.text = 'another';
    tag.text = null;
    await tag.reset(); // discards what Undo keeps
  }, TAG);
  await visitor.press('checkbox', 'Keep nothing on this computer', here);
  await visitor.awaitText('.keep .empty', 'No runs yet', here);
  await visitor.open('One unit', TAG);
}
