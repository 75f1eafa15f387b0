/** A file, gzipped and in base64; see scripts/bundles.mjs. */
declare module '*?packed' {
  const packed: string;
  export default packed;
}
