/** The style sheets of the widget. */

import base from './base.css?inline';
import controls from './controls.css?inline';
import text from './text.css?inline';
import settings from './settings.css?inline';
import cell from './cell.css?inline';
import training from './training.css?inline';
import curve from './curve.css?inline';
import sample from './sample.css?inline';
import layout from './layout.css?inline';
import charts from './charts.css?inline';
import panels from './panels.css?inline';
import inspection from './inspection.css?inline';
import experiments from './experiments.css?inline';

export const sheets = [
  base,
  controls,
  text,
  settings,
  cell,
  training,
  curve,
  sample,
  layout,
  charts,
  panels,
  inspection,
  experiments,
].map((text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
});
