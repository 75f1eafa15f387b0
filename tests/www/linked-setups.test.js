import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { fragmentOf } from '../../www/src/links/setup-link.js';
import { setupOf } from '../../www/src/links/setup.js';
import { packText } from '../../www/src/links/packed-text.js';
import { presets } from '../../www/src/texts/presets.js';
import { notation, PageOfLinks } from './support/page-of-links.js';

const QUESTION = 'Open the setup of this link? Undo brings back what is here.';

/** @type {PageOfLinks} */
let page;
/** @type {PageOfLinks['session']} */
let session;

beforeEach(() => {
  page = new PageOfLinks();
  ({ session } = page);
});

afterEach(() => session.reset());

/** The name of the example that the page shows. */
const example = () => presets.find(({ is }) => is(session.draft.text))?.id;

/** The sentence that asks, or says something else aside. */
const asked = () => session.aside?.message;

/** Presses a button of the question. */
const answer = (/** @type {'offer' | 'remedy'} */ button) => session.aside?.[button]?.act?.();

/** Trains a network on the text of the page. */
async function trainOn() {
  await page.count();
  const training = session.train();
  await page.make();
  await page.answer('train');
  await training;
  page.report(300);
}

test('a link opens with its text, settings, panels and notation, and nothing trains', async () => {
  await page.begin('#preset=sums&hidden-size=33&panels=text+curve&notation=article');
  assert.equal(example(), 'sums');
  assert.equal(session.draft.config.hiddenSize, 33);
  assert.equal(page.panels, 'text curve');
  assert.equal(notation.value, 'article');
  await page.count();
  assert.equal(session.status, 'idle');
  assert.equal(page.workers.length, 0);
  notation.show('textbook');
});

test('a link to a lesson brings no text, and a link without one ends it', async () => {
  await page.begin('#lesson=forget-gate&lang=de&seed=2');
  assert.equal(page.lesson, 'forget-gate');
  assert.equal(example(), 'rhyme', 'the lesson brings its own');
  await page.paste('#preset=names');
  assert.equal(page.lesson, undefined);
  assert.equal(example(), 'names');
  await page.paste('#lesson=<b>');
  assert.match(String(session.error?.message), /lesson must be a name, such as forget-gate/);
});

test('a link with something wrong opens with the rest, and says so', async () => {
  await page.begin('#preset=sums&hidden-size=0&seed=9');
  assert.equal(example(), 'sums');
  await page.count();
  const { config } = await setupOf(session.draft); // nothing keeps it from training
  assert.deepEqual(config, { seed: 9 });
  assert.match(String(session.error?.message), /hidden-size "0"/);
});

test('a link that comes to an untouched page opens at once', async () => {
  await page.paste('#preset=names&seed=4');
  assert.equal(example(), 'names');
  assert.equal(session.draft.config.seed, 4);
  await page.paste('#preset=sums');
  assert.equal(example(), 'sums');
  assert.equal(session.draft.config.seed, 1);
  await page.paste('#preset=names&seed=4'); // the Back button
  assert.equal(example(), 'names');
  await page.paste('');
  assert.equal(example(), 'rhyme', 'the page without a link');
});

for (const [what, touch] of /** @type {[string, () => unknown][]} */ ([
  ['a text', () => session.setText('a text of the reader’s own')],
  ['a setting', () => session.restarts.choose('hiddenSize', 12)],
  ['a run', trainOn],
])) {
  test(`a link asks before it takes the place of ${what}`, async () => {
    await touch();
    const { text } = session.draft;
    await page.paste('#preset=names');
    assert.equal(session.draft.text, text);
    assert.equal(session.aside?.message, QUESTION);
    await answer('remedy');
    assert.equal(session.draft.text, text);
    assert.equal(session.aside, undefined);
    assert.equal(globalThis.location.hash, '', 'the address is that of what is here');
    await page.paste('#preset=names');
    await answer('offer');
    assert.equal(example(), 'names');
    assert.equal(session.aside, undefined);
    assert.notEqual(session.status, 'training');
  });
}

test('a link that takes the place of a training trains nothing, and Undo brings the run back', async () => {
  await trainOn();
  const { run } = session;
  assert.equal(session.status, 'training');
  await page.paste('#preset=names&hidden-size=9');
  await answer('offer');
  await page.leave(300);
  await page.count();
  assert.equal(session.status, 'idle');
  await page.undo();
  assert.equal(session.run, run);
  assert.equal(example(), 'rhyme');
  assert.notEqual(session.draft.config.hiddenSize, 9);
});

test('the Back button takes the question back, and the sentence before it returns', async () => {
  session.setText('a text of the reader’s own');
  const before = { message: 'Go on with the run of the last visit?' };
  session.aside = before;
  await page.paste('#preset=names');
  assert.equal(session.aside?.message, QUESTION);
  await page.paste('');
  assert.equal(session.aside, before);
});

test('another tab, and a place in the page, ask nothing and change nothing', async () => {
  await page.begin('#preset=sums');
  session.setText('a text of the reader’s own');
  for (const hash of ['#preset=sums&tab=race', '#about']) {
    await page.paste(hash);
    assert.equal(session.aside, undefined);
    assert.equal(session.draft.text, 'a text of the reader’s own');
  }
});

test('a link of which nothing can be read asks nothing, and says so', async () => {
  session.setText('a text of the reader’s own');
  for (const hash of ['#x=1', '#text=', '#hidden-size=0&tab=race', '#panels=']) {
    session.error = undefined;
    await page.paste(hash);
    const { error } = /** @type {any} */ (session);
    assert.equal(asked(), undefined, hash);
    assert.equal(session.draft.text, 'a text of the reader’s own');
    assert.match(String(error?.message), /^Left out of the link: /, hash);
  }
});

test('a question without an answer leaves the address of the open setup', async () => {
  await page.begin('#preset=sums');
  await page.count();
  session.setText('a text of the reader’s own');
  await page.paste('#preset=names');
  assert.equal(asked(), QUESTION);
  await trainOn();
  page.frame();
  assert.equal(asked(), undefined);
  assert.equal(globalThis.location.hash, '#preset=sums');
  await page.paste('#preset=names');
  assert.equal(asked(), QUESTION, 'the same link asks again');
});

test('Undo brings back the address and the panels of the setup before', async () => {
  await page.begin('#preset=sums');
  await trainOn();
  await page.paste('#preset=names&panels=text');
  await answer('offer');
  await page.leave(300);
  await page.count();
  assert.equal(page.panels, 'text');
  assert.equal(globalThis.location.hash, '#preset=names&panels=text');
  await page.undo();
  assert.equal(example(), 'sums');
  assert.equal(globalThis.location.hash, '#preset=sums');
  assert.equal(page.panels, null);
  await page.paste('#preset=sums'); // the Back button
  assert.equal(session.aside, undefined);
});

test('Undo within a setup keeps its address', async () => {
  session.setText('a text of the reader’s own');
  await page.paste('#preset=names');
  await answer('offer');
  await trainOn();
  await page.pick('another text of the reader’s own');
  await page.leave(300);
  await page.undo();
  assert.equal(example(), 'names');
  assert.equal(globalThis.location.hash, '#preset=names');
});

test('a link without a notation shows the reader’s, whatever the one before it had', async () => {
  await page.paste('#preset=names&notation=article');
  assert.equal(notation.value, 'article');
  await page.paste('#preset=sums');
  assert.equal(notation.value, 'textbook');
});

test('of two links in a row the second opens, though the first takes longer', async () => {
  const text = await packText('the text of the first one. '.repeat(2000));
  const first = page.paste(`#text=${text}`);
  await Promise.all([first, page.paste('#preset=names')]);
  assert.equal(example(), 'names');
});

test('the reader’s number of workers stays', async () => {
  session.choose('workers', 2);
  await page.paste('#preset=names');
  assert.equal(session.draft.config.workers, 2);
});

test('a link from a page opens as the same setup in another', async () => {
  session.setText('Größe, "x" < y & z\n'.repeat(50));
  for (const [name, value] of Object.entries({ hiddenSize: 24, maxSteps: 300, separator: '\n' }))
    session.choose(name, value);
  await page.count();
  const setup = await setupOf(session.draft);
  const { config, text } = session.draft;
  const other = new PageOfLinks();
  await other.begin(`#${await fragmentOf(setup)}`);
  await other.count();
  assert.equal(other.session.draft.text, text);
  assert.deepEqual(other.session.draft.config, config);
});
