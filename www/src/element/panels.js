/** The names of the panels, and the tabs behind which the views that are not always seen stand. */

/** The panels that are always in view, in their order. */
export const BENCH = /** @type {const} */ (['text', 'sample', 'curve']);

/**
 * A view behind a tab.
 *
 * @typedef {object} TabView
 * @property {string} title of its tab
 * @property {string} [heading] its own, where the view does not bring one
 * @property {string} [panel] the panel that it belongs to; by default that of its own name
 */

/** The views that show the network from inside, in their order. */
export const LOOK = {
  opened: { title: 'One unit', heading: 'What does one unit do with each letter?', panel: 'cell' },
  memory: { title: 'All units', heading: 'Which units hold on, and which let go?' },
  colour: { title: 'Surprise', heading: 'Which letters surprise it?' },
  next: { title: 'Next letter', heading: 'Which letter does it expect next?' },
  units: { title: 'Who does what', heading: 'Which units follow something in the text?' },
  surgery: { title: 'Surgery', heading: 'What breaks when a gate is held still?' },
  reach: { title: 'Reach', heading: 'How far back does it remember?' },
};

/** The experiments, in their order. */
export const TRY = {
  race: { title: 'Race', heading: 'Does a memory with gates help on this text?' },
  lags: { title: 'Memory test', heading: 'How far back does each cell remember?' },
  rate: { title: 'Learning rate', heading: 'How far should each step go?' },
};

/** The views that choose, in their order. */
export const SET = {
  cell: { title: 'Cell' },
  settings: { title: 'Settings' },
  writing: { title: 'Writing', panel: 'sample' },
};

/** The view of what is kept, on a page that keeps runs. */
export const KEEP = { runs: { title: 'My runs' } };

/** The tabs by group; the last one is its own name. */
export const GROUPS = { Look: LOOK, Try: TRY, Set: SET, '': KEEP };

/**
 * @typedef {keyof typeof LOOK} LookName
 * @typedef {keyof typeof TRY} TryName
 * @typedef {keyof typeof SET} SetName
 * @typedef {keyof typeof KEEP} KeepName
 * @typedef {LookName | TryName | SetName} ViewName
 */

const views = /** @type {Record<ViewName, TabView>} */ ({ ...LOOK, ...TRY, ...SET });
const VIEWS = /** @type {ViewName[]} */ (Object.keys(views));

/**
 * The panel of a view behind a tab.
 *
 * @param {ViewName} name
 */
const panelOf = (name) => views[name].panel ?? name;

/**
 * The views behind tabs that belong to these panels, in their order.
 *
 * @param {readonly string[]} panels
 */
export const viewsOf = (panels) => VIEWS.filter((name) => panels.includes(panelOf(name)));

/**
 * The names of all panels.
 *
 * @type {readonly string[]}
 */
export const PANELS = [...new Set([...BENCH, 'live', ...VIEWS.map(panelOf)])];
