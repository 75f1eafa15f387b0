/**
 * Colours for numbers, mixed in OKLab (Björn Ottosson 2020,
 * https://bottosson.github.io/posts/oklab/), so that even steps of the number are even steps to the
 * eye. Colour-blind readers can tell blue and orange apart.
 *
 * @typedef {[lightness: number, a: number, b: number]} Lab
 * @typedef {{below: Lab, middle: Lab, above: Lab}} Scale the colours of -1, 0 and 1
 */

/**
 * @param {number} lightness
 * @param {number} chroma
 * @param {number} hue in degrees
 * @returns {Lab}
 */
function lch(lightness, chroma, hue) {
  const angle = (hue * Math.PI) / 180;
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
}

const BLUE = 250;
const ORANGE = 55;

/**
 * Zero has the colour of the paper; text stays readable on the colours of both ends.
 *
 * @type {Record<'light' | 'dark', Scale>}
 */
export const scales = {
  light: { below: lch(0.66, 0.12, BLUE), middle: lch(0.975, 0, 0), above: lch(0.72, 0.15, ORANGE) },
  dark: { below: lch(0.5, 0.12, BLUE), middle: lch(0.24, 0, 0), above: lch(0.5, 0.12, ORANGE) },
};

/**
 * @param {number} linear
 * @returns {number} 0 to 255
 */
function encode(linear) {
  const x = Math.min(1, Math.max(0, linear));
  return Math.round(255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055));
}

/**
 * @param {Lab} lab
 * @returns {[red: number, green: number, blue: number]} sRGB, 0 to 255
 */
export function rgb([lightness, a, b]) {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encode(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** Steps on each side of zero. */
const STEPS = 128;

/** @type {Map<Scale, Uint8ClampedArray>} */
const tables = new Map();

/**
 * The colours of a scale from -1 to 1, as red, green and blue.
 *
 * @param {Scale} scale
 */
function table(scale) {
  const cached = tables.get(scale);
  if (cached) return cached;
  const colours = new Uint8ClampedArray(3 * (2 * STEPS + 1));
  for (let step = -STEPS; step <= STEPS; step++) {
    const end = step < 0 ? scale.below : scale.above;
    const share = Math.abs(step) / STEPS;
    const mixed = scale.middle.map((from, i) => from + share * (end[i] - from));
    colours.set(rgb(/** @type {Lab} */ (mixed)), 3 * (step + STEPS));
  }
  tables.set(scale, colours);
  return colours;
}

/**
 * @param {Scale} scale
 * @param {number} value from -1 to 1; others are clamped, NaN is 0
 * @returns {ArrayLike<number>} red, green, blue, 0 to 255
 */
export function colourOf(scale, value) {
  const colours = table(scale);
  const step = Math.round(STEPS * Math.min(1, Math.max(-1, value || 0))) + STEPS;
  return colours.subarray(3 * step, 3 * step + 3);
}

/**
 * @param {Scale} scale
 * @param {number} value
 */
export function cssColour(scale, value) {
  return `rgb(${Array.from(colourOf(scale, value)).join(' ')})`;
}
