/** The style sheets of the widget. */

import base from './base.css?inline';
import bench from './bench.css?inline';
import tabs from './tabs.css?inline';
import controls from './controls.css?inline';
import text from './text.css?inline';
import settings from './settings.css?inline';
import cell from './cell.css?inline';
import training from './training.css?inline';
import curve from './curve.css?inline';
import sample from './sample.css?inline';
import charts from './charts.css?inline';
import inspection from './inspection.css?inline';
import unit from './unit.css?inline';
import nextLetter from './next-letter.css?inline';
import experiments from './experiments.css?inline';
import post from './post.css?inline';
import modes from './modes.css?inline'; // the last, because it overrides others

export const sheets = [
  base,
  bench,
  tabs,
  controls,
  text,
  settings,
  cell,
  training,
  curve,
  sample,
  charts,
  inspection,
  unit,
  nextLetter,
  experiments,
  post,
  modes,
].map((text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
});
