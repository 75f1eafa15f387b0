/** The script of a worker; see scripts/worker-source.mjs. */
declare module '*?worker&inline&source' {
  const source: string;
  export default source;
}
