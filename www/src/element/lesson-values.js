/** The values of a lesson's view, from the state of its run and the strings of a language. */

import { fill, formatFigure } from '../lessons/lesson-text.js';
import { total } from '../lessons/lessons.js';
import { drawPicture } from '../lessons/picture.js';

/**
 * @typedef {import('../lessons/lesson-run.js').LessonRun} LessonRun
 * @typedef {import('../lessons/lesson-text.js').Strings} Strings
 * @typedef {import('../views/lessons/lesson-view.js').LessonValues} LessonValues
 */

/**
 * A text with values in the place of their names: `{number}` is replaced.
 *
 * @param {string} text
 * @param {Record<string, unknown>} values
 */
const filled = (text, values) => text.replaceAll(/\{(\w+)\}/g, (_, name) => String(values[name]));

/**
 * @param {LessonRun} run
 * @param {Strings} strings
 * @param {object} options
 * @param {string} options.language of the strings
 * @param {boolean} options.isLoading true while a part of the lesson is being loaded
 * @param {string} options.failure the reason why it cannot begin; empty without one
 * @param {boolean} options.isAtEnd true where the verdict is shown
 * @param {boolean} [options.isOpen] true while the playground below is open; undefined where it always is
 * @param {number} options.shownStep the index of the step whose network the views show; −1 for none
 * @returns {LessonValues}
 */
export function lessonValues(run, { ui, lessons }, options) {
  const { language, isLoading, failure, isAtEnd, isOpen } = options;
  const { lesson, index, step, figures, number, isChanged } = run;
  const isBusy = run.isBusy || isLoading;
  const words = lessons[lesson.id];
  const { say, question = '', answers = [], see } = words.steps[step.say];
  const isSeen = run.isSeen();
  const right = run.rightAnswer;
  const chosen = run.answers[index];
  const place = { number: index + 1, count: lesson.steps.length };
  /** @param {string} text */
  const told = (text) => fill(text, figures, lesson, language);
  const isAnswered = right !== undefined && chosen !== undefined;
  const isIdle = !isBusy && !run.hasBegun; // another run is there
  const doing = run.hasBegun
    ? filled(ui.doing, { ...place, number: run.busyWith + 1 })
    : ui.preparing;
  return {
    number: filled(ui.lesson, { number, count: total }),
    title: words.title,
    claim: words.claim,
    place: isAtEnd ? '' : filled(ui.step, place),
    say: told(say),
    asked: step.ask && {
      question: told(question),
      answers: answers.map(told),
      chosen,
      right,
      verdict: isAnswered ? (right === chosen ? ui.right : ui.wrong) : '',
    },
    result: isSeen ? told(see) : '',
    end: isAtEnd ? endOf(run, words, { ui, language }) : undefined,
    state: isBusy ? doing : '',
    hint: isBusy ? '' : hintOf(run, ui, options),
    problem: failure || run.problem || (isChanged || isIdle ? ui.changed : ''),
    isRunning: isBusy,
    hasActs: Boolean(step.do?.length),
    isDone: isSeen,
    isComplete: run.isComplete,
    isOpen,
    isFirst: index === 0 && !isAtEnd,
    canTurn: !isAtEnd && (place.number < place.count || run.isComplete),
    canTrain: isSeen && !isBusy && (step.do ?? []).some((act) => 'model' in act),
  };
}

/** @param {import('../lessons/lesson.js').Step} step */
const trains = (step) => step.do?.some((act) => 'train' in act);

/**
 * Hints between two acts: the way to the single steps, the network that the views show, the steps that the
 * verdict waits for.
 *
 * @param {LessonRun} run
 * @param {Strings['ui']} ui
 * @param {{language: string, isAtEnd: boolean, isOpen?: boolean, shownStep: number}} options
 */
function hintOf(run, ui, { language, isAtEnd, isOpen, shownStep }) {
  const { index, lesson } = run;
  const { steps } = lesson;
  const own = isAtEnd ? steps.findIndex(trains) : steps.slice(0, index + 1).findLastIndex(trains);
  const isOther = isOpen !== false && shownStep >= 0 && own >= 0 && shownStep !== own;
  const isShown = isOther && (isAtEnd || run.isSeen());
  /** @param {number} index */
  const named = (index) => filled(ui.stepNumber, { number: index + 1 });
  const undone = [...steps.keys()].filter((step) => !run.isSeen(step));
  const isMissed = index === steps.length - 1 && undone.some((step) => step < index);
  const list = new Intl.ListFormat(language).format(undone.map(named));
  return [
    isAtEnd ? ui.single : '',
    isShown ? filled(ui.network, { step: named(shownStep) }) : '',
    isMissed ? filled(ui.undone, { steps: list }) : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/**
 * @param {LessonRun} run that is complete
 * @param {import('../lessons/lesson-text.js').LessonStrings} words
 * @param {{ui: Strings['ui'], language: string}} options
 * @returns {import('../views/lessons/lesson-end.js').End}
 */
function endOf({ lesson, figures, verdict, line }, words, { ui, language }) {
  /** @param {string} text */
  const told = (text) => fill(text, figures, lesson, language);
  const { caption, names } = words.picture;
  return {
    holds: verdict === true,
    heading: verdict ? ui.holds : ui.fails,
    verdict: told(verdict ? words.holds : words.fails),
    line,
    picture: drawPicture(lesson.picture(figures), {
      caption,
      names,
      written: (value, format) => formatFigure(value, /** @type {any} */ (format), language),
    }),
    caption,
    next: words.next ? told(words.next) : '',
  };
}
