// Compiles the applications of the tests, each with a framework of its own, as in development: the
// frameworks warn then, and React mounts twice.

import { svelte } from '@sveltejs/vite-plugin-svelte';
import vue from '@vitejs/plugin-vue';
import { join } from 'node:path';
import { defineConfig } from 'vite';

const apps = join(import.meta.dirname, 'apps');
process.env.NODE_ENV = 'development';

export default defineConfig({
  root: apps,
  plugins: [
    svelte(),
    vue({
      template: { compilerOptions: { isCustomElement: (name) => name === 'lstm-playground' } },
    }),
  ],
  build: {
    write: false,
    minify: false,
    modulePreload: false,
    rolldownOptions: {
      input: {
        react: join(apps, 'react.jsx'),
        vue: join(apps, 'vue.js'),
        svelte: join(apps, 'svelte.svelte.js'),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
});
