/** A node for the tests that run the real bot: the two documents are embedded and published there once. */
import type { TestProject } from 'vitest/node';
import { setup as buildIndex } from '../support/built-index.ts';
import { TestCluster } from './engine/cluster.ts';

const BASE = 19700;

/** Settings of whoever asks that record. */
export const CLUSTER_OF_BOTS = {
  RECORD: 'opensearch',
  OPENSEARCH_URL: `http://127.0.0.1:${BASE + 1}`,
  OPENSEARCH_REPLICAS: '0',
};

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const node = await TestCluster.start(1, BASE);
  try {
    const remove = await buildIndex(project, CLUSTER_OF_BOTS);
    return async () => {
      await remove();
      await node.stop();
    };
  } catch (error) {
    await node.stop();
    throw error;
  }
}
