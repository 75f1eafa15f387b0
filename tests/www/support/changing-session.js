import assert from 'node:assert/strict';
import { factsOf } from '../../../www/src/runs/coach-facts.js';
import { lineOn } from '../../../www/src/runs/coach-rules.js';
import { follow } from '../../../www/src/runs/remedies.js';
import { FakeSession, settle } from './fake-session.js';

export const TEXT = 'ab'.repeat(10);

/** A session whose text and settings a reader changes during a run, and goes back. */
export class ChangingSession extends FakeSession {
  /** The coach's line. */
  get line() {
    return lineOn(factsOf(this.session));
  }

  /**
   * A run with a checkpoint at its last step.
   *
   * @param {number} step
   * @param {number} [charsPerSecond] of the 8 letters of a step
   */
  async trainTo(step, charsPerSecond = 100) {
    await this.train();
    this.report(step, charsPerSecond);
  }

  /**
   * @param {number} step
   * @param {number} [charsPerSecond]
   */
  report(step, charsPerSecond = 100) {
    const value = { step, bitsPerChar: 1, learningRate: 0.005, charsPerSecond };
    this.newest.say({ push: 'progress', value });
  }

  /** @param {string} text that the reader chooses */
  async pick(text) {
    this.session.setText(text);
    this.session.restarts.request();
    await settle();
  }

  /**
   * Answers the Pause of a worker whose run has made way, with its checkpoint.
   *
   * @param {number} step
   */
  async leave(step, worker = this.workers[0]) {
    await settle();
    const value = { counters: Float64Array.of(step), values: new Float32Array(1) };
    worker.say({ push: 'checkpoint', value });
    worker.answer('pause');
    await settle();
    return value;
  }

  /** Follows the button of the coach's line. */
  async undo(label = 'Undo') {
    const { remedy } = this.line;
    assert.equal(remedy?.label, label);
    const following = follow(this.session, /** @type {any} */ (remedy));
    following.catch(() => {});
    await settle();
  }

  /** Restarts a training run with another text, and asks for Undo before the old run has left. */
  async beginUndo() {
    await this.trainTo(307);
    await this.pick('abba');
    await this.make();
    await this.answer('train');
    await this.undo();
    assert.equal(this.session.draft.text, 'abba', 'it waits');
  }
}
