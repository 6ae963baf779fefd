import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // tfjs-core registers its gradients only when its ES modules are bundled, so tests inline it.
    server: { deps: { inline: [/@tensorflow\//] } },
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/**/*.test.ts'],
          exclude: ['test/unit/**'],
          // Only these run the built program and window.
          globalSetup: ['test/support/bundle.ts'],
        },
      },
    ],
  },
});
