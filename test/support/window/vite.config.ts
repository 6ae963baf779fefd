// Serves the window with a made-up host, to look at views without training anything:
//   npx vite --config test/support/window/vite.config.ts

import vue from '@vitejs/plugin-vue';
import { join } from 'node:path';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  cacheDir: join(import.meta.dirname, '..', '..', '..', 'dist', `vite-window-${process.env['PORT'] ?? ''}`),
  plugins: [vue()],
  server: { fs: { allow: [join(import.meta.dirname, '..', '..', '..')] } },
});
