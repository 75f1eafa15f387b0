import { afterEach, beforeEach } from 'node:test';
import { ChangingSession } from './changing-session.js';

/** The session of the running test, with its workers. @type {ChangingSession} */
export let fake;
/** @type {ChangingSession['session']} */
export let session;

beforeEach(() => {
  fake = new ChangingSession();
  ({ session } = fake);
});

afterEach(() => session.reset());
