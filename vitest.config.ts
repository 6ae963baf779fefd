import { defineConfig } from 'vitest/config';

// tfjs-core registers its gradients only when its ES modules are bundled, so tests inline it.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/bundle.ts'],
    server: { deps: { inline: [/@tensorflow\//] } },
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
