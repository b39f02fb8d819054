/** The store's contract on a real cluster of one node. */
import { clusterSettings, ClusterConnection } from '../../retrieval/cluster/connection.ts';
import { openClusterStore } from '../../retrieval/cluster/cluster-store.ts';
import { prepareControl } from '../../retrieval/cluster/control.ts';
import { publish } from '../../retrieval/cluster/publish.ts';
import { readSettings } from '../../retrieval/settings.ts';
import { describeStore } from '../retrieval/store-contract.ts';
import { wordEncoder } from '../support/word-encoder.ts';
import { publicationOf, seedTranscripts } from './publication.ts';

describeStore('OpenSearch', async () => {
  const settings = readSettings(clusterSettings, {
    OPENSEARCH_URL: 'http://127.0.0.1:19201',
    OPENSEARCH_PREFIX: 'contract',
    OPENSEARCH_REPLICAS: '0',
  });
  const connection = new ClusterConnection(settings);
  const encoder = wordEncoder();
  await prepareControl(connection);
  await publish(connection, await publicationOf(await seedTranscripts(), encoder), { graceMs: 0 });
  const { store } = await openClusterStore(connection);
  return { store, encoder, close: () => connection.close() };
});
