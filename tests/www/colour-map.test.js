import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { colourOf, cssColour, scales } from '../../www/src/lib/colour-map.js';

/**
 * The lightness in OKLab of an sRGB colour.
 *
 * @param {ArrayLike<number>} colour red, green and blue, 0 to 255
 */
function lightness(colour) {
  const [r, g, b] = Array.from(colour, (value) => {
    const x = value / 255;
    return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
  });
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
}

for (const [name, scale] of Object.entries(scales)) {
  describe(`on ${name} paper`, () => {
    test('equal steps of the number give equal steps of lightness, on both sides of zero', () => {
      for (const sign of [-1, 1]) {
        const levels = Array.from({ length: 9 }, (_, i) =>
          lightness(colourOf(scale, (sign * i) / 8)),
        );
        const step = (levels[8] - levels[0]) / 8;
        assert.ok(Math.abs(step) > 0.02, `${step} a step is visible`);
        for (let i = 1; i < levels.length; i++) {
          assert.ok(Math.abs(levels[i] - levels[i - 1] - step) < 0.01, `${sign}: ${levels}`);
        }
      }
    });

    test('negative numbers are bluer, positive ones redder', () => {
      const [below, above] = [colourOf(scale, -0.8), colourOf(scale, 0.8)];
      assert.ok(below[2] > below[0] && above[0] > above[2], `${below} and ${above}`);
    });

    test('zero is grey, numbers beyond the range get the end colours, and NaN counts as zero', () => {
      const [r, g, b] = Array.from(colourOf(scale, 0));
      assert.ok(Math.max(r, g, b) - Math.min(r, g, b) <= 1, `${[r, g, b]}`);
      assert.equal(cssColour(scale, 7), cssColour(scale, 1));
      assert.equal(cssColour(scale, -7), cssColour(scale, -1));
      assert.equal(cssColour(scale, NaN), cssColour(scale, 0));
    });
  });
}
