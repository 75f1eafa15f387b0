/** The parts of the widget that are loaded when they are first shown. */

import { INSIDE_HINT } from './inside-hint.js';
import { LazyPart } from './lazy-part.js';

/**
 * @param {import('./arrangement.js').Arrangement} places
 * @param {import('../runs/session.js').Session} session
 * @param {import('../experiments/experiment-model.js').Loaders} loaders
 * @param {(message: string) => void} announce to screen readers
 */
export const lazyParts = (
  { live, look, try: experiments, set, keep, parts },
  session,
  loaders,
  announce,
) => ({
  live: new LazyPart(
    live,
    () => import('./live.js'),
    ({ LivePanel }) => new LivePanel(live, session, loaders),
  ),
  look: new LazyPart(
    parts.look,
    () => import('./inspection.js'),
    ({ InspectionPanels }) => new InspectionPanels(parts.look, look, session, loaders),
    { isWanted: () => session.model !== undefined, hint: INSIDE_HINT },
  ),
  try: new LazyPart(
    parts.try,
    () => import('./experiments.js'),
    ({ Experiments }) => new Experiments(experiments, session, loaders, announce),
  ),
  set: new LazyPart(
    parts.set,
    () => import('./set-tabs.js'),
    ({ SetTabs }) => new SetTabs(set, session),
  ),
  keep: new LazyPart(
    parts.keep,
    () => import('./my-runs.js'),
    ({ MyRuns }) => new MyRuns(keep.runs, session),
  ),
});
