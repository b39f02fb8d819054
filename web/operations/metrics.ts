/** All metrics, by their names in Prometheus; `operations.ts` sets them. */
import {
  Counter,
  type CounterConfiguration,
  collectDefaultMetrics,
  Gauge,
  type GaugeConfiguration,
  Histogram,
  type HistogramConfiguration,
  type Registry,
} from 'prom-client';

/** Seconds: a search takes tens of milliseconds, a busy one up to some seconds. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * Registers every metric, and those of this process itself, with a registry that holds none of them yet.
 * @param onScrape sets what is read from files each time
 */
export function createMetrics(registry: Registry, onScrape: () => Promise<void>) {
  const registers = [registry];
  const counter = <Label extends string>(of: CounterConfiguration<Label>) =>
    new Counter({ ...of, registers });
  const gauge = <Label extends string>(of: GaugeConfiguration<Label>) => new Gauge({ ...of, registers });
  const histogram = <Label extends string>(of: HistogramConfiguration<Label>) =>
    new Histogram({ ...of, buckets: SECONDS, registers });
  collectDefaultMetrics({ register: registry });
  return {
    asks: counter({
      name: 'on_record_asks_total',
      help: 'Questions that were answered, by the command or face that asked and the verdict.',
      labelNames: ['by', 'verdict'],
    }),
    handled: counter({
      name: 'on_record_handled_total',
      help: 'Commands, buttons, menus, messages and completions, by how they ended.',
      labelNames: ['handler', 'outcome'],
    }),
    handlerSeconds: histogram({
      name: 'on_record_handler_seconds',
      help: 'Time from an event of Discord to the end of its handling.',
      labelNames: ['handler'],
    }),
    stageSeconds: histogram({
      name: 'on_record_stage_seconds',
      help: 'Time of each stage of a question; total includes waiting for a turn.',
      labelNames: ['stage'],
    }),
    errors: counter({
      name: 'on_record_errors_total',
      help: 'What went wrong, by outcome and kind of error. Refusals are for the person to mend.',
      labelNames: ['outcome', 'kind'],
    }),
    requests: counter({
      name: 'on_record_http_requests_total',
      help: 'Requests to the web side, by the pattern of the path, the method and the status.',
      labelNames: ['route', 'method', 'status'],
    }),
    requestSeconds: histogram({
      name: 'on_record_http_request_seconds',
      help: 'Time from a request to its response, waiting included.',
      labelNames: ['route'],
    }),
    waiting: gauge({
      name: 'on_record_questions_waiting',
      help: 'Questions of the web side that wait for the models.',
    }),
    connected: gauge({
      name: 'on_record_gateway_connected',
      help: 'Whether a shard is connected to the gateway of Discord.',
      labelNames: ['shard'],
    }),
    ping: gauge({
      name: 'on_record_gateway_ping_seconds',
      help: 'Round trip of the last heartbeat of a shard.',
      labelNames: ['shard'],
    }),
    servers: gauge({
      name: 'on_record_servers',
      help: 'Servers that a shard is in.',
      labelNames: ['shard'],
    }),
    index: gauge({
      name: 'on_record_index_info',
      help: 'Always 1; its labels name the index that answers and its encoder.',
      labelNames: ['index', 'encoder'],
    }),
    built: gauge({
      name: 'on_record_index_built_timestamp_seconds',
      help: 'When the index that answers was built.',
    }),
    sourceSuccess: gauge({
      name: 'on_record_source_success_timestamp_seconds',
      help: 'When a list page of sources.yaml was last fetched without an error.',
      labelNames: ['source'],
      collect: onScrape,
    }),
    sourceFailures: gauge({
      name: 'on_record_source_failures',
      help: 'How often fetching a list page of sources.yaml has failed in a row.',
      labelNames: ['source'],
      collect: onScrape,
    }),
    size: gauge({
      name: 'on_record_index_size',
      help: 'How many documents, turns and passages the index holds.',
      labelNames: ['of'],
    }),
    clusterRequests: counter({
      name: 'on_record_cluster_requests_total',
      help: 'Requests to the cluster that holds the record, by operation and HTTP status; none without an answer.',
      labelNames: ['operation', 'status'],
    }),
    clusterRetries: counter({
      name: 'on_record_cluster_retries_total',
      help: 'How often a request was sent to another node, because one did not answer.',
    }),
    clusterSeconds: histogram({
      name: 'on_record_cluster_request_seconds',
      help: 'Time from a request to the cluster to its answer, retries included.',
      labelNames: ['operation'],
    }),
    clusterNodes: gauge({
      name: 'on_record_cluster_nodes_up',
      help: 'Nodes of OPENSEARCH_URL that answered when they were last asked.',
    }),
    recordUp: gauge({
      name: 'on_record_record_up',
      help: 'Whether the process of the record is up with an index.',
    }),
    resident: gauge({
      name: 'on_record_process_resident_bytes',
      help: 'Resident memory of the other processes: the record, and each shard.',
      labelNames: ['process'],
    }),
    heap: gauge({
      name: 'on_record_process_heap_bytes',
      help: 'Heap in use of the other processes: the record, and each shard.',
      labelNames: ['process'],
    }),
    cpu: gauge({
      name: 'on_record_process_cpu_seconds',
      help: 'Processor time of the other processes since each began.',
      labelNames: ['process'],
    }),
  };
}
