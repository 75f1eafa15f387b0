/** The height of a tag before its widget is loaded: that of the widget, so that the page does not jump. */

/** The least widths in pixels to which the heights belong. */
const WIDTHS = [0, 351, 481, 601, 750, 880, 961];
/** The heights of a tag with all panels; from 601 px on without the open view. */
const WHOLE = [1565, 1541, 1522, 923, 891, 883, 667];
const VIEW = ' + clamp(480px, 100vh - 144px, 728px)';
/** Heights of a lesson with closed panels. */
const LESSON = [520, 480, 480, 300];

/**
 * The heights of a tag at these widths, the last also at those above, as sums of those in bench.css,
 * training.css, live.css, tabs.css, post.css and lesson.css.
 *
 * @param {(string | null)[]} attributes `panels`, `controls` and `lesson`
 * @returns {string[]}
 */
export function heightsOf([panels, controls, lesson]) {
  if (lesson) return LESSON.map((height) => `${height}px`);
  if (panels === null) return WHOLE.map((height, at) => `${height}px${at > 2 ? VIEW : ''}`);
  const list = panels.split(/\s+/);
  /** @param {string} names */
  const count = (names) => names.split(' ').filter((name) => list.includes(name)).length;
  const bench = count('text sample curve');
  const live = count('live');
  const inside = count('cell memory colour next units surgery reach');
  const canChoose = controls === null || /-|temperature|length|seed|dropout/.test(controls);
  const views = inside || count('race lags rate');
  const hasTabs = views || (canChoose && count('sample settings'));
  // Views alone: those of the inside have little to show before the first step.
  const [narrow, wide] = bench || live ? [0, 0] : inside ? [480, 89] : [850, 640];
  const tabs = hasTabs ? 50 : 0;
  const column = 196 * count('text') + 208 * count('sample') + 232 * count('curve') + tabs + narrow;
  const row = 81 + 224 * live + tabs + wide;
  const middle = !bench && live ? 198 + tabs + wide : row + (bench > 2 ? 312 : bench && 232);
  return [
    136 + column + 243 * live,
    112 + column + 243 * live,
    112 + column + 224 * live,
    ...[middle, middle, middle],
    row + (bench && 288),
  ].map((height) => `${height}px`);
}

/**
 * The style sheet of a tag before its widget is loaded. What the page has for readers without script may
 * be higher, and scrolls.
 *
 * @param {(string | null)[]} attributes `panels`, `controls` and `lesson`
 */
export const roomSheet = (attributes) =>
  // As wide as the parent, and 640 px where that asks for a width.
  ':host{display:block;container-type:inline-size;contain-intrinsic-width:640px;' +
  'min-width:0;max-width:100%}:host([hidden]){display:none}@media screen{' +
  '.room{min-height:var(--lstm-height,var(--room))}' +
  '.room:not(.playground){max-height:var(--lstm-height,var(--room));overflow:auto}' +
  heightsOf(attributes)
    .map((height, at) => `@container(min-width:${WIDTHS[at]}px){.room{--room:calc(${height})}}`)
    .join('') +
  '}';
