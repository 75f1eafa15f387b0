/** The version of the tag, which the bundler writes; see vite.config.js. */
declare const __VERSION__: string;
