/** Runs nodes on loopback until it is told to end: `node --import ./scripts/runtime/typescript.mjs test/cluster/engine/serve.ts 3` */
import { TestCluster } from './cluster.ts';

const cluster = await TestCluster.start(Number(process.argv[2] ?? 3));
console.log(`OPENSEARCH_URL=${cluster.urls.join(',')}`);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void cluster.stop().then(() => process.exit()));
