import { defineConfig } from 'vitest/config';
import { CLUSTER_OF_BOTS } from './test/cluster/published-record.ts';

/** The tests on a real cluster: `npm run test:cluster`. Not among `npm test`, which needs no Java. */
export default defineConfig({
  test: {
    include: [
      'test/cluster/**/*.cluster.ts',
      // What people meet, once more, with the record in the cluster.
      'test/bot/{commands,messages,permalinks,servers}.test.ts',
      'test/web/{api,permalink}.test.ts',
    ],
    globalSetup: ['test/cluster/published-record.ts'],
    setupFiles: ['test/support/setup.ts'],
    env: { NO_COLOR: '1', ...CLUSTER_OF_BOTS },
    reporters: process.env.CI ? ['default', ['json', { outputFile: '.ci-out/cluster.json' }]] : ['default'],
    retry: process.env.CI ? 1 : 0,
    // A node that was killed is back within some twenty seconds, on a busy machine within minutes.
    testTimeout: 400_000,
    hookTimeout: 300_000,
    // One cluster of three nodes is what two cores carry.
    fileParallelism: false,
  },
});
