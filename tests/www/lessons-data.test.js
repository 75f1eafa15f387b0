import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PANELS, viewsOf } from '../../www/src/element/panels.js';
import figures from '../../www/src/lessons/figures.json' with { type: 'json' };
import { lessons, numberOf } from '../../www/src/lessons/lessons.js';
import strings from '../../www/src/lessons/strings/en.json' with { type: 'json' };
import { settings } from '../../www/src/settings/settings.js';

/** @typedef {import('../../www/src/lessons/lesson-text.js').LessonStrings} LessonStrings */

const texts = /** @type {Record<string, LessonStrings>} */ (strings.lessons);

test('the lessons stand in the order of their numbers', () => {
  const numbers = lessons.map(({ id }) => numberOf(id));
  assert.deepEqual(
    numbers,
    numbers.filter((number) => number > 0).sort((a, b) => a - b),
  );
});

/** @param {import('../../www/src/lessons/lesson.js').Act} act */
function panelsFor(act) {
  if ('set' in act)
    return Object.keys(act.set).map((name) => (name === 'cell' ? name : 'settings'));
  if ('clamp' in act) return ['surgery'];
  if ('race' in act) return ['race'];
  return 'rates' in act ? ['rate'] : [];
}

for (const lesson of lessons) {
  const { id, steps, config, key } = lesson;
  const words = texts[id];
  const outcome = /** @type {Record<string, any>} */ (figures)[id].figures;

  test(`${id} has one text, its own seed, and settings and views that there are`, () => {
    const sources = [lesson.preset, lesson.task, lesson.text].filter(Boolean);
    assert.equal(sources.length, 1);
    assert.deepEqual([config.seed, config.patience], [1, 0]);
    for (const name of Object.keys(config)) assert.ok(settings.some((each) => each.name === name));
    const panels = lesson.panels.split(' ');
    for (const panel of panels) assert.ok(PANELS.includes(panel), panel);
    const opened = steps.flatMap((step) => step.do ?? []);
    const tabs = opened.flatMap((act) => ('open' in act ? [act.open] : []));
    for (const tab of lesson.tab ? [lesson.tab, ...tabs] : tabs) {
      assert.ok(
        viewsOf(panels).some((view) => view === tab),
        tab,
      );
    }
  });

  test(`${id} shows the panels in which its steps can be done by hand`, () => {
    const panels = lesson.panels.split(' ');
    const needed = steps.flatMap((step) => step.do ?? []).flatMap(panelsFor);
    for (const panel of needed) assert.ok(panels.includes(panel), panel);
  });

  test(`${id} has an answer to every question, which does not give it away`, () => {
    for (const { say, ask } of steps) {
      if (ask) assert.ok([0, 1, 2].includes(ask(outcome)), say);
      assert.doesNotMatch(words.steps[say].question ?? '', /\{/);
    }
  });

  test(`${id} measures the figures that its texts name, and that of its line`, () => {
    for (const name of Object.keys(lesson.figures)) assert.ok(name in outcome, name);
    assert.ok(key in lesson.figures, key);
  });

  test(`${id} has a picture with a name for everything in it`, () => {
    const picture = lesson.picture(outcome);
    const names =
      picture.kind === 'bars'
        ? picture.bars.map(({ name }) => name)
        : [picture.xName, picture.yName, ...picture.lines.map(({ name }) => name)];
    for (const name of Object.keys(words.picture.names)) assert.ok(names.includes(name), name);
    assert.equal(new Set(names).size, names.length);
  });
}
