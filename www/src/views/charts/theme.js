import { scales } from '../../lib/colour-map.js';

/**
 * What a canvas needs of the style sheet where an element stands.
 *
 * @param {Element} element
 */
export function themeOf(element) {
  const style = getComputedStyle(element);
  const { color: ink } = style;
  // The ink is light where the paper is dark.
  const isDark = Number(/\d+/.exec(ink)?.[0]) > 128;
  const mono = style.getPropertyValue('--mono') || 'monospace';
  return { ink, mono, isDark, scale: isDark ? scales.dark : scales.light };
}
