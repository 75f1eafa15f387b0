import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CASES } from '../www/support/coach-cases.js';
import { controls } from './support/controls.js';
import { openPage, serve } from './support/browser.js';

const { url } = await serve();

/** The longest errors and notices, by their kinds. */
const LONG = [
  {
    kind: 'problem',
    message:
      'The training worker stopped again near step 12,345: its code failed, perhaps for want of ' +
      'memory (unreachable). Train tries again from step 12,300; Reset starts over.',
  },
  {
    kind: 'notice',
    message:
      'The training worker stopped: it has been silent for 4 seconds. Training continued from step ' +
      '12,345. You can no longer go back to the steps before it.',
  },
  {
    kind: 'notice',
    message:
      'The browser does not answer when the page keeps runs on this computer: close other tabs of ' +
      'the page, or keep this run as a file with Save run.',
  },
];

/** The height of the commands, the figures and the coach's line. */
const heightOf = (/** @type {import('playwright-core').Page} */ page) =>
  page.locator('section.train').evaluate((section) => section.getBoundingClientRect().height);

for (const width of [1280, 390]) {
  test(`every sentence of the coach fits into its place, at ${width} px`, async (t) => {
    const page = await openPage(t, `${url}/index.html`, { viewport: { width, height: 844 } });
    const { coach } = controls(page);
    await coach.waitFor();
    const tooLong = await coach.evaluate(
      (coach, cases) => {
        const [sentence, ...buttons] = /** @type {HTMLElement[]} */ ([...coach.children]);
        return cases.filter(({ message, labels, kind }) => {
          sentence.textContent = message;
          sentence.className = kind;
          buttons.forEach((button, i) => {
            button.hidden = labels[i] === '';
            button.textContent = labels[i];
          });
          return (
            sentence.scrollHeight > sentence.clientHeight + 1 ||
            buttons.some((button) => button.offsetHeight > coach.clientHeight)
          );
        });
      },
      [
        ...CASES.map(({ message, button = '', offer = '', rule }) => ({
          ...{ message, labels: [offer, button], kind: rule === 'going wrong' ? 'advice' : '' },
        })),
        ...LONG.map((error) => ({ ...error, labels: ['', ''] })),
      ],
    );
    assert.deepEqual(tooLong, []);
  });

  test(`the commands keep their height, at ${width} px`, async (t) => {
    const page = await openPage(t, `${url}/index.html`, { viewport: { width, height: 844 } });
    const ui = controls(page);
    await ui.coach.getByText(/^Press Train/).waitFor();
    const height = await heightOf(page);
    await ui.train.click();
    await ui.coach.getByText(/^(So far it knows|It (learns|guesses))/).waitFor();
    assert.equal(await heightOf(page), height, 'while training');
    await ui.pause.click();
    await ui.coach.getByText(/^Paused\./).waitFor();
    assert.equal(await heightOf(page), height, 'paused');
    await ui.reset.click();
    await ui.text.fill('');
    await ui.step.click();
    await ui.error.getByText('The text is empty').waitFor();
    assert.equal(await heightOf(page), height, 'with an error');
  });
}

test('the coach says what the network has learnt, and screen readers hear it', async (t) => {
  const page = await openPage(t, `${url}/index.html`);
  const ui = controls(page);
  await page.getByRole('button', { name: 'Dates', exact: true }).click();
  await ui.train.click();
  const learnt = /^It (learns which letters follow which|guesses better than counting letters can)/;
  await ui.coach.getByText(learnt).waitFor();
  await ui.status.getByText(learnt).waitFor();
});
