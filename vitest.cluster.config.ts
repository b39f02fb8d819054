import { defineConfig } from 'vitest/config';

/** The tests on a real cluster: `npm run test:cluster`. Not among `npm test`, which needs no Java. */
export default defineConfig({
  test: {
    include: ['test/cluster/**/*.cluster.ts'],
    reporters: process.env.CI ? ['default', ['json', { outputFile: '.ci-out/cluster.json' }]] : ['default'],
    testTimeout: 180_000,
    hookTimeout: 300_000,
    // One cluster of three nodes is what two cores carry.
    fileParallelism: false,
  },
});
