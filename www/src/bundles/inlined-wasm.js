/** The wasm modules within the JavaScript, gzipped and in base64, for bundles that fetch nothing. */

export const readModel = async () =>
  unpacked((await import('../../pkg/lstm_playground_bg.wasm?packed')).default);

export const readGradientCheck = async () =>
  unpacked((await import('../../pkg/gradient-check/lstm_playground_bg.wasm?packed')).default);

/**
 * @param {string} packed
 * @returns {Promise<ArrayBuffer>}
 */
export function unpacked(packed) {
  const bytes = Uint8Array.from(atob(packed), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}
