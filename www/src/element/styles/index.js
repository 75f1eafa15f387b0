/** The style sheets that the widget needs at once. */

import { sheetsOf } from './sheets.js';
import base from './base.css?inline';
import bench from './bench.css?inline';
import tabs from './tabs.css?inline';
import controls from './controls.css?inline';
import text from './text.css?inline';
import settings from './settings.css?inline';
import training from './training.css?inline';
import curve from './curve.css?inline';
import sample from './sample.css?inline';
import charts from './charts.css?inline';
import live from './live.css?inline';
import post from './post.css?inline';
import modes from './modes.css?inline'; // the last, because it overrides others

export const sheets = sheetsOf(
  base,
  bench,
  tabs,
  controls,
  text,
  settings,
  training,
  curve,
  sample,
  charts,
  live,
  post,
  modes,
);
