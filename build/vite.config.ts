// How the window is built: one page whose scripts, styles and fonts are files of their own, as its CSP demands.

import vue from '@vitejs/plugin-vue';
import { join } from 'node:path';
import { defineConfig } from 'vite';

export default defineConfig({
  root: join(import.meta.dirname, '..', 'renderer'),
  // The page is served from the root of a loopback server and from app:// alike.
  base: './',
  plugins: [vue()],
  build: {
    outDir: join(import.meta.dirname, '..', 'dist', 'renderer'),
    emptyOutDir: true,
    // Inlined assets would be data: URLs, which the policy does not allow for fonts and scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'chrome130',
    sourcemap: false,
  },
});
