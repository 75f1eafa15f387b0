import uPlot from 'uplot';
import css from 'uplot/dist/uPlot.min.css?inline';

/**
 * @typedef {{x: number[], y: number[]}} Points
 * @typedef {{label: string, bitsPerChar: number}} Line
 * @typedef {{training: string, validation: string, line: string, ink: string, grid: string, paper: string}} Colours
 */

const HEIGHT = 280;
/** Where along the axis each line carries its name: apart, so that lines close to each other stay readable. */
const LABELS = /** @type {const} */ ([
  { at: 0.02, align: 'left' },
  { at: 0.5, align: 'center' },
  { at: 0.98, align: 'right' },
]);

/** Adds uPlot's own rules to the tree that the plot stands in. @param {Node} root */
function adoptStyles(root) {
  const tree = /** @type {ShadowRoot | Document} */ (root.getRootNode());
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  tree.adoptedStyleSheets = [...tree.adoptedStyleSheets, sheet];
}

/**
 * Draws dashed lines across the plot with their names.
 *
 * @param {uPlot} plot
 * @param {Line[]} lines
 * @param {Colours} colours
 */
function drawLines({ ctx, bbox, valToPos }, lines, colours) {
  const scale = devicePixelRatio;
  ctx.save();
  ctx.font = `${12 * scale}px system-ui, sans-serif`;
  ctx.textBaseline = 'bottom';
  ctx.lineWidth = scale;
  lines.forEach(({ label, bitsPerChar }, i) => {
    const y = Math.round(valToPos(bitsPerChar, 'y', true));
    ctx.strokeStyle = colours.line;
    ctx.setLineDash([4 * scale, 4 * scale]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    const { at, align } = LABELS[i % LABELS.length];
    const x = bbox.left + bbox.width * at;
    ctx.textAlign = align;
    ctx.setLineDash([]);
    ctx.lineWidth = 3 * scale;
    ctx.strokeStyle = colours.paper;
    ctx.strokeText(label, x, y - 2 * scale);
    ctx.lineWidth = scale;
    ctx.fillStyle = colours.ink;
    ctx.fillText(label, x, y - 2 * scale);
  });
  ctx.restore();
}

/**
 * Draws a line up through the plot, at the step that is looked at.
 *
 * @param {uPlot} plot
 * @param {number | undefined} step
 * @param {Colours} colours
 */
function drawMark({ ctx, bbox, valToPos }, step, colours) {
  if (step === undefined) return;
  const x = Math.round(valToPos(step, 'x', true));
  ctx.save();
  ctx.strokeStyle = colours.ink;
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

/**
 * Makes the plot of bits per character by step.
 *
 * @param {HTMLElement} root
 * @param {() => Colours} getColours asked at every drawing, because the page may turn dark
 * @returns {{draw: (training: Points, validation: Points, lines: Line[], mark?: number) => void, destroy: () => void}} `mark`
 *   is the step that is looked at
 */
export function makePlot(root, getColours) {
  adoptStyles(root);
  let colours = getColours();
  /** @type {Line[]} */
  let lines = [];
  /** @type {number | undefined} */
  let mark;
  const axis = {
    stroke: () => colours.ink,
    grid: { stroke: () => colours.grid, width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  };
  const plot = new uPlot(
    {
      width: root.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false },
        y: {
          range: (_, __, max) => {
            const known = Math.max(0, ...lines.map((line) => line.bitsPerChar));
            // A loss that ran away must not flatten everything else.
            const top = known ? Math.min(Math.max(max ?? 0, known), 3 * known) : max;
            return [0, 1.08 * (top || 1)];
          },
        },
      },
      axes: [
        { ...axis, size: 32 },
        { ...axis, size: 40 },
      ],
      series: [
        {},
        { stroke: () => colours.training, width: 1.5, spanGaps: true, points: { show: false } },
        {
          stroke: () => colours.validation,
          width: 2,
          spanGaps: true,
          points: { show: true, size: 5 },
        },
      ],
      hooks: {
        draw: [(self) => drawLines(self, lines, colours), (self) => drawMark(self, mark, colours)],
      },
    },
    [[], [], []],
    root,
  );

  const resize = new ResizeObserver(() => {
    if (root.clientWidth > 0) plot.setSize({ width: root.clientWidth, height: HEIGHT });
  });
  resize.observe(root);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const recolour = () => {
    colours = getColours();
    plot.redraw(true, true);
  };
  dark.addEventListener('change', recolour);

  return {
    draw(training, validation, newLines, newMark) {
      lines = newLines;
      mark = newMark;
      plot.setData(
        uPlot.join([
          [training.x, training.y],
          [validation.x, validation.y],
        ]),
      );
    },
    destroy() {
      resize.disconnect();
      dark.removeEventListener('change', recolour);
      plot.destroy();
    },
  };
}
