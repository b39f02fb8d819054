import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/built-index.ts'],
    setupFiles: ['test/support/setup.ts'],
    // Modules, and with them models, are loaded once a worker. What a test changes it puts back when it ends.
    isolate: false,
    // By default a core is kept free. Most tests need the processor themselves: on 2 cores this saves a tenth, no more.
    maxWorkers: '100%',
    // RECORD: whatever the surrounding environment says.
    env: { NO_COLOR: '1', RECORD: 'local' },
    // CI counts from the report.
    reporters: process.env.CI ? ['default', ['json', { outputFile: '.ci-out/tests.json' }]] : ['default'],
    // For what hangs: a busy machine is no failure. Neither is a process that it starved once.
    retry: process.env.CI ? 1 : 0,
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
});
