/** Formats of numbers on the page, in the locale of its language. */

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const hundredths = new Intl.NumberFormat('en', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});

/** @param {number} value */
export const formatWhole = (value) => whole.format(value);

/**
 * Two digits after the point; a dash for no value.
 *
 * @param {number | undefined} value
 */
export const formatBits = (value) => (value === undefined ? '–' : hundredths.format(value));

/**
 * Two digits after the point, with a true minus and no sign before zero: "−0.30".
 *
 * @param {number} value
 */
export const formatSigned = (value) =>
  hundredths
    .format(value)
    .replace(/^-(?=.*[1-9])/, '−')
    .replace('-', '');

/**
 * "1 character", "2,000 characters".
 *
 * @param {number} count
 * @param {string} noun in the singular
 */
export const formatCount = (count, noun) =>
  `${whole.format(count)} ${noun}${count === 1 ? '' : 's'}`;

/**
 * "87 bytes", "1.2 kB", "100.0 MB".
 *
 * @param {number} bytes
 */
export function formatSize(bytes) {
  if (bytes < 1000) return formatCount(bytes, 'byte');
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/**
 * "97 %".
 *
 * @param {number} share from 0 to 1
 */
export const formatPercent = (share) => `${Math.round(100 * share)} %`;

const exact = new Intl.NumberFormat('en', { maximumFractionDigits: 10 });

/**
 * A number with all its digits; any other value as a string.
 *
 * @param {unknown} value
 */
export const formatNumber = (value) =>
  typeof value === 'number' ? exact.format(value) : String(value);

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/**
 * Two digits and a power of ten: "4.4 × 10⁻⁸".
 *
 * @param {number} value
 */
export function formatScientific(value) {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const [digits, exponent] = value.toExponential(1).split('e');
  return `${digits.replace('-', '−')} × ${formatPowerOfTen(Number(exponent))}`;
}

/**
 * "10⁻⁸".
 *
 * @param {number} exponent
 */
export const formatPowerOfTen = (exponent) =>
  `10${String(exponent)
    .replace('-', '⁻')
    .replaceAll(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)])}`;
