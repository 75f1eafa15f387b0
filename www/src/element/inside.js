/** The views that look inside the network, and the wires between them and the session. */

import { el } from '../lib/dom.js';
import { cells } from '../shared/cells.js';
import { partsOf, titleOf } from '../shared/parts.js';
import { Companion } from '../state/companion.js';
import { words } from '../state/words.js';
import { ColourView } from '../views/colour-view.js';
import { FinderView } from '../views/finder-view.js';
import { MemoryView } from '../views/memory-view.js';
import { NextView } from '../views/next-view.js';
import { ReachView } from '../views/reach-view.js';
import { SourceView } from '../views/source-view.js';
import { SurgeryView } from '../views/surgery-view.js';
import { TimeView } from '../views/time-view.js';
import { UnitView } from '../views/unit-view.js';

/** @typedef {import('../state/session.js').Session} Session */

/** The panels, in their order, and their headings. */
const TITLES = {
  memory: 'Memory',
  opened: 'The cell, opened',
  colour: 'The text, coloured',
  next: 'What it expects',
  units: 'What units follow',
  surgery: 'Surgery',
  reach: 'How far it remembers',
};

/** @typedef {keyof typeof TITLES} Panel */

const SECTIONS = /** @type {Panel[]} */ (Object.keys(TITLES));

/** Under which names a page asks for them: the opened cell is a part of the cell. @param {Panel} section */
const nameOf = (section) => (section === 'opened' ? 'cell' : section);

export const INSIDE_PANELS = SECTIONS.map(nameOf);

/** Characters that a sample from here goes on with, and those that it is told before. */
const LENGTH = 200;
const CONTEXT = 60;
/** How far back gradients are followed. */
const LAGS = 200;

/** Everything that shows the network from inside. */
export class Inside {
  element = el('section', { class: 'inside', 'aria-label': 'Inside the network' });
  #session;
  #empty = el('p', { class: 'note' }, 'Press Train or Step to look inside.');
  #body = el('div', { class: 'panels' });
  /** @type {Record<Panel, HTMLElement>} */
  #sections;
  #layer = el('select', {
    'aria-label': 'Layer',
    onchange: () => this.#look.choose({ layer: Number(this.#layer.value) }),
  });
  #part = el('select', {
    'aria-label': 'Show',
    onchange: () => this.#look.choose({ part: this.#part.value }),
  });
  #views;
  #time;
  #source;
  #isOpen = true;
  /** What is shown. @type {unknown[]} */
  #seen = [];
  /** What is still to be drawn of it. @type {[Panel, () => void][]} */
  #queue = [];
  #frame = 0;

  /** @param {Session} session */
  constructor(session) {
    this.#session = session;
    const look = session.look;
    const entries = SECTIONS.map((name) => {
      const heading = el('div', { class: 'head' }, el('h3', {}, TITLES[name]));
      return [name, el('section', { class: `panel ${name}` }, heading)];
    });
    this.#sections = Object.fromEntries(entries);
    const sections = this.#sections;
    this.#views = {
      memory: new MemoryView(sections.memory, {
        choose: (column, unit) => look.choose({ place: this.#firstShown + column, unit }),
        // From the choice itself: what is drawn may be some keys behind.
        move: (columns, rows) => {
          const unit = rows === 0 ? look.unit : this.#views.memory.neighbour(look.unit, rows);
          look.choose({ place: look.place + columns, unit });
        },
      }),
      opened: new UnitView(sections.opened),
      colour: new ColourView(sections.colour, {
        choose: (place) => look.choose({ place }),
        beginAt: (place) => look.beginAt(place),
      }),
      next: new NextView(sections.next, {
        complete: (prompt) => session.inspector.complete(prompt),
      }),
      units: new FinderView(sections.units, {
        find: () =>
          void session.inspector.findUnits(FINDER_CHARS).catch((error) => session.report(error)),
        choose: (layer, unit) => {
          look.choose({ layer, unit, part: this.#state });
          this.#views.colour.byUnit();
        },
      }),
      surgery: new SurgeryView(sections.surgery, {
        hold: (holds) => look.choose({ holds }),
        sample: () => this.#writeOn(),
      }),
      reach: new ReachView(sections.reach, { compare: () => void session.compare() }),
    };
    const chosen = el(
      'div',
      { class: 'bar' },
      el('label', {}, 'Layer ', this.#layer),
      el('label', {}, 'Show ', this.#part),
    );
    const source = el('div', {});
    this.#source = new SourceView(chosen, source, {
      read: (text) => session.inspector.read(text),
    });
    this.#body.append(el('div', {}, chosen, source), ...Object.values(sections));
    this.#time = new TimeView(chosen, {
      view: (step) => void session.inspector.view(step).catch((error) => session.report(error)),
      goBack: (step) => void session.goBack(step).catch(() => {}), // the session has shown it
    });
    this.element.append(
      el('div', { class: 'head' }, el('h2', {}, 'Inside')),
      this.#empty,
      this.#body,
    );
    this.#watchVisibility();
    isDark.addEventListener('change', this.#onTheme);
  }

  #onTheme = () => this.update();

  /** @param {readonly string[]} shown names of panels */
  show(shown) {
    for (const name of SECTIONS) this.#sections[name].hidden = !shown.includes(nameOf(name));
    this.element.hidden = !INSIDE_PANELS.some((name) => shown.includes(name));
    this.#look.lags = shown.includes('reach') ? LAGS : 0;
    this.#session.inspector.isWatched = !this.element.hidden && this.#isOpen;
  }

  /** Shows what the session knows now. */
  update() {
    const { look, model } = this.#session;
    const { insight } = look;
    this.#empty.hidden = Boolean(insight);
    this.#body.hidden = !insight;
    if (!insight || !model || this.element.hidden) return;
    this.#source.update(look.text);
    this.#time.update({
      steps: this.#session.record.steps,
      viewed: look.viewed,
      sample: look.sample,
      step: this.#session.record.progress?.step ?? 0,
    });
    const vocabulary = words.value;
    const { place, layer, unit, part, holds, matches } = look;
    const { companion } = this.#session;
    const beside = [companion.step, companion.goal, companion.reach];
    // Most changes of the session are not ours: to draw all this takes as long as a frame.
    const seen = [
      insight,
      vocabulary,
      place,
      layer,
      unit,
      part,
      holds,
      matches,
      isDark.matches,
      ...beside,
    ];
    if (seen.every((value, at) => value === this.#seen[at])) return;
    this.#seen = seen;
    this.#draw(insight, model);
  }

  /** @param {import('../shared/protocol.js').Insight} insight @param {import('../state/remote-model.js').RemoteModel} model */
  #draw(insight, model) {
    const { look } = this.#session;
    const vocabulary = words.value;
    const { watch, reading } = insight;
    const layer = Math.min(look.layer, reading.layers.length - 1);
    const { values } = reading.layers[layer];
    this.#fill(
      this.#layer,
      reading.layers.map((_, at) => [String(at), String(at + 1)]),
      String(layer),
    );
    this.#fill(
      this.#part,
      partsOf(model.config).map((name) => [name, titleOf(name, vocabulary)]),
      look.part,
    );
    const place = look.place - watch.start - watch.from;
    const inView = place >= 0 && place < reading.chars;
    const { unit, part, holds, matches } = look;
    const { hiddenSize } = look.sizes;
    const isOpened = watch.layer === layer && watch.unit === unit && watch.place === place;
    const gates = Object.keys(values).filter(
      (name) => !['cell', 'hidden', 'm', 'u'].includes(name),
    );
    const held = [...gates, 'hidden', 'hidden_prev', ...(values.cell ? ['cell_prev'] : [])];
    const { memory, next, colour, units, surgery, reach } = this.#views;
    /** @type {[Panel, () => void][]} */
    const draws = [
      [
        'memory',
        () => memory.update({ insight, part, place, layer, unit, hiddenSize, words: vocabulary }),
      ],
      ['opened', () => this.#open(layer)],
      [
        'colour',
        () =>
          colour.update({
            insight,
            place: look.place,
            chars: look.chars,
            checkedFrom: this.#checkedFrom,
            part: watch.part,
            unit: watch.unit,
            words: vocabulary,
          }),
      ],
      ['next', () => next.update({ insight, vocabulary: [...model.vocabulary], place })],
      ['units', () => units.update({ matches, chars: Math.min(look.chars, FINDER_CHARS) })],
      [
        'reach',
        () =>
          reach.update({ insight, layer, hiddenSize, words: vocabulary, beside: this.#companion }),
      ],
      ['surgery', () => surgery.update({ parts: held, layer, unit, holds, words: vocabulary })],
    ];
    this.#queue = draws.filter(([name]) => {
      if (this.#sections[name].hidden) return false;
      // What does not fit the choice yet is on its way.
      return name === 'opened' ? isOpened : inView || !['memory', 'next'].includes(name);
    });
    this.#frame ||= requestAnimationFrame(this.#drawNext);
  }

  /** One view a frame: all together would hold the page up. */
  #drawNext = () => {
    const [, draw] = this.#queue.shift() ?? [];
    draw?.();
    this.#frame = this.#queue.length > 0 ? requestAnimationFrame(this.#drawNext) : 0;
  };

  destroy() {
    this.#observer?.disconnect();
    cancelAnimationFrame(this.#frame);
    isDark.removeEventListener('change', this.#onTheme);
    this.#views.opened.destroy();
    this.#views.next.destroy();
    this.#views.colour.destroy();
  }

  /** The cell of the chosen unit at the chosen character. @param {number} layer */
  #open(layer) {
    const { look, model } = this.#session;
    const insight = /** @type {NonNullable<typeof look.insight>} */ (look.insight);
    const { watch, reading, sums, text } = insight;
    const { unit } = watch;
    const { hiddenSize } = look.sizes;
    const { values, hiddenBefore, cellBefore } = reading.layers[layer];
    const at = watch.place * hiddenSize + unit;
    /** @param {string} name @param {Float32Array} first */
    const before = (name, first) =>
      (watch.place > 0 ? values[name]?.[at - hiddenSize] : first[unit]) ?? NaN;
    const cell = cells.find(({ name }) => name === model?.config.cell);
    if (!cell) return;
    this.#views.opened.update({
      cell,
      char: [...text][watch.from + watch.place],
      layer,
      unit,
      words: words.value,
      numbers: {
        values: Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all[at]])),
        hiddenBefore: before('hidden', hiddenBefore),
        cellBefore: before('cell', cellBefore),
        sums,
      },
    });
  }

  /** Goes on from the chosen character. */
  async #writeOn() {
    const { insight, place } = this.#look;
    if (!insight) return { prompt: '', free: '', held: '' };
    const at = place - insight.watch.start + 1;
    const prompt = [...insight.text].slice(Math.max(0, at - CONTEXT), at).join('');
    return { prompt, ...(await this.#session.inspector.writeOn(prompt, LENGTH)) };
  }

  /** The first character that is drawn in detail, counted in the text. */
  get #firstShown() {
    const { start, from } = this.#look.insight?.watch ?? { start: 0, from: 0 };
    return start + from;
  }

  /** The first character that validation scores; undefined when there is none in the text that is read. */
  get #checkedFrom() {
    const { chars = 0, validationChars = 0 } = this.#session.model?.textReport ?? {};
    const isRead = validationChars > 0 && this.#look.text === undefined;
    return isRead ? chars - validationChars : undefined;
  }

  /** What a model of another cell shows beside this one. */
  get #companion() {
    const { companion, model } = this.#session;
    const { cell, step, goal, reach } = companion;
    const other = Companion.of(model?.config.cell);
    return { cell: cell || other, step, goal, reach };
  }

  get #look() {
    return this.#session.look;
  }

  /** What a unit remembers by. */
  get #state() {
    return this.#look.insight?.reading.layers[0].values.cell ? 'cell' : 'hidden';
  }

  /** @param {HTMLSelectElement} select @param {string[][]} options @param {string} value */
  #fill(select, options, value) {
    const names = options.map(([, name]) => name).join();
    if (select.dataset.names !== names) {
      select.dataset.names = names;
      select.replaceChildren(...options.map(([key, name]) => el('option', { value: key }, name)));
    }
    if (select.value !== value) select.value = value;
  }

  /** @type {IntersectionObserver | undefined} */
  #observer;

  /** Nobody looks at what is scrolled away: then nothing is computed. */
  #watchVisibility() {
    this.#observer = new IntersectionObserver(([entry]) => {
      this.#isOpen = entry.isIntersecting;
      this.#session.inspector.isWatched = this.#isOpen && !this.element.hidden;
    });
    this.#observer.observe(this.element);
  }
}

const isDark = matchMedia('(prefers-color-scheme: dark)');

/** Characters in which units are looked for. */
export const FINDER_CHARS = 20_000;
