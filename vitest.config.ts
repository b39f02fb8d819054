import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/built-index.ts'],
    // CI counts from the report.
    reporters: process.env.CI ? ['default', ['json', { outputFile: '.ci-out/tests.json' }]] : ['default'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
