import { scales } from '../../lib/colour-map.js';

/**
 * The colours and the font at an element, for a canvas or computed colours.
 *
 * @param {Element} element
 */
export function themeOf(element) {
  const style = getComputedStyle(element);
  const { color: ink } = style;
  // Light ink means dark paper.
  const isDark = Number(/\d+/.exec(ink)?.[0]) > 128;
  const mono = style.getPropertyValue('--mono') || 'monospace';
  return { ink, mono, isDark, scale: isDark ? scales.dark : scales.light };
}
